from collections.abc import Sequence
from functools import lru_cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot import paraphrase, wordings
from bot.guards import numbers_of
from bot.verify import answers_more_than, every_check, verify
from tests.bot.conftest import seed_sentences


@lru_cache(maxsize=1)
def statements() -> tuple[str, ...]:
    return tuple(sentence for sentence in seed_sentences() if sentence.endswith("."))


def seed(beginning: str) -> str:
    """The one sentence of the seeds that begins so."""
    [found] = [sentence for sentence in seed_sentences() if sentence.startswith(beginning)]
    return found


BREDA = "Terwijl gemeente Breda"
EIGHT = "Hoewel de Participatiewet vanaf"
SCP = "Het SCP constateert ook"
WMO = "Gemeenten die Wmo-ondersteuning"
NO_CHOICES = "De onderzoekers vonden"
OBSTACLE = "Communicatie met burgers"
KLIJNSMA = "Staatssecretaris Jetta Klijnsma"
ALMELO = "De gemeente Almelo"
INTERVIEWS = "Uit de interviews"
TEN = "Het Planbureau onderzocht"
STOUTHARD = "Onderzoeker Lian Stouthard"

RIGHT = [
    (BREDA, seed(BREDA)),
    (OBSTACLE, "Communicatie met burgers wordt het grootste obstakel."),
    (ALMELO, "Almelo zet de wijkteams de komende tijd meer in op vroegsignalering."),
]

# Put together from several clauses, or cut where one goes on, some of them rightly: words alone do not tell
# these apart.
SPLICED = [
    (
        SCP,
        "Het SCP constateert dat ‘de gemiddelde werkwijze in gemeenten medio 2012 weinig gekanteld lijkt’.",
    ),
    (
        WMO,
        "Gemeenten die Wmo-ondersteuning koppelen aan het aanbod van welzijnsvoorzieningen, lijken een "
        "grotere slag te slaan.",
    ),
    (KLIJNSMA, "Staatssecretaris Jetta Klijnsma lijkt zich voorlopig geen zorgen te maken."),
    (
        BREDA,
        "Gemeente Breda kent een samenwerkingsverband waarin ongeveer twintig organisaties participeren.",
    ),
    (EIGHT, "In 2015 noemt slechts 8 procent van de gemeenten het vergroten van de participatie."),
    (
        NO_CHOICES,
        "De onderzoekers vonden in 2012 geen keuzes voor de omslag die alle gemeenten staat te wachten.",
    ),
    (ALMELO, "De gemeente Almelo zet de wijkteams meer in op samenwerking."),
    (TEN, "Het Planbureau onderzocht in 2012 tien gemeenten."),
]

WRONG = [
    (
        BREDA,
        "Gemeente Breda kent een samenwerkingsverband waarin ongeveer dertig organisaties participeren.",
        "numbers",
    ),
    (EIGHT, "In 2015 noemt slechts 9 procent van de gemeenten het vergroten van de participatie.", "numbers"),
    (EIGHT, "In 2016 noemt slechts 8 procent van de gemeenten het vergroten van de participatie.", "numbers"),
    (EIGHT, "Vanaf 1 februari 2015 noemt slechts 8 procent van de gemeenten de participatie.", "numbers"),
    (SCP, "Het SCP constateert dat de werkwijze in gemeenten medio 2013 weinig gekanteld lijkt.", "numbers"),
    (TEN, "Het Planbureau onderzocht in 2012 elf gemeenten.", "numbers"),
    (
        STOUTHARD,
        "Lian Stouthard zegt dat ze vier jaar geleden begonnen met stukken van 15 tot 20 gemeenten.",
        "numbers",
    ),
    (
        BREDA,
        "Gemeente Almere kent een samenwerkingsverband waarin ongeveer twintig organisaties participeren.",
        "names",
    ),
    (SCP, "Het CPB constateert dat de werkwijze in gemeenten medio 2012 weinig gekanteld lijkt.", "names"),
    (KLIJNSMA, "Staatssecretaris Martin van Rijn lijkt zich voorlopig geen zorgen te maken.", "names"),
    (ALMELO, "De gemeente Almere zet de wijkteams meer in op samenwerking.", "names"),
    (
        STOUTHARD,
        "Onderzoeker Nick Zonneveld zegt dat ze drie jaar geleden begonnen met Wmo-stukken.",
        "names",
    ),
    (
        BREDA,
        "Gemeente Breda kent geen samenwerkingsverband waarin ongeveer twintig organisaties participeren.",
        "negation",
    ),
    (SCP, "Het SCP constateert dat de werkwijze in gemeenten medio 2012 gekanteld lijkt.", "negation"),
    (
        NO_CHOICES,
        "De onderzoekers vonden keuzes voor de omslag die alle gemeenten staat te wachten.",
        "negation",
    ),
    (OBSTACLE, "Communicatie met burgers wordt niet het grootste obstakel.", "negation"),
    (KLIJNSMA, "Staatssecretaris Jetta Klijnsma lijkt zich voorlopig zorgen te maken.", "negation"),
    (
        BREDA,
        "Gemeente Breda kent een samenwerkingsverband waarin twintig organisaties participeren.",
        "measures",
    ),
    (
        BREDA,
        "Gemeente Breda kent een samenwerkingsverband waarin ruim twintig organisaties participeren.",
        "measures",
    ),
    (EIGHT, "In 2015 noemt 8 procent van de gemeenten het vergroten van de participatie.", "measures"),
    (
        NO_CHOICES,
        "De onderzoekers vonden geen keuzes voor de omslag die sommige gemeenten staat te wachten.",
        "quantity",
    ),
    (NO_CHOICES, "De onderzoekers vonden in 2012 geen bewuste keuzes bij gemeenten.", "limits"),
    (ALMELO, "De gemeente Almelo zet de wijkteams minder in op samenwerking.", "antonyms"),
    (OBSTACLE, "Communicatie met burgers wordt altijd het grootste obstakel.", "quantity"),
    (SCP, "Het SCP constateert dat de werkwijze in gemeenten medio 2012 weinig gekanteld is.", "hedges"),
    (
        WMO,
        "Gemeenten die Wmo-ondersteuning koppelen aan voorzieningen slaan een grotere slag.",
        "hedges",
    ),
    (KLIJNSMA, "Staatssecretaris Jetta Klijnsma maakt zich voorlopig geen zorgen.", "hedges"),
    (INTERVIEWS, "Gemeenten bezuinigen via meer en hogere eigen bijdragen en minder aanvragen.", "hedges"),
    (SCP, "De gemiddelde werkwijze in gemeenten medio 2012 weinig gekanteld lijkt.", "speaker"),
    (
        EIGHT,
        "In 2015 kiest slechts 8 procent van de gemeenten het vergroten van de participatie.",
        "measures",
    ),
    (STOUTHARD, "Drie jaar geleden begonnen we met Wmo-stukken van 15 tot 20 gemeenten.", "speaker"),
    (
        BREDA,
        "Gemeente Breda kent een samenwerkingsverband waarin ongeveer twintig scholen participeren.",
        "actors",
    ),
    (ALMELO, "De gemeente Almelo zet de wijkteams meer in op onderwijs.", "content"),
    (BREDA, "Ongeveer twintig organisaties kent gemeente Breda.", "order"),
    (OBSTACLE, "Communicatie met ambtenaren wordt het grootste obstakel.", "order"),
    (TEN, "Tien gemeenten onderzocht het Planbureau.", "roles"),
    (ALMELO, "Zet de gemeente Almelo de wijkteams meer in op samenwerking?", "statement"),
    (ALMELO, "Dat is het.", "statement"),
    (ALMELO, "De gemeente Almelo zet de wijkteams meer in op", "statement"),
    (ALMELO, "", "statement"),
]


@pytest.mark.parametrize(("beginning", "sentence"), RIGHT)
def test_a_right_paraphrase_passes(beginning: str, sentence: str) -> None:
    verdict = verify(sentence, seed(beginning))
    assert verdict.reason == ""
    assert verdict.passed


@pytest.mark.parametrize(("beginning", "sentence"), SPLICED)
def test_what_is_put_together_from_several_clauses_is_quoted(beginning: str, sentence: str) -> None:
    checks = every_check(sentence, seed(beginning), "")
    assert "clauses" in {each.name for each in checks if each.reason}


@pytest.mark.parametrize(("beginning", "sentence", "check"), WRONG)
def test_a_wrong_paraphrase_is_refused_by_the_check_for_it(beginning: str, sentence: str, check: str) -> None:
    verdict = verify(sentence, seed(beginning))
    assert verdict.check == check
    assert verdict.reason
    assert not verdict.passed


def test_the_reason_names_what_is_wrong() -> None:
    source = seed(BREDA)
    assert verify("Breda kent ongeveer dertig organisaties.", source).reason == (
        "the numbers ['30'] are not in the source"
    )
    assert verify("Gemeente Almere kent ongeveer twintig organisaties.", source).reason == (
        "the names ['Almere'] are not in the source"
    )
    assert verify("Breda kent ongeveer elf organisaties.", source).check == "numbers"
    assert verify("Ongeveer twintig organisaties participeren in Breda.", source).reason == (
        "'breda' comes earlier in the source"
    )


@pytest.mark.parametrize("sentence", statements())
def test_every_statement_of_the_seeds_passes_against_itself(sentence: str) -> None:
    verdict = verify(sentence, sentence)
    assert (verdict.check, verdict.reason) == ("", "")


@given(source=st.sampled_from(statements()), number=st.integers(10_000, 99_999))
def test_a_number_from_nowhere_never_passes(source: str, number: int) -> None:
    assert verify(f"{source[:-1]} {number}.", source).check == "numbers"


@given(source=st.sampled_from(statements()))
def test_a_negation_from_nowhere_never_passes(source: str) -> None:
    # Beside another negation it denies more, or something else.
    assert verify(f"Nergens {source[0].lower()}{source[1:]}", source).check in (
        "negation",
        "quantity",
        "roles",
    )


@given(source=st.sampled_from(statements()), other=st.sampled_from(statements()))
def test_a_sentence_of_elsewhere_never_passes(source: str, other: str) -> None:
    if source != other and other not in source:
        assert not verify(other, source).passed


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("ongeveer twintig organisaties", {"20"}),
        ("3.500 euro en 1.250.000 euro", {"3500", "1250000"}),
        ("2.35 of 3,5 procent", {"2.35", "3,5"}),
        ("op 1 januari 2015", {"1", "maand 1", "2015"}),
        ("een gezin, één plan", {"1"}),
        ("DERTIEN wijkteams, nul klachten", {"13", "0"}),
        ("honderd van de duizend", {"100", "1000"}),
        ("niets te tellen", set()),
        ("vijfenveertig van de tweehonderdvijftig", {"45", "250"}),
        ("tweeënveertig, de eenentwintigste", {"42", "21"}),
        ("3,5 miljoen, drie miljoen en 2 duizend", {"3500000", "3000000", "2000"}),
        ("de achterstand van een zesjarige, vierkant", set()),
    ],
)
def test_numbers_are_compared_as_digits(text: str, numbers: set[str]) -> None:
    assert numbers_of(text) == numbers


def test_a_part_of_a_compound_counts_from_five_letters_on() -> None:
    source = "De gemeente schrijft een beleidsplan, waar wetgeving om vraagt."
    assert verify("De gemeente schrijft beleid.", source).passed
    assert verify("De gemeente schrijft een wet.", source).check == "content"


def test_a_sentence_must_answer_more_than_was_asked() -> None:
    question = "Hoeveel organisaties participeren in Breda?"
    assert not answers_more_than("Organisaties participeren in Breda.", question)
    assert not answers_more_than("Dat is Breda.", question)
    assert answers_more_than("Twintig organisaties participeren in Breda.", question)


@pytest.mark.parametrize(
    ("quote", "changed", "check"),
    [
        ("Er zijn drie oorzaken voor de problemen.", "Er is één oorzaak voor de problemen.", "numbers"),
        ("De gemeente kiest niet klein maar groot.", "De gemeente kiest niet groot.", "moved"),
        ("De wet geldt na 2015 voor gemeenten.", "De wet geldt voor 2015 voor gemeenten.", "measures"),
        ("Bewoners zijn ontevreden over het loket.", "Bewoners zijn tevreden over het loket.", "content"),
        (
            "Een efficiëntere werkwijze staat met 36 procent op vier, kwaliteitswinst (33 procent) daarna.",
            "Een efficiëntere werkwijze staat op 33 procent.",
            "roles",
        ),
        (
            "Slechts 8 procent van de gemeenten noemt participatie.",
            "Slechts 8 van de gemeenten noemt participatie.",
            "measures",
        ),
    ],
)
def test_a_number_or_a_negation_keeps_to_its_word(quote: str, changed: str, check: str) -> None:
    assert verify(quote, quote).passed
    assert verify(changed, quote).check == check


class Certain:
    """Gives every sentence the same log odds."""

    def __init__(self, odds: float) -> None:
        self.odds = odds

    def supports(self, text: str, sentences: Sequence[str]) -> list[float]:
        return [self.odds for _ in sentences]


@settings(max_examples=60)
@given(
    st.sampled_from(seed_sentences()),
    st.sampled_from(seed_sentences()),
    st.booleans(),
    st.sampled_from([None, Certain(3.0), Certain(-9.0)]),
    st.sampled_from(["", "Jetta Klijnsma"]),
)
def test_every_check_is_told_and_the_first_that_counts_gives_the_verdict(
    sentence: str, quote: str, same: bool, support: Certain | None, said_by: str
) -> None:
    quote = sentence if same else quote
    checks = list(every_check(sentence, quote, quote, support, said_by))
    kinds = [each.kind for each in checks]
    assert kinds.count("wordings") == len(wordings.CHECKS)
    assert kinds.count("paraphrase") == len(paraphrase.CHECKS)
    assert kinds.count("support") == (support is not None)
    assert checks[-1].kind == "new"
    assert bool(checks[-1].reason) != answers_more_than(sentence, quote)
    meaning = [each for each in checks if each.kind == "paraphrase" and each.reason]
    in_its_words = [each for each in checks if each.kind == "wordings" and each.reason]
    supported = [each for each in checks if each.kind == "support" and each.reason]
    counting = meaning or (supported if in_its_words and support else in_its_words)
    verdict = verify(sentence, quote, support, said_by)
    assert (verdict.check, verdict.reason) == (
        (counting[0].name, counting[0].reason) if counting else ("", "")
    )
