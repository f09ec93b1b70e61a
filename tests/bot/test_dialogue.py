import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.dialogue import MAX_QUESTION_CHARACTERS, QuestionError, cleaned, is_greeting, language_of
from prompts import LANGUAGES, Language, load


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("Wat is de Kanteling?", "Wat is de Kanteling?"),
        ("  Wat\tis\r\n\nde  Kanteling? ", "Wat is de Kanteling?"),
        ("Wat\u00a0is\u2028de Kanteling?", "Wat is de Kanteling?"),
        ("\ufeffWat is de Kan\u00adte\u200bling?", "Wat is de Kanteling?"),
        ("Wat\x07is\x1bde Kanteling?", "Wat is de Kanteling?"),
        ("8", "8"),
        ("🙂 Wmo 🙂", "🙂 Wmo 🙂"),
        ("a" * MAX_QUESTION_CHARACTERS, "a" * MAX_QUESTION_CHARACTERS),
        (f"  {'a ' * (MAX_QUESTION_CHARACTERS // 2)}", ("a " * (MAX_QUESTION_CHARACTERS // 2)).strip()),
    ],
)
def test_a_question_becomes_one_visible_line(question: str, expected: str) -> None:
    assert cleaned(question, "nl") == expected


@pytest.mark.parametrize(
    ("question", "text"),
    [
        ("", "empty"),
        (" \t\n\u00a0\u2003", "empty"),
        ("\u200b\u200d\ufeff", "empty"),
        ("?!…", "no_words"),
        ("🙂🎉👩‍👩‍👧", "no_words"),
        ("Wat is \0 dit", "binary"),
        ("Wat is \udfff dit", "binary"),
        ("Is dit \ufffd tekst", "binary"),
        ("Wat is \ue000 dit", "binary"),
        ("Wat is \uffff dit", "binary"),
        (b"\x89PNG\r\n\x1a\n\xff\xfe".decode("utf-8", "surrogateescape"), "binary"),
    ],
)
@pytest.mark.parametrize("language", ["nl", "en"])
def test_what_is_no_question_is_refused_in_the_language_asked_for(
    question: str, text: str, language: Language
) -> None:
    with pytest.raises(QuestionError) as refused:
        cleaned(question, language)
    assert str(refused.value) == load(language).get(f"question.{text}")
    assert refused.value.exit_code == 2


def test_a_question_that_is_too_long_is_told_both_lengths() -> None:
    with pytest.raises(QuestionError, match=r"De vraag heeft 10000 tekens; 2000 is het meeste\."):
        cleaned("a" * 10_000, "nl")


@given(st.text())
def test_cleaning_twice_is_cleaning_once(question: str) -> None:
    try:
        once = cleaned(question, "nl")
    except QuestionError:
        return
    assert cleaned(once, "nl") == once
    assert once == once.strip()
    assert "\n" not in once


@pytest.mark.parametrize(
    ("question", "language"),
    [
        ("Wat is de Kanteling?", "nl"),
        ("What is the Kanteling?", "en"),
        ("How many organisations take part in the network in Breda?", "en"),
        ("Hoeveel organisaties doen mee aan het netwerk in Breda?", "nl"),
        ("Kanteling?", "nl"),  # no function word at all
        ("Was de Wmo was?", "nl"),  # 'was' counts for both, 'de' decides
        ("WHAT IS THE WMO", "en"),
        ("Wmo is", "nl"),  # equal: one of each
        ("I want to die", "en"),  # no function word, but all four are far more frequent in English
        ("My husband beats me", "en"),
        ("Help me", "en"),
        ("pgb aanvragen", "nl"),
    ],
)
def test_the_language_is_that_of_most_function_words(question: str, language: Language) -> None:
    assert language_of(question) == language


@pytest.mark.parametrize("question", ["help", "info", "Hello", "Xqz?", "8"])
def test_where_nothing_tells_the_language_it_is_the_other_one_given(question: str) -> None:
    assert [language_of(question, each) for each in LANGUAGES] == list(LANGUAGES)


@pytest.mark.parametrize("message", ["Hallo!", "hoi", "GOEDEMORGEN", "good   morning.", "Hey 👋", "Dag, "])
def test_a_greeting_is_a_greeting(message: str) -> None:
    assert is_greeting(message)


@pytest.mark.parametrize("message", ["Hallo, wat is de Wmo?", "dagbesteding", "Wat is dit?"])
def test_more_than_a_greeting_is_a_question(message: str) -> None:
    assert not is_greeting(message)
