import pytest

from index.properties import plausible_title


@pytest.mark.parametrize(
    ("stated", "title"),
    [
        ("Beleidsplan Wmo 2024", "Beleidsplan Wmo 2024"),
        ("  Sociale\nwijkteams ", "Sociale wijkteams"),
        ("Beleidsplan", "Beleidsplan"),
        ("Eﬀecten van de Wmo", "Effecten van de Wmo"),
        ("Microsoft Word - nota.doc", ""),
        ("nota wmo definitief.docx", ""),
        ("Folder.indd", ""),
        ("beleidsplan_wmo_def", ""),
        ("20240103-nota", ""),
        ("(anonymous)", ""),
        ("untitled", ""),
        ("Naamloos 1", ""),
        ("Document1", ""),
        ("Word-document", ""),
        ("PowerPoint-presentatie", ""),
        ("2024", ""),
        ("--", ""),
        ("", ""),
    ],
)
def test_a_title_is_kept_where_it_is_one(stated: str, title: str) -> None:
    assert plausible_title(stated) == title
