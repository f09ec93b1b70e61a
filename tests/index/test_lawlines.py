import pytest

from index.lawlines import (
    APPENDIX,
    ARTICLE,
    CHAPTER,
    PARAGRAPH,
    Heading,
    Member,
    contents,
    heading,
    is_button,
    is_closing,
    is_for_machines,
    is_preamble,
    is_repealed,
    member,
    member_label,
)
from index.paragraphs import lines


@pytest.mark.parametrize(
    ("line", "number"),
    [
        ("### Artikel 1 Organen", "1"),
        ("##### Artikel 3.", "3"),
        ("###Artikel 34", "34"),
        ("### Artikel  7.4.1.1", "7.4.1.1"),
        ("**Artikel 4**", "4"),
        ("**Artikel 9.1.b**", "9.1.b"),
        ("Artikel 2.3.5", "2.3.5"),
        ("Artikel 10da Aanspraak op begeleiding", "10da"),
        ("Artikel 1:2. Reikwijdte", "1:2"),
        ("ARTIKEL 5", "5"),
        ("Art. 12 - Onderhoudsplicht", "12"),
        ("### Artikel 5 begripsbepalingen", "5"),
        ("Artikel IV", "IV"),
        ("### Artikel  XIXA", "XIXA"),
        ("### Artikel  Ya 16", "Ya 16"),
        ("Artikel 31 [Vervallen]", "31"),
    ],
)
def test_the_heading_of_an_article_is_known_by_its_number(line: str, number: str) -> None:
    found = heading(line)
    assert found is not None
    assert (found.level, found.number) == (ARTICLE, number)


@pytest.mark.parametrize(
    "line",
    [
        "Artikel 5 van de wet is niet van toepassing.",
        "artikel 5",
        "Artikel 4.1, tweede lid, zoals dat luidde op 31 december 2021, blijft van toepassing.",
        "Artikel 12 zoals dat luidde",
        "Artikelen over zorg",
        "De gemeente",
        "Paragraaf 3.2 van de wet is van overeenkomstige toepassing.",
        "Deel het formulier met uw wijkteam",
        "Toelichting:",
        "Bijlage 3 bevat de bedragen die het college elk jaar vaststelt.",
        "Artikel 8i\tDruk de vergelijking van het onderdeel af",
        "Artikel 5 " + "Zeer lange zin over hulp " * 10,
    ],
)
def test_a_sentence_about_an_article_is_no_heading(line: str) -> None:
    assert heading(line) is None


@pytest.mark.parametrize(
    ("line", "level", "number"),
    [
        ("**Bijlage A. bij artikel 7 van de Uitvoeringsregeling**", APPENDIX, "A"),
        ("# Bijlagen", APPENDIX, ""),
        ("Nota van toelichting", APPENDIX, ""),
        ("Deel 1. Gegevensdefinities", 2, "1"),
        ("### Hoofdstuk  1", CHAPTER, "1"),
        ("## Hoofdstuk 1 Algemeen > § 1.1 Begripsbepalingen", CHAPTER, "1"),
        ("HOOFDSTUK II", CHAPTER, "II"),
        ("Titel 4.1 Beschikkingen", 4, "4.1"),
        ("Afdeling 3", 5, "3"),
        ("**§ 4.2.a. Klachtrecht**", PARAGRAPH, "4.2.a"),
        ("**Paragraaf 1. Aanspraak op tolkdiensten**", PARAGRAPH, "1"),
        ("### Subparagraaf  7.4.1", 7, "7.4.1"),
    ],
)
def test_parts_of_a_law_have_their_levels(line: str, level: int, number: str) -> None:
    found = heading(line)
    assert found is not None
    assert (found.level, found.number) == (level, number)


@pytest.mark.parametrize(
    ("number", "label"),
    [
        (1, "eerste lid"),
        (3, "derde lid"),
        (8, "achtste lid"),
        (14, "veertiende lid"),
        (20, "twintigste lid"),
        (21, "eenentwintigste lid"),
        (22, "tweeëntwintigste lid"),
        (33, "drieëndertigste lid"),
        (40, "veertigste lid"),
        (48, "achtenveertigste lid"),
        (50, "vijftigste lid"),
        (99, "negenennegentigste lid"),
        (100, "lid 100"),
        (356, "lid 356"),
    ],
)
def test_a_member_is_called_by_its_ordinal(number: int, label: str) -> None:
    assert member_label(number) == label


def test_a_member_with_a_letter_is_called_by_both() -> None:
    assert member_label(2, "a") == "lid 2a"


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("1.  Het college", Member(1, "", True, False, 4)),
        ("2 Het college", Member(2, "", False, False, 2)),
        ("**3.**\tIndien", Member(3, "", True, False, 7)),
        ("1a. Het college", Member(1, "a", True, False, 4)),
        ("4) het college", Member(4, "", True, True, 3)),
        ("Lid 2. Het", Member(2, "", True, False, 7)),
        ("5. [Vervallen]", Member(5, "", True, False, 3)),
        ("12 maanden na afloop", None),
        ("1°. personen", None),
        ("2015 Wet", None),
        ("a. het college", None),
    ],
)
def test_a_member_begins_with_its_number(line: str, expected: Member | None) -> None:
    assert member(line) == expected


@pytest.mark.parametrize(
    "line",
    [
        "Wij Willem-Alexander, bij de gratie Gods, Koning der Nederlanden, enz. enz. enz.",
        "Allen, die deze zullen zien of horen lezen, saluut! doen te weten:",
        "Gelet op de artikelen 2.9 en 2.10 van de Jeugdwet;",
        "De raad van de gemeente Breda,",
        "<meta http-equiv='Content-Type' content='text/html' />",
        "- [Artikel 1](#artikel-1)",
        "Inhoudsopgave",
        "BESLUIT vast te stellen:",
    ],
)
def test_who_decides_and_why_is_preamble(line: str) -> None:
    assert is_preamble(line)
    assert not is_closing(line)


@pytest.mark.parametrize(
    "line",
    [
        "Lasten en bevelen dat deze in het Staatsblad zal worden geplaatst.",
        "De Minister van Justitie a.i. ,",
        "De Staatssecretaris van Volksgezondheid, Welzijn en Sport, M.J. van Rijn",
        "de griffier,",
        "De voorzitter, A. de Vries",
        "Aldus vastgesteld in de openbare vergadering van 12 december 2024.",
        "Uitgegeven de veertiende maart 2014",
    ],
)
def test_what_closes_a_law_is_known(line: str) -> None:
    assert is_closing(line)


@pytest.mark.parametrize(
    "line",
    [
        "De Minister van Justitie stelt het bedrag jaarlijks vast.",
        "De burgemeester, gehoord de raad, kan de woning sluiten.",
        "De griffier zendt het verslag aan de raad.",
    ],
)
def test_the_duty_of_an_office_is_no_signature(line: str) -> None:
    assert not is_closing(line)


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("[Vervallen]", True),
        ("Vervallen.", True),
        ("[Vervallen per 01-07-2020]", True),
        ("3. [Vervallen]", True),
        ("[Red: Wijzigt de Gemeentewet.]", True),
        ("Wijzigt de Woningwet.", True),
        ("Dit lid is vervallen.", True),
        ("Wijzigingen zijn nog niet verwerkt in deze tekst.", True),
        ("2. De indicatie vervalt na een jaar.", False),
        ("Vervallen aanspraken worden niet vergoed aan de cliënt.", False),
    ],
)
def test_what_was_repealed_says_nothing(line: str, expected: bool) -> None:
    assert is_repealed(line) is expected


@pytest.mark.parametrize(
    "line",
    [
        "## **Instructie voor de AI-agent: Gebruik van de Regeling Jeugdwet**",
        "# Aanwijzingen voor het taalmodel",
        "## Instructions for the AI assistant",
        "### Systeemprompt",
        "- **AI-agent:** Jw-agent",
    ],
)
def test_what_is_for_a_program_is_known(line: str) -> None:
    assert is_for_machines(line)


@pytest.mark.parametrize(
    "line",
    [
        "### Gebruik van kunstmatige intelligentie",
        "Het college zet een chatbot in om vragen te beantwoorden.",
        "### Instructies voor de aanvraag",
    ],
)
def test_law_about_programs_is_not_for_them(line: str) -> None:
    assert not is_for_machines(line)


def test_the_buttons_of_a_page_are_known() -> None:
    assert is_button("Toon relaties in LinkedData")
    assert not is_button("Het college toont de relaties aan.")


def listed(text: str) -> list[str]:
    return [span.of(text) for span in contents([(each, heading(each.of(text))) for each in lines(text)])]


def test_headings_that_come_again_with_text_are_a_table_of_contents() -> None:
    text = (
        "Verordening\nHoofdstuk 1 Algemeen .... 1\nArtikel 1 Begrippen .... 1\nArtikel 2 Doel\t2\n"
        "Artikel 3 Slot     3\nDe raad,\nHoofdstuk 1 Algemeen\nArtikel 1 Begrippen\nHet.\n"
        "Artikel 2 Doel\nHet.\nArtikel 3 Slot\nHet.\n"
    )
    assert listed(text) == [
        "Hoofdstuk 1 Algemeen .... 1",
        "Artikel 1 Begrippen .... 1",
        "Artikel 2 Doel\t2",
        "Artikel 3 Slot     3",
    ]


def test_the_contents_end_where_the_law_begins_without_a_line_between() -> None:
    articles = "Artikel 1 Begrippen\nArtikel 2 Doel\nArtikel 3 Slot\n"
    text = articles + "Artikel 1 Begrippen\nHet.\nArtikel 2 Doel\nHet.\nArtikel 3 Slot\nHet.\n"
    assert listed(text) == articles.splitlines()


def test_articles_without_text_are_no_table_of_contents() -> None:
    assert listed("Artikel 1\nArtikel 2\nArtikel 3\nArtikel 4\nHet.\n") == []


def test_a_heading_is_called_alike_in_the_contents_and_above_its_text() -> None:
    assert Heading(ARTICLE, "1", "Artikel 1 Begrippen").key == Heading(ARTICLE, "1", "Artikel 1").key
    assert Heading(CHAPTER, "1", "Hoofdstuk 1").key != Heading(CHAPTER, "1", "Hoofdstuk 1 Algemeen").key
