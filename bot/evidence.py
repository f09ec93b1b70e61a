"""Which sentences of the hits answer the question, and how sure that is."""

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from index.dutch import STOP_WORDS, fold, stem, terms, words
from index.store import Index
from index.types import Hit, Passage, Span
from prompts import Language

# Shorter stems meet too many words by chance ('wet' in 'weten'); from five letters on they are parts of
# compounds ('wijkteam' in 'wijkteamgeneralist').
MIN_PART_LETTERS = 5

_NAME = re.compile(r"(?<![\w'’-])(?:[A-ZÀ-Ý][\w'’-]*[\w]|[A-Z])")
_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")


@dataclass(frozen=True, slots=True)
class Signals:
    """What speaks for a sentence: raw scores, each between about 0 and 1."""

    cosine: float
    """Question and sentence."""
    passage_cosine: float
    """Question and the passage that the sentence stands in."""
    coverage: float
    """Share of the question's terms in the sentence, weighted by rarity."""
    passage_coverage: float
    """The same in the passage with its title and heading."""
    rank: float
    """1 / rank of the passage."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """A sentence that may answer the question, with its score."""

    passage: Passage
    span: Span
    text: str
    signals: Signals
    score: float


@dataclass(frozen=True, slots=True)
class Weights:
    """How much each signal counts for the order of sentences, and for the confidence."""

    cosine: float
    passage_cosine: float
    coverage: float
    passage_coverage: float
    rank: float
    bias: float = 0.0

    def sum(self, signals: Signals) -> float:
        """Return the weighted sum of the signals."""
        return (
            self.cosine * signals.cosine
            + self.passage_cosine * signals.passage_cosine
            + self.coverage * signals.coverage
            + self.passage_coverage * signals.passage_coverage
            + self.rank * signals.rank
            + self.bias
        )


ORDER = Weights(cosine=20.0, passage_cosine=5.0, coverage=2.0, passage_coverage=0.5, rank=0.5)
CONFIDENCE = Weights(
    cosine=20.0, passage_cosine=20.0, coverage=2.0, passage_coverage=3.0, rank=0.0, bias=-38.0
)


@lru_cache(maxsize=4096)
def _part_of(part: str, whole: str) -> bool:
    return len(part) >= MIN_PART_LETTERS and len(whole) >= MIN_PART_LETTERS and (part in whole or whole in part)


def covered(term: str, text_terms: frozenset[str]) -> bool:
    """Tell whether a stem occurs among `text_terms`, itself or as part of a compound."""
    return term in text_terms or any(_part_of(term, other) for other in text_terms)


def coverage(question_terms: Sequence[str], text: str, rarity: dict[str, float]) -> float:
    """Return sum of rarity(t) over the question's terms in `text` / the same sum over all of them.

    1 where the question has no terms.
    """
    total = sum(rarity[term] for term in question_terms)
    if not total:
        return 1.0
    found = frozenset(terms(text))
    return sum(rarity[term] for term in question_terms if covered(term, found)) / total


def named(question: str) -> list[str]:
    """Return the names in a question: capitalised words but the first, and abbreviations anywhere."""
    found = []
    for match in _NAME.finditer(question):
        word = match.group()
        first = not any(character.isalnum() for character in question[: match.start()])
        abbreviation = sum(character.isupper() for character in word) > 1
        if (abbreviation or not first) and fold(word) not in STOP_WORDS:
            found.append(word)
    return found


def numbers(text: str) -> list[str]:
    """Return the numbers in digits of a text."""
    return _NUMBER.findall(text)


@dataclass(frozen=True, slots=True)
class Missing:
    """What the question names and the document of the evidence does not have."""

    names: tuple[str, ...]
    numbers: tuple[str, ...]


def missing(question: str, document_text: str, language: Language) -> Missing:
    """Return names and numbers of the question that a document's text lacks.

    In an English question names are left out: they may be translated.
    """
    text_words = frozenset(words(document_text))
    stems = frozenset(stem(word) for word in text_words)
    lacking_names = [
        name
        for name in (named(question) if language == "nl" else [])
        if not all(
            word in text_words or covered(stem(word), stems) for word in words(name) if word not in STOP_WORDS
        )
    ]
    lacking_numbers = [number for number in numbers(question) if number not in text_words]
    return Missing(tuple(lacking_names), tuple(lacking_numbers))


def ranked(question: str, hits: Sequence[Hit], index: Index) -> list[Evidence]:
    """Score every sentence of the hits; best first, equal ones in the order of the hits."""
    candidates = [(hit, span) for hit in hits for span in hit.passage.sentences]
    if not candidates:
        return []
    texts = [index.documents[hit.passage.source].text[span.start : span.end] for hit, span in candidates]
    query = index.encoder.encode_queries([question])[0]
    cosines = index.encoder.encode_passages(texts) @ query
    question_terms = list(dict.fromkeys(terms(question)))
    rarity = {term: index.lexical.rarity(term) for term in question_terms}
    whole = {
        hit.rank: coverage(question_terms, f"{hit.passage.title} {hit.passage.heading} {hit.passage.text}", rarity)
        for hit in hits
    }
    evidence = []
    for (hit, span), text, cosine in zip(candidates, texts, cosines, strict=True):
        signals = Signals(
            cosine=float(cosine),
            passage_cosine=hit.dense,
            coverage=coverage(question_terms, text, rarity),
            passage_coverage=whole[hit.rank],
            rank=1 / hit.rank,
        )
        evidence.append(Evidence(hit.passage, span, text, signals, ORDER.sum(signals)))
    return sorted(evidence, key=lambda each: -each.score)


def confidence(evidence: Evidence) -> float:
    """Return how probable it is, from 0 to 1, that the question is answered by its best sentence."""
    return 1 / (1 + math.exp(-CONFIDENCE.sum(evidence.signals)))
