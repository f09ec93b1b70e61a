"""Questions with sentences and a short reply made of those, or none where they only seem to answer it.

The generator is trained on them.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from eval.articles import rows
from eval.reading import ARTICLE_QUESTIONS

# Of so many articles, one is held out: to see whether what was trained writes well of what it has not read.
HELD_OUT_EVERY = 10


@dataclass(frozen=True, slots=True)
class Replied:
    """A question, sentences, and what somebody wrote who had only those: nothing where they do not answer."""

    question: str
    text: str
    reply: str


def replies(*, held_out: bool) -> Iterator[Replied]:
    """Yield every question in both wordings, of the articles to train on or of those that are held out."""
    for number, article in enumerate(rows(ARTICLE_QUESTIONS)):
        if (number % HELD_OUT_EVERY == 0) != held_out:
            continue
        for row in article["questions"]:
            text = " ".join(row["evidence"][0].split())
            for question in dict.fromkeys((row["question"], row["other"])):
                yield Replied(question, text, row["reply"])
            yield from (Replied(near, text, "") for near in row["near"])
