import json

import pytest

from eval.samples import page
from index.clean import read_page
from index.errors import UnreadableError
from index.html import extract
from index.plaintext import GUESSED

LONG = (
    "De gemeente helpt u met het huishouden als u dat zelf niet meer kunt. Een medewerker van het wijkteam "
    "komt bij u thuis en bespreekt wat u nodig hebt."
)
BEFORE = '<!doctype html><html lang="nl"><head>'
MENU = '<nav><ul><li><a href="/">Home</a></li><li><a href="/c">Contact</a></li></ul></nav>'
FOOTER = "<footer><p>© 2019 Gemeente Voorbeeld. Alle rechten voorbehouden.</p></footer>"


def made(body: str, head: str = "<title>Wmo</title>") -> bytes:
    article = f"<main><article>{body}</article></main>"
    return f"{BEFORE}{head}</head><body>{MENU}{article}{FOOTER}</body></html>".encode()


def test_the_article_is_text_with_headings_lists_tables_and_quotations() -> None:
    body = f"""
    <h1>Hulp bij het huishouden</h1><p>{LONG}</p><h2>Hoe vraagt u het aan?</h2>
    <ul><li>Bel het <a href="/w">wijkteam</a>.</li>
    <li>Vul het formulier in:<ul><li>online</li><li>op papier</li></ul></li></ul>
    <blockquote>Ik ben er blij mee.</blockquote><blockquote><p>“Ik ook”, zegt Anna.</p></blockquote>
    <table><tr><th>Soort</th><th>Prijs</th></tr><tr><td>Wmo</td><td>€&nbsp;21</td></tr></table>
    <p>Dit is eﬀi&shy;ci&euml;nt<br>in elk opzicht.<br><br>Dit is een nieuwe alinea.</p>
    """
    assert extract(made(body)).text == (
        f"# Hulp bij het huishouden\n\n{LONG}\n\n## Hoe vraagt u het aan?\n\n"
        "- Bel het wijkteam.\n- Vul het formulier in:\n- online\n- op papier\n\n"
        "“Ik ben er blij mee.”\n\n“Ik ook”, zegt Anna.\n\n- Soort | Prijs\n- Wmo | € 21\n\n"
        "Dit is efficiënt in elk opzicht.\nDit is een nieuwe alinea."
    )


def test_what_the_page_does_not_state_is_empty() -> None:
    found = extract(made(f"<p>{LONG}</p><p>In 2017 verscheen het rapport, op 3 mei 2018 de reactie.</p>", ""))
    assert (found.title, found.publisher, found.date, found.comments) == ("", "", "", None)


@pytest.mark.parametrize(
    ("head", "title", "publisher", "date"),
    [
        ("<title>Wmo | Voorbeeld</title>", "Wmo | Voorbeeld", "", ""),
        ('<title>x</title><meta property="og:title" content="Hulp &amp; zorg">', "Hulp & zorg", "", ""),
        ('<meta property="og:site_name" content="Movisie">', "", "Movisie", ""),
        ('<meta name="DCTERMS.publisher" content="Gemeente Y">', "", "Gemeente Y", ""),
        (
            '<meta property="article:published_time" content="2018-03-12T23:30:00+01:00">',
            "",
            "",
            "2018-03-12",
        ),
        ('<meta name="DC.date.issued" content="12-03-2018">', "", "", "2018-03-12"),
        # When it was changed, what address it has and what the file says is not when it was published.
        ('<meta property="article:modified_time" content="2018-03-12">', "", "", ""),
        ('<link rel="canonical" href="https://www.voorbeeld.nl/2018/03/12/wmo">', "", "", ""),
        ('<script type="application/ld+json">{not json</script>', "", "", ""),
        (
            '<script type="application/ld+json">'
            + json.dumps({"@graph": [{"datePublished": "2018-03-12", "publisher": {"name": "Zorg+Welzijn"}}]})
            + "</script>",
            "",
            "Zorg+Welzijn",
            "2018-03-12",
        ),
        ('<script type="application/ld+json">[{"publisher": "x", "datePublished": 5}]</script>', "", "", ""),
    ],
)
def test_facts_are_read_where_the_page_states_them(head: str, title: str, publisher: str, date: str) -> None:
    found = extract(made(f"<p>{LONG}</p>", head))
    assert (found.title, found.publisher, found.date) == (title, publisher, date)


@pytest.mark.parametrize(
    "mark",
    [
        '<time class="entry-date published" datetime="2018-03-12T10:00">gisteren</time>',
        '<time pubdate datetime="2018-03-12">12 maart</time>',
        '<span itemprop="datePublished">12 maart 2018</span>',
        '<header><time datetime="2018-03-12">12 maart</time></header>',
    ],
)
def test_a_date_is_read_where_the_article_marks_it(mark: str) -> None:
    assert extract(made(f"<h1>Kop</h1>{mark}<p>{LONG}</p>")).date == "2018-03-12"


def test_the_only_main_heading_is_the_title_and_stands_above_the_text() -> None:
    raw = (
        f"{BEFORE}<title>Hulp - Gemeente</title></head><body><div class='banner'><h1>Hulp</h1></div>{MENU}"
        f"<main><article><p>{LONG}</p></article></main></body></html>"
    ).encode()
    found = extract(raw)
    assert found.title == "Hulp"
    assert found.text == f"# Hulp\n\n{LONG}"


def test_readers_stand_below_the_article_each_with_a_name() -> None:
    raw = page(
        "Hulp", [LONG, LONG.upper()], [("Niels", "Bij ons niet."), ("", "Mooi."), ("Wie?!: Ik", "Nou.")]
    )
    found = extract(raw.encode())
    assert found.comments is not None
    assert found.text[found.comments :] == (
        "Niels schreef:\n\nBij ons niet.\n\nAnoniem schreef:\n\nMooi.\n\nWie Ik schreef:\n\nNou."
    )
    document = read_page("page.html", found)
    said = [(b.speaker, b.span.of(found.text)) for b in document.blocks if b.role == "comment"]
    assert said == [("Niels", "Bij ons niet."), ("", "Mooi."), ("Wie Ik", "Nou.")]
    assert {b.role for b in document.blocks if b.span.start < found.comments} == {"heading", "article"}


def test_comments_in_a_frame_that_trafilatura_knows_are_kept_without_names() -> None:
    body = f'<h1>Hulp</h1><p>{LONG}</p><div id="disqus_thread"><p>Dit is wat een lezer ervan vindt.</p></div>'
    found = extract(made(body))
    assert found.comments is not None
    assert found.text[found.comments :] == "Dit is wat een lezer ervan vindt."


@pytest.mark.parametrize("charset", ["windows-1252", "ISO-8859-1", "iso-8859-15", "utf-16"])
def test_a_page_is_decoded_as_it_declares(charset: str) -> None:
    text = made(
        "<p>Eén voor álle burgers, dat is het beleid van onze gemeente.</p>", f'<meta charset="{charset}">'
    )
    raw = text.decode().encode("utf-16" if charset == "utf-16" else "cp1252")
    found = extract(raw)
    assert found.text == "Eén voor álle burgers, dat is het beleid van onze gemeente."
    assert found.warnings == ()


@pytest.mark.parametrize("head", ["", '<meta charset="utf-8">', '<meta charset="nonsense">'])
def test_a_page_that_is_not_what_it_declares_is_guessed(head: str) -> None:
    raw = made("<p>Eén voor álle burgers, dat is het beleid van onze gemeente.</p>", head)
    found = extract(raw.decode().encode("cp1252"))
    assert found.text == "Eén voor álle burgers, dat is het beleid van onze gemeente."
    assert found.warnings == (GUESSED,)


@pytest.mark.parametrize(
    ("raw", "reason"),
    [
        (b"Dit is gewone tekst, 3 < 4 en 5 > 4.", "it is not a web page: there is no html in it"),
        (made(""), "it has no text besides menus and the like"),
        (b"<html><body><script>var a = 1;</script></body></html>", "it has no text besides menus"),
        (b"<html>\0</html>", "it is a binary file, not text"),
        (b"<html><body>" + b"<div>" * 1000 + b"Tekst.", "it is nested too deeply"),
    ],
)
def test_what_is_no_page_is_refused_with_the_reason(raw: bytes, reason: str) -> None:
    with pytest.raises(UnreadableError, match=reason):
        extract(raw)


def test_an_xml_declaration_is_no_part_of_the_page() -> None:
    raw = b'<?xml version="1.0" encoding="utf-8"?>\n' + made(f"<p>{LONG}</p>", "")
    assert extract(raw).text == LONG


def test_a_page_of_nothing_but_frames_within_frames_is_refused() -> None:
    with pytest.raises(UnreadableError):
        extract(made("<nav><nav>Menu</nav></nav><footer><nav>Onder</nav></footer>", ""))
