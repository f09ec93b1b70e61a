import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.closed import agreed_ruling, ruling, statement_of
from bot.evidence import Evidence
from bot.signals import Signals
from index.types import Passage, Role, Span

NETWORK = "Gemeenten hebben een netwerk."


@pytest.mark.parametrize(
    ("question", "sentence", "expected"),
    [
        ("Hebben gemeenten een netwerk?", NETWORK, "yes"),
        ("hebben gemeenten nou echt een netwerk", "Gemeenten hebben nou een netwerk.", "yes"),
        ("Hebben gemeenten een netwerk?", "Gemeenten hebben geen netwerk.", "no"),
        ("Is de toegang geregeld?", "De toegang is nog niet geregeld.", "no"),
        ("Klopt het dat gemeenten hogere bijdragen vragen?", "Gemeenten vragen hogere bijdragen.", "yes"),
        ("Is het waar dat het loket dicht is?", "Jammer: het loket is dicht.", "yes"),
        ("Zijn er twintig wijkteams in Breda?", "Er zijn 20 wijkteams in Breda.", "yes"),
        # What is not stated word for word.
        ("Hebben gemeenten een netwerk?", "Grote gemeenten hebben een netwerk.", ""),
        ("Hebben gemeenten een netwerk?", "Gemeenten hebben een netwerk in Friesland.", ""),
        ("Hebben gemeenten in Friesland een netwerk?", NETWORK, ""),
        ("Zijn er dertig wijkteams in Breda?", "Er zijn 20 wijkteams in Breda.", ""),
        ("Betalen gemeenten het rijk geld?", "Het rijk betaalt gemeenten geld.", ""),
        ("Mogen gemeenten dit weigeren?", "Gemeenten moeten dit weigeren.", ""),
        ("Hadden gemeenten een netwerk?", NETWORK, ""),
        # What holds only then, for some, or for somebody.
        ("Hebben gemeenten een netwerk?", "Als het rijk betaalt, hebben gemeenten een netwerk.", ""),
        ("Hebben gemeenten een netwerk?", "Gemeenten hebben een netwerk, als het rijk betaalt.", ""),
        ("Hebben gemeenten een netwerk?", "Gemeenten hebben misschien een netwerk.", ""),
        ("Hebben alle gemeenten een netwerk?", NETWORK, ""),
        ("Hebben gemeenten een netwerk?", "De meeste gemeenten hebben een netwerk.", ""),
        ("Hebben gemeenten een netwerk?", "Volgens de VNG is het zo: gemeenten hebben een netwerk.", ""),
        ("Hebben gemeenten een netwerk?", "‘Gemeenten hebben een netwerk.’", ""),
        ("Hebben gemeenten een netwerk?", "De vraag is: hebben gemeenten een netwerk", ""),
        ("Hebben gemeenten een netwerk?", "Hebben gemeenten een netwerk?", ""),
        ("Hebben gemeenten een netwerk?", "Het is niet waar: gemeenten hebben een netwerk.", ""),
        ("Hebben gemeenten een netwerk?", "Gemeenten hebben niet niets aan een netwerk.", ""),
        # What is no closed question, or asks for the opposite.
        ("Hebben gemeenten geen netwerk?", "Gemeenten hebben geen netwerk.", ""),
        ("Hebben gemeenten een netwerk of een loket?", NETWORK, ""),
        ("Wat hebben gemeenten?", NETWORK, ""),
        ("Hebben zij dat?", "Zij hebben dat.", ""),
        ("", NETWORK, ""),
    ],
)
def test_yes_or_no_is_said_only_word_for_word(question: str, sentence: str, expected: str) -> None:
    assert ruling(question, sentence) == expected


WORDS = ["gemeenten", "hebben", "een", "geen", "niet", "netwerk", "alle", "als", "loket", "20"]


@given(st.lists(st.sampled_from(WORDS), max_size=8))
def test_what_rules_has_every_word_that_is_asked(said: list[str]) -> None:
    sentence = " ".join(said) + "."
    ruled = ruling("Hebben gemeenten een netwerk?", sentence)
    if ruled:
        assert {"gemeenten", "hebben", "netwerk"} <= set(said)
        assert (ruled == "no") == bool({"geen", "niet"} & set(said))


def test_a_question_states_its_words_but_those_that_say_nothing() -> None:
    statement = statement_of("Is het wijkteam eigenlijk verantwoordelijk?")
    assert statement is not None
    assert (statement.verb, statement.rest) == ("is", ("wijkteam", "verantwoordelijk"))


def evidence(text: str, role: Role = "article") -> Evidence:
    span = Span(0, len(text))
    passage = Passage("a.txt", span, text, (span,), role)
    return Evidence(passage, span, text, None, None, Signals(), 0.0)


def test_sources_that_contradict_one_another_rule_nothing() -> None:
    question, denial = "Hebben gemeenten een netwerk?", "Gemeenten hebben geen netwerk."
    assert agreed_ruling(question, [evidence(NETWORK), evidence("Iets anders.")]) == "yes"
    assert agreed_ruling(question, [evidence(NETWORK), evidence(denial)]) == ""
    assert agreed_ruling(question, [evidence(denial), evidence(NETWORK, "comment")]) == "no"
    assert agreed_ruling(question, [evidence(NETWORK, "quote")]) == ""
