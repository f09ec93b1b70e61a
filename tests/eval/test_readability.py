import pytest

from eval.readability import long_words, sentence_words, syllables


@pytest.mark.parametrize(
    ("word", "parts"),
    [("gemeente", 3), ("ondersteuning", 4), ("participatie", 5), ("welzijnsvoorzieningen", 6), ("wet", 1)],
)
def test_syllables_are_where_a_word_may_be_broken(word: str, parts: int) -> None:
    assert syllables(word) == parts


def test_words_are_counted_by_sentence() -> None:
    # 4 and 6 words.
    assert sentence_words("De gemeente helpt mensen. Zij doet dat in het wijkteam.") == 5
    assert sentence_words("De heer J. de Vries komt.") == 6


def test_long_words_are_those_of_more_than_three_syllables() -> None:
    # 'participatie' of four words; 'gemeente' has three syllables.
    assert long_words("Participatie in de gemeente.") == 0.25


@pytest.mark.parametrize("text", ["", " … "])
def test_a_text_without_words_has_no_level(text: str) -> None:
    assert sentence_words(text) is None
    assert long_words(text) is None
