"""Each check that only other words need, on hand-made pairs; what a scripted reader says of them is fixed."""

from collections.abc import Sequence

import pytest

from bot.paraphrase import CHECKS, MIN_SUPPORT
from bot.verify import verify


class Certain:
    """Thinks of every sentence that the text says so, or of none."""

    def __init__(self, odds: float) -> None:
        self._odds = odds

    def supports(self, text: str, sentences: Sequence[str]) -> list[float]:
        return [self._odds for _ in sentences]


SURE = Certain(MIN_SUPPORT + 10)
HOURS = "Het loket is in 2014 op 12 werkdagen gesloten geweest, meer dan alle andere loketten."
PASS = "Burgers met een pas krijgen korting op het zwembad, mits zij in de stad wonen."
COLLEGE = "De Vereniging van Nederlandse Gemeenten verwacht hogere kosten."
NEVER = "De wethouder heeft de wachtlijst nooit onderzocht."
SOME = "Een klein deel van de cliënten betaalt een eigen bijdrage aan het CAK."

RIGHT = [
    (HOURS, "In 2014 was het loket twaalf werkdagen dicht."),
    (PASS, "Wie in de stad woont en een pas heeft, krijgt in het zwembad korting, mits hij er woont."),
    (COLLEGE, "De VNG verwacht dat de kosten stijgen."),
    (NEVER, "Naar de wachtlijst is door de wethouder geen onderzoek gedaan."),
    (SOME, "Een klein deel van de mensen betaalt mee aan het CAK."),
]
WRONG = [
    (HOURS, "In 2014 was het loket elf werkdagen dicht.", "numbers"),
    (HOURS, "In Almelo was het loket in 2014 twaalf werkdagen dicht.", "names"),
    (PASS, "Een pas geeft korting op het zwembad.", "conditions"),
    (COLLEGE, "Het wordt volgens de VNG duurder voor het zorgkantoor.", "actors"),
    (NEVER, "De wethouder deed onderzoek naar de wachtlijst.", "negation"),
    (HOURS, "In 2014 was het loket twaalf werkdagen niet dicht.", "negation"),
    (SOME, "Alle mensen betalen mee aan het CAK.", "quantity"),
    (HOURS, "In 2014 was het loket dicht, op 12 loketten.", "units"),
    ("Breda heeft ruim twintig teams.", "In Breda zijn twintig teams.", "measures"),
    (SOME, "Misschien betaalt een klein deel van de mensen mee aan het CAK.", "quantity"),
    ("Dat lukt, als de gemeente helpt.", "De gemeente helpt.", "conditions"),
    ("De gemeente Breda zet de teams in.", "Breda stopt met de teams.", "weighty"),
    ("De gemeente Breda zet de teams in.", "De gemeente zet de gemeente in.", "repeated"),
    ("Ik vind het loket te klein.", "Het loket is te klein.", "opinions"),
    ("De gemeente voert de Wmo uit.", "De gemeente voert de jeugdwet uit.", "names"),
    (COLLEGE, "Voor de VNG wordt het duurder.", "hedges"),
    ("Volgens de wethouder is de zorg goed.", "De kwaliteit van de zorg deugt.", "speaker"),
    ("De kosten stijgen dit jaar sterk.", "De kosten dalen dit jaar.", "antonyms"),
    ("De gemeente mag hulp geven.", "Ja, hulp van de gemeente mag.", "yes or no"),
    ("Het plan komt in het voorjaar.", "Het plan komt in het najaar.", "part of time"),
    ("Teams hebben geen eigen budget.", "Teams hebben geen budget.", "denied"),
    ("De SVB betaalt de zorgverleners.", "Zorgverleners betalen de SVB.", "roles"),
    (HOURS, "Het loket bakt zoete broodjes.", "content"),
    (HOURS, "Wanneer was het loket dicht?", "statement"),
]


@pytest.mark.parametrize(("quote", "sentence"), RIGHT)
def test_an_honest_paraphrase_passes_with_a_reader_and_not_without(quote: str, sentence: str) -> None:
    assert verify(sentence, quote, SURE).reason == ""
    assert not verify(sentence, quote).passed


@pytest.mark.parametrize(("quote", "sentence", "name"), WRONG)
def test_what_the_source_does_not_say_is_refused_by_its_check(quote: str, sentence: str, name: str) -> None:
    verdict = verify(sentence, quote, SURE)
    assert (verdict.check, bool(verdict.reason)) == (name, True)


@pytest.mark.parametrize(("quote", "sentence"), RIGHT)
def test_what_the_reader_does_not_find_in_the_source_is_refused(quote: str, sentence: str) -> None:
    assert verify(sentence, quote, Certain(MIN_SUPPORT - 0.1)).check == "support"


def test_who_speaks_may_be_named_though_the_quote_does_not() -> None:
    quote, sentence = "Dit wordt niets, denk ik.", "Lezer Piet Bos denkt dat het niets wordt."
    assert verify(sentence, quote, SURE).check in ("names", "actors")
    assert verify(sentence, quote, SURE, said_by="een lezer Piet Bos").passed


def test_every_check_refuses_something_here() -> None:
    assert {name for name, _ in CHECKS} == {name for _, _, name in WRONG}
