"""Sentences with texts that say so, or that do not, to train the reader on; none is measured with."""

import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from eval.articles import rows
from eval.cases import QUESTIONS
from eval.changes import names_in, turned, with_other_fact
from eval.examples import window
from eval.gold import PAGES
from eval.reading import Paragraph, page_paragraphs, xquad_paragraphs

PAGE_PAIRS = QUESTIONS / "support_train.jsonl"
# Languages whose sentences are compared with Dutch ones.
_TRANSLATED = ("en", "de", "da", "sv")


@dataclass(frozen=True, slots=True)
class Claim:
    """A sentence beside a text, and whether the text says so."""

    sentence: str
    text: str
    supported: bool


def sick(data: Path) -> Iterator[Claim]:
    """Yield the training pairs of SICK-NL, the text first: entailment has a direction."""
    for row in rows(data / "sick_nl" / "sick_nl.jsonl"):
        if row["split"] == "train":
            yield Claim(row["sentence2"], row["sentence1"], row["label"] == "entailment")


def _both(row: Mapping[str, str]) -> Iterator[Claim]:
    """Yield a pair of our own: an honest paraphrase, and one that says something else."""
    yield Claim(row["right"], row["quote"], True)
    yield Claim(row["wrong"], row["quote"], False)


def page_claims() -> Iterator[Claim]:
    """Yield our own pairs on composed pages."""
    for row in rows(PAGE_PAIRS):
        yield from _both(row)


def article_claims(path: Path) -> Iterator[Claim]:
    """Yield our own pairs on a file's articles of the field."""
    for article in rows(path):
        for row in article["claims"]:
            yield from _both(row)


def _beside(
    sentence: str, text: str, other: str, names: Sequence[str], chance: random.Random
) -> Iterator[Claim]:
    """Yield a sentence that a text says, one that differs from it in a word, and one with `other` text."""
    yield Claim(sentence, text, True)
    facts = with_other_fact(sentence, text, names, chance)
    meant = turned(sentence, chance)
    yield from (Claim(each, text, False) for each in (facts, meant) if each)
    yield Claim(sentence, other, False)


def copies(paragraphs: Sequence[Paragraph], chance: random.Random) -> Iterator[Claim]:
    """Yield sentences beside the stretches they stand in."""
    names = names_in(each.text for each in paragraphs)
    for paragraph in paragraphs:
        for place, span in enumerate(paragraph.sentences):
            text = window(paragraph, (place,), chance).of(paragraph.text)
            other = paragraph.sentences[place - 1].of(paragraph.text)
            if other not in text:
                yield from _beside(span.of(paragraph.text), text, other, names, chance)


def translations(
    dutch: Sequence[Paragraph], foreign: Sequence[Paragraph], chance: random.Random
) -> Iterator[Claim]:
    """Yield Dutch sentences beside translations, of paragraphs with as many sentences in both languages."""
    names = names_in(each.text for each in dutch)
    for one, other in zip(dutch, foreign, strict=True):
        if len(one.sentences) != len(other.sentences) or len(one.sentences) == 1:
            continue
        for place, (ours, theirs) in enumerate(zip(one.sentences, other.sentences, strict=True)):
            neighbour = other.sentences[place - 1].of(other.text)
            yield from _beside(ours.of(one.text), theirs.of(other.text), neighbour, names, chance)


def claims(data: Path) -> dict[str, list[Claim]]:
    """Return the claims to train on, by origin, but those of the field."""
    chance = random.Random(0)
    dutch, *foreign = (xquad_paragraphs(data, name) for name in ("nl", *_TRANSLATED))
    pages = [
        paragraph
        for page in sorted((PAGES / "dev").glob("*.jsonl"))
        for paragraph in page_paragraphs("dev", page.stem)
    ]
    return {
        "sick": list(sick(data)),
        "copies": list(copies([*dutch, *pages], chance)),
        "translations": [claim for each in foreign for claim in translations(dutch, each, chance)],
    }
