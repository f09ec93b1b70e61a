"""Questions that mean the same, put together by their vectors."""

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.cluster.hierarchy import fcluster, linkage
from scipy.spatial.distance import pdist

from index.types import FloatArray

# How alike, on average, the questions of two groups must be to become one. Measured by `python -m eval.gaps`
# with the packaged embedder on the dev questions and their other wordings (304 questions, 198 pairs of one
# question): of the pairs that fall together .66 are of one question, and .78 where other questions about
# the same words of a source are not counted as wrong; of all that are, .77 fall together. At .78 these are
# .80, .85 and .51; at .90 .97, .97 and .16. Of .60 to .96 in steps of .02, .72 has the highest F1 (.71).
ALIKE = 0.72
# Time and memory grow with the square: so many take half a second of one core and 16 MB, 10,000 take 400 MB.
MOST_COMPARED = 2000

_NO_WORD = re.compile(r"[\W_]+")


@dataclass(frozen=True, slots=True)
class Grouped:
    """Rows of questions that mean the same, the largest group first, in each the most asked wording first."""

    groups: tuple[tuple[int, ...], ...]
    apart: int
    """How many wordings were compared with no others."""


def wordings(questions: Sequence[str]) -> list[list[int]]:
    """Return the rows of each wording, the most asked first; capitals and marks make no difference."""
    rows: dict[str, list[int]] = defaultdict(list)
    for row, question in enumerate(questions):
        rows[_NO_WORD.sub(" ", question.casefold()).strip() or question].append(row)
    return sorted(rows.values(), key=lambda each: -len(each))


def clusters(vectors: FloatArray, alike: float = ALIKE) -> list[list[int]]:
    """Return the rows of vectors of length 1, shape (texts, dimension), in groups by average cosine."""
    if len(vectors) < 2:
        return [[row] for row in range(len(vectors))]
    # 1 - cosine of vectors of length 1; 'cosine' itself would divide by lengths again.
    distances = pdist(vectors.astype(np.float64), "sqeuclidean") / 2
    labels = fcluster(linkage(distances, "average"), 1 - alike, "distance")
    groups: dict[int, list[int]] = defaultdict(list)
    for row, label in enumerate(labels):
        groups[int(label)].append(row)
    return list(groups.values())


def grouped(
    questions: Sequence[str], vectors: Sequence[FloatArray | None], most: int = MOST_COMPARED
) -> Grouped:
    """Put questions together that mean the same.

    A wording without a vector, and those beyond the `most` that are asked most, stay by themselves.
    """
    every = wordings(questions)
    known = [(rows, vector) for rows in every if (vector := vectors[rows[0]]) is not None]
    compared = known[:most]
    groups = clusters(np.array([vector for _, vector in compared]))
    together = [[row for place in group for row in compared[place][0]] for group in groups]
    apart = [rows for rows in every if vectors[rows[0]] is None] + [rows for rows, _ in known[most:]]
    largest = sorted((*together, *apart), key=lambda rows: -len(rows))
    return Grouped(tuple(map(tuple, largest)), len(apart))
