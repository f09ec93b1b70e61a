"""Reviews as cases for the evaluation: JSON lines, in the form that `wijkwijzer eval --cases` reads."""

import json
from collections.abc import Mapping, Sequence
from typing import Literal, get_args

from bot.desk.reviews import Review, Words
from bot.stated import says
from index.types import Document

Lack = Literal["", "no_words", "words_gone", "no_facts", "fact_not_said"]
LACKS: tuple[Lack, ...] = get_args(Lack)
KIND = "review"


def still_there(words: Words, documents: Mapping[str, Document]) -> bool:
    """Tell whether a source still has these words at this place."""
    if words.source not in documents:
        return False
    return documents[words.source].text[words.start : words.end] == words.quote


def lack_of(review: Review, documents: Mapping[str, Document]) -> Lack:
    """Return what a review lacks to be a case; empty where nothing."""
    if review.draft.unanswerable:
        return ""
    if not review.words:
        return "no_words"
    if not all(still_there(each, documents) for each in review.words):
        return "words_gone"
    if not review.facts:
        return "no_facts"
    said = [each.quote for each in review.words]
    stated = (any(says(quote, wording) for quote in said for wording in fact) for fact in review.facts)
    return "" if all(stated) else "fact_not_said"


def _row(review: Review) -> dict[str, object]:
    row: dict[str, object] = {
        "id": f"{KIND}-{review.id}",
        "kind": KIND,
        "language": review.draft.language,
        "question": review.draft.question,
    }
    if review.draft.unanswerable:
        # Questions that lack the same are kept in one half of the evaluation.
        return row | {"role": "", "facts": [], "evidence": [], "subject": review.draft.question.casefold()}
    return row | {
        "role": review.words[0].role,
        "facts": review.facts,
        "evidence": [
            {"source": each.source, "start": each.start, "end": each.end, "quote": each.quote}
            for each in review.words
        ],
    }


def as_cases(reviews: Sequence[Review], documents: Mapping[str, Document]) -> str:
    """Return those reviews that lack nothing as a case file."""
    rows = [_row(each) for each in reviews if not lack_of(each, documents)]
    return "".join(f"{json.dumps(row, ensure_ascii=False)}\n" for row in rows)
