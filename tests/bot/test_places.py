import tomllib
from pathlib import Path

import pytest

import bot
from bot.places import places_in
from index.dutch import fold


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("wat doet de gemeente maastricht?", {"Maastricht"}),
        ("WAT DOET ALMERE ANDERS DAN BREDA?", {"Almere", "Breda"}),
        ("What does The Hague do, and what 's-Gravenhage?", {"Den Haag"}),
        ("In Súdwest-Fryslân en sudwest-fryslan", {"Súdwest-Fryslân"}),
        ("De Bredase aanpak en het Almerebeleid", set()),
        ("Leiden tot problemen, de beste buren in huizen", set()),
        ("Wat gebeurt er in Leiden en bij de gemeente best?", {"Leiden", "Best"}),
        ("Hij komt uit Ede, zij leiden een team in leiden.", {"Ede"}),
        ("Bergen op Zoom", {"Bergen op Zoom"}),
        ("Alphen aan den Rijn of Alphen-Chaam", {"Alphen aan den Rijn", "Alphen-Chaam"}),
    ],
)
def test_towns_are_told_from_other_words(text: str, places: set[str]) -> None:
    assert places_in(text) == places


def test_no_name_is_in_both_lists_or_twice() -> None:
    lists = tomllib.loads((Path(bot.__file__).parent / "places.toml").read_text(encoding="utf-8"))
    names = [fold(name) for name in (*lists["places"], *lists["ambiguous"])]
    assert len(names) == len(set(names))
    assert set(lists["same"].values()) <= set(lists["places"])
