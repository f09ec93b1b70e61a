from collections.abc import Sequence
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.clock import Clock
from bot.defining import Definiendum, defines, definiendum, definitions
from bot.evidence import ranked
from bot.find import Finder, Found
from bot.reader.reading import Reading
from index.types import Document, Span
from tests.bot.conftest import index_of, page


@pytest.mark.parametrize(
    ("question", "term", "strict"),
    [
        ("Wat is een buurtbus?", "buurtbus", True),
        ("wat is nou eigenlijk een buurtbus", "buurtbus", True),
        ("Wat zijn buurtbussen eigenlijk?", "buurtbussen", True),
        ("Wat betekent ‘eigen kracht’?", "eigen kracht", True),
        ("Wat houdt de meldcode in?", "meldcode", True),
        ("Waar staat 3D voor?", "3D", True),
        ("Wat wordt bedoeld met de Omslag?", "Omslag", True),
        ("wat verstaat men onder beschut werk", "beschut werk", True),
        ("Kun je uitleggen wat een buurtbus is?", "buurtbus", True),
        ("Wat is de betekenis van omslag?", "omslag", True),
        ("Wat is het Huis van de Wijk?", "Huis van de Wijk", True),
        ("Wie is mevrouw Van Dam?", "Van Dam", True),
        ("What is a buurtbus?", "buurtbus", True),
        ("What does Omslag mean?", "Omslag", True),
        ("Who is Jan Prins?", "Jan Prins", True),
        # Perhaps what it is, perhaps how much or which.
        ("Wat is het tarief?", "tarief", False),
        ("Wat zijn de drie taken?", "drie taken", False),
        ("Wat is goedkoper?", "goedkoper", False),
    ],
)
def test_what_is_to_be_defined(question: str, term: str, strict: bool) -> None:
    assert definiendum(question) == Definiendum(term, strict)


@pytest.mark.parametrize(
    "question",
    [
        # What stands between two things, or is told by somebody, is no term.
        "Wat is de rol van de gemeente?",
        "Wat is er nodig?",
        "Wat is zelfredzaamheid volgens Prins?",
        "Wat is dat?",
        "Wat is zijn leeftijd?",
        "Wie is verantwoordelijk voor de wijkteams?",
        "Wie is de wethouder?",
        "Hoeveel buurtbussen zijn er?",
        "Wat is het verschil tussen een buurtbus en een belbus?",
    ],
)
def test_what_asks_for_no_definition(question: str) -> None:
    assert definiendum(question) is None


@pytest.mark.parametrize(
    ("term", "before", "sentence"),
    [
        ("buurtbus", "", "Een buurtbus is een busje met een vrijwilliger aan het stuur."),
        ("buurtbus", "", "Buurtbussen zijn busjes met een vrijwilliger aan het stuur."),
        ("buurtbus", "", "– buurtbus: in een wijk rijdend busje met een vrijwilliger;"),
        ("buurtbus", "", "Buurtbus is verplicht vervoer voor wie niet rijdt."),
        ("buurtbus", "", "Nieuw is de ‘buurtbus’: een busje met een vrijwilliger."),
        ("buurtbus", "", "De buurtbus – vroeger de belbus – rijdt op verzoek."),
        ("buurtbus", "", "Prins rijdt de buurtbus, een busje voor wie slecht ter been is."),
        ("buurtbus", "", "Er kwam een busje, ook bekend als de ‘buurtbus’."),
        ("buurtbus", "", "Onder een buurtbus verstaat de gemeente een busje met een vrijwilliger."),
        ("buurtbus", "Nieuw is de buurtbus.", "Dat is een busje met een vrijwilliger."),
        ("buurtbus", "Nieuw is de buurtbus.", "Daarmee wordt een busje met een vrijwilliger bedoeld."),
        ("cliënttafel", "", "De cliënttafel is een overleg met inwoners."),
        ("Omslag", "", "Het gaat om “de Omslag”, het anders kijken naar hulp."),
        ("3D's", "", "Er kwamen drie taken bij, de zogenoemde 3D’s."),
        ("3D", "", "Er kwamen drie taken bij, de zogenoemde 3D’s."),
        ("RMO", "", "Dat schrijft de Raad voor Maatschappelijke Ontwikkeling."),
        ("RMO", "", "De Raad maatschappelijke ontwikkeling schrijft dat."),
        ("pgb", "", "Een persoonsgebonden budget (pgb) is geld waarmee u zelf zorg inkoopt."),
        ("mantelzorger", "", "Wie voor een naaste zorgt, is een mantelzorger."),
        ("buurtbus", "", "In Breda is de buurtbus een busje met een vrijwilliger."),
        ("foodbank", "", "A foodbank is a place where food is given."),
        ("Jan Prins", "", "Jan Prins, wethouder in Breda, vindt dat."),
        ("Jan Prins", "", "'Opvallend', vindt onderzoeker Jan Prins."),
        ("Jan Prins", "", "Jan Prins (wethouder) vindt dat opvallend."),
        ("Prins", "", "Hoofdonderzoeker Jan Prins vindt dat opvallend."),
        ("Movant", "", "Dat blijkt uit onderzoek van kennisinstituut Movant."),
    ],
)
def test_a_sentence_says_what_something_is(term: str, before: str, sentence: str) -> None:
    assert defines(term, before, sentence)


@pytest.mark.parametrize(
    ("term", "before", "sentence"),
    [
        ("buurtbus", "", "De chauffeurs nemen vaak deel aan de buurtbus: in 54 procent van de ritten."),
        ("buurtbus", "", "Het werk in de buurtbus is zwaar."),
        ("buurtbus", "", "Het ging om de taxi, de buurtbus en de belbus."),
        ("buurtbus", "", "De trein (67%) en de buurtbus (51%) worden vaak genoemd."),
        ("buurtbus", "De gemeente betaalt de buurtbus.", "Dat is ook niet verwonderlijk."),
        ("buurtbus", "De gemeente betaalt de buurtbus.", "Het is mij onduidelijk waarom."),
        ("buurtbus", "", "De buurtbus is verplicht binnen een uur te komen."),
        ("buurtbus", "", "Buurtbussen zijn belangrijk, omdat niet iedereen rijdt."),
        ("buurtbus", "De gemeente betaalt de trein.", "Dat is een voertuig op rails."),
        ("buurtbus", "", "Een belbus is een busje dat op verzoek rijdt."),
        ("RMO", "", "Een raad voor de ontwikkeling schrijft dat."),
        ("buurtbus", "", "De buurtbus is gratis."),
        ("buurtbus", "", "De buurtbus is afgeschaft per 1 januari."),
        ("buurtbus", "", "De buurtbus bestaat tien jaar."),
        ("buurtbus", "", "Bel de buurtbus: zij komen zo."),
        ("buurtbus", "", "Hij miste de buurtbus – en dat was jammer."),
        ("buurtbus", "", "De buurtbus (zie ook hoofdstuk twee) rijdt niet."),
        ("buurtbus", "", "Prins noemt de buurtbus te duur."),
        ("buurtbus", "De buurtbus rijdt niet meer.", "Dat is jammer."),
        ("gemeente", "", "De gemeente houdt daar geen rekening mee."),
        ("A", "", "Volgens Albert is het goed."),
        ("Jan Prins", "", "Jan Prins noemt dat onzin."),
        ("Jan Prins", "", "Volgens Jan Prins wordt het duurder."),
        ("Jan Prins", "", "Jan Prins: 'Ik maak een vergelijking.'"),
        ("Movant", "", "Dat staat in een brief van Movant."),
    ],
)
def test_a_sentence_only_tells_something_of_it(term: str, before: str, sentence: str) -> None:
    assert not defines(term, before, sentence)


NO_TERM = (
    "een",
    "bus",
    "tafel",
    "is",
    "de",
    "buurt",
    "huis",
    "wijk",
    "kracht",
    ",",
    ":",
    "(",
    ")",
    "–",
    "dat",
)


@given(
    st.sampled_from(["buurtbus", "cliënttafel", "eigen kracht", "Huis van de Wijk"]),
    st.lists(st.sampled_from(NO_TERM)).map(" ".join),
)
def test_nothing_defines_what_it_has_no_word_of(term: str, sentence: str) -> None:
    assert not defines(term, "", sentence)


class Believing:
    """A reader that takes everything for the answer, or nothing."""

    def __init__(self, odds: float) -> None:
        self._odds = odds

    def read(self, question: str, texts: Sequence[str]) -> list[Reading]:
        return [Reading(self._odds, Span(0, 0), 0.0) for _ in texts]


TOLD = "De buurtbus rijdt in Breda twaalf keer per dag. Wie mee wil, belt de gemeente."
DEFINED = "Een buurtbus is een busje met een vrijwilliger aan het stuur."


def found(question: str, odds: float, *documents: Document) -> Found:
    finder = Finder(index_of(*documents), 5, lambda: date(2026, 1, 1), Believing(odds))
    return finder.find(question, "nl", Clock())


def test_what_does_not_define_is_no_answer_however_sure_the_reader_is() -> None:
    asked = found("Wat is een buurtbus?", 99.0, page("a.txt", TOLD))
    assert (asked.reason, asked.confidence) == ("weak_evidence", 0.0)
    assert asked.evidence[0].text.startswith("De buurtbus rijdt")
    # Of any other question the reader decides.
    assert not found("Hoe vaak rijdt de buurtbus?", 99.0, page("a.txt", TOLD)).reason


def test_what_defines_is_the_answer_and_the_only_one_whatever_the_reader_says() -> None:
    asked = found("Wat is een buurtbus?", -99.0, page("a.txt", f"{TOLD} {DEFINED}"))
    assert not asked.reason
    assert [each.text for each in asked.evidence] == [DEFINED]


def test_a_definition_is_looked_for_below_what_was_found() -> None:
    # More passages than are read have the word, and the one that says what it is has it once.
    others = [page(f"{at:02}.txt", f"De buurtbus, buurtbus {at}, buurtbus rijdt. " * 2) for at in range(20)]
    asked = found("Wat is een buurtbus?", -99.0, *others, page("zz.txt", f"{'Woord. ' * 40}{DEFINED}"))
    assert [each.passage.source for each in asked.hits if each.passage.source == "zz.txt"] == []
    assert [each.text for each in asked.evidence] == [DEFINED]
    assert not asked.reason


def test_a_reader_of_the_page_defines_only_after_the_article() -> None:
    comment = page("b.txt", "De buurtbus is een zegen.", role="comment")
    index = index_of(comment, page("a.txt", DEFINED))
    question = "Wat is een buurtbus?"
    every = ranked(question, index.search(question, 5), index, False)
    told = definitions("buurtbus", every, index)
    assert told is not None
    assert [each.text for each in told] == [DEFINED, "De buurtbus is een zegen."]


def test_where_the_word_is_in_no_sentence_the_reader_decides() -> None:
    # As in a question in another language, or of other words for the same.
    index = index_of(page("a.txt", TOLD))
    question = "What is a community bus?"
    every = ranked(question, index.search(question, 5), index, False)
    wanted = definiendum(question)
    assert wanted is not None
    assert definitions(wanted.term, every, index) is None


def test_of_what_may_be_asked_otherwise_the_reader_decides() -> None:
    fare = page("a.txt", "Het tarief van de buurtbus bedraagt 2 euro per rit.")
    assert not found("Wat is het tarief?", 99.0, fare).reason
    assert found("Wat is een tarief?", 99.0, fare).reason == "weak_evidence"
    # A definition is preferred, and no surer than the reader is.
    both = page("a.txt", "Het tarief is een bedrag per rit. Het tarief van de buurtbus stijgt.")
    preferred = found("Wat is het tarief?", 99.0, both)
    assert [each.text for each in preferred.evidence] == ["Het tarief is een bedrag per rit."]
    assert found("Wat is het tarief?", -99.0, both).reason == "weak_evidence"


def test_what_a_reader_of_the_page_thinks_it_is_needs_the_other_reader() -> None:
    comment = page("a.txt", "De buurtbus is een ramp.", role="comment")
    assert found("Wat is een buurtbus?", -99.0, comment).reason == "only_opinions"
