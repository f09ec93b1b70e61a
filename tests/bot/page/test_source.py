import re
from html import unescape
from html.parser import HTMLParser

from hypothesis import given
from hypothesis import strategies as st

from bot.page.frame import Frame
from bot.page.municipality import Municipality
from bot.page.source import Opened, no_source, source
from index.types import Block, Document, Span
from tests.bot.conftest import citation
from tests.bot.page.conftest import EN, NL

FIRST = Opened(0, 1)


class Text(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.text = ""

    def handle_data(self, data: str) -> None:
        self.text += data


def text_of(html: str) -> str:
    parser = Text()
    parser.feed(html)
    return parser.text


def test_the_mark_holds_exactly_the_cited_words() -> None:
    text = "\n  Eerst dit. Breda kent <b>20</b> & meer. Dan dat.\n"
    start, end = text.index("Breda"), text.index(" Dan")
    cited = citation(text[start:end], start=start, end=end, speaker="Jos")
    html = source(Document("breda.txt", text, ()), [cited], FIRST, NL)
    [mark] = re.findall(r"<mark>(.*?)</mark>", html)
    assert unescape(mark) == "Breda kent <b>20</b> & meer."
    shown = re.search(r'<div class="document"[^>]*>(.*)</div>', html, re.DOTALL)
    assert shown is not None
    assert text_of(shown[1]) == text.strip()


def test_the_answer_itself_is_set_apart_in_the_words_that_are_cited() -> None:
    text = "Eerst dit. Breda kent <20> & meer. Dan dat."
    start, end, at = text.index("Breda"), text.index(" Dan"), text.index("<20>")
    cited = citation(text[start:end], start=start, end=end, answer=Span(at, at + 4))
    html = source(Document("breda.txt", text, ()), [cited], FIRST, NL)
    assert "<mark>Breda kent <strong>&lt;20&gt;</strong> &amp; meer.</mark>" in html


def test_its_facts_are_told_and_a_reader_is_unmistakable() -> None:
    cited = citation("Een.", start=0, end=4, role="comment", speaker="Jos", page=3)
    html = source(Document("breda.txt", "Een.", ()), [cited], FIRST, NL)
    assert (
        '<span class="role comment">Reactie van een lezer</span> · Jos · De Krant · 30 augustus 2021 · '
        "bladzijde 3</p>"
    ) in html


def test_a_source_without_title_and_speaker() -> None:
    cited = citation("Een.", title="", date="", publisher="", start=0, end=4)
    html = source(Document("a.txt", "Een.", ()), [cited], FIRST, NL)
    assert '<h2 tabindex="-1">zonder titel</h2>' in html
    assert '<span class="role article">Artikel</span> · datum onbekend</p>' in html
    assert 'aria-label="zonder titel"' in html


def test_the_way_leads_to_the_citations_before_and_after_and_back() -> None:
    cited = [citation("Een.", start=0, end=4)] * 3
    document = Document("a.txt", "Een.", ())

    def ways(number: int) -> list[tuple[str, str, str]]:
        html = source(document, cited, Opened(2, number), NL)
        return re.findall(r'class="(step|back)" data-turn="(\d)" data-number="(\d)"', html)

    assert ways(1) == [("step", "2", "2"), ("back", "2", "1")]
    assert ways(2) == [("step", "2", "1"), ("step", "2", "3"), ("back", "2", "2")]
    assert ways(3) == [("step", "2", "2"), ("back", "2", "3")]
    assert "Source 2 of 3" in source(document, cited, Opened(2, 2), EN)
    # As long as an answer is written its numbers may move.
    growing = source(document, cited, Opened(2, 2), EN, settled=False)
    assert 'class="back"' in growing
    assert 'class="step"' not in growing
    assert "Source 2" not in growing


def test_what_was_opened_is_shown_though_its_number_has_moved() -> None:
    first, second = citation("Een.", start=0, end=4), citation("Twee.", start=5, end=10)
    html = source(Document("a.txt", "Een. Twee.", ()), [first], Opened(0, 2, second), NL)
    assert "<mark>Twee.</mark>" in html


def test_on_an_english_page_what_a_source_says_of_itself_is_dutch() -> None:
    cited = citation("Een.", start=0, end=4, speaker="Jos")
    html = source(Document("breda.txt", "Een.", ()), [cited], FIRST, EN)
    assert '<h2 tabindex="-1" lang="nl">Zorg in Breda</h2>' in html
    assert (
        'Article</span> · <span lang="nl">Jos</span> · <span lang="nl">De Krant</span> · 30 August 2021'
        in html
    )


def test_the_original_is_linked_where_the_municipality_knows_it() -> None:
    known = Frame("nl", Municipality(originals={"breda.txt": "https://krant.nl/breda"}), told_others=False)
    document, cited = Document("breda.txt", "Een.", ()), [citation("Een.", start=0, end=4)]
    link = '<a href="https://krant.nl/breda" target="_blank" rel="noopener">Bekijk het origineel<span class'
    assert link in source(document, cited, FIRST, known)
    assert "<a " not in source(document, cited, FIRST, NL)


@given(
    text=st.text(alphabet=st.characters(codec="utf-8", exclude_characters="\r\0"), min_size=1), data=st.data()
)
def test_any_text_is_marked_exactly_and_escaped(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    document = Document("a.txt", text, (Block(Span(0, len(text)), "article"),))
    html = source(document, [citation(text[start:end], start=start, end=end)], FIRST, NL)
    [mark] = re.findall(r"<mark>(.*?)</mark>", html, re.DOTALL)
    assert unescape(mark) == text[start:end]
    assert html.count("<mark>") == 1


def test_masked_words_are_read_out_as_masked() -> None:
    text = "Bel ██████ & mail ███ gerust. Dit is de zin. En ██ daarna."
    cited = citation(
        "Dit is de zin.", start=text.index("Dit"), end=text.index(" En"), title="Bel ██", speaker="Jan (█)"
    )
    shown = source(Document("a.txt", text, (Block(Span(0, len(text)), "article"),)), [cited], FIRST, NL)
    masked = '<span class="masked" role="img" aria-label="afgeschermd">{}</span>'
    assert f"Bel {masked.format('██████')} &amp; mail {masked.format('███')} gerust." in shown
    assert f"En {masked.format('██')} daarna." in shown
    assert f'<h2 tabindex="-1">Bel {masked.format("██")}</h2>' in shown
    assert f"Jan ({masked.format('█')})" in shown
    assert text in text_of(shown)


def test_without_a_number_it_says_what_to_do() -> None:
    assert NL.texts.get("page.source_empty") in no_source(NL.texts)


def test_marks_that_turn_a_page_around_are_not_shown() -> None:
    text = "Eerst\u202e dit. Breda \u2066kent\U000e0041 het."
    start = text.index("Breda")
    cited = citation(text[start:], start=start, end=len(text))
    html = source(Document("breda.txt", text, ()), [cited], FIRST, NL)
    assert re.findall(r"<mark>(.*?)</mark>", html) == ["Breda kent het."]
    assert "Eerst dit." in text_of(html)
    assert not re.search("[\u202e\u2066\U000e0041]", html)
