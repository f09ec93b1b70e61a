import pytest

from index.comments import Header, header, header_style, is_furniture


@pytest.mark.parametrize(
    ("line", "speaker"),
    [
        ("J.P. van der Meer-de Wit (12 mei 2016, 16:40)", "J.P. van der Meer-de Wit"),
        ("Geplaatst door: Jolanda63 » 12 mrt 2019 09:14", "Jolanda63"),
        ("Reactie door W. Hoekstra (raadslid) op 4-4-2014 om 08:02", "W. Hoekstra"),
        ("bezorgde_moeder · 3 d", "bezorgde_moeder"),
        ("peter_w schreef: ↑ 12 mrt 2019 11:02", "peter_w"),
        ("Op 3 mei 2016 schreef Jan de Boer:", "Jan de Boer"),
        ("12 mei 2016 14:03 - Jan", "Jan"),
        ("#4 Jan 12-03-2019", "Jan"),
        ("Annelies zegt:", "Annelies"),
        ("Anoniem (3 mei 2016)", ""),
    ],
)
def test_a_header_in_one_line(line: str, speaker: str) -> None:
    assert header(line, [], expected=False) == Header(speaker)


@pytest.mark.parametrize(
    ("line", "following", "expected"),
    [
        ("Annelies zegt:", ["5 mei 2015 om 10:22", "Mooi stuk."], Header("Annelies", 2)),
        ("r.smit", ["12 mei 2016", "Nee."], Header("r.smit", 2)),
        ("u/belastingnerd", ["•", "2 jr. geleden", "Een auto telt niet mee."], Header("u/belastingnerd", 3)),
        ("throwaway_1", ["OP", "•", "2 jr. geleden", "Ja."], Header("throwaway_1", 4)),
        ("Annemiek", ["Berichten: 12", "Lid geworden op: 28 feb 2019"], Header("Annemiek", 1)),
    ],
)
def test_a_header_of_several_lines(line: str, following: list[str], expected: Header) -> None:
    assert header(line, following, expected=False) == expected


@pytest.mark.parametrize(
    ("line", "following", "found"),
    [
        ("Bianca Visser", ["Echt een schande."], Header("Bianca Visser")),
        ("Sjoerd K.", ["Geld voor drie"], Header("Sjoerd K.")),
        ("Mooi stuk.", ["Dank je."], None),
        ("Bianca Visser", ["Vind ik leuk · Beantwoorden · 3 d"], None),
        ("Bianca Visser", [], None),
        ("31", ["Echt een schande."], None),
        ("Inloggen", ["Echt een schande."], None),
    ],
)
def test_a_name_alone_is_a_header_only_where_one_is_expected(
    line: str, following: list[str], found: Header | None
) -> None:
    assert header(line, following, expected=True) == found
    assert header(line, following, expected=False) is None


def test_headers_of_one_page_have_one_style() -> None:
    one = header_style("Jan (12 mei 2016, 14:03)", [])
    assert one
    assert one == header_style("Els de Groot (13 mei 2016, 9:15)", [])
    assert one != header_style("Annelies zegt:", [])
    assert (
        header_style("Jan", ["12 mei 2016"]) == header_style("Els", ["•", "3 dagen geleden"]) == "time below"
    )


@pytest.mark.parametrize(
    "line", ["Datum: 3 mei 2020", "Bijgewerkt op 4 mei 2021", "Wat is de Wmo?", "Mooi stuk."]
)
def test_facts_and_text_are_no_headers(line: str) -> None:
    assert header_style(line, ["De tekst gaat verder."]) == ""


@pytest.mark.parametrize(
    ("line", "furniture"),
    [("31", True), ("•", True), ("OP", True), ("Berichten: 12", True), ("Klopt.", False)],
)
def test_furniture(line: str, furniture: bool) -> None:
    assert is_furniture(line) is furniture


def test_a_time_may_stand_above_the_name() -> None:
    following = ["Ria Koopmans", "Hartelijk dank."]
    assert header("14 april 2018", following, expected=False) == Header("Ria Koopmans", 2)
    assert header_style("14 april 2018", following) == "time above"
    assert header_style("14 april 2018", ["Het was mooi weer in de tuin.", "Dank."]) == ""
