"""What somebody says of something: only sentences of that speaker, on that subject, tell it.

Whatever a known name says has half of the question's words: asked what she thinks of fees, a sentence of hers
on teams is no answer, nor is one of somebody else on fees.
"""

import re
from collections.abc import Sequence

from bot.around import surroundings
from bot.coverage import covered, named
from bot.evidence import Evidence
from index.dutch import terms
from index.store import Index, context

_SAYS = (
    "(?:zegt|zei|zeggen|vindt|vond|vinden|denkt|dacht|denken|schrijft|schreef|schrijven|meent|meende|stelt|"
    "stelde|adviseert|adviseerde|vertelt|vertelde|oordeelt|oordeelde)"
)
_ASKED = tuple(
    re.compile(rf"(?:en |maar )?(?:wat|hoe) {_SAYS} (?P<who>[^?]+?) {of} (?P<topic>[^?]+)", re.IGNORECASE)
    for of in ("(?:erover|ervan) dat", "over", "(?:van|aan|op)")
)


def on_topic(question: str, evidence: Sequence[Evidence], index: Index) -> list[Evidence]:
    """Return the sentences in which a speaker who is named may say something of what is asked.

    Their passage has the names, their document those of an organisation that is called by its initials, and
    they or their neighbours have a word of the subject. All, where no speaker is named.
    """
    match = next(filter(None, (pattern.fullmatch(question.strip(" ?")) for pattern in _ASKED)), None)
    names = named(f"x {match['who']}" if match else "")
    topic = terms(match["topic"]) if match else []
    if not names or not topic:
        return [*evidence]
    return [each for each in evidence if _says(each, names, topic, index)]


def _says(evidence: Evidence, names: Sequence[str], topic: Sequence[str], index: Index) -> bool:
    told = frozenset(terms(surroundings(evidence, index)))
    if not any(covered(term, told) for term in topic):
        return False
    passage = frozenset(terms(context(evidence.passage)))
    initials = [name for name in names if name.isupper()]
    document = frozenset(terms(index.documents[evidence.passage.source].text)) if initials else passage
    return all(
        covered(term, document if name in initials else passage) for name in names for term in terms(name)
    )
