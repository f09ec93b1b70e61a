import pytest

from index.lawfacts import full_title, in_force, known_on, title, work
from index.types import Extract

LONG = "Wet van 9 juli 2014, houdende regels inzake maatschappelijke ondersteuning"


@pytest.mark.parametrize(
    ("text", "stated", "expected"),
    [
        ("", "# Participatiewet (geldend 2026-01-01)", "Participatiewet"),
        ("", "**Uitvoeringsregeling Wmo 2015**", "Uitvoeringsregeling Wmo 2015"),
        ("", f"##{LONG} (Wet hulp 2015)", "Wet hulp 2015"),
        ("Deze wet wordt aangehaald als: Wmo 2015.", LONG, "Wmo 2015"),
        (
            "Zij wordt aangehaald als “Verordening hulp\nBreda 2024”.\n",
            "Verordening van de raad",
            "Verordening hulp Breda 2024",
        ),
        ("", LONG, LONG),
        ("", "wetten.nl - Regeling - Jeugdwet - BWBR0034925", "Jeugdwet"),
        ("", "Verordening jeugdhulp | Lokale wet- en regelgeving", "Verordening jeugdhulp"),
        ("", "Wet (stand mei 2017)", "Wet"),
        ("", "", ""),
    ],
)
def test_a_law_is_called_by_its_own_name(text: str, stated: str, expected: str) -> None:
    assert title(text, stated) == expected


def test_a_long_title_begins_with_its_kind() -> None:
    assert full_title(LONG)
    assert not full_title("Wet maatschappelijke ondersteuning 2015")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("# Participatiewet (geldend 2026-01-01)", ("2026-01-01", "")),
        ("**Geldend van 20-03-2025 t/m heden**", ("2025-03-20", "")),
        ("Geldend van 01-01-2019 t/m 31-12-2020", ("2019-01-01", "2020-12-31")),
        ("Geldend vanaf 1 juli 2024", ("2024-07-01", "")),
        ("(stand mei 2017)", ("", "")),
        ("Geldend op 01-01-2024", ("", "")),
        ("geldend 2026-13-45", ("", "")),
    ],
)
def test_from_when_to_when_is_what_the_text_states(text: str, expected: tuple[str, str]) -> None:
    assert in_force(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("(geldend snapshot 2017-05-10)", "2017-05-10"),
        ("Bron-link: https://wetten.overheid.nl/BWBR0036096/2025-03-20", "2025-03-20"),
        ("Geldend op 01-01-2024", "2024-01-01"),
        ("(stand mei 2017)", ""),
    ],
)
def test_a_day_on_which_it_was_in_force_is_kept_apart(text: str, expected: str) -> None:
    assert known_on(text) == expected


def test_versions_of_a_law_share_its_name() -> None:
    first = work(Extract("# Jeugdwet (geldend 2024-01-01)"), "Jeugdwet")
    assert (
        first == work(Extract("https://wetten.overheid.nl/BWBR0034925/2025-01-01"), "JEUGDWET") == "jeugdwet"
    )


def test_regulations_of_two_municipalities_with_one_name_are_two() -> None:
    name = "Verordening jeugdhulp 2024"
    breda = work(Extract("", publisher="Breda"), name)
    assert breda == "breda verordening jeugdhulp 2024"
    assert work(Extract("Zie https://lokaleregelgeving.overheid.nl/CVDR719087/2"), name) == "cvdr719087"
