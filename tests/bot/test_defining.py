from collections.abc import Sequence
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.clock import Clock
from bot.defining import defines, definiendum, definitions
from bot.evidence import ranked
from bot.find import Finder, Found
from bot.reader.reading import Reading
from index.types import Document, Span
from tests.bot.conftest import index_of, page


@pytest.mark.parametrize(
    ("question", "term"),
    [
        ("Wat is een buurtbus?", "buurtbus"),
        ("wat is nou eigenlijk een buurtbus", "buurtbus"),
        ("Wat zijn buurtbussen eigenlijk?", "buurtbussen"),
        ("Wat betekent ‘eigen kracht’?", "eigen kracht"),
        ("Wat houdt de meldcode in?", "meldcode"),
        ("Waar staat 3D voor?", "3D"),
        ("Wat wordt bedoeld met de Omslag?", "Omslag"),
        ("wat verstaat men onder beschut werk", "beschut werk"),
        ("Wat is het Huis van de Wijk?", "Huis van de Wijk"),
        ("Wie is mevrouw Van Dam?", "Van Dam"),
        ("What is a buurtbus?", "buurtbus"),
        ("What does Omslag mean?", "Omslag"),
        ("Who is Jan Prins?", "Jan Prins"),
        # What stands between two things, or is told by somebody, is no term.
        ("Wat is de rol van de gemeente?", ""),
        ("Wat is er nodig?", ""),
        ("Wat is zelfredzaamheid volgens Prins?", ""),
        ("Wat is dat?", ""),
        ("Wie is verantwoordelijk voor de wijkteams?", ""),
        ("Hoeveel buurtbussen zijn er?", ""),
        ("Wat is het verschil tussen een buurtbus en een belbus?", ""),
    ],
)
def test_what_is_to_be_defined(question: str, term: str) -> None:
    assert definiendum(question) == term


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
        ("Jan Prins", "", "Volgens Jan Prins wordt het duurder."),
        ("Jan Prins", "", "Jan Prins: 'Ik maak een vergelijking.'"),
        ("Movant", "", "Dat staat in een brief van Movant."),
    ],
)
def test_a_sentence_only_tells_something_of_it(term: str, before: str, sentence: str) -> None:
    assert not defines(term, before, sentence)


@given(
    st.sampled_from(["buurtbus", "cliënttafel", "eigen kracht", "Huis van de Wijk"]),
    st.text("abc de.,:()’'–", max_size=60),
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
    assert definitions(definiendum(question), every, index) is None
