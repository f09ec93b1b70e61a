"""What a sentence that refers back is shown with: 'Ze wijst erop ...' says nothing without who she is."""

import re

from bot.evidence import Evidence, with_antecedent
from index.privacy import MASK
from index.store import Index
from index.types import Span

# A speaker's own words may stand between a name and who is meant by it; more than these nobody reads.
MAX_SENTENCES_BACK = 3
_PERSON = re.compile(r"\W*(?:hij|zij|ze)\b", re.IGNORECASE)


def with_referent(evidence: Evidence, index: Index) -> Span:
    """Return a sentence's span from where that begins to which it refers.

    That is the sentence before it, where the same voice says it; of somebody who was just quoted the sentence
    of the quotation that names him. The sentence alone, where there is neither.
    """
    span = with_antecedent(evidence)
    told = evidence.passage.role == "article" and evidence.before is None
    if not told or not _PERSON.match(evidence.text):
        return span
    passage, text = evidence.passage, index.documents[evidence.passage.source].text
    first_row = index.sources.rows(passage.source).start
    earlier: list[Span] = []
    for row in range(index.rows_at(passage.source, span).start - 1, first_row - 1, -1):
        spoken = index.passages[row]
        if spoken.role != "quote":
            break
        speaker = spoken.speaker
        earlier += reversed(spoken.sentences)
        names_him = (each for each in earlier if speaker and speaker.split()[-1] in each.of(text))
        if first := next(names_him, None):
            whole = Span(first.start, span.end)
            near = earlier.index(first) < MAX_SENTENCES_BACK and MASK not in whole.of(text)
            return whole if near else span
    return span
