import pytest
from hypothesis import given
from hypothesis import strategies as st

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


def test_a_word_of_four_syllables_is_long_and_one_of_three_is_not() -> None:
    assert long_words("Ondersteuning in de gemeente.") == 0.25
    assert long_words("De gemeente helpt.") == 0


def test_a_sentence_without_words_is_none() -> None:
    # 3 and 4 words; the dots between them are no sentence.
    assert sentence_words("De wet helpt. … Zij doet het ook.") == 3.5


@given(
    st.lists(st.sampled_from(["De wet helpt.", "Ondersteuning!", "Wie betaalt dat in Almelo?"]), min_size=1)
)
def test_a_text_twice_is_as_hard_as_once(sentences: list[str]) -> None:
    once = " ".join(sentences)
    twice = f"{once}\n\n{once}"
    assert sentence_words(twice) == pytest.approx(sentence_words(once))
    assert long_words(twice) == pytest.approx(long_words(once))
    counts = {"De wet helpt.": 3, "Ondersteuning!": 1, "Wie betaalt dat in Almelo?": 5}
    assert sentence_words(once) == pytest.approx(sum(counts[each] for each in sentences) / len(sentences))
