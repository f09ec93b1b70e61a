import pytest

from index.hyphens import HYPHEN, PAGE, Hyphens


@pytest.mark.parametrize(
    ("broken", "mended"),
    [
        ("gemeen|ten", "gemeenten"),
        ("Gemeen|ten", "Gemeenten"),
        ("Participatie|wet", "Participatiewet"),
        ("Wmo|voorziening", "Wmo-voorziening"),
        ("WMO|voorziening", "WMO-voorziening"),
        ("Zvw|pgb", "Zvw-pgb"),
        ("pgb|houder", "pgb-houder"),
        ("PvdA|wethouder", "PvdA-wethouder"),
        ("e|mail", "e-mail"),
        ("4|jarige", "4-jarige"),
        ("2014|2015", "2014-2015"),
        ("Noord|Holland", "Noord-Holland"),
        ("zorg|en welzijnsbeleid", "zorg- en welzijnsbeleid"),
        ("drie|tot vierjarigen", "drie- tot vierjarigen"),
        ("sociaal-econo|mische", "sociaal-economische"),
        ("Schuld|hulpverlening", "Schuldhulpverlening"),
        ("Stra|tegie en Spra|ke", "Strategie en Sprake"),
    ],
)
def test_a_broken_word_is_mended(broken: str, mended: str) -> None:
    assert Hyphens([]).mend(broken.replace("|", HYPHEN)) == mended


def test_the_document_itself_is_the_better_evidence() -> None:
    hyphens = Hyphens(["Het sociaal-domein van de Wmovoorziening", f"oud{HYPHEN}gediende"])
    assert hyphens.mend(f"Sociaal{HYPHEN}domein") == "Sociaal-domein"
    assert hyphens.mend(f"De Wmo{HYPHEN}voorziening") == "De Wmovoorziening"
    # What is broken there too is none.
    assert hyphens.mend(f"oud{HYPHEN}gediende") == "oudgediende"


def test_a_hyphen_beside_no_word_stays() -> None:
    assert Hyphens([]).mend(f"2014 {HYPHEN} heden") == "2014 - heden"


@pytest.mark.parametrize(
    ("broken", "mended"), [("gemeen|ten", f"gemeen{PAGE}ten"), ("Wmo|gelden", f"Wmo-{PAGE}gelden")]
)
def test_a_page_begins_where_the_second_part_of_the_word_does(broken: str, mended: str) -> None:
    assert Hyphens([]).mend(broken.replace("|", HYPHEN + PAGE)) == mended
