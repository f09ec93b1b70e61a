"""What the reader adds on questions about law articles, of which it has learned least.

Each question stands before the article that answers it and up to nine others of the same law. How often the
right one comes first, by the reader, by embedding and BM25, and by reader and embedding as the bot weighs
them; where they differ, an exact sign test says whether by more than chance (McNemar 1947).
"""

import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.stats import binomtest

from bot.reader.reading import Reader
from bot.signals import READ
from eval.tasks import laws
from index.embed import Encoder
from index.lexical import LexicalSearch

OTHERS = 9
# A longer article would be cut by the reader.
MAX_CHARACTERS = 900


@dataclass(frozen=True, slots=True)
class Choice:
    """A question, and the articles to choose from: the first one answers."""

    question: str
    texts: tuple[str, ...]


def choices(data: Path, seed: int = 0) -> Iterator[Choice]:
    """Yield our own questions on law articles short enough to be read whole, of laws with several of them."""
    [task] = laws(data)
    short = {each.source: each.text for each in task.documents if len(each.text) <= MAX_CHARACTERS}
    of_law: dict[str, list[str]] = {}
    for source in short:
        of_law.setdefault(_law(source), []).append(source)
    chance = random.Random(seed)
    for query in task.queries:
        [right, *more] = sorted(query.relevant)
        others = [each for each in of_law.get(_law(right), []) if each not in query.relevant]
        if right in short and others and not more:
            drawn = chance.sample(others, min(OTHERS, len(others)))
            yield Choice(query.text, tuple(short[each] for each in (right, *drawn)))


def _law(source: str) -> str:
    return source.split("/", maxsplit=1)[0]


def first(scores: Sequence[NDArray[np.floating]]) -> NDArray[np.bool_]:
    """Return for each question whether the first text has the highest score, by itself."""
    return np.array([bool((of[0] > of[1:]).all()) for of in scores])


def compared(found: Mapping[str, NDArray[np.bool_]], one: str, other: str) -> str:
    """Return how often one finds what the other does not, and how probable that or more is by chance."""
    better, worse = int((found[one] & ~found[other]).sum()), int((found[other] & ~found[one]).sum())
    chance = float(binomtest(better, better + worse).pvalue) if better + worse else 1.0
    return f"{one} against {other}: better in {better}, worse in {worse}, p {chance:.2g}"


def figures(every: Sequence[Choice], reader: Reader, encoder: Encoder) -> Iterator[str]:
    """Yield how often the right article comes first, by each, and what the reader adds."""
    texts = list(dict.fromkeys(text for each in every for text in each.texts))
    row = {text: at for at, text in enumerate(texts)}
    cosines = encoder.encode_queries([each.question for each in every]) @ encoder.encode_passages(texts).T
    lexical = LexicalSearch.build(texts)
    scores: dict[str, list[NDArray[np.floating]]] = {"reader": [], "embedding": [], "BM25": [], "both": []}
    for at, each in enumerate(every):
        rows = [row[text] for text in each.texts]
        read = np.array([reading.answers for reading in reader.read(each.question, each.texts)])
        near = cosines[at, rows]
        scores["reader"].append(read)
        scores["embedding"].append(near)
        scores["BM25"].append(lexical.scores(each.question)[rows])
        scores["both"].append(READ.order.cosine * near + READ.order.reading * read)
    found = {name: first(of) for name, of in scores.items()}
    shares = ", ".join(f"{name} {of.mean():.3f}" for name, of in found.items())
    yield f"right article first of up to {OTHERS + 1}, of {len(every)} questions: {shares}"
    yield compared(found, "both", "embedding")
    yield compared(found, "reader", "embedding")
    yield compared(found, "reader", "BM25")
