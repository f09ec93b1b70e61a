"""Title, heading, role and speaker, which an embedder reads before a passage, in the tokens kept for them."""

from bisect import bisect_right
from collections.abc import Callable, Iterable
from dataclasses import replace

from index.clean import role_word
from index.passages import TokenCounter
from index.types import Passage

# What the titles and headings of pages need; a law's path of headings is shortened to its last ones.
CONTEXT_TOKENS = 64
# Of these, the part that the name of a speaker may take.
_SPEAKER_SHARE = 1 / 4


def room(max_tokens: int, passage_tokens: int) -> tuple[int, int]:
    """Share out what an embedder reads: most tokens of a passage's own text, and of its context."""
    context = min(CONTEXT_TOKENS, max_tokens // 2)
    return max(1, min(passage_tokens, max_tokens - context)), context


def with_short_context(passage: Passage, count_tokens: TokenCounter, limit: int) -> Passage:
    """Return a passage as it is to be embedded: all that stands before its text in `limit` tokens.

    A heading keeps its last words, the most specific ones of its path; title and speaker keep their first.
    """

    def tokens(words: Iterable[str]) -> int:
        line = " ".join(words)
        return count_tokens([f"{line}\n"])[0] if line else 0

    title, heading, speaker = passage.title.split(), passage.heading.split(), passage.speaker.split()
    left = limit - tokens([role_word(passage.role)])
    if tokens(title) + tokens(heading) + tokens(speaker) <= left:
        return passage
    speaker = _first(speaker, tokens, int(left * _SPEAKER_SHARE))
    left -= tokens(speaker)
    heading = _first(heading[::-1], tokens, max(left // 2, left - tokens(title)))[::-1]
    title = _first(title, tokens, left - tokens(heading))
    return replace(passage, title=" ".join(title), heading=" ".join(heading), speaker=" ".join(speaker))


def _first(words: list[str], tokens: Callable[[Iterable[str]], int], limit: int) -> list[str]:
    """Return as many of the first words as have together at most `limit` tokens."""
    return words[: bisect_right(range(1, len(words) + 1), limit, key=lambda count: tokens(words[:count]))]
