import re
from dataclasses import replace
from html import unescape
from html.parser import HTMLParser

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot import render
from bot.municipality import Municipality
from bot.render import TurnView
from bot.types import Answer, Sentence
from index.types import Block, Document, Span
from prompts import load
from tests.bot.conftest import citation, quoted

NL = load("nl")
EVIL = '<script>alert("x")</script> & \'<img src=x onerror="y">'
VOID = {"br", "hr", "img", "input", "meta", "link"}


class Tags(HTMLParser):
    """Collects the tags and the text, and notes a tag that is closed wrongly."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.text = ""
        self.open: list[str] = []
        self.attributes: list[tuple[str, str | None]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += attrs
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text += data


def parsed(html: str) -> Tags:
    tags = Tags()
    tags.feed(html)
    tags.close()
    assert tags.open == []
    return tags


def assert_harmless(html: str) -> None:
    found = parsed(html)
    assert not {"script", "img"} & set(found.tags)
    assert not any(name.startswith("on") for name, _ in found.attributes)


def finished(view: TurnView, *sentences: Sentence, notices: tuple[str, ...] = ()) -> TurnView:
    answer = Answer(view.question, "answer", "nl", sentences, notices)
    return replace(
        view,
        evidence=tuple(each.citations[0] for each in sentences),
        sentences=sentences,
        answer=answer,
    )


def test_a_question_waits_while_it_is_searched() -> None:
    html = render.conversation([TurnView("Wat is dit?")], NL)
    assert '<p class="status">Bezig met zoeken …</p>' in html
    assert '<span class="you">U vroeg</span> Wat is dit?</h2>' in html
    assert 'role="log"' in html


def test_evidence_is_listed_until_the_first_sentence_stands() -> None:
    view = TurnView("Wat?", evidence=(citation("Een."), citation("Twee.")))
    html = render.conversation([view], NL)
    assert "Gevonden in de bronnen:" in html
    assert re.findall(r"<q>(.*?)</q>", html) == ["Een.", "Twee."]
    assert re.findall(r'data-number="(\d+)"', html) == ["1", "2"]
    assert "Het antwoord wordt geschreven en gecontroleerd …" in html
    begun = render.conversation([replace(view, sentences=(quoted(citation("Een.")),))], NL)
    assert "Gevonden in de bronnen:" not in begun
    assert re.findall(r"<q>(.*?)</q>", begun) == ["Een."]


def test_a_quote_stands_in_quotation_marks_and_a_checked_sentence_does_not() -> None:
    view = finished(TurnView("Wat?"), quoted(citation("Een.")), Sentence("Kort.", "checked", (citation(),)))
    html = render.conversation([view], NL)
    assert "<q>Een.</q> <button" in html
    assert '<p class="sentence">Kort. <button' in html
    assert "2 zinnen, alle gecontroleerd bij de bron." in html


def test_one_sentence_is_counted_in_the_singular_and_notices_come_first() -> None:
    html = render.conversation([finished(TurnView("Wat?"), quoted(citation()), notices=("Let op.",))], NL)
    assert "1 zin, gecontroleerd bij de bron." in html
    assert html.index('<p class="notice">Let op.</p>') < html.index('<p class="sentence">')


def test_a_readers_comment_says_who_wrote_it() -> None:
    said = quoted(citation(role="comment", speaker="Jos"))
    html = render.conversation([finished(TurnView("Wat?"), said)], NL)
    assert '<p class="sentence comment"><span class="lead">Een lezer (Jos) schrijft:</span> <q>' in html
    assert "Zorg in Breda · Reactie van een lezer · Jos · De Krant · 30 augustus 2021" in html


def test_a_refusal_shows_its_notices_and_the_nearest_passages() -> None:
    answer = Answer("Wat?", "refusal", "nl", notices=("Nee.",), nearest=(citation("Een."), citation("Twee.")))
    view = TurnView("Wat?", answer=answer)
    html = render.conversation([view], NL)
    assert '<p class="notice">Nee.</p><ul class="found"><li>' in html
    assert re.findall(r"<q>(.*?)</q>", html) == ["Een.", "Twee."]
    assert view.citations == answer.nearest
    assert "gecontroleerd" not in html


def test_a_refusal_without_passages_has_no_list() -> None:
    html = render.conversation(
        [TurnView("Wat?", answer=Answer("Wat?", "greeting", "nl", notices=("Hoi",)))], NL
    )
    assert '<p class="notice">Hoi</p>' in html
    assert "<ul" not in html


def test_a_problem_is_told_in_the_place_of_an_answer() -> None:
    html = render.conversation([TurnView("Wat?", problem="Er staat geen vraag.")], NL)
    assert '<div class="reply"><p class="notice">Er staat geen vraag.</p></div>' in html


def test_numbers_lead_to_the_turn_and_the_citation_they_stand_in() -> None:
    turns = [finished(TurnView("Een?"), quoted(citation("A.")), quoted(citation("B."))), TurnView("Twee?")]
    turns[1] = finished(turns[1], quoted(citation("C.", title="")))
    found = re.findall(
        r'data-turn="(\d)" data-number="(\d)" aria-label="(.*?)"', render.conversation(turns, NL)
    )
    assert found == [
        ("0", "1", "Bron 1: Zorg in Breda"),
        ("0", "2", "Bron 2: Zorg in Breda"),
        ("1", "1", "Bron 1: zonder titel"),
    ]
    assert [cited.quote for cited in turns[0].citations] == ["A.", "B."]


def test_the_mark_holds_exactly_the_cited_words() -> None:
    text = "\n  Eerst dit. Breda kent <b>20</b> & meer. Dan dat.\n"
    start = text.index("Breda")
    cited = citation(text[start : text.index(" Dan")], start=start, end=text.index(" Dan"), speaker="Jos")
    html = render.source(Document("breda.txt", text, ()), cited, NL)
    [mark] = re.findall(r"<mark>(.*?)</mark>", html)
    assert unescape(mark) == "Breda kent <b>20</b> & meer."
    shown = re.search(r'<div class="document" tabindex="0">(.*)</div>', html, re.DOTALL)
    assert shown is not None
    assert parsed(shown[1]).text == text.strip()
    assert "</span> · Jos · 30 augustus 2021 · breda.txt</p>" in html


def test_a_source_without_title_and_speaker() -> None:
    html = render.source(
        Document("a.txt", "Een.", ()), citation("Een.", title="", date="", start=0, end=4), NL
    )
    assert '<h2 tabindex="-1">zonder titel</h2>' in html
    assert '<span class="role article">Artikel</span> · datum onbekend · breda.txt</p>' in html


@settings(deadline=None)
@given(
    text=st.text(alphabet=st.characters(codec="utf-8", exclude_characters="\r\0"), min_size=1), data=st.data()
)
def test_any_text_is_marked_exactly_and_escaped(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    document = Document("a.txt", text, (Block(Span(0, len(text)), "article"),))
    html = render.source(document, citation(text[start:end], start=start, end=end), NL)
    [mark] = re.findall(r"<mark>(.*?)</mark>", html, re.DOTALL)
    assert unescape(mark) == text[start:end]
    assert html.count("<mark>") == 1


def test_nothing_that_comes_from_outside_is_markup() -> None:
    cited = citation(
        EVIL, title=EVIL, publisher=EVIL, source=EVIL, speaker=EVIL, role="comment", start=0, end=len(EVIL)
    )
    refusal = Answer(EVIL, "refusal", "nl", notices=(EVIL,), nearest=(cited,))
    views = [
        TurnView(EVIL),
        TurnView(EVIL, problem=EVIL),
        TurnView(EVIL, evidence=(cited,)),
        TurnView(EVIL, evidence=(cited,), sentences=(quoted(cited),)),
        finished(TurnView(EVIL), quoted(cited), notices=(EVIL,)),
        finished(TurnView(EVIL), Sentence(EVIL, "checked", (cited,))),
        TurnView(EVIL, answer=refusal),
    ]
    for view in views:
        html = render.conversation([view], NL)
        assert_harmless(html)
        assert EVIL in parsed(html).text
    shown = render.source(Document(EVIL, f"{EVIL} en meer", ()), cited, NL)
    assert_harmless(shown)
    assert parsed(shown).text.count(EVIL) == 4  # title, speaker, source and the marked words


@pytest.mark.parametrize("language", ["nl", "en"])
def test_the_page_says_that_it_is_a_machine(language: str) -> None:
    texts = load(language)  # type: ignore[arg-type]
    html = render.header(texts, Municipality())
    assert f'<p class="ai" role="note">{texts.get("page.ai_notice")}</p>' in html
    assert "<h1>Wijkwijzer</h1>" in html
    assert texts.get("page.source_empty") in render.no_source(texts)


def test_masked_words_are_read_out_as_masked() -> None:
    text = "Bel ██████ & mail ███ gerust. Dit is de zin. En ██ daarna."
    cited = citation(
        "Dit is de zin.", start=text.index("Dit"), end=text.index(" En"), title="Bel ██", speaker="Jan (█)"
    )
    shown = render.source(Document("a.txt", text, (Block(Span(0, len(text)), "article"),)), cited, NL)
    masked = '<span class="masked" role="img" aria-label="afgeschermd">{}</span>'
    assert f"Bel {masked.format('██████')} &amp; mail {masked.format('███')} gerust." in shown
    assert f"En {masked.format('██')} daarna." in shown
    assert f'<h2 tabindex="-1">Bel {masked.format("██")}</h2>' in shown
    assert f"Jan ({masked.format('█')})" in shown
    tags = parsed(shown)
    assert text in tags.text
    assert [value for name, value in tags.attributes if name == "role"] == ["img"] * 5
