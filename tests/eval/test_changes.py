import random

import pytest

from eval.changes import names_in, turned, with_other_fact


def test_names_are_capitalised_words_within_sentences() -> None:
    assert names_in(["Wat doet Breda met Jetta Klijnsma?", "Almelo niet"]) == ["Breda", "Jetta Klijnsma"]


def test_a_name_or_number_that_the_text_has_is_replaced_by_one_that_it_has_not() -> None:
    chance = random.Random(1)
    text = "Breda heeft 20 wijkteams, Almelo niet."
    for _ in range(20):
        changed = with_other_fact("Heeft Breda 20 teams?", text, ["Breda", "Almelo", "Zwolle"], chance)
        assert changed is None or changed == "Heeft Zwolle 20 teams?" or changed.startswith("Heeft Breda ")
        assert changed != "Heeft Breda 20 teams?"
        assert changed != "Heeft Almelo 20 teams?"


def test_a_question_without_a_fact_of_the_text_is_left_alone() -> None:
    assert with_other_fact("Wat kost het?", "Breda betaalt 20 euro.", ["Zwolle"], random.Random(0)) is None


@pytest.mark.parametrize(
    ("sentence", "other"),
    [
        ("Dat is niet waar.", "Dat is waar."),
        ("Er is geen plan.", "Er is een plan."),
        ("Het is een plan.", "Het is niet een plan."),
        ("Dat geldt, mits u komt.", "Dat geldt, ook als u komt."),
        ("Lopend vuur.", None),
    ],
)
def test_a_sentence_is_turned_by_one_word(sentence: str, other: str | None) -> None:
    assert turned(sentence, random.Random(0)) == other
