import pytest

from bot.explain import explained, terms_of
from prompts import LANGUAGES, Language


def names(*said: str) -> list[str]:
    return [each.name for each in explained(said, "nl")]


@pytest.mark.parametrize(
    ("said", "found"),
    [
        ("De wmo is een wet.", ["Wmo"]),
        ("Het Wmo-loket is open.", ["Wmo"]),
        ("De wijkteams en de VNG.", ["wijkteam", "VNG"]),
        ("Een wijkteamleider belt.", []),
        ("Zelfredzaamheid gaat voor.", ["eigen kracht"]),
        ("De afdeling Werk & Inkomen.", ["Werk & Inkomen"]),
        ("Er staat niets.", []),
    ],
)
def test_terms_are_found_in_all_their_forms_and_in_no_longer_word(said: str, found: list[str]) -> None:
    assert names(said) == found


def test_a_term_of_several_texts_is_explained_once() -> None:
    assert names("Wat doet het wijkteam?", "Wijkteams helpen.") == ["wijkteam"]
    [term] = explained(["the Wmo"], "en")
    assert term.meaning.startswith("Social Support Act: ")


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_term_is_there_twice(language: Language) -> None:
    known = [each.name for each in terms_of(language)]
    assert len(set(known)) == len(known)
