import pytest

from bot.followup import instead
from bot.shares import shared, with_share
from tests.bot.conftest import evidence_of, index_of, page

SHARES = (
    "Preventie wordt door 46 procent van de gemeenten genoemd als belangrijkste doel. "
    "Een efficiëntere werkwijze staat met 36% op vier. "
    "Schuldhulpverlening is ook een doel van het wijkteam. "
    "Na zelfredzaamheid wordt wonen door 9 procent genoemd."
)


@pytest.mark.parametrize(
    ("question", "thing"),
    [
        ("Hoeveel procent van de gemeenten noemt preventie als belangrijkste doel?", "preventie"),
        ("Welk deel van de gemeenten ziet een integrale aanpak als doel?", "een integrale aanpak"),
        ("In hoeveel procent van de wijkteams zit een wijkverpleegkundige?", "een wijkverpleegkundige"),
        ("Op welk percentage komt efficiënter werken uit als doel?", "efficiënter werken uit"),
        ("Hoeveel gemeenten noemen preventie?", ""),
        ("Hoeveel procent noemt preventie? En wonen?", ""),
    ],
)
def test_a_question_for_a_share_names_of_what(question: str, thing: str) -> None:
    span = shared(question)
    assert (span.of(question) if span else "") == thing


@pytest.mark.parametrize(
    ("thing", "sentences"),
    [
        ("preventie", [0]),
        ("efficient werken", [1]),
        ("schuldhulpverlening", []),
        ("wonen", [3]),
        ("zelfredzaamheid", []),
        ("zorg", []),
    ],
)
def test_only_a_share_of_what_is_asked_of_answers(thing: str, sentences: list[int]) -> None:
    index = index_of(page("a.txt", SHARES))
    evidence = evidence_of(index)
    question = f"Hoeveel procent van de gemeenten noemt {thing} als doel?"
    assert with_share(question, evidence, index) == [evidence[at] for at in sentences]


def test_what_asks_for_no_share_is_answered_by_any_sentence() -> None:
    index = index_of(page("a.txt", SHARES))
    evidence = evidence_of(index)
    assert with_share("Wat noemen gemeenten als doel?", evidence, index) == evidence


def test_a_bare_noun_asks_for_the_share_of_that() -> None:
    before = "Hoeveel procent van de gemeenten noemt preventie als doel?"
    assert instead(before, "En wonen?") == ["Hoeveel procent van de gemeenten noemt wonen als doel?"]
    assert instead("Wat doen gemeenten aan preventie?", "En wonen?") == []
