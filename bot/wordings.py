"""Is a sentence what it cites in the same words, shortened? Checks that can only refuse.

Whether it still means the same is told as of any other words, see bot/paraphrase.py.
"""

from collections.abc import Callable

from bot.clauses import spliced
from bot.coverage import MIN_PART_LETTERS
from bot.guards import as_digits, guarded, is_year, numbers_of
from index.dutch import STOP_WORDS, stem, words

# The shortest words that compounds are made of have three letters ('wet', 'wmo').
MIN_REST_LETTERS = 3


def _barriers() -> frozenset[str]:
    return guarded("negations", "limits") | {"maar"}


def _changed_words(of: frozenset[str], sentence: str, quote: str) -> str:
    ours, theirs = of.intersection(words(sentence)), of.intersection(words(quote))
    if ours == theirs:
        return ""
    return f"{sorted(ours ^ theirs)} stands on one side only"


def _changed_negation(sentence: str, quote: str) -> str:
    return _changed_words(guarded("negations"), sentence, quote)


def _changed_limit(sentence: str, quote: str) -> str:
    """A limit that the sentence brings in is refused, and one that it leaves out."""
    return _changed_words(guarded("limits"), sentence, quote)


def _content(text: str) -> list[str]:
    return [as_digits(word) for word in words(text) if word not in STOP_WORDS]


def _stands_for(word: str, source_word: str) -> bool:
    """Tell whether a word is another form of the source's, or a part of it ('beleid' of 'beleidsplan').

    What is left of the source's word must be a word too: 'tevreden' is no part of 'ontevreden'.
    """
    ours, theirs = stem(word), stem(source_word)
    part = len(ours) >= MIN_PART_LETTERS and len(theirs) >= len(ours) + MIN_REST_LETTERS
    return ours == theirs or (part and ours in theirs)


def _new_content(sentence: str, quote: str) -> str:
    source = _content(quote)
    new = [word for word in _content(sentence) if not any(_stands_for(word, other) for other in source)]
    return f"{new} are not in the source" if new else ""


def _changed_order(sentence: str, quote: str) -> str:
    """The content words must come in the source's order: turned round, they may tell something else."""
    source = _content(quote)
    at = 0
    for word in _content(sentence):
        while at < len(source) and not _stands_for(word, source[at]):
            at += 1
        if at == len(source):
            return f"'{word}' comes earlier in the source"
        at += 1
    return ""


def _next_content(of: list[str]) -> str:
    telling = (word for word in of if word not in STOP_WORDS or word in _barriers())
    return next((as_digits(word) for word in telling), "")


def _reaches(word: str, following: list[str]) -> bool:
    """Tell whether a negation or limit, followed by these words of the source, is about `word` too."""
    for other in following:
        if _stands_for(word, as_digits(other)):
            return True
        if other in _barriers():
            return False
    return False


def _same_place(ours: list[str], i: int, theirs: list[str], j: int) -> bool:
    """Tell whether word i of the sentence says what word j of the source says, of the same thing."""
    number = numbers_of(ours[i])
    if number != numbers_of(theirs[j]) or not (number or ours[i] == theirs[j]):
        return False
    following = _next_content(ours[i + 1 :])
    if not number:
        return not following or _reaches(following, theirs[j + 1 :])
    before, there = (ours[i - 1] if i else ""), (theirs[j - 1] if j else "")
    if {before, there} & guarded("prepositions") and before != there:
        return False
    return is_year(ours[i]) or _stands_for(following, _next_content(theirs[j + 1 :]))


def _moved(sentence: str, quote: str) -> str:
    """A number keeps its unit and its preposition ('na 2015'), a negation or a limit what it is about."""
    ours, theirs = words(sentence), words(quote)
    for i, word in enumerate(ours):
        sensitive = numbers_of(word) or word in guarded("negations", "limits")
        if sensitive and not any(_same_place(ours, i, theirs, j) for j in range(len(theirs))):
            return f"'{word}' is about something else in the source"
    return ""


def _skipped_number(sentence: str, quote: str) -> str:
    """No number of the source may be jumped over: what follows it is about something else."""
    source = _content(quote)
    at, began = 0, False
    for word in _content(sentence):
        while at < len(source) and not _stands_for(word, source[at]):
            if began and source[at][0].isdigit():
                return f"it jumps over {source[at]}"
            at += 1
        at, began = at + 1, True
    return ""


def _same(word: str, source_word: str) -> bool:
    number = numbers_of(word)
    return _stands_for(word, source_word) or bool(number and number == numbers_of(source_word))


def _spliced(sentence: str, quote: str) -> str:
    return spliced(sentence, quote, _same)


CHECKS: tuple[tuple[str, Callable[[str, str], str]], ...] = (
    ("negation", _changed_negation),
    ("limits", _changed_limit),
    ("content", _new_content),
    ("order", _changed_order),
    ("moved", _moved),
    ("skipped", _skipped_number),
    ("clauses", _spliced),
)
