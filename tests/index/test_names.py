import pytest

from index.names import Names

TEXT = """Staatssecretaris Jetta Klijnsma sprak met Silke van Arum van Movisie en met P.J. van der Meer.
Movisie helpt. Corrie (54) en Bas Lindeman wonen in Delft. WETHOUDER JANSEN kwam. Klijnsma ging weer, en
Klijnsma zei niets."""
NAMES = Names(TEXT)


@pytest.mark.parametrize(
    ("phrase", "name"),
    [
        ("Klijnsma", "Jetta Klijnsma"),
        ("Jetta", "Jetta Klijnsma"),
        ("staatssecretaris Klijnsma", "Jetta Klijnsma"),
        ("senior onderzoeker Silke van Arum van Movisie", "Silke van Arum"),
        ("de Vlaamse socioloog Lucia Ferrant", "Lucia Ferrant"),
        ("het SCP", "SCP"),
        ("de gemeente Utrecht", "gemeente Utrecht"),
        ("A.P. Vrieze", "A.P. Vrieze"),
        ("Mevrouw Dekker", "Dekker"),
        ("Psychiater Jeroen Tak", "Jeroen Tak"),
        ("Jan van Movisie", "Jan"),
        ("Maar Dat", ""),
        ("een bewoner", ""),
    ],
)
def test_the_name_of_a_phrase(phrase: str, name: str) -> None:
    assert NAMES.first(phrase) == name


def test_last_name_of_a_phrase() -> None:
    assert NAMES.last("Bas Lindeman en Klijnsma") == "Jetta Klijnsma"
    assert NAMES.last("niemand") == ""


def test_people_are_those_with_whole_names() -> None:
    assert NAMES.person("Movisie en Klijnsma") == "Jetta Klijnsma"
    assert NAMES.person("Movisie") == ""


@pytest.mark.parametrize(
    ("text", "subject"),
    [
        ("Bas Lindeman ging. Klijnsma bleef.", "Jetta Klijnsma"),
        ("Corrie (54) lacht.", "Corrie"),
        ("Het regent.", ""),
    ],
)
def test_whom_a_pronoun_means(text: str, subject: str) -> None:
    assert NAMES.subject(text) == subject


def test_the_most_named() -> None:
    assert NAMES.most_named(TEXT) == "Jetta Klijnsma"
    assert NAMES.most_named("het regent") == ""


@pytest.mark.parametrize(
    ("phrase", "described"),
    [("een bewoner van Delft", "een bewoner"), ("De rechtbank", "de rechtbank"), ("wie", "")],
)
def test_how_the_nameless_are_called(phrase: str, described: str) -> None:
    assert Names.described(phrase) == described
