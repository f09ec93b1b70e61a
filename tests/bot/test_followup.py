import pytest

from bot.followup import instead, may_answer, own_terms, refers_back


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
            ["Hoe wil het VNG volgens Movisie sparen?", "Hoe wil het SCP volgens VNG sparen?"],
        ),
        (
            "Wie doet mee aan het Netwerk Zorg voor Breda?",
            "En aan Almere?",
            ["Wie doet mee aan het Netwerk Zorg voor Almere?"],
        ),
        ("What happens in Breda?", "What about Almelo?", ["What happens in Almelo?"]),
        ("Wat doet het SCP?", "En het SCP?", []),
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
