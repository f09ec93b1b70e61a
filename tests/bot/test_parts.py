import pytest

from bot.parts import Parts, parts_of


@pytest.mark.parametrize(
    ("question", "parts"),
    [
        ("Wat doet het wijkteam?", ["Wat doet het wijkteam?"]),
        ("Wat is de Wmo? Wie betaalt dat? Sinds wanneer geldt zij?", ["Wat is de Wmo?", "Wie betaalt dat?"]),
        (
            "Hoeveel gemeenten waren het, en wat vond de wethouder ervan?",
            ["Hoeveel gemeenten waren het", "wat vond de wethouder ervan?"],
        ),
        ("Wat vinden Breda en Almelo van de wet?", ["Wat vinden Breda en Almelo van de wet?"]),
        ("Het is 2015; wie betaalt dan de zorg?", ["Het is 2015; wie betaalt dan de zorg?"]),
        ("Waarom? En wat nu?", ["Waarom? En wat nu?"]),
        (
            "Wat is het verschil tussen de Wmo en de Jeugdwet?",
            ["Wat is de Wmo?", "Wat is de Jeugdwet?"],
        ),
        (
            "Waarin verschilt de aanpak van Almelo van die van Breda?",
            [
                "de aanpak van Almelo?",
                "de aanpak van Breda?",
            ],
        ),
        (
            "Vergelijk het beleid van Almere met dat van Breda.",
            ["het beleid van Almere.", "het beleid van Breda."],
        ),
        ("Wat doet Almere anders dan Breda?", ["Wat doet Almere?", "Wat doet Breda?"]),
        (
            "Wat is het verschil in aanpak tussen Almelo en Breda?",
            ["Wat is aanpak Almelo?", "Wat is aanpak Breda?"],
        ),
        (
            "How does the approach of Almelo differ from that of Breda?",
            ["How does the approach of Almelo?", "How does the approach of Breda?"],
        ),
        ("Verschilt het per gemeente?", ["Verschilt het per gemeente?"]),
        (
            "Hoe noemt zij de score, en maakt de minister zich daar druk om?",
            ["Hoe noemt zij de score", "maakt de minister zich daar druk om?"],
        ),
        (
            "Hoeveel doen ouders, en kinderen onder de tien?",
            ["Hoeveel doen ouders, en kinderen onder de tien?"],
        ),
    ],
)
def test_a_question_is_cut_where_another_begins(question: str, parts: list[str]) -> None:
    assert list(parts_of(question).questions[: len(parts)]) == parts
    assert len(parts_of(question).questions) == max(len(parts), question.count("?") if len(parts) > 1 else 1)


def test_sentences_with_a_question_mark_each_stand_by_themselves() -> None:
    assert parts_of("Wat is de Wmo? Wie betaalt dat alles?").separate
    assert not parts_of("Wat is de Wmo, en wie betaalt dat alles?").separate


def test_what_is_asked_beyond_three_questions_is_told_to_be_left() -> None:
    asked = parts_of("Wat is de Wmo? Wie betaalt de zorg? Hoe werkt een wijkteam? Waarom bestaat het zo?")
    assert asked.questions == ("Wat is de Wmo?", "Wie betaalt de zorg?", "Hoe werkt een wijkteam?")
    assert (asked.separate, asked.left) == (True, ("Waarom bestaat het zo?",))
    joined = parts_of("Wat is de Wmo, wie betaalt de zorg, hoe werkt een wijkteam en waarom bestaat het zo?")
    assert joined.left == ("waarom bestaat het zo?",)


def test_what_is_asked_again_and_again_is_asked_once() -> None:
    assert parts_of("Wat is de Kanteling? " * 40) == Parts(("Wat is de Kanteling?",))
    twice = parts_of("Wat is de Wmo? Wie betaalt de zorg? Wat is de Wmo?")
    assert twice == Parts(("Wat is de Wmo?", "Wie betaalt de zorg?"), separate=True)


def test_both_sides_of_a_comparison_are_of_the_same_kind() -> None:
    asked = "Wat is het verschil tussen de harde en de zachte kant van het sociaal domein?"
    assert parts_of(asked).questions == (
        "Wat is de harde kant van het sociaal domein?",
        "Wat is de zachte kant van het sociaal domein?",
    )
