import pytest

from bot.answer import Bot
from bot.types import Answer
from index.store import Index
from tests.bot.conftest import ScriptedGenerator, asked_before, index_of, page, seeds

NETWORK = page(
    "a.txt", "Breda kent een netwerk. Het netwerk helpt mensen. Er is ook een park.", title="Breda"
)
OTHER = page("b.txt", "Een netwerk kost veel tijd. De koffie staat klaar.", title="Tijd")
READER = page("c.txt", "Zo'n netwerk werkt nooit!", role="comment", speaker="Piet")


def asked(question: str, index: Index) -> Answer:
    return Bot(index, ScriptedGenerator(), 10).answer(question)


def test_an_overview_cites_points_of_several_documents_readers_last() -> None:
    answer = asked("Wat staat er over het netwerk?", index_of(NETWORK, OTHER, READER))
    assert answer.kind == "answer"
    assert {sentence.text for sentence in answer.sentences[:3]} == {
        "Breda kent een netwerk.",
        "Het netwerk helpt mensen.",
        "Een netwerk kost veel tijd.",
    }
    assert answer.sentences[3].text == "Zo'n netwerk werkt nooit!"
    assert len(answer.sentences) == 4


def test_an_overview_of_what_no_source_has_is_refused() -> None:
    answer = asked("Wat weet je over kaas?", index_of(NETWORK, OTHER))
    assert (answer.kind, answer.sentences) == ("refusal", ())


def test_an_overview_of_everything_is_the_beginning_of_every_source() -> None:
    answer = asked("Waar gaan de bronnen over?", index_of(NETWORK, OTHER, READER))
    assert [sentence.text for sentence in answer.sentences] == [
        "Breda kent een netwerk.",
        "Een netwerk kost veel tijd.",
    ]


def test_who_says_what_has_one_sentence_of_each_speaker_known_ones_first() -> None:
    another = page("d.txt", "Ik vind het netwerk mooi. Het netwerk is goed.", role="comment", speaker="An")
    answer = asked("Wie zegt wat over het netwerk?", index_of(NETWORK, OTHER, READER, another))
    said = [(each.citations[0].source, each.citations[0].speaker) for each in answer.sentences]
    assert {said[0], said[1]} == {("c.txt", "Piet"), ("d.txt", "An")}
    assert {said[2], said[3]} == {("a.txt", ""), ("b.txt", "")}
    assert len(said) == 4


@pytest.mark.parametrize("question", ["hoe werkt dat?", "hoe werkt het", "wanneer", "en waarom", "Gemeente?"])
def test_a_vague_first_message_is_asked_back(question: str) -> None:
    answer = asked(question, seeds())
    assert (answer.kind, answer.reason) == ("clarify", "")
    assert answer.notices[0].startswith("Wat wilt u precies weten?")


def test_choices_are_from_different_sources() -> None:
    answer = asked("wijkteam", seeds())
    assert answer.kind == "clarify"
    sources = [citation.source for citation in answer.nearest]
    assert len(sources) == len(set(sources)) > 1


@pytest.mark.parametrize(
    ("follow_up", "clarified"),
    [("waarom?", False), ("en de wijkteams?", False), ("wijkteams", True), ("de wmo?", True)],
)
def test_a_follow_up_may_be_short_but_a_bare_subject_is_a_new_one(follow_up: str, clarified: bool) -> None:
    answer = Bot(seeds(), ScriptedGenerator(), 10).answer(follow_up, [asked_before("Wat is de Kanteling?")])
    assert (answer.kind == "clarify") == clarified
