"""Sentences that say something else by one word: what a reader must learn to tell from the right ones."""

import random
import re
from collections.abc import Iterable, Sequence

_NAME = re.compile(r"(?<=[\w,] )[A-ZÀ-Ý][\w’'-]+(?: [A-ZÀ-Ý][\w’'-]+)*")
_NUMBER = re.compile(r"\d[\d.,]*\d|\d")
_OTHER_NUMBERS = (2, 2030)
_VERB = re.compile(
    r"\b(?:is|zijn|was|waren|wordt|worden|kan|kunnen|moet|moeten|mag|mogen|heeft|hebben|gaat)\b"
)
# What stands for the left word turns what is said.
_TURNED = {
    "niet ": "",
    "geen ": "een ",
    "nooit": "altijd",
    "altijd": "nooit",
    "alle ": "sommige ",
    "meer ": "minder ",
    "minder ": "meer ",
    "vóór ": "na ",
    "mits": "ook als",
    "tenzij": "omdat",
    "behalve": "net als",
}


def names_in(texts: Iterable[str]) -> list[str]:
    """Return the capitalised words of texts but those that a sentence begins with."""
    return [name for text in texts for name in _NAME.findall(text)]


def with_other_fact(sentence: str, text: str, names: Sequence[str], chance: random.Random) -> str | None:
    """Return the sentence with a name or number that the text has too replaced by one that it has not."""
    found = [*_NAME.finditer(sentence), *_NUMBER.finditer(sentence)]
    found = [each for each in found if each.group() in text]
    if not found:
        return None
    match = chance.choice(found)
    number = match.group()[0].isdigit()
    other = str(chance.randint(*_OTHER_NUMBERS)) if number else chance.choice(names)
    if other in text or other in sentence:
        return None
    return sentence[: match.start()] + other + sentence[match.end() :]


def turned(sentence: str, chance: random.Random) -> str | None:
    """Return a Dutch sentence with a negation, quantity or condition changed, or denied after its verb."""
    found = [word for word in _TURNED if re.search(rf"\b{word}", sentence)]
    if found:
        word = chance.choice(found)
        return re.sub(rf"\b{word}", _TURNED[word], sentence, count=1)
    verb = _VERB.search(sentence)
    return f"{sentence[: verb.end()]} niet{sentence[verb.end() :]}" if verb else None
