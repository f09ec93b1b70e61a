"""From evidence to sentences: drafted, checked, or else the source's own words."""

import logging
import re
from collections.abc import Generator, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import islice

from bot import generate
from bot.antecedents import with_referent
from bot.evidence import Evidence
from bot.generate import Message
from bot.observe import NOBODY, Drafted, Observer, Undrafted
from bot.reader.reading import Reader, Support
from bot.types import Citation, Sentence
from bot.verify import answers_more_than, leaves_out_answer, leaves_out_figure, verify
from index.characters import one_line, without_invisible
from index.passages import page_of
from index.store import Index
from index.types import Hit, Passage, Span
from prompts import Texts

# A draft is worth more than the quote only where it is clearly shorter; a quote this short needs none.
MAX_DRAFT_RATIO = 0.8
MIN_DRAFTED_CHARACTERS = 80

# What an instruct model writes beyond this is not read.
MAX_COMPOSED_CHARACTERS = 1200
# Nor are more pieces, which may be empty: an endpoint can keep a connection open with those.
MAX_PIECES = 2000

_log = logging.getLogger(__name__)

_SENTENCE_END = re.compile(r"[.!?](?=\s|$)")
_REFERENCE = re.compile(r"\s*\[(\d{1,2})\]")
# A sentence of several ends with its number, before the full stop or after it.
_COMPOSED_END = re.compile(r"[.!?](?:\s*\[\d{1,2}\])*(?=\s+[^\s\[])")


def cite(index: Index, passage: Passage, span: Span) -> Citation:
    """Return the words of a passage's document, with what is known of it."""
    document = index.documents[passage.source]
    return Citation(
        source=passage.source,
        title=document.title,
        publisher=document.publisher,
        date=document.date,
        page=page_of(document, span.start),
        role=passage.role,
        speaker=passage.speaker,
        start=span.start,
        end=span.end,
        quote=span.of(document.text),
        heading=passage.heading,
        valid_from=document.valid_from,
        valid_to=document.valid_to,
    )


def cited(index: Index, evidence: Sequence[Evidence]) -> list[Citation]:
    """Return what an answer will stand on, each sentence with what it refers to, where that is not shown."""
    citations: list[Citation] = []
    for each in evidence:
        whole = with_referent(each, index)
        shown = any(
            citation.source == each.passage.source and citation.start <= whole.start < citation.end
            for citation in citations
        )
        citation = cite(index, each.passage, each.span if shown else whole)
        citations.append(replace(citation, answer=each.answer))
    return citations


def one_of_each(index: Index, hits: Sequence[Hit]) -> tuple[Citation, ...]:
    """Return the best passage of each document that was found."""
    first: dict[str, Passage] = {}
    for hit in hits:
        first.setdefault(hit.passage.source, hit.passage)
    return tuple(cite(index, passage, passage.span) for passage in first.values())


class Writer:
    """Says what citations say in a generator's words, where every check lets them pass."""

    def __init__(
        self, generator: generate.Generator, support: Support | None = None, reader: Reader | None = None
    ) -> None:
        self._generator = generator
        # Who may let other words pass is asked of a model that may use them.
        instructed = generator.manner == "instructed"
        self._support = support if instructed else None
        self._reader = reader
        self._lost = leaves_out_figure if instructed else leaves_out_answer

    def sentences(
        self, question: str, citations: Sequence[Citation], texts: Texts, observer: Observer = NOBODY
    ) -> Iterator[Sentence | None]:
        """Yield sentences that stand on the citations, each as soon as it has passed its checks.

        Between them comes None with every piece that the generator writes: closing the iterator there stops
        it. What is not said in the generator's words is quoted. What a reader or anybody else said always
        is: retold, it would sound like a fact.
        """
        if self._generator.manner == "instructed":
            yield from self._composed(question, citations, texts, observer)
            return
        for citation in citations:
            why = _undrafted(citation, texts)
            written, draft = ("", "")
            if not why:
                written, draft = yield from self._first_sentence(question, citation.quote, texts)
            yield self._tried(Drafted(question, citation, why, written, draft), observer) or _quoted(citation)

    def _tried(self, drafted: Drafted, observer: Observer) -> Sentence | None:
        """Return the sentence that a draft becomes, if it does; who looks on is told of it either way."""
        citation = drafted.citation
        sentence = self._checked(drafted.draft, drafted.question, citation) if citation else None
        said_by = _said_by(citation) if citation else ""
        observer.saw(
            replace(drafted, support=self._support, said_by=said_by, reader=self._reader, sentence=sentence)
        )
        return sentence

    def _checked(self, draft: str, question: str, citation: Citation) -> Sentence | None:
        """Return a draft as a sentence if it says what its citation says.

        A model that follows no instructions is small, and held to the source's words: of those in other words
        that it wrote for the dev questions, and that the checks let pass, half were no good Dutch.
        """
        good = verify(draft, citation.quote, self._support, _said_by(citation)).passed
        if not draft or not good or not answers_more_than(draft, question):
            return None
        if self._reader and self._lost(draft, citation.quote, question, self._reader):
            return None
        return Sentence(draft, "checked", (citation,))

    def _composed(
        self, question: str, citations: Sequence[Citation], texts: Texts, observer: Observer
    ) -> Iterator[Sentence | None]:
        """Yield what an instruct model writes about numbered evidence, then what of that it left out."""
        numbered = {n: each for n, each in enumerate(citations, 1) if not _undrafted(each, texts)}
        tried: set[int] = set()
        told: set[int] = set()
        said: set[str] = set()
        for written in self._written(question, numbered, texts) if numbered else ():
            if written is None:
                yield None
                continue
            numbers = [int(number) for number in _REFERENCE.findall(written)]
            draft = " ".join(_REFERENCE.sub("", written).replace(" .", ".").split())
            if draft in said:
                continue
            cited_one = numbered.get(numbers[0]) if len(numbers) == 1 else None
            sentence = self._tried(Drafted(question, cited_one, "", written, draft), observer)
            tried.update(numbers if cited_one else ())
            if sentence is not None:
                told.update(numbers)
                said.add(draft)
                yield sentence
        for n, citation in enumerate(citations, 1):
            if n not in tried:
                self._tried(Drafted(question, citation, _undrafted(citation, texts)), observer)
            if n not in told:
                yield _quoted(citation)

    def _written(self, question: str, numbered: Mapping[int, Citation], texts: Texts) -> Iterator[str | None]:
        """Yield whole sentences with the numbers behind them, as far as a bounded text has any."""
        evidence = "\n".join(f"[{n}] {one_line(each.quote)}" for n, each in numbered.items())
        messages = [
            Message("system", texts.get("compose.system")),
            Message("user", texts.get("compose.user", evidence=evidence, question=question)),
        ]
        text, read = "", 0
        for piece in self._pieces(messages):
            text += piece
            while end := _COMPOSED_END.search(text):
                yield text[: end.end()].strip()
                text = text[end.end() :]
            read += len(piece)
            if read > MAX_COMPOSED_CHARACTERS:
                return
            yield None
        if text.strip():
            yield text.strip()

    def _pieces(self, messages: Sequence[Message]) -> Iterator[str]:
        """Yield what can be seen of what the generator writes; one that fails has said what it said."""
        try:
            for piece in islice(self._generator.stream(messages), MAX_PIECES):
                yield without_invisible(piece)
        except Exception:  # whatever a model or its endpoint does, the answer is the quotes then
            _log.exception("The generator failed; what it did not write is quoted.")

    def _first_sentence(
        self, question: str, quote: str, texts: Texts
    ) -> Generator[None, None, tuple[str, str]]:
        """Return what the generator wrote, and its first whole sentence: none if too long or endless."""
        messages: list[Message] = []
        if self._generator.manner != "trained":
            messages.append(Message("system", texts.get("draft.system")))
            for example in texts.table("draft.examples"):
                shown = texts.get("draft.user", text=example["text"], question=example["question"])
                messages += [Message("user", shown), Message("assistant", example["answer"])]
        messages.append(Message("user", texts.get("draft.user", text=one_line(quote), question=question)))
        written = ""
        for piece in self._pieces(messages):
            written += piece
            end = _SENTENCE_END.search(written)
            if end and len(written) > end.end():
                return written, written[: end.end()].strip()
            if len(written) > MAX_DRAFT_RATIO * len(quote):
                return written, ""
            yield
        return written, written.strip()


def _undrafted(citation: Citation, texts: Texts) -> Undrafted:
    """Return why a citation is only quoted; nothing where a draft is asked for."""
    if citation.role != "article":
        return "spoken"
    if texts.language != "nl":
        return "language"
    return "" if len(citation.quote) >= MIN_DRAFTED_CHARACTERS else "short"


def _said_by(citation: Citation) -> str:
    """Return who says a citation's words, where they do not."""
    return citation.speaker if citation.role != "article" else ""


def _quoted(citation: Citation) -> Sentence:
    return Sentence(citation.quote, "quote", (citation,))
