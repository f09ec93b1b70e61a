from pathlib import Path

import pytest

from index.dutch import words
from index.glossary import FILE, Glossary, packaged


@pytest.fixture
def glossary(tmp_path: Path) -> Glossary:
    file = tmp_path / "glossary.toml"
    file.write_text(
        'same = [["SCP", "Sociaal en Cultureel Planbureau"], ["Wmo", "Wet ondersteuning", "WMO 2015"]]\n'
        '[statutory]\n"hulp" = ["voorziening"]\n"hulp in de nacht" = ["wake"]\n',
        encoding="utf-8",
    )
    return Glossary.load(file)


@pytest.mark.parametrize(
    ("question", "names"),
    [
        ("Wat doet het SCP?", ("Sociaal en Cultureel Planbureau",)),
        ("het sociaal en cultureel planbureau", ("SCP",)),
        ("Wmo", ("Wet ondersteuning", "WMO 2015")),
        ("Wmo 2015", ("Wet ondersteuning",)),
        ("Krijg ik hulp?", ("voorziening",)),
        ("Krijg ik hulp in de nacht?", ("wake",)),
        ("hulp of SCP", ("voorziening", "Sociaal en Cultureel Planbureau")),
        ("Welke voorziening geeft hulp?", ()),
        ("een voorziening", ()),
        ("hulpvoorzieningen of hulp", ("voorziening",)),  # what is part of a longer word is not said
        ("", ()),
    ],
)
def test_other_names(glossary: Glossary, question: str, names: tuple[str, ...]) -> None:
    assert glossary.other_names(question) == names


@pytest.mark.parametrize(
    ("question", "name"),
    [
        ("WMO", "Wet maatschappelijke ondersteuning"),
        ("AWBZ", "Algemene Wet Bijzondere Ziektekosten"),
        ("de VNG", "Vereniging van Nederlandse Gemeenten"),
        ("een PGB", "persoonsgebonden budget"),
        ("bijstandswet", "Participatiewet"),
        ("Participatiewet", "bijstandswet"),
        ("3D's", "decentralisaties"),
        ("uitkering", "algemene bijstand"),
        ("uitkeringen", "algemene bijstand"),
        ("Ik wil een traplift", "woningaanpassing"),
        ("huishoudelijke hulp", "maatwerkvoorziening"),
    ],
)
def test_the_packaged_glossary_knows_the_field(question: str, name: str) -> None:
    assert name in packaged().other_names(question)


def test_no_entry_of_the_packaged_glossary_is_without_effect() -> None:
    for line in FILE.read_text(encoding="utf-8").splitlines():
        if " = [" in line and not line.startswith("same"):
            word = line.split('"')[1]
            assert words(word)
            assert packaged().other_names(word), word
