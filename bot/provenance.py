"""Where an answer is from: what was told, as far as it says who says so."""

import re
from collections.abc import Sequence
from dataclasses import replace

from bot.conversation import told_in
from bot.evidence import refers_to_before
from bot.guards import guarded
from bot.types import Citation
from index.dutch import words
from index.privacy import MASK
from index.store import Index
from index.types import Span

# 'Dat blijkt uit het rapport van Movisie.', 'Aldus Klijnsma.'
_OF_IT = re.compile(r"\W*(?:(?:dat|dit|zo|daarmee)\b|aldus\b)", re.IGNORECASE)


def with_speaker(told: Sequence[Citation], index: Index) -> tuple[Citation, ...]:
    """Return what was told, each with the sentence after it that says whose it is, or the one it refers to.

    What is of a source that is gone stays as it was.
    """
    return tuple(_further(each, index) for each in told)


def _further(citation: Citation, index: Index) -> Citation:
    sentences = [span for row in told_in(index, [citation]) for span in index.passages[row].sentences]
    if not sentences:
        return citation
    text = index.documents[citation.source].text
    before = [span for span in sentences if span.end <= citation.start][-1:]
    after = [span for span in sentences if span.start >= citation.end][:1]
    start = before[0].start if before and refers_to_before(citation.quote) else citation.start
    end = after[0].end if after and _says_whose(after[0].of(text)) else citation.end
    quote = Span(start, end).of(text)
    return citation if MASK in quote else replace(citation, start=start, end=end, quote=quote)


def _says_whose(sentence: str) -> bool:
    return bool(_OF_IT.match(sentence)) and not guarded("attributions").isdisjoint(words(sentence))
