"""Which sentences of the hits answer the question, and how sure that is."""

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from index.analysis import with_spellings
from index.dutch import STOP_WORDS, fold, stem, terms, words
from index.privacy import MASK
from index.store import Index, context
from index.types import Hit, Passage, Span
from prompts import Language

# Shorter stems meet too many words by chance ('wet' in 'weten'); from five letters on they are parts of
# compounds ('wijkteam' in 'wijkteamgeneralist').
MIN_PART_LETTERS = 5
# Single digits are written out as often as not ('op 1 lijn'); from two on a number means a number.
MIN_NUMBER_DIGITS = 2
# A second sentence is added where it is at least this fraction as probable as the first. On the dev
# questions 0.3 raised the share that states all asked facts from .56 to .67, with 1.5 sentences an answer.
SECOND_SENTENCE_RATIO = 0.3

_NAME = re.compile(r"(?<![\w'’-])(?:[A-ZÀ-Ý][\w'’]*\w|[A-Z])")
_SENTENCE_START = re.compile(r"(?:^|[.?!:]\s)\W*$")
_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
# A sentence that begins so says nothing without the one before it.
_REFERS_BACK = re.compile(
    r"\W*(?:dat|dit|hij|zij|ze|daarvoor|daarom|daarmee|hierdoor|daardoor|die is|die zijn)\b", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Signals:
    """What speaks for a sentence: raw scores, each between 0 and 1."""

    cosine: float
    """Question and sentence, the sentence under its title and heading."""
    passage_cosine: float
    """Question and the passage that the sentence stands in."""
    coverage: float
    """Share of the question's terms in the sentence, weighted by rarity."""
    passage_coverage: float
    """The same in the passage with its title and heading."""
    reciprocal_rank: float
    """1 / rank of the passage."""
    wanted_comment: float
    """1 for a reader's comment where the question asks for readers' opinions."""
    unwanted_comment: float
    """1 for a reader's comment where it does not."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """A sentence that may answer the question. `exp(score)` is in proportion to its probability."""

    passage: Passage
    span: Span
    text: str
    before: Span | None
    """The sentence before it in the same text, if there is one."""
    signals: Signals
    score: float


@dataclass(frozen=True, slots=True)
class Weights:
    """How much each signal counts for the order of sentences."""

    cosine: float
    passage_cosine: float
    coverage: float
    passage_coverage: float
    reciprocal_rank: float
    wanted_comment: float
    unwanted_comment: float

    def sum(self, signals: Signals) -> float:
        """Return the weighted sum of the signals."""
        return (
            self.cosine * signals.cosine
            + self.passage_cosine * signals.passage_cosine
            + self.coverage * signals.coverage
            + self.passage_coverage * signals.passage_coverage
            + self.reciprocal_rank * signals.reciprocal_rank
            + self.wanted_comment * signals.wanted_comment
            + self.unwanted_comment * signals.unwanted_comment
        )


# Fitted on the dev questions: a softmax over all sentences of a question's hits (the right one came first in
# .71 of 73, and in .71 in six-fold cross-validation), then halved: the fit was surer than it was right, and
# left out second sentences that answer (all facts stated in .54 of the questions with it, .56 with its half).
ORDER = Weights(
    cosine=45.0,
    passage_cosine=4.4,
    coverage=2.3,
    passage_coverage=1.0,
    reciprocal_rank=0.3,
    wanted_comment=1.0,
    unwanted_comment=-0.6,
)
# Fitted on the dev questions, answerable against not (logistic regression on the best sentence; the other
# signals added nothing in ten-fold cross-validation, AUROC .82 with them or without). A question in another
# language than its sources has lower cosines, which its own constant makes up for.
CONFIDENCE_SLOPE = 40.0
CONFIDENCE_CONSTANT: dict[Language, float] = {"nl": -33.82, "en": -32.0}
# On the dev questions 0.5 refuses .70 of the unanswerable and .19 of the answerable, 0.65 .85 and .32.
MIN_CONFIDENCE = 0.5


@lru_cache(maxsize=4096)
def _part_of(part: str, whole: str) -> bool:
    return (
        len(part) >= MIN_PART_LETTERS and len(whole) >= MIN_PART_LETTERS and (part in whole or whole in part)
    )


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
    """Return the names in a question: capitalised words but a sentence's first, and abbreviations anywhere.

    A question all in capitals tells no names.
    """
    if question.isupper():
        return []
    found = []
    for match in _NAME.finditer(question):
        word = match.group()
        first = bool(_SENTENCE_START.search(question[: match.start()]))
        abbreviation = sum(character.isupper() for character in word) > 1
        if (abbreviation or not first) and fold(word) not in STOP_WORDS:
            found.append(word)
    return found


@dataclass(frozen=True, slots=True)
class Missing:
    """What the question names and no source has."""

    names: tuple[str, ...]
    numbers: tuple[str, ...]


def missing(question: str, known_terms: frozenset[str], language: Language) -> Missing:
    """Return names and numbers of the question that are not among the index's terms.

    In an English question names are left out: they may be translated.
    """
    names = [
        name
        for name in (named(question) if language == "nl" else [])
        if not all(covered(stem(word), known_terms) for word in words(name))
    ]
    spelled = [written for written, term in with_spellings(fold(question)) if term in known_terms]
    known = {number for written in spelled for number in _NUMBER.findall(written)}
    numbers = [
        number
        for number in _NUMBER.findall(question)
        if len(number) >= MIN_NUMBER_DIGITS and number not in known_terms and number not in known
    ]
    return Missing(tuple(names), tuple(numbers))


def _last_sentence_before(hit: Hit, index: Index) -> Span | None:
    """Return the last sentence of the passage before, where both are of one text under one heading."""
    if hit.row == 0:
        return None
    here, previous = hit.passage, index.passages[hit.row - 1]
    same = (previous.source, previous.role, previous.speaker, previous.heading) == (
        here.source,
        here.role,
        here.speaker,
        here.heading,
    )
    between = index.documents[here.source].text[previous.span.end : here.span.start] if same else ""
    return previous.sentences[-1] if same and not between.strip() else None


def asks_readers(question: str, hits: Sequence[Hit], opinion_words: Sequence[str]) -> bool:
    """Tell whether a question asks what readers think: by one of `opinion_words`, or a reader's name."""
    asked = frozenset(words(question))
    readers = {hit.passage.speaker for hit in hits if hit.passage.role == "comment" and hit.passage.speaker}
    named_reader = any(asked.issuperset(words(reader)) for reader in readers)
    return named_reader or not asked.isdisjoint(opinion_words)


def meets(question: str, before: str, evidence: Sequence[Evidence]) -> bool:
    """Tell whether evidence has a word that a follow-up adds to the question `before`, or it adds none.

    'Waarom?' adds none; where the sources say nothing about what it adds, the answer to the question before
    would only be given again.
    """
    added = set(terms(question)) - set(terms(before))
    found = frozenset(term for each in evidence for term in terms(context(each.passage)))
    return not added or any(covered(term, found) for term in added)


def ranked(question: str, hits: Sequence[Hit], index: Index, asks_opinion: bool) -> list[Evidence]:
    """Score every sentence of the hits; best first, equal ones in the order of the hits."""
    question_terms = list(dict.fromkeys(terms(question)))
    rarity = {term: index.lexical.rarity(term) for term in question_terms}
    evidence = []
    for hit, cosines in zip(hits, index.sentence_cosines(question, hits), strict=True):
        passage_coverage = coverage(question_terms, context(hit.passage), rarity)
        before = _last_sentence_before(hit, index)
        is_comment = hit.passage.role == "comment"
        document = index.documents[hit.passage.source]
        for span, cosine in zip(hit.passage.sentences, cosines, strict=True):
            text = span.of(document.text)
            signals = Signals(
                cosine=float(cosine),
                passage_cosine=hit.dense,
                coverage=coverage(question_terms, text, rarity),
                passage_coverage=passage_coverage,
                reciprocal_rank=1 / hit.rank,
                wanted_comment=float(is_comment and asks_opinion),
                unwanted_comment=float(is_comment and not asks_opinion),
            )
            # What is masked cannot be cited, so nothing is cited across it.
            if before is not None and MASK in document.text[before.end : span.start]:
                before = None
            evidence.append(Evidence(hit.passage, span, text, before, signals, ORDER.sum(signals)))
            before = span
    return sorted(evidence, key=lambda each: -each.score)


def confidence(evidence: Evidence, language: Language) -> float:
    """Return how probable it is, from 0 to 1, that a question is answered, from its best sentence."""
    log_odds = CONFIDENCE_SLOPE * evidence.signals.cosine + CONFIDENCE_CONSTANT[language]
    return 1 / (1 + math.exp(-log_odds))


def without_comments(evidence: Sequence[Evidence], language: Language) -> Sequence[Evidence]:
    """Return what is no reader's comment, or everything where none of that answers the question."""
    others = [each for each in evidence if each.passage.role != "comment"]
    return others if others and confidence(others[0], language) >= MIN_CONFIDENCE else evidence


def chosen(evidence: Sequence[Evidence]) -> list[Evidence]:
    """Return the best sentence, and the second where it is nearly as good: after it, or as they are read.

    Sentences of one passage come in the order of its text.
    """
    best = list(evidence[:1])
    if len(evidence) > 1 and math.exp(evidence[1].score - evidence[0].score) >= SECOND_SENTENCE_RATIO:
        best = list(evidence[:2])
    if len({id(each.passage) for each in best}) == 1:
        best.sort(key=lambda each: each.span.start)
    return best


def with_antecedent(evidence: Evidence) -> Span:
    """Return the sentence's span, from the sentence before it on where it refers back to that."""
    if evidence.before is not None and _REFERS_BACK.match(evidence.text):
        return Span(evidence.before.start, evidence.span.end)
    return evidence.span
