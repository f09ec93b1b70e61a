from pathlib import Path

import pytest

from bot.page.municipality import Municipality, load_municipality
from bot.page.register import Reference, Register
from index.errors import UsageError

OURS = """
name = "Gemeente Breda"

[register]
organization = "Gemeente Breda"
category = ["Zorg en gezondheid", "Werk"]
status = "In gebruik"
begin_date = "2026-12"
contact_email = "algoritmes@breda.nl"
publication_category = "Overige algoritmes"
proportionality = "Zoeken kost minder tijd dan bellen."
lawful_basis = "De gemeente geeft inwoners informatie over de Wmo."

[[register.lawful_basis_grouping]]
title = "Wmo 2015"
link = "https://wetten.overheid.nl/BWBR0035362"

[[register.impacttoetsen_grouping]]
title = "Data Protection Impact Assessment (DPIA)"
"""


def read(folder: Path, text: str) -> Municipality:
    file = folder / "gemeente.toml"
    file.write_text(text, encoding="utf-8")
    return load_municipality(file)


def test_a_municipality_states_what_only_it_knows(tmp_path: Path) -> None:
    assert read(tmp_path, OURS).register == Register(
        organization="Gemeente Breda",
        category=("Zorg en gezondheid", "Werk"),
        status="In gebruik",
        begin_date="2026-12",
        contact_email="algoritmes@breda.nl",
        publication_category="Overige algoritmes",
        proportionality="Zoeken kost minder tijd dan bellen.",
        lawful_basis="De gemeente geeft inwoners informatie over de Wmo.",
        lawful_basis_grouping=(Reference("Wmo 2015", "https://wetten.overheid.nl/BWBR0035362"),),
        impacttoetsen_grouping=(Reference("Data Protection Impact Assessment (DPIA)"),),
    )


def test_all_of_it_may_be_left_out(tmp_path: Path) -> None:
    assert read(tmp_path, 'name = "Gemeente Breda"').register == Register()


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ('organisation = "x"', "register.organisation"),
        ('status = "in gebruik"', "register.status"),
        ('category = ["Zorg"]', "register.category.0"),
        ('category = ["Werk", "Recht", "Wonen", "Verkeer"]', "register.category"),
        ('begin_date = "2026-13"', "register.begin_date"),
        ('begin_date = "december 2026"', "register.begin_date"),
        ('contact_email = "bel ons"', "register.contact_email"),
        ('website = "breda.nl"', "register.website"),
        ('url = "javascript:alert(1)"', "register.url"),
        ('publication_category = "C"', "register.publication_category"),
        (f'lawful_basis = "{"x" * 2501}"', "register.lawful_basis"),
        ('impacttoetsen_grouping = [{ link = "https://x.nl" }]', "register.impacttoetsen_grouping.0.title"),
    ],
)
def test_what_the_register_does_not_take_is_refused(tmp_path: Path, line: str, name: str) -> None:
    with pytest.raises(UsageError, match=f"^'{name}' in '.*gemeente.toml' is wrong: "):
        read(tmp_path, f"[register]\n{line}\n")
