"""Where an answer is from: what was told, as far as it says who says so."""

import re
from collections.abc import Sequence
from dataclasses import replace

from bot.conversation import told_in
from bot.evidence import refers_to_before
from bot.guards import guarded
from bot.types import Citation
from bot.write import cite
from index.dutch import words
from index.privacy import MASK
from index.store import Index
from index.types import Span

# 'Dat blijkt uit het rapport van Movisie.', 'Aldus Klijnsma.', '‘Opvallend laag’, concludeert Van Arum.'
_OF_IT = re.compile(r"\W*(?:(?:dat|dit|zo|daarmee)\b|aldus\b)|[‘'\"“]", re.IGNORECASE)


def with_speaker(told: Sequence[Citation], index: Index) -> tuple[Citation, ...]:
    """Return what was told, each with the sentence after it that says whose it is, or the one it refers to.

    What is of a source that is gone stays as it was.
    """
    further = [_further(each, index) for each in told]
    beside = (_quoted_after(each, index) for each in further)
    return tuple(dict.fromkeys(each for pair in zip(further, beside, strict=True) for each in pair if each))


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


def _quoted_after(citation: Citation, index: Index) -> Citation | None:
    """Return the first sentence of the passage after a citation, where that says whose it is."""
    rows = told_in(index, [citation])
    row = rows[-1] + 1 if rows else len(index.passages)
    if row >= len(index.passages) or index.passages[row].source != citation.source:
        return None
    passage, text = index.passages[row], index.documents[citation.source].text
    first = passage.sentences[0]
    follows = not text[citation.end : first.start].strip() and _says_whose(first.of(text))
    return cite(index, passage, first) if follows and passage.role != "comment" else None


def _says_whose(sentence: str) -> bool:
    said = guarded("attributions", "perhaps_said")
    return bool(_OF_IT.match(sentence)) and not said.isdisjoint(words(sentence))
