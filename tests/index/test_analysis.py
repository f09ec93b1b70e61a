import pytest

from index.analysis import content_words, parts, spelled_alike
from index.compounds import Compounds
from index.dutch import fold


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Artikel 18", ["artikel 18"]),
        ("art. 18", ["artikel 18"]),
        ("art 18b", ["artikel 18b", "18b"]),
        ("Artikelen 2.3.5 en 7", ["artikel 2.3.5", "artikel 7"]),
        ("artikelen 3, 4 of 5a en de wet van 2015", ["artikel 3", "artikel 4", "artikel 5a", "5a"]),
        ("Artikel 7:201 BW", ["artikel 7:201"]),
        ("§ 3.1", ["§ 3.1"]),
        ("€ 1.500", ["1500"]),
        ("€ 1.500,00", ["1500"]),
        ("12.345.678,90", ["12345678,90"]),
        ("50,- per maand", ["50"]),
        ("1 januari 2015", ["2015-01-01"]),
        ("01-01-2015", ["2015-01-01"]),
        ("2015-01-01", ["2015-01-01"]),
        ("since July 1, 2024", ["2024-07-01"]),
        ("zie bladzijde 1, 2024", []),
        ("31 februari 2015 en gewoon 12", []),
        ("particulier 18", []),
    ],
)
def test_one_spelling_for_all(text: str, expected: list[str]) -> None:
    assert list(spelled_alike(fold(text))) == expected


def test_content_is_without_stop_words_and_diacritics() -> None:
    assert content_words(fold("De cliënten van het Café, 3.500 keer")) == [
        "clienten",
        "cafe",
        "3.500",
        "keer",
    ]


def test_parts_are_stems() -> None:
    assert parts(["inkomensondersteuning", "zorg"], Compounds(())) == ["inkom", "ondersteun"]
