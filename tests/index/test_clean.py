from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.clean import read_page, role_word
from index.types import Document, Extract

SEEDS = Path(__file__).parent.parent.parent / "seeds"

# Long enough to be no heading, and ends as a sentence does.
ARTICLE = (
    "De gemeente helpt inwoners die door ziekte of ouderdom niet meer alles zelf kunnen, en zij betaalt "
    "daarvoor met geld van het Rijk."
)
MORE = (
    "Wie het oneens is met een besluit kan binnen zes weken bezwaar maken bij de gemeente die het genomen "
    "heeft, en daarna in beroep gaan."
)


def labels(document: Document, length: int = 40) -> list[tuple[str, str, str]]:
    return [(block.role, block.speaker, block.span.of(document.text)[:length]) for block in document.blocks]


def labelled(*lines: str) -> list[tuple[str, str, str]]:
    return labels(read_page("page.txt", Extract("\n".join(lines))), 200)


def roles(*lines: str) -> list[str]:
    return [role for role, _, _ in labelled(*lines)]


def page(name: str) -> Document:
    return read_page(name, Extract((SEEDS / name).read_text(encoding="utf-8")))


# The seeds, line by line, as a reader would label them.


def test_seed_of_readers_comments() -> None:
    document = page("000_2f0eee4be5106532.txt")
    assert (document.title, document.date) == ("Integratie Wmo en Participatie in de wijk", "")
    assert labels(document) == [
        ("boilerplate", "", "3 thoughts on “Integratie Wmo en Partici"),
        ("boilerplate", "", "1. "),
        ("comment", "", "Informatief filmpje van de VNG over inte"),
        ("comment", "", "Wanneer ga je van de (wijkteam)generalis"),
        ("comment", "", "Tenslotte: Mevr. Bieshaar (directeur Soc"),
        ("boilerplate", "", "2. "),
        ("comment", "", "@Peter Goede observatie. Voor mij was he"),
        ("boilerplate", "", "3. "),
        ("comment", "", "En, vooralsnog geldt denk ik helaas ‘tha"),
        ("boilerplate", "", "Comments are closed."),
    ]


def test_seed_with_a_byline() -> None:
    document = page("001_0482f0ee3bf5b67b.txt")
    assert document.title == (
        "Hoe we organiseren dat Werk & Inkomen, Wmo en Jeugd een plaats krijgen in de wijkteams."
    )
    assert document.date == ""
    assert labels(document) == [
        ("metadata", "", "Eric Dorscheidt"),
        ("metadata", "", "e.dorscheidt@kokxdevoogd.nl"),
        ("metadata", "", "06 - 46 21 56 26"),
        ("heading", "", "Hoe we organiseren dat Werk & Inkomen, W"),
        ("article", "", "In 2015 kregen gemeenten in het sociale "),
        ("heading", "", "Eén integraal team dat maatwerk en mains"),
        ("article", "", "Het zou zowel vanuit de beleidsmatige ka"),
        ("heading", "", "Niet dezelfde taal en kijk op de mens"),
        ("article", "", "Het leek – wat plat – een discussie tuss"),
        ("heading", "", "Just do it!"),
        ("article", "", "Inmiddels lijken links en rechts de sche"),
    ]


def test_seed_of_a_news_site() -> None:
    document = page("002_2d98b5cdfa587961.txt")
    assert (document.title, document.date) == ("Welzijnswerker kan verschil maken in Kanteling", "")
    assert labels(document) == [
        ("boilerplate", "", "Artikel bewaren"),
        ("boilerplate", "", "Je hebt een account nodig om artikelen i"),
        ("boilerplate", "", "Login of Maak een account aan"),
        ("boilerplate", "", "Reacties2"),
        ("heading", "", "Welzijnswerker kan verschil maken in Kan"),
        ("article", "", "Gemeenten die Wmo-ondersteuning koppelen"),
        ("boilerplate", "", "Welzijnswerker kan verschil maken in Kan"),
        ("metadata", "", "Foto: ANP Erik van t Woud"),
        ("article", "", "De nieuwe toeleiding van burgers naar on"),
        ("heading", "", "Kanteling"),
        ("article", "", "Het SCP constateert ook dat ‘de gemiddel"),
        ("article", "", "De onderzoekers vonden in 2012 geen bewu"),
        ("boilerplate", "", "Lees hier de adviezen van het SCP >>"),
        ("heading", "", "Hogere eigen bijdrage"),
        ("article", "", "Opmerkelijk is de conclusie van de onder"),
        ("heading", "", "Samenwerken"),
        ("article", "", "Het Planbureau concludeert verder dat ge"),
        ("boilerplate", "", "Download\u00a0hier het rapport “De weg naar m"),
        ("boilerplate", "", "2 REACTIES"),
        ("boilerplate", "", "1. "),
        ("comment", "", "Ik kan me volledig vinden in de mening v"),
        ("comment", "", "Dat de welzijnswerker een belangrijke ro"),
        ("boilerplate", "", "2. "),
        ("boilerplate", "", "Lees alle reacties"),
        ("boilerplate", "", "3. "),
        ("comment", "", "Ik vind het niet alleen opmerkelijk dat "),
        ("boilerplate", "", "Geef je reactie"),
        ("boilerplate", "", "Om te kunnen reageren moet je ingelogd z"),
    ]


def test_seed_with_named_commenters() -> None:
    document = page("003_2053216623350a83.txt")
    assert (document.title, document.date) == ("Participatie scoort laag als doelstelling wijkteams", "")
    assert labels(document) == [
        ("boilerplate", "", "of 59232 LinkedIn"),
        ("heading", "", "Participatie scoort laag als doelstellin"),
        ("article", "", "integrale aanpak (67%) en het vergroten "),
        ("article", "", "Hoewel met de decentralisaties veel nadr"),
        ("heading", "", "Integrale aanpak"),
        ("article", "", "Gevraagd naar de drie belangrijkste doel"),
        ("heading", "", "8 procent"),
        ("article", "", "Hoewel de Participatiewet vanaf 1 januar"),
        ("quote", "Silke van Arum", "‘Opvallend laag’, concludeert senior ond"),
        ("quote", "Silke van Arum", "‘ Blijkbaar ligt de prioriteit bij zelfr"),
        ("article", "", "Ze vermoedt dat na verloop van tijd ‘ver"),
        ("heading", "", "Reactie Klijnsma"),
        ("article", "", "Staatssecretaris Jetta Klijnsma (SZW, Pv"),
        ("quote", "Jetta Klijnsma", "‘Het rapport laat zien dat gemeenten ter"),
        ("article", "", "Ze wijst erop dat gemeenten voor de bege"),
        ("heading", "", "Inkomensondersteuning"),
        ("article", "", "Uit het onderzoek van Movisie blijkt dat"),
        ("article", "", "Na integrale aanpak en bevorderen zelfre"),
        ("boilerplate", "", "Verstuur dit artikel naar Google+"),
        ("boilerplate", "", "Gerelateerde artikelen"),
        ("boilerplate", "", "Reageer op dit artikel"),
        ("boilerplate", "", "Even geduld a.u.b."),
        ("boilerplate", "", "Reactie op dit bericht"),
        ("boilerplate", "", "Door Pieter (dir-eigenaar)\u00a0op"),
        ("comment", "Pieter", "Goeie vraag, Niels (Wat heeft Movisie ei"),
        ("boilerplate", "", "Door Jos Uitterhoeve op"),
        ("comment", "Jos Uitterhoeve", "De schrijfster is toch wat optimistisch."),
        ("boilerplate", "", "Door Niels op"),
        ("comment", "Niels", "Ik ken de vraagstelling van Movisie niet"),
    ]


def test_seed_of_a_knowledge_centre() -> None:
    document = page("004_fc42d5245a250134.txt")
    assert document.title == "Wmo-beleid lijkt eenheidsworst maar uitvoering bewijst tegendeel"
    assert document.date == "2021-08-30"
    assert labels(document) == [
        ("boilerplate", "", "Naar hoofdinhoud Naar footer"),
        ("heading", "", "Wmo-beleid lijkt eenheidsworst maar uitv"),
        ("metadata", "", "Gepubliceerd op: 30-08-2021"),
        ("article", "", "Als je de beleidsplannen van gemeenten v"),
        ("quote", "Integraal Werken in de Wijk", "‘Door alleen naar beleidsstukken te kijk"),
        ("article", "", "De publicatie schetst een beeld van het "),
        ("quote", "Lian Stouthard", "Onderzoeker Lian Stouthard zegt: 'We zij"),
        ("heading", "", "4-3-3"),
        ("article", "", "De conclusie dat het Wmo-beleid daarom e"),
        ("quote", "Nick Zonneveld", "Onderzoeker Nick Zonneveld: 'Ik maak een"),
        ("heading", "", "Almere, Almelo en Breda"),
        ("article", "", "In het rapport wordt dit geïllustreerd a"),
        ("quote", "Lian Stouthard", "Stouthard: 'Verschil in de uitvoering zi"),
        ("boilerplate", "", "Downloads"),
        ("boilerplate", "", "Deel deze pagina via:"),
        ("boilerplate", "", "Stel je vraag aan"),
    ]


# Invented pages, one for each kind of site.


def test_a_municipal_page_keeps_its_text_and_loses_its_frame() -> None:
    assert labelled(
        "Ga naar de inhoud",
        "Menu",
        "Zoeken",
        "Deze website gebruikt cookies om uw bezoek te meten.",
        "Accepteer alle cookies",
        "Hulp bij het huishouden",
        "Laatst gewijzigd op: 3 mei 2020",
        ARTICLE,
        "Bezwaar maken",
        MORE,
        "Delen via WhatsApp",
        "Schrijf u in voor onze nieuwsbrief",
        "info@voorbeeld.nl",
        "Tel. 014 010 12 34",
        "Privacyverklaring | Cookies | Toegankelijkheid",
        "© Gemeente Voorbeeld",
    ) == [
        ("boilerplate", "", "Ga naar de inhoud"),
        ("boilerplate", "", "Menu"),
        ("boilerplate", "", "Zoeken"),
        ("boilerplate", "", "Deze website gebruikt cookies om uw bezoek te meten."),
        ("boilerplate", "", "Accepteer alle cookies"),
        ("heading", "", "Hulp bij het huishouden"),
        ("metadata", "", "Laatst gewijzigd op: 3 mei 2020"),
        ("article", "", ARTICLE),
        ("heading", "", "Bezwaar maken"),
        ("article", "", MORE),
        ("boilerplate", "", "Delen via WhatsApp"),
        ("boilerplate", "", "Schrijf u in voor onze nieuwsbrief"),
        ("boilerplate", "", "info@voorbeeld.nl"),
        ("boilerplate", "", "Tel. 014 010 12 34"),
        ("boilerplate", "", "Privacyverklaring | Cookies | Toegankelijkheid"),
        ("boilerplate", "", "© Gemeente Voorbeeld"),
    ]


def test_a_forum_page_gives_every_comment_its_speaker() -> None:
    assert labelled(
        "Wijkteams onder druk",
        ARTICLE,
        "3 reacties op dit bericht",
        "Jan schreef op 3 mei 2020:",
        "Bij ons werkt het wijkteam goed.",
        "Dat mag ook eens gezegd worden.",
        "Geplaatst door Fatima El Amrani op 4 mei 2020",
        "Bij ons niet!",
        "Reactie van K. de Boer (ambtenaar)",
        "Daar komt verandering in.",
        "Laat een reactie achter",
        "Uw e-mailadres wordt niet gepubliceerd.",
    ) == [
        ("heading", "", "Wijkteams onder druk"),
        ("article", "", ARTICLE),
        ("boilerplate", "", "3 reacties op dit bericht"),
        ("boilerplate", "", "Jan schreef op 3 mei 2020:"),
        ("comment", "Jan", "Bij ons werkt het wijkteam goed."),
        ("comment", "Jan", "Dat mag ook eens gezegd worden."),
        ("boilerplate", "", "Geplaatst door Fatima El Amrani op 4 mei 2020"),
        ("comment", "Fatima El Amrani", "Bij ons niet!"),
        ("boilerplate", "", "Reactie van K. de Boer (ambtenaar)"),
        ("comment", "K. de Boer", "Daar komt verandering in."),
        ("boilerplate", "", "Laat een reactie achter"),
        ("boilerplate", "", "Uw e-mailadres wordt niet gepubliceerd."),
    ]


def test_a_news_page_with_a_counter_above_the_article_has_no_comments_there() -> None:
    assert labelled(
        "Reacties (2)",
        "Rijk geeft meer geld",
        "Foto: ANP / Jan de Vries",
        "12-03-2019",
        ARTICLE,
        "Gerelateerde artikelen: Minder geld voor jeugdzorg",
    ) == [
        ("boilerplate", "", "Reacties (2)"),
        ("heading", "", "Rijk geeft meer geld"),
        ("metadata", "", "Foto: ANP / Jan de Vries"),
        ("metadata", "", "12-03-2019"),
        ("article", "", ARTICLE),
        ("boilerplate", "", "Gerelateerde artikelen: Minder geld voor jeugdzorg"),
    ]


@pytest.mark.parametrize(
    ("header", "speaker"),
    [
        ("Jan schreef op 3 mei 2020:", "Jan"),
        ("Marie-José van 't Hof schrijft:", "Marie-José van 't Hof"),
        ("Piet zei om 12:00:", "Piet"),
        ("Admin says:", "Admin"),
        ("Els reageerde op 1 juni:", "Els"),
        ("Door Jos Uitterhoeve op", "Jos Uitterhoeve"),
        ("Door Pieter (dir-eigenaar)\u00a0op", "Pieter"),
        ("door Anna op 3 mei 2020 om 10:11", "Anna"),
        ("Naam: Bo", "Bo"),
        ("Geplaatst door Bo op 12-03-2019", "Bo"),
    ],
)
def test_headers_of_comments(header: str, speaker: str) -> None:
    assert labelled("Titel", ARTICLE, "1 reactie", header, "Mooi stuk.")[3:] == [
        ("boilerplate", "", header),
        ("comment", speaker, "Mooi stuk."),
    ]


def test_the_same_words_above_the_comments_are_article() -> None:
    assert labelled("Titel", ARTICLE, "Jan schreef op 3 mei 2020:", MORE)[2] == (
        "article",
        "",
        "Jan schreef op 3 mei 2020:",
    )


def test_a_number_ends_what_a_named_reader_says() -> None:
    assert labelled("Titel", ARTICLE, "2 reacties", "Door Anna op", "Mooi.", "2. Lelijk.", "Heel lelijk.")[
        3:
    ] == [
        ("boilerplate", "", "Door Anna op"),
        ("comment", "Anna", "Mooi."),
        ("boilerplate", "", "2. "),
        ("comment", "", "Lelijk."),
        ("comment", "", "Heel lelijk."),
    ]


def test_a_second_start_of_comments_forgets_the_speaker() -> None:
    assert labelled("Titel", ARTICLE, "Reacties (1):", "Door Anna op", "Mooi.", "2 reacties", "Lelijk.")[
        5:
    ] == [
        ("boilerplate", "", "2 reacties"),
        ("comment", "", "Lelijk."),
    ]


@pytest.mark.parametrize("line", ["Menu", "Log in", "Inloggen", "Print", "Home", "Contact", "Volgende"])
@pytest.mark.parametrize("place", ["above", "below", "comments"])
def test_frames_are_frames_wherever_they_stand(line: str, place: str) -> None:
    lines = {
        "above": (line, "Titel", ARTICLE),
        "below": ("Titel", ARTICLE, line),
        "comments": ("Titel", ARTICLE, "1 reactie", line, "Mooi."),
    }[place]
    assert ("boilerplate", "", line) in labelled(*lines)


@pytest.mark.parametrize(
    "line",
    ["Geef je reactie", "Plaats een reactie", "Leave a Reply", "Reageer", "Reageren is niet meer mogelijk."],
)
def test_nothing_below_the_end_of_the_comments_is_text(line: str) -> None:
    assert roles("Titel", ARTICLE, "1 reactie", "Mooi.", line, "Naam", MORE)[3:] == [
        "comment",
        "boilerplate",
        "boilerplate",
        "boilerplate",
    ]


def test_an_invitation_above_the_article_ends_nothing() -> None:
    assert labelled("Reageer op dit artikel", "Titel", ARTICLE)[-1] == ("article", "", ARTICLE)


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("Gepubliceerd op: 30-08-2021", "2021-08-30"),
        ("Gepubliceerd 3 mei 2020", "2020-05-03"),
        ("Laatst bijgewerkt op 3 Mei 2020 om 14:05", "2020-05-03"),
        ("Datum: maandag 1 februari 2016", "2016-02-01"),
        ("Publicatiedatum: 9/1/2017", "2017-01-09"),
        ("31 december 1999", "1999-12-31"),
        ("1-2-2003", "2003-02-01"),
        ("29-02-2020", "2020-02-29"),
        ("29-02-2021", ""),
        ("45-13-2020", ""),
        ("Geplaatst in 2020", ""),
        ("Foto: ANP", ""),
    ],
)
def test_dates_that_a_page_states(line: str, expected: str) -> None:
    document = read_page("page.txt", Extract(f"Titel\n{line}\n{ARTICLE}"))
    assert document.date == expected
    assert labels(document, 200)[1] == ("metadata", "", line)


def test_the_first_date_counts_and_dates_in_the_text_do_not() -> None:
    dates = "Datum: 3 mei 2020\nBijgewerkt op 4 mei 2021"
    text = f"Titel\nIn 2014 begon het op 1 mei 2014.\n{ARTICLE}\n{dates}\n{MORE}"
    assert read_page("page.txt", Extract(text)).date == "2020-05-03"


def test_markdown_headings_are_headings_and_lose_their_marks_in_the_title() -> None:
    document = read_page("page.md", Extract(f"# Wat is de Wmo?\n\n{ARTICLE}\n\n## Bezwaar.\n\n{MORE}"))
    assert document.title == "Wat is de Wmo?"
    assert labels(document, 200) == [
        ("heading", "", "# Wat is de Wmo?"),
        ("article", "", ARTICLE),
        ("heading", "", "## Bezwaar."),
        ("article", "", MORE),
    ]


def test_the_title_is_what_the_comments_are_about() -> None:
    document = read_page("page.txt", Extract(f"Weblog\n{ARTICLE}\n1 thought on ‘De Kanteling’\nMooi."))
    assert document.title == "De Kanteling"


def test_a_page_that_begins_with_a_long_paragraph_has_no_title() -> None:
    document = read_page("page.txt", Extract(f"{ARTICLE}\nBezwaar\n{MORE}"))
    assert document.title == ""
    assert labels(document, 200) == [
        ("article", "", ARTICLE),
        ("heading", "", "Bezwaar"),
        ("article", "", MORE),
    ]


def test_a_page_of_frames_alone_has_no_title() -> None:
    document = read_page("page.txt", Extract("Menu\nInloggen"))
    assert document.title == ""
    assert labels(document) == [("boilerplate", "", "Menu"), ("boilerplate", "", "Inloggen")]


@pytest.mark.parametrize("length", [120, 121])
def test_a_heading_has_120_characters_at_most(length: int) -> None:
    line = ("Wat " * 40)[: length - 1] + "x"
    assert len(line) == length
    expected = "heading" if length == 120 else "article"
    assert labelled("Titel", ARTICLE, line, MORE)[2] == (expected, "", line)


@pytest.mark.parametrize(
    "line", ["Dat is zo.", "Daarom dus:", "Hij zei ‘nee.’", "Ten eerste;", "met kleine letter"]
)
def test_what_ends_as_a_sentence_or_begins_small_is_no_heading(line: str) -> None:
    assert labelled("Titel", ARTICLE, line, MORE)[2] == ("article", "", line)


def test_a_heading_with_nothing_below_it_is_a_frame() -> None:
    assert labelled("Titel", ARTICLE, "Onze partners")[-1] == ("boilerplate", "", "Onze partners")


def test_a_name_is_a_byline_only_above_contact_details() -> None:
    assert roles("Eric van der Berg", "eric@voorbeeld.nl", "Titel", ARTICLE)[0] == "metadata"
    assert roles("Eric van der Berg", "06-12345678", "Titel", ARTICLE)[0] == "metadata"
    assert roles("Titel", ARTICLE, "Eric van der Berg", MORE)[2] == "heading"


def test_a_wrapped_paragraph_is_one_block() -> None:
    wrapped = (
        "De gemeente helpt inwoners die niet meer alles zelf\n"
        "kunnen. Wie hulp nodig heeft, meldt zich bij het loket;\n"
        "daar volgt binnen zes weken een gesprek over wat nodig is\n"
        "en wie dat doet."
    )
    first, rest = wrapped.split(";\n")
    assert labelled("Titel", ARTICLE, "", wrapped) == [
        ("heading", "", "Titel"),
        ("article", "", ARTICLE),
        # A line that ends a clause ends the block: only unfinished lines are joined.
        ("article", "", first + ";"),
        ("article", "", rest),
    ]


def test_an_empty_line_ends_a_wrapped_paragraph() -> None:
    line = "De gemeente helpt inwoners die niet meer alles zelf kunnen doen en"
    assert labelled("Titel", ARTICLE, line, "", "ook hun mantelzorgers.", MORE)[2][2] == line


def test_carriage_returns_and_offsets() -> None:
    text = f"\ufeffTitel\r\n\r\n \u00a0{ARTICLE}\u200b\r\n"
    document = read_page("page.txt", Extract(text))
    assert document.text == text
    assert labels(document, 200) == [("heading", "", "Titel"), ("article", "", ARTICLE)]
    assert [block.span.start for block in document.blocks] == [1, 12]


def test_role_words() -> None:
    assert role_word("comment") == "Reactie van een lezer"
    assert role_word("article") == ""


_FRAMES = (
    "Menu",
    "2 reacties",
    "Door Anna op",
    "1. Mooi.",
    "Geef je reactie",
    "3. ",
    "4. Lees alle reacties",
)
_FACTS = ("Foto: ANP", "info@voorbeeld.nl", "Jan de Vries", "3 mei 2020", "1 thought on “Wmo”")
_TEXT = (
    ARTICLE,
    MORE,
    "Titel",
    "# Kop",
    "Kop",
    "…",
    "een regel van zo'n vijftig tekens die maar doorloopt en",
)
_LINES = st.sampled_from((*_FRAMES, *_FACTS, *_TEXT, "", "   "))


@given(st.lists(st.one_of(_LINES, st.text(max_size=30))).map("\n".join))
def test_every_character_that_is_not_space_lies_in_exactly_one_block_in_order(text: str) -> None:
    document = read_page("page.txt", Extract(text))
    assert document.text == text
    covered = [i for block in document.blocks for i in range(block.span.start, block.span.end)]
    assert covered == sorted(set(covered))
    unseen = "\ufeff\u200b"  # zero-width marks at a line's edge belong to no block
    missed = {text[i] for i in set(range(len(text))) - set(covered)}
    assert all(character.isspace() or character in unseen for character in missed)


@given(st.lists(_LINES).map("\n".join))
def test_only_comments_and_quotes_have_speakers_and_a_title_stands_on_the_page(text: str) -> None:
    document = read_page("page.txt", Extract(text))
    assert all(block.role in ("comment", "quote") for block in document.blocks if block.speaker)
    assert document.title in " ".join(text.split())
