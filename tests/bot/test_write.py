from collections.abc import Iterator, Sequence
from itertools import repeat

import pytest

from bot.generate import Manner, Message
from bot.reader.reading import Reading
from bot.types import Citation, Sentence
from bot.write import MAX_COMPOSED_CHARACTERS, Writer
from index.types import Span
from prompts import load
from tests.bot.conftest import BREDA, citation
from tests.conftest import ScriptedGenerator

ALMELO = (
    "De gemeente Almelo zet de wijkteams de komende tijd meer in op vroegsignalering en samenwerking, samen "
    "met scholen."
)
OPINION = (
    "Een netwerk van twintig organisaties werkt volgens mij nooit, want wie belt er dan met wie en wanneer?"
)
QUESTION = "Wat doen gemeenten?"
TWENTY = "Breda kent een samenwerkingsverband waarin ongeveer twintig organisaties participeren."
MORE = "Almelo zet de wijkteams de komende tijd meer in op vroegsignalering."


class Instructed(ScriptedGenerator):
    manner: Manner = "instructed"


class Agrees:
    """Says of every sentence how surely the text says so."""

    def __init__(self, odds: float) -> None:
        self.odds = odds

    def supports(self, text: str, sentences: Sequence[str]) -> list[float]:
        return [self.odds for _ in sentences]


def citations() -> list[Citation]:
    return [citation(BREDA), citation(ALMELO), citation(OPINION, role="comment", speaker="Piet")]


def written(writer: Writer, of: Sequence[Citation]) -> list[Sentence]:
    """The sentences, without the places between them where the work could be given up."""
    return [each for each in writer.sentences(QUESTION, of, load("nl")) if each is not None]


def composed(reply: str) -> list[tuple[str, str, str]]:
    sentences = written(Writer(Instructed(reply)), citations())
    return [(each.text, each.support, each.citations[0].quote) for each in sentences]


QUOTED = (OPINION, "quote", OPINION)


@pytest.mark.parametrize(
    "reply",
    [
        f"{TWENTY[:-1]} [1]. {MORE[:-1]} [2].",
        f"{TWENTY} [1] {MORE} [2]",
        f"{TWENTY} [1]\n{MORE} [2]\n",
    ],
)
def test_an_instruct_model_writes_several_sentences_each_with_its_number(reply: str) -> None:
    assert composed(reply) == [(TWENTY, "checked", BREDA), (MORE, "checked", ALMELO), QUOTED]


@pytest.mark.parametrize(
    "reply",
    [
        "",
        "Dat weet ik niet.",
        f"{TWENTY} [2]",  # the wrong number
        f"{TWENTY}",  # none
        f"{TWENTY} [1][2]",  # two
        f"{TWENTY} [7]",
        f"{TWENTY} [3]",  # what a reader says is not retold
        "Breda kent dertig organisaties. [1]",
        "bla " * 2000,
    ],
)
def test_what_an_instruct_model_leaves_out_or_gets_wrong_is_quoted(reply: str) -> None:
    assert composed(reply) == [(BREDA, "quote", BREDA), (ALMELO, "quote", ALMELO), QUOTED]


def test_what_is_said_stays_when_the_rest_is_wrong() -> None:
    assert composed(f"{MORE} [2] Almere doet niets. [1]") == [
        (MORE, "checked", ALMELO),
        (BREDA, "quote", BREDA),
        QUOTED,
    ]


def test_an_endless_reply_is_not_read_to_its_end() -> None:
    generator = Instructed("Ja. " * 10_000)
    pieces = 0
    stream = generator.stream

    def counted(messages):  # type: ignore[no-untyped-def]
        nonlocal pieces
        for piece in stream(messages):
            pieces += len(piece)
            yield piece

    generator.stream = counted  # type: ignore[method-assign]
    list(Writer(generator).sentences(QUESTION, citations(), load("nl")))
    assert pieces <= MAX_COMPOSED_CHARACTERS + 3


def test_a_paraphrase_passes_where_it_means_the_same_and_only_there() -> None:
    other_words = "In Breda doen zo'n 20 organisaties mee aan een netwerk."
    for odds, support in ((3.0, "checked"), (-9.0, "quote")):
        writer = Writer(Instructed(f"{other_words} [1]"), Agrees(odds))
        [sentence] = written(writer, citations()[:1])
        assert sentence.support == support
    for support_of in (Agrees(3.0), None):
        # What only completes patterns is held to the source's words, whatever the reader thinks.
        writer = Writer(ScriptedGenerator(f"{other_words} En"), support_of)
        [sentence] = written(writer, citations()[:1])
        assert sentence.support == "quote"


class Marks:
    """Takes the same words for the answer in every text that has them, and nothing elsewhere."""

    def __init__(self, answer: str) -> None:
        self.answer = answer

    def read(self, question: str, texts: Sequence[str]) -> list[Reading]:
        at = [text.find(self.answer) for text in texts]
        return [
            Reading(1.0, Span(start, start + len(self.answer)) if start >= 0 else Span(0, 0)) for start in at
        ]


class Trained(ScriptedGenerator):
    manner: Manner = "trained"


@pytest.mark.parametrize(
    ("answer", "support"),
    [
        ("twintig organisaties", "checked"),
        ("Netwerk Zorg voor elkaar", "quote"),  # what the draft has left out
        ("ongeveer", "checked"),
        ("nergens", "checked"),  # where the reader finds no answer, nothing of it is left out
    ],
)
def test_a_shortened_quote_keeps_what_was_asked(answer: str, support: str) -> None:
    writer = Writer(Trained(TWENTY), reader=Marks(answer))
    asked = "Hoeveel organisaties participeren in Breda?"
    [sentence] = (each for each in writer.sentences(asked, citations()[:1], load("nl")) if each)
    assert (sentence.support, sentence.text) == (support, TWENTY if support == "checked" else BREDA)


def test_a_shortened_quote_keeps_most_of_what_was_asked_of() -> None:
    def support(question: str) -> str:
        writer = Writer(Trained(TWENTY), reader=Marks("nergens"))
        [sentence] = (each for each in writer.sentences(question, citations()[:1], load("nl")) if each)
        return sentence.support

    # TWENTY leaves out since when there is a network, and what it is called.
    assert support("Hoeveel organisaties participeren in Breda?") == "checked"
    assert support("Hoeveel organisaties participeren in het Netwerk?") == "checked"
    assert support("Wat is het Netwerk Zorg voor elkaar in de gemeente?") == "quote"
    # What the quote does not have either cannot be kept.
    assert support("Hoeveel organisaties in Breda helpen vluchtelingen, daklozen en kinderen?") == "checked"


def test_a_trained_model_is_told_neither_examples_nor_instructions() -> None:
    generator = Trained(TWENTY)
    list(Writer(generator).sentences(QUESTION, citations()[:1], load("nl")))
    [[message]] = generator.asked
    assert message.role == "user"
    assert message.content == load("nl").get("draft.user", text=BREDA, question=QUESTION)


@pytest.mark.parametrize("made", [Trained, Instructed])
def test_a_model_that_writes_is_stopped_in_the_middle_of_a_sentence(made: type[ScriptedGenerator]) -> None:
    generator = made(f"{TWENTY} [1]")
    closed: list[int] = []

    def stream(messages: Sequence[Message]) -> Iterator[str]:
        for at, letter in enumerate(TWENTY):
            try:
                yield letter
            except GeneratorExit:
                closed.append(at)
                raise

    generator.stream = stream  # type: ignore[method-assign]
    sentences = Writer(generator).sentences(QUESTION, citations()[:1], load("nl"))
    assert [next(sentences) for _ in range(3)] == [None, None, None]
    del sentences
    assert closed == [2]


@pytest.mark.parametrize("made", [Trained, Instructed])
def test_a_model_that_sends_nothing_for_ever_is_not_waited_for(made: type[ScriptedGenerator]) -> None:
    generator = made()
    generator.stream = lambda messages: repeat("")  # type: ignore[method-assign]
    assert [each.support for each in written(Writer(generator), citations()[:1])] == ["quote"]


@pytest.mark.parametrize(
    "link",
    [
        " (zie https://kwaad.example/x)",
        " [hier](kwaad.example)",
        " op kwaad.nl",
        " <b>nu</b>",
        " bij info@breda",
    ],
)
def test_a_link_or_markup_of_the_model_is_never_said(link: str) -> None:
    assert composed(f"{TWENTY[:-1]}{link} [1].")[0] == (BREDA, "quote", BREDA)


def test_what_cannot_be_seen_is_taken_out_of_what_a_model_writes() -> None:
    hidden = TWENTY.replace("Breda", "Br\u200beda\u202e")
    assert composed(f"{hidden[:-1]} [1].")[0] == (TWENTY, "checked", BREDA)


def test_a_sentence_is_said_once() -> None:
    reply = f"{TWENTY[:-1]} [1]. " * 3 + f"{MORE[:-1]} [2]."
    assert composed(reply) == [(TWENTY, "checked", BREDA), (MORE, "checked", ALMELO), QUOTED]


@pytest.mark.parametrize("made", [ScriptedGenerator, Instructed])
def test_what_a_model_that_fails_did_not_write_is_quoted(
    made: type[ScriptedGenerator], caplog: pytest.LogCaptureFixture
) -> None:
    class Failing(made):  # type: ignore[misc, valid-type]
        def stream(self, messages: Sequence[Message]) -> Iterator[str]:
            yield f"{TWENTY[:-1]} [1]. {MORE}" if made is Instructed else "Breda"
            raise RuntimeError("out of memory")

    sentences = written(Writer(Failing()), citations())
    first = (TWENTY, "checked") if made is Instructed else (BREDA, "quote")
    assert [(each.text, each.support) for each in sentences] == [
        first,
        (ALMELO, "quote"),
        (OPINION, "quote"),
    ]
    assert "The generator failed" in caplog.text


@pytest.mark.parametrize(
    ("answer", "draft", "support"),
    [
        ("twintig", "Breda heeft een netwerk van organisaties. [1]", "quote"),
        ("twintig", "Breda heeft een netwerk van 20 organisaties. [1]", "checked"),
        ("netwerk", "Breda heeft een netwerk van organisaties. [1]", "checked"),
    ],
)
def test_other_words_keep_the_number_that_is_the_answer(answer: str, draft: str, support: str) -> None:
    quote = (
        "De gemeente Breda heeft een groot netwerk van twintig organisaties, die samen werken aan de zorg in "
        "de stad."
    )
    [sentence] = written(Writer(Instructed(draft), Agrees(9.0), Marks(answer)), [citation(quote)])
    assert sentence.support == support
