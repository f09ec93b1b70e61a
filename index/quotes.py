"""Which sentences of an article are somebody's own words, and whose."""

import re
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from importlib.resources import files

from index.names import Names
from index.quotation import opens_with_mark, quotations
from index.sentences import split_sentences
from index.types import Block, Span

# Shorter quotations are somebody's term, not a statement, unless they end as a sentence does.
MIN_STATEMENT_WORDS = 4
MIN_ENDED_WORDS = 2
# An attribution ('zegt senior onderzoeker ... van ...') stands close behind what it attributes.
ATTRIBUTION_CHARACTERS = 160

_WORD = re.compile(r"\w+")
_SENTENCE_END = re.compile(r"[.!?…]\s?[\"'’‘”“»]$")


@lru_cache(maxsize=1)
def _lists() -> dict[str, frozenset[str]]:
    read = tomllib.loads(files("index").joinpath("quotes.toml").read_text(encoding="utf-8"))
    return {name: frozenset(words.split()) for name, words in read.items()}


@lru_cache(maxsize=1)
def _attribution() -> re.Pattern[str]:
    """Match what follows a quotation: ', zo zegt Jansen', '. Aldus de wethouder'; group 1 is the speaker.

    A capital begins the author's next sentence: 'Volgens Jansen is ...'.
    """
    verbs = "|".join(sorted(_lists()["speech_verbs"] | _lists()["prepositions"]))
    return re.compile(rf"[\s,.]*(?:[Zz]o |dat )?(?:Aldus|{verbs})\s+([^.!?;:“‘„«]+)")


@lru_cache(maxsize=1)
def _verb() -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(sorted(_lists()['speech_verbs']))})\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Quoted:
    """Sentences `first` to `last` of a paragraph are one speaker's words."""

    first: int
    last: int
    speaker: str


def _ends_as_sentence(quotation: str) -> bool:
    return bool(_SENTENCE_END.search(quotation)) and len(_WORD.findall(quotation)) >= MIN_ENDED_WORDS


def _is_statement(quotation: str) -> bool:
    """Tell a statement from a title or a term."""
    words = [word.lower() for word in _WORD.findall(quotation)]
    says_something = not _lists()["statement_words"].isdisjoint(words)
    return _ends_as_sentence(quotation) or (len(words) >= MIN_STATEMENT_WORDS and says_something)


class _Attributor:
    """Finds who says each quotation of a document, in reading order: pronouns mean whoever spoke last."""

    def __init__(self, text: str, names: Names) -> None:
        self._text = text
        self._names = names
        self._last = ""
        self._meant = ""
        self._said_until = 0

    def paragraph(self, sentences: Sequence[Span], following: str) -> Iterator[_Quoted]:
        """Yield the runs of quoted sentences of one paragraph; `following` is the next one's opening mark."""
        done = -1
        whole = Span(sentences[0].start, sentences[-1].end)
        for quotation in quotations(self._text, whole, following):
            first = next(i for i, each in enumerate(sentences) if quotation.start < each.end)
            last = next(i for i, each in enumerate(sentences) if quotation.end <= each.end)
            if first <= done:
                # The second half of 'Het rapport', zegt Klijnsma, 'laat zien'.
                if last > done and self._last:
                    yield _Quoted(done + 1, last, self._last)
                    done = last
                continue
            speaker = self._speaker(quotation, sentences, first, whole.end)
            if speaker:
                self._last, self._said_until = speaker, quotation.end
                end = self._end_of_attribution(quotation, whole.end)
                last = max(last, *(i for i, each in enumerate(sentences) if each.start < end))
                yield _Quoted(first, last, speaker)
                done = last

    def _after(self, quotation: Span, end: int) -> re.Match[str] | None:
        return _attribution().match(
            self._text, quotation.end, min(end, quotation.end + ATTRIBUTION_CHARACTERS)
        )

    def _end_of_attribution(self, quotation: Span, end: int) -> int:
        found = self._after(quotation, end)
        return found.end() if found else quotation.end

    def _speaker(self, quotation: Span, sentences: Sequence[Span], first: int, end: int) -> str:
        """Return who says a quotation, or nothing where it is the author's own use of words."""
        said = quotation.of(self._text)
        before = " ".join(Span(sentences[first].start, quotation.start).of(self._text).split())
        self._meant = self._names.subject(self._since(sentences[first].start)) or self._last
        following = self._after(quotation, end)
        if not before and following:
            return self._named_in(following[1])
        if not _is_statement(said):
            return ""
        if not before:
            return self._continued(sentences, first)
        if before.endswith(":"):
            return self._introduced(before[:-1], _ends_as_sentence(said))
        begins_sentence = said[1:2].isupper() and _verb().search(before)
        return self._introduced(before, False) if begins_sentence else ""

    def _named_in(self, phrase: str) -> str:
        """Return the speaker that a phrase after a verb names, or describes."""
        words = _WORD.findall(phrase)
        if words and words[0].lower() in _lists()["pronouns"]:
            return self._meant
        return self._names.first(phrase) or self._names.described(phrase)

    def _introduced(self, intro: str, is_sentence: bool) -> str:
        """Return the speaker of what stands before a quotation: 'Onderzoeker Lian Stouthard zegt'.

        Without a verb of speech, the name stands right before the colon, or a person's somewhere in the
        sentence before a quotation that is a sentence of its own.
        """
        *_, verb = (None, *_verb().finditer(intro))
        if verb is None:
            name = self._names.last(intro)
            at_end = bool(name) and intro.endswith(name.split()[-1])
            return name if at_end else self._names.subject(intro) if is_sentence else ""
        behind, ahead = intro[verb.end() :], intro[: verb.start()]
        if not _lists()["authors"].isdisjoint(_WORD.findall(behind.lower())):
            return ""
        if name := self._names.first(behind) or self._names.last(ahead):
            return name
        words = {word.lower() for word in _WORD.findall(intro)}
        return self._meant if words & _lists()["pronouns"] else self._names.described(ahead)

    def _since(self, end: int) -> str:
        """Return the text between the last quotation and `end`: whom it names, a pronoun then means."""
        return self._text[max(self._said_until, end - ATTRIBUTION_CHARACTERS) : end]

    def _continued(self, sentences: Sequence[Span], first: int) -> str:
        """Return who goes on speaking: whoever the sentence before is about, or who spoke last.

        Where nobody spoke yet, as in an interview, a paragraph in quotation marks is said by the one whom
        the text names most.
        """
        before = sentences[first - 1].of(self._text) if first else ""
        known = self._names.person(before) or self._last
        return known if known or first else self._names.most_named(self._text[: sentences[0].start])


def _whole_paragraph(block: Block, quoted: Sequence[_Quoted], sentences: Sequence[Span]) -> Iterator[Block]:
    """Yield a paragraph's blocks: its quoted sentences apart from the author's, white space between them."""
    at = 0
    for each in quoted:
        if each.first > at:
            yield replace(block, span=Span(sentences[at].start, sentences[each.first - 1].end))
        said = Span(sentences[each.first].start, sentences[each.last].end)
        yield replace(block, span=said, role="quote", speaker=each.speaker)
        at = each.last + 1
    if at < len(sentences):
        yield replace(block, span=Span(sentences[at].start, sentences[-1].end))


def with_quotes(text: str, blocks: Sequence[Block]) -> list[Block]:
    """Return a document's blocks, the quoted sentences of its article as blocks of their speakers.

    Quoted are whole sentences that the text attributes to a person or a body, the attribution included; a
    word or a title in quotation marks stays the author's.
    """
    article = "\n\n".join(block.span.of(text) for block in blocks if block.role == "article")
    attributor = _Attributor(text, Names(article))
    quoted: list[Block] = []
    for i, block in enumerate(blocks):
        sentences = split_sentences(text, block.span) if block.role == "article" else []
        if not sentences:
            quoted.append(block)
            continue
        following = opens_with_mark(text, blocks[i + 1].span) if i + 1 < len(blocks) else ""
        quoted += _whole_paragraph(block, list(attributor.paragraph(sentences, following)), sentences)
    return quoted
