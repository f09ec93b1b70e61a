import pytest

from bot.followup import bare_name, instead, is_elliptical, may_answer, own_terms, refers_back


@pytest.mark.parametrize(
    ("before", "asked", "expected"),
    [
        ("Wat is er in Breda geregeld?", "En in Almelo?", ["Wat is er in Almelo geregeld?"]),
        ("Wat is er in Breda geregeld?", "Almelo?", ["Wat is er in Almelo geregeld?"]),
        (
            "Wat zei Jetta Klijnsma daarover?",
            "en minister Schippers",
            ["Wat zei minister Schippers daarover?"],
        ),
        (
            "Hoe wil het SCP volgens Movisie sparen?",
            "En hoe zit het met de VNG?",
            ["Hoe wil de VNG volgens Movisie sparen?", "Hoe wil het SCP volgens VNG sparen?"],
        ),
        (
            "Wie doet mee aan het Netwerk Zorg voor Breda?",
            "En aan Almere?",
            ["Wie doet mee aan het Netwerk Zorg voor Almere?"],
        ),
        ("What happens in Breda?", "What about Almelo?", ["What happens in Almelo?"]),
        ("Wat doet het SCP?", "En het SCP?", []),
        # A town stands for no law, nor for nothing, and needs no capital.
        ("Wat doet Breda voor de Wmo?", "en almelo dan?", ["Wat doet almelo voor de Wmo?"]),
        ("Wat doet het SCP voor de Wmo?", "En in Almelo?", []),
        ("wat doet breda?", "En Almelo?", ["wat doet Almelo?"]),
        ("Wat deed Breda in 2012?", "en in 2014?", ["Wat deed Breda in 2014?"]),
        ("Wat deed Breda?", "en in 2014?", []),
        ("Wat is er geregeld?", "En in Almelo?", []),
        ("Wat is er in Breda geregeld?", "En waarom?", []),
        ("Wat is er in Breda geregeld?", "En wanneer besluit de gemeenteraad van Almelo daarover?", []),
        ("Wat is er in Breda geregeld?", "", []),
    ],
)
def test_a_bare_name_is_asked_the_same(before: str, asked: str, expected: list[str]) -> None:
    assert instead(before, asked) == expected


@pytest.mark.parametrize(
    "asked",
    [
        "In hoeveel gemeenten is dat onderzocht?",
        "En wat zegt hij over participatie?",
        "hoe lang geleden zijn ze daarmee begonnen?",
        "How many organisations take part in it?",
        "And that?",
        "En die?",
        "Hoe heet die persoon?",
    ],
)
def test_what_stands_for_something_in_the_question_before_refers_back(asked: str) -> None:
    assert refers_back(asked)


@pytest.mark.parametrize(
    "asked",
    ["Wat is de Kanteling?", "Zijn er gemeenten die sparen?", "Which towns that save are named?", "Waarom?"],
)
def test_a_question_that_says_everything_itself_does_not(asked: str) -> None:
    assert not refers_back(asked)


@pytest.mark.parametrize(
    ("asked", "text", "expected"),
    [
        ("Hoeveel gezinnen zijn dat?", "Een belangrijke oorzaak is een te laag inkomen.", False),
        ("Hoeveel gezinnen zijn dat?", "Het gaat om acht gezinnen.", True),
        ("Hoeveel kosten die?", "Ze kosten miljoenen.", True),
        ("And how many are they?", "Ruim 20 organisaties doen mee.", True),
        ("sinds wanneer was ze dat?", "Zij maakt zich geen zorgen.", False),
        ("sinds wanneer was ze dat?", "Dat is zij al jaren.", True),
        ("Hoe lang geleden?", "In 2012 begon het.", True),
        ("Waarom?", "Zij maakt zich geen zorgen.", True),
    ],
)
def test_a_text_without_number_or_time_says_nothing_of_how_many_or_when(
    asked: str, text: str, expected: bool
) -> None:
    assert may_answer(asked, text) is expected


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ("Waarom eigenlijk niet?", []),
        ("En wie zei dat?", []),
        ("sinds wanneer dan", []),
        ("Which ones?", []),
        ("In hoeveel gemeenten is dat onderzocht?", ["gemeent", "onderzocht"]),
        ("Wie participeren daarin?", ["participer"]),
    ],
)
def test_what_a_follow_up_says_itself(asked: str, expected: list[str]) -> None:
    assert own_terms(asked) == expected


@pytest.mark.parametrize(
    ("asked", "text", "answers"),
    [
        ("Hoeveel?", "Er zijn vijfendertig teams.", True),
        ("Hoeveel?", "Er is één team.", True),
        ("Hoeveel?", "Er is een team.", False),
        ("Wanneer?", "Dat gebeurt in het najaar.", True),
        ("Wanneer?", "Dat gebeurt in Breda.", False),
        ("Waarom?", "Dat gebeurt in Breda.", True),
    ],
)
def test_how_many_wants_a_number_and_when_a_time(asked: str, text: str, answers: bool) -> None:
    assert may_answer(asked, text) is answers


@pytest.mark.parametrize(
    ("asked", "bare"),
    [
        ("En de zachte?", True),
        ("and the others?", True),
        ("De zachte?", False),
        ("En wie besluit daarover in Breda over?", False),
    ],
)
def test_what_only_names_something_is_told_from_a_question(asked: str, bare: bool) -> None:
    assert is_elliptical(asked) is bare


@pytest.mark.parametrize(
    "asked", ["Waarom zo weinig?", "waarom dan niet", "hoe kan dat zo laag?", "Why so few?", "en waarom niet"]
)
def test_a_bare_why_asks_of_what_was_answered(asked: str) -> None:
    assert refers_back(asked)
    assert instead("Hoeveel procent noemt preventie als doel?", asked) == []


def test_who_corrects_himself_asks_the_same_of_something_else() -> None:
    before = "Wat zegt het SCP over de Kanteling?"
    assert instead(before, "nee ik bedoel Movisie")[0] == "Wat zegt het Movisie over de Kanteling?"
    assert instead(before, "Nee, ik bedoelde de VNG")[0] == "Wat zegt de VNG over de Kanteling?"
    assert bare_name("nee ik bedoel de VNG") == "VNG"
    assert bare_name("Wat doet de VNG dan aan wonen en zorg?") == ""
