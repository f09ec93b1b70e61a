"""Cases made from questions that nobody in this project wrote: XQuAD's, and members of parliament's."""

import hashlib
import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from pathlib import Path

from eval.articles import rows
from eval.cases import Case, GoldSpan
from eval.entailment import Label
from eval.tasks import is_held_out_passage, kamer_rows
from index.sentences import split_sentences
from index.types import Span

# Of each origin: each half then has some 200 questions that the seeds do not answer.
ELSEWHERE_EACH = 200
_QUESTION = re.compile(r"(?:^|[.?!]\s*|\d\s*[.)]\s*)([A-Z][^.?!]{30,200}\?)")
_LONG_WORD = re.compile(r"\w{7,}")


def sick_pairs(data: Path) -> list[tuple[str, str, Label]]:
    """Return SICK-NL's test pairs of a text and a claim with their label (Wijnholds and Moortgat, 2021)."""
    every = rows(data / "sick_nl" / "sick_nl.jsonl")
    return [
        # Its sentences have no full stop, without which the checks take nothing for a statement.
        (f"{row['sentence1']}.", f"{row['sentence2']}.", row["label"])
        for row in every
        if row["split"] == "test"
    ]


def _by_hash(texts: Sequence[str], count: int) -> list[str]:
    """Return some texts, always the same ones, in an order that has nothing to do with the file's."""
    return sorted(set(texts), key=lambda text: hashlib.sha256(text.encode()).digest())[:count]


def kamer_questions(data: Path) -> Iterator[str]:
    """Yield the first question of each written question that names its subject: a word of the title."""
    for row in kamer_rows(data):
        subject = set(_LONG_WORD.findall(row["title"].casefold()))
        asked = (" ".join(each.split()) for each in _QUESTION.findall(row["question"]))
        named = (each for each in asked if subject.intersection(_LONG_WORD.findall(each.casefold())))
        yield from islice(named, 1)


def elsewhere_cases(data: Path) -> list[Case]:
    """Return questions about other things, which the seeds do not answer.

    They are easier to refuse than near misses, and have a row of their own in every table.
    """
    asked = {
        "elsewhere, Wikipedia": [row["question"] for row in rows(data / "xquad_nl" / "qa.jsonl")],
        "elsewhere, parliament": list(kamer_questions(data)),
    }
    return [
        Case(
            id=f"{kind.split()[-1].lower()}-{hashlib.sha256(text.encode()).hexdigest()[:10]}",
            kind=kind,
            language="nl",
            question=text,
            subject=text,
        )
        for kind, texts in asked.items()
        for text in _by_hash(texts, ELSEWHERE_EACH)
    ]


def _evidence(text: str, source: str, start: int, answer: str) -> GoldSpan:
    """Return the sentence that an answer begins in, or the whole passage where its place is unknown."""
    span = Span(0, len(text))
    if start >= 0:
        span = next(each for each in split_sentences(text, span) if start < each.end)
        span = Span(span.start, max(span.end, start + len(answer)))
    return GoldSpan(source, span.start, span.end, span.of(text))


def xquad_cases(data: Path, texts: Mapping[str, str]) -> Iterator[Case]:
    """Yield the questions on articles that nothing is trained on, twice.

    Once over all passages; an answer that the translation kept literally is the fact to state, and others
    have no fact: only their citations and refusals are scored. Once with the passage that answers withheld,
    together with those at the same place in the other held-out articles, so that five indexes serve all.
    """
    asked = [row for row in rows(data / "xquad_nl" / "qa.jsonl") if is_held_out_passage(row["passage_id"])]
    sources = sorted({row["passage_id"] for row in asked})
    for row in asked:
        source, start, answer = row["passage_id"], row["answer_starts"][0], row["answers"][0]
        known = row["span_ok"]
        yield Case(
            id=row["id"],
            kind="wikipedia",
            language="nl",
            question=row["question"],
            role="article",
            facts=((answer,),) if known else (),
            evidence=(_evidence(texts[source], source, start if known else -1, answer),),
        )
    for row in asked:
        place = row["passage_id"].rpartition("-")[2]
        yield Case(
            id=f"{row['id']}-withheld",
            kind="withheld",
            language="nl",
            question=row["question"],
            subject=f"without {row['passage_id']}",
            withheld=tuple(each for each in sources if each.endswith(f"-{place}")),
        )
