import re
from dataclasses import replace
from html.parser import HTMLParser

import pytest

from bot.page.conversation import conversation
from bot.page.frame import Frame
from bot.page.municipality import Contact, Municipality
from bot.page.reply import checked
from bot.page.source import Opened, source
from bot.page.told import told
from bot.page.turn import TurnView
from bot.types import Answer, Sentence
from index.types import Document
from tests.bot.conftest import citation, quoted
from tests.bot.page.conftest import EN, NL

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
    html = conversation([TurnView("Wat is dit?")], NL)
    assert '<p class="status">Bezig met zoeken …</p>' in html
    assert '<span class="you">U vroeg</span> Wat is dit?</h2>' in html
    assert '<p class="who">Wijkwijzer antwoordt</p>' in html
    assert '<article class="turn" tabindex="-1" aria-labelledby="asked-0" data-waits="Wat is dit?">' in html
    behind = conversation([TurnView("Wat is dit?", before=3)], NL)
    assert "Er zijn nog 3 vragen voor u." in behind


def test_evidence_is_listed_until_the_first_sentence_stands() -> None:
    view = TurnView("Wat?", evidence=(citation("Een."), citation("Twee.")))
    html = conversation([view], NL)
    assert "Gevonden in de bronnen:" in html
    assert re.findall(r'<q lang="nl">(.*?)</q>', html) == ["Een.", "Twee."]
    assert re.findall(r'data-number="(\d+)"', html) == ["1", "2"]
    assert "Het antwoord wordt geschreven en gecontroleerd …" in html
    begun = conversation([replace(view, sentences=(quoted(citation("Een.")),))], NL)
    assert "Gevonden in de bronnen:" not in begun
    assert re.findall(r'<q lang="nl">(.*?)</q>', begun) == ["Een."]


def test_a_quote_stands_in_quotation_marks_and_a_checked_sentence_does_not() -> None:
    view = finished(TurnView("Wat?"), quoted(citation("Een.")), Sentence("Kort.", "checked", (citation(),)))
    html = conversation([view], NL)
    assert '<q lang="nl">Een.</q> <button' in html
    assert '<p class="sentence">Kort. <button' in html
    assert "2 zinnen, beide gecontroleerd bij de bron." in html
    assert "data-waits" not in html


def test_sentences_are_counted_as_people_count() -> None:
    said = quoted(citation())
    counted = [checked(Answer("Wat?", "answer", "nl", (said,) * n), NL.texts) for n in (1, 2, 3)]
    assert counted == [
        "1 zin, gecontroleerd bij de bron.",
        "2 zinnen, beide gecontroleerd bij de bron.",
        "3 zinnen, alle gecontroleerd bij de bron.",
    ]
    assert checked(Answer("Wat?", "refusal", "nl"), NL.texts) == ""


def test_notices_come_first() -> None:
    html = conversation([finished(TurnView("Wat?"), quoted(citation()), notices=("Let op.",))], NL)
    assert html.index('<p class="notice">Let op.</p>') < html.index('<p class="sentence">')


def test_a_readers_comment_says_who_wrote_it() -> None:
    said = quoted(citation(role="comment", speaker="Jos"))
    html = conversation([finished(TurnView("Wat?"), said)], NL)
    assert (
        '<p class="sentence comment"><span class="lead">Een lezer (Jos) schrijft:</span> <q lang="nl">'
        in html
    )
    assert "Zorg in Breda · Reactie van een lezer · Jos · De Krant · 30 augustus 2021" in html


def test_a_refusal_shows_its_notices_and_the_nearest_passages() -> None:
    answer = Answer("Wat?", "refusal", "nl", notices=("Nee.",), nearest=(citation("Een."), citation("Twee.")))
    view = TurnView("Wat?", answer=answer)
    html = conversation([view], NL)
    nearest = "Dit komt het dichtst in de buurt. Het is misschien geen antwoord op uw vraag:"
    assert f'<p class="notice">Nee.</p><p class="notice">{nearest}</p><ul class="found"><li>' in html
    assert re.findall(r'<q lang="nl">(.*?)</q>', html) == ["Een.", "Twee."]
    assert view.citations == answer.nearest
    assert "gecontroleerd" not in html


@pytest.mark.parametrize(
    ("reason", "sent"),
    [
        ("weak_evidence", True),
        ("name_missing", True),
        ("personal_case", True),
        ("instruction", False),
        ("outside_subject", True),
        ("personal_data", False),
    ],
)
def test_who_gets_no_answer_is_told_where_to_go(reason: str, sent: bool) -> None:
    answer = Answer("Wat?", "refusal", "nl", notices=("Nee.",), reason=reason)  # type: ignore[arg-type]
    ours = Frame("nl", Municipality(contacts={"nl": (Contact("Loket"),)}), told_others=False)
    assert ("<li>Loket</li>" in conversation([TurnView("Wat?", answer=answer)], ours)) == sent


@pytest.mark.parametrize("sentences", [(), (quoted(citation()),)])
def test_who_cries_for_help_reads_whom_to_call_and_nothing_that_asks_for_something(
    sentences: tuple[Sentence, ...],
) -> None:
    helped = Answer("Help?", "crisis", "nl", sentences, notices=("Bel 112.",))
    html = conversation([TurnView("Help?", answer=helped, suggested=("En nu?",))], NL)
    assert '<a href="tel:112">112</a>' in html
    assert 'class="contacts"' not in html
    assert NL.texts.get("page.where_to_go") not in html
    assert {"copy", "share", "rate", "ask"}.isdisjoint(
        re.findall(r'<button type="button" class="(\w+)"', html)
    )
    # It is saved with the rest of the conversation all the same.
    assert "Bel 112." in str(dict(parsed(html).attributes)["data-text"])


def test_who_asks_for_oneself_first_reads_whom_to_ask() -> None:
    answer = Answer(
        "Krijg ik hulp?",
        "refusal",
        "nl",
        notices=("Nee.",),
        nearest=(citation("Een."),),
        reason="personal_case",
    )
    html = conversation([TurnView("Krijg ik hulp?", answer=answer)], NL)
    assert html.index('class="contacts"') < html.index('<details class="nearest"><summary>Dit komt het')
    assert html.index("<summary>Dit komt") < html.index('<q lang="nl">Een.</q>') < html.index("</details>")


def test_numbers_follow_the_sentences_and_not_what_was_found() -> None:
    """A generator that writes about numbered texts takes them in its own order, and some of them twice."""
    one, two, three = (citation(f"{each}.", source=f"{each}.txt", title=each) for each in ("T1", "T2", "T3"))
    said = tuple(Sentence("Kort.", "checked", (each,)) for each in (three, three, one, two))
    found = TurnView("Wat?", evidence=(one, two, three))
    assert found.citations == (one, two, three)
    growing = replace(found, sentences=said[:2])
    assert growing.citations == (three, three)
    whole = replace(found, sentences=said, answer=Answer("Wat?", "answer", "nl", said))
    assert whole.citations == (three, three, one, two)
    for turn in (found, growing, whole):
        labels = re.findall(r'aria-label="Bron (\d): (\w+)"', conversation([turn], NL))
        assert labels == [(str(n), each.title) for n, each in enumerate(turn.citations, 1)]


def test_a_place_is_told_once_for_the_sentences_that_stand_there() -> None:
    same, other = citation("A."), citation("C.", title="Elders")
    html = conversation([finished(TurnView("Wat?"), quoted(same), quoted(citation("B.")), quoted(other))], NL)
    places = re.findall(r'number="(\d)" aria-label="[^"]*">\d</button>(<span class="place">)?', html)
    assert places == [("1", ""), ("2", '<span class="place">'), ("3", '<span class="place">')]


def test_what_went_wrong_can_be_asked_once_more() -> None:
    failed = TurnView("Wat?", problem="Het is te druk.", retry=True)
    html = conversation([failed, failed], NL)
    assert html.count('class="ask" data-question="Wat?"') == 1
    assert 'class="ask"' not in conversation([replace(failed, retry=False)], NL)


def test_every_text_in_another_language_than_the_page_says_so() -> None:
    said = Answer("What?", "answer", "en", (quoted(citation("Een.")),), ("Note.",))
    html = conversation([TurnView("What?", answer=said)], NL)
    assert '<span lang="en">What?</span></h2>' in html
    assert '<p class="notice" lang="en">Note.</p>' in html
    dutch = Answer("Wat?", "answer", "nl", (Sentence("Kort.", "checked", (citation("Een."),)),), ("Let op.",))
    html = conversation([TurnView("Wat?", answer=dutch)], EN)
    assert '<p class="sentence"><span lang="nl">Kort.</span> <button' in html
    assert '<p class="notice" lang="nl">Let op.</p>' in html
    assert (
        '<span class="place"><span lang="nl">Zorg in Breda</span> · <span lang="nl">De Krant</span> · 30'
        in html
    )
    # What is copied is all in the language of the answer.
    assert "Kijk altijd bij de bron." in str(dict(parsed(html).attributes)["data-text"])
    assert told([TurnView("Wat?", answer=dutch)], EN).startswith(
        '<span lang="nl">Let op.</span> <span lang="nl">Kort.</span> 1 sentence'
    )


def test_what_is_announced_is_no_markup() -> None:
    cited = citation(EVIL, speaker=EVIL, role="comment", start=0, end=len(EVIL))
    whole = finished(TurnView(EVIL), quoted(cited), notices=(EVIL,))
    for view in (TurnView(EVIL, problem=EVIL), whole):
        assert_harmless(told([view], NL))
        assert EVIL in parsed(told([view], NL)).text


def test_a_choice_of_subjects_is_announced_without_what_lies_near() -> None:
    asked_back = Answer("wmo", "clarify", "nl", notices=("Wat?",), nearest=(citation(),))
    assert told([TurnView("wmo", answer=asked_back)], NL) == "Wat?"
    assert "Dit lijkt" not in conversation([TurnView("wmo", answer=asked_back)], NL)


def test_a_follow_up_is_shared_as_it_was_understood() -> None:
    view = finished(TurnView("En in Breda?"), quoted(citation()))
    assert view.answer is not None
    read = replace(view, answer=replace(view.answer, question="Wat doet Breda?"))
    assert 'data-question="Wat doet Breda?"' in conversation([read], NL)


def test_a_greeting_is_no_answer_to_copy_or_to_rate() -> None:
    html = conversation([TurnView("Hoi", answer=Answer("Hoi", "greeting", "nl", notices=("Dag!",)))], NL)
    assert '<p class="notice">Dag!</p>' in html
    assert "<ul" not in html
    assert 'class="rating"' not in html
    assert 'class="copy"' not in html


def test_a_problem_is_told_in_the_place_of_an_answer() -> None:
    html = conversation([TurnView("Wat?", problem="Er staat geen vraag.")], NL)
    assert '<p class="notice">Er staat geen vraag.</p></div>' in html
    assert "data-waits" not in html


def test_whom_to_call_stands_there_before_anything_is_found() -> None:
    html = conversation([TurnView("Help", help="Bel 112.")], NL)
    assert html.index('Bel <a href="tel:112">112</a>.') < html.index("Bezig met zoeken")


def test_numbers_lead_to_the_turn_and_the_citation_they_stand_in() -> None:
    turns = [finished(TurnView("Een?"), quoted(citation("A.")), quoted(citation("B."))), TurnView("Twee?")]
    turns[1] = finished(turns[1], quoted(citation("C.", title="")))
    html = conversation(turns, NL)
    found = re.findall(r'class="cite" data-turn="(\d)" data-number="(\d)" aria-label="(.*?)"', html)
    assert found == [
        ("0", "1", "Bron 1: Zorg in Breda"),
        ("0", "2", "Bron 2: Zorg in Breda"),
        ("1", "1", "Bron 1: zonder titel"),
    ]
    assert [cited.quote for cited in turns[0].citations] == ["A.", "B."]


def test_the_frame_is_in_the_chosen_language_and_the_quote_is_not_translated() -> None:
    view = finished(TurnView("Wat?"), quoted(citation("Een zin.")))
    html = conversation([view], EN)
    assert "1 sentence, checked against the source." in html
    assert '<q lang="nl">Een zin.</q>' in html
    assert "30 August 2021" in html
    assert not {"U vroeg", "gecontroleerd bij", "Kopieer", "Hielp"} & set(re.findall(r">([^<]*)<", html))


def test_terms_of_the_answer_are_explained_and_others_are_not() -> None:
    view = finished(TurnView("Wat doet een wijkteam?"), quoted(citation("De VNG helpt.")))
    html = conversation([view], NL)
    assert re.findall(r'<dt lang="nl">(.*?)</dt>', html) == ["wijkteam", "VNG"]
    assert "Vereniging van Nederlandse Gemeenten" in html
    assert "<details" not in conversation([finished(TurnView("Wat?"), quoted(citation("Ja.")))], NL)


def test_what_is_copied_has_the_question_and_the_sources_as_footnotes() -> None:
    view = finished(TurnView("Wat is <dit>?"), quoted(citation("Breda kent een netwerk.")))
    copied = next(value for name, value in parsed(conversation([view], NL)).attributes if name == "data-text")
    assert copied is not None
    first, _, answer, _, footnote, quote, _, last = copied.split("\n")
    assert first == "Wat is <dit>?"
    assert answer == "Breda kent een netwerk. [1]"
    assert footnote.startswith("[1] Zorg in Breda, Artikel, De Krant, 30 augustus 2021, breda.txt")
    assert quote.strip() == "“Breda kent een netwerk.”"
    assert "automatisch systeem (AI)" in last


def test_only_the_last_answer_suggests_what_to_ask_next() -> None:
    said = quoted(citation())
    turns = [replace(finished(TurnView("Wat?"), said), suggested=("En <nu>?",)) for _ in range(2)]
    html = conversation(turns, NL)
    assert html.count('data-question="En &lt;nu&gt;?"') == 1


def test_before_the_first_question_there_are_examples() -> None:
    html = conversation([], EN)
    examples = re.findall(r'class="ask" data-question="(.*?)"', html)
    assert examples == list(EN.texts.list("page.examples"))
    assert "Print" not in html


def test_an_answer_that_was_rated_is_not_asked_about_again() -> None:
    view = finished(TurnView("Wat?", token="a"), quoted(citation()))
    html = conversation([view, replace(view, token="b")], NL, {"b"})
    assert html.count('class="rating"') == 1
    assert "Dank u." in html
    values = [value for name, value in parsed(html).attributes if name == "value"]
    assert values == ["not_my_question", "wrong", "unclear", "incomplete"]


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
        replace(finished(TurnView(EVIL), quoted(cited), notices=(EVIL,)), suggested=(EVIL,)),
        finished(TurnView(EVIL), Sentence(EVIL, "checked", (cited,))),
        TurnView(EVIL, answer=refusal),
    ]
    for view in views:
        html = conversation([view], NL)
        assert_harmless(html)
        assert EVIL in parsed(html).text
    shown = source(Document(EVIL, f"{EVIL} en meer", ()), (cited,), Opened(0, 1), NL)
    assert_harmless(shown)
    assert parsed(shown).text.count(EVIL) == 4  # title, speaker, publisher and the marked words


def test_a_turn_without_an_answer_yet_cites_its_evidence() -> None:
    assert TurnView("Wat?").citations == ()
    assert TurnView("Wat?", evidence=(citation(),)).citations == (citation(),)
