"""What a message is, before anything is searched: no question at all, a greeting, Dutch or English."""

import unicodedata

from wordfreq import zipf_frequency

from bot.personal import with_placeholders, without_placeholders
from index.dutch import words
from index.errors import UsageError
from index.privacy import HELPLINES_ONLY, PublicContacts
from prompts import LANGUAGES, Language, load

# The longest question of a citizen in the parliamentary set has some 1,500 characters.
MAX_QUESTION_CHARACTERS = 2000

_ENGLISH = frozenset(
    [
        "the",
        "of",
        "and",
        "is",
        "are",
        "was",
        "were",
        "what",
        "who",
        "when",
        "where",
        "why",
        "how",
        "which",
        "does",
        "did",
        "do",
        "for",
        "to",
        "by",
        "many",
        "much",
        "about",
        "has",
        "have",
        "had",
        "their",
        "they",
        "should",
        "would",
        "could",
        "can",
        "with",
        "from",
        "according",
        "there",
    ]
)
_DUTCH = frozenset(
    [
        "de",
        "het",
        "een",
        "van",
        "en",
        "is",
        "zijn",
        "was",
        "waren",
        "wat",
        "wie",
        "wanneer",
        "waar",
        "waarom",
        "hoe",
        "welke",
        "welk",
        "doet",
        "voor",
        "naar",
        "door",
        "hoeveel",
        "over",
        "heeft",
        "hebben",
        "hun",
        "zij",
        "ze",
        "er",
        "moet",
        "kan",
        "kunnen",
        "met",
        "volgens",
        "uit",
        "ik",
        "mijn",
        "je",
        "niet",
        "bij",
        "aan",
        "op",
        "dat",
        "die",
    ]
)


# Zipf values: powers of ten. 'Help me' is 12 times as frequent in English texts, 'help' 8 times.
MIN_MORE_FREQUENT = 1.0


class QuestionError(UsageError):
    """The question cannot be answered as it is; the message tells the visitor how to ask."""


def presentable(question: str, public: PublicContacts = HELPLINES_ONLY) -> str:
    """Return a question as it may be shown and kept: one line, no invisible characters, no personal data."""
    visible = "".join(
        " " if character.isspace() or unicodedata.category(character) == "Cc" else character
        for character in question
        if unicodedata.category(character) != "Cf"
    )
    line = " ".join(visible.split())
    return with_placeholders(line, language_of(line), public)


def cleaned(question: str, language: Language, public: PublicContacts = HELPLINES_ONLY) -> str:
    """Return a question in the form that may be shown and kept.

    Raises `QuestionError` where it is empty, too long, not text, has no letter or digit, or nothing but
    personal data.
    """
    texts = load(language)
    if any(unicodedata.category(character) in ("Cs", "Co", "Cn") for character in question) or (
        "\0" in question or "\ufffd" in question
    ):
        raise QuestionError(texts.get("question.binary"))
    line = presentable(question, public)
    if not line:
        raise QuestionError(texts.get("question.empty"))
    if len(line) > MAX_QUESTION_CHARACTERS:
        raise QuestionError(
            texts.get("question.too_long", characters=len(line), maximum=MAX_QUESTION_CHARACTERS)
        )
    if not any(character.isalnum() for character in line):
        raise QuestionError(texts.get("question.no_words"))
    if not any(character.isalnum() for character in without_placeholders(line)):
        raise QuestionError(texts.get("privacy.nothing_else"))
    return line


def language_of(question: str, otherwise: Language = "nl") -> Language:
    """Return the language of a question: the one with more of its function words.

    Where both have as many ('Help me'), it is the one whose texts have its words more often; of names and
    words that are alike in both ('help', 'info') nothing can be told, and it is `otherwise`.
    """
    found = words(question)
    more_english = sum(word in _ENGLISH for word in found) - sum(word in _DUTCH for word in found)
    if not more_english:
        frequencies = [[_frequency(word, language) for word in found] for language in ("en", "nl")]
        difference = sum(frequencies[0]) - sum(frequencies[1])
        if abs(difference) < MIN_MORE_FREQUENT:
            return otherwise
        more_english = 1 if difference > 0 else -1
    return "en" if more_english > 0 else "nl"


def _frequency(word: str, language: Language) -> float:
    frequency: float = zipf_frequency(word, language, wordlist="small")
    return frequency


def is_greeting(question: str) -> bool:
    """Tell whether a message is a greeting and nothing more: after one, only words that ask nothing."""
    said = " ".join(words(question))
    for language in LANGUAGES:
        texts = load(language)
        for greeting in texts.list("question.greetings"):
            rest = f"{said} ".removeprefix(f"{greeting} ")
            if rest != f"{said} " and set(rest.split()) <= set(texts.list("question.greeting_words")):
                return True
    return False
