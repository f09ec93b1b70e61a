import asyncio
from types import SimpleNamespace
from typing import Any

import gradio as gr
import pytest

from bot.answer import Bot
from bot.chat import _answering, _source, asset, page, theme
from bot.municipality import Municipality
from bot.render import TurnView, no_source
from prompts import Language, load
from tests.bot.conftest import BREDA, BREDA_DRAFT, BREDA_QUESTION, index_of
from tests.bot.conftest import page as document
from tests.conftest import ScriptedGenerator

NL = load("nl")
FRUIT = "Appels en peren groeien aan bomen in de tuin."


@pytest.fixture
def bot() -> Bot:
    index = index_of(document("breda.txt", BREDA), document("fruit.txt", FRUIT))
    return Bot(index, ScriptedGenerator(BREDA_DRAFT), 10)


def built(bot: Bot, language: Language) -> gr.Blocks:
    """Build the page inside an event loop: outside one, Gradio opens loops and leaves them open."""

    async def build() -> gr.Blocks:
        return page(lambda: bot, language, Municipality(), told_others=False)

    return asyncio.run(build())


def click(**data: object) -> Any:
    return SimpleNamespace(_data=data)


def test_the_page_follows_the_answer_step_by_step(bot: Bot) -> None:
    steps = list(_answering(lambda: bot, "nl", Municipality(), BREDA_QUESTION, ()))
    assert [field for _, _, field in steps] == ["", "", "", ""]
    shown = [html for html, _, _ in steps]
    assert "Bezig met zoeken …" in shown[0]
    assert f"<q>{BREDA}</q>" in shown[1]
    assert BREDA_DRAFT not in shown[1]
    assert f'<p class="sentence">{BREDA_DRAFT} <button' in shown[2]
    assert "wordt geschreven" in shown[2]
    assert "1 zin, gecontroleerd bij de bron." in shown[3]
    assert [len(turns) for _, turns, _ in steps] == [0, 1, 1, 1]
    [turn] = steps[-1][1]
    assert turn.answer is not None
    assert turn.answer.sentences == turn.sentences


def test_earlier_turns_stay_and_are_what_a_follow_up_follows(bot: Bot) -> None:
    *_, (_, turns, _) = _answering(
        lambda: bot,
        "nl",
        Municipality(),
        "Kent de gemeente Breda al jarenlang het Netwerk Zorg voor elkaar?",
        (),
    )
    follow_up = "Hoeveel organisaties participeren in het samenwerkingsverband?"
    *_, (html, both, _) = _answering(lambda: bot, "nl", Municipality(), follow_up, turns)
    assert both[:1] == turns
    assert both[1].answer is not None
    assert both[1].answer.kind == "answer"
    assert html.count('<article class="turn">') == 2
    assert "Ik heb uw vraag gelezen als vervolg op: Kent de gemeente Breda" in html


def test_what_is_no_question_is_told_and_is_no_history(bot: Bot) -> None:
    *_, (html, turns, field) = _answering(lambda: bot, "nl", Municipality(), "  ", ())
    assert '<p class="notice">Er staat geen vraag. Typ een vraag van een paar woorden.</p>' in html
    assert (turns[0].answer, field) == (None, "")
    *_, (_, after, _) = _answering(lambda: bot, "nl", Municipality(), BREDA_QUESTION, turns)
    assert after[1].answer is not None
    assert after[1].answer.notices == ()


def test_a_refusal_lists_what_came_nearest(bot: Bot) -> None:
    *_, (html, turns, _) = _answering(lambda: bot, "nl", Municipality(), "Wat doet Zwolle?", ())
    assert "Over Zwolle staat niets in de bronnen." in html
    assert f"<q>{FRUIT}</q>" in html
    shown = [_source("nl", turns, click(turn=0, number=number)) for number in (1, 2)]
    assert sorted(text[text.index("<mark>") + 6 : text.index("</mark>")] for text in shown) == [FRUIT, BREDA]


def test_a_number_leads_to_its_words(bot: Bot) -> None:
    *_, (_, turns, _) = _answering(lambda: bot, "nl", Municipality(), BREDA_QUESTION, ())
    assert f"<mark>{BREDA}</mark>" in _source("nl", turns, click(turn=0, number=1))


def test_a_number_leads_to_the_words_of_the_generation_that_was_cited() -> None:
    """Between the answer and the click another generation is published, without that document."""
    bots = [
        Bot(index_of(document(name, text)), ScriptedGenerator(), 10)
        for name, text in (("breda.txt", BREDA), ("fruit.txt", FRUIT))
    ]
    *_, (_, turns, _) = _answering(lambda: bots[0], "nl", Municipality(), BREDA_QUESTION, ())
    *_, (_, both, _) = _answering(
        lambda: bots[1], "nl", Municipality(), "Waar groeien appels en peren?", turns
    )
    assert f"<mark>{BREDA}</mark>" in _source("nl", both, click(turn=0, number=1))
    assert f"<mark>{FRUIT}</mark>" in _source("nl", both, click(turn=1, number=1))


def test_an_answer_is_of_one_generation_though_another_comes_while_it_is_written(bot: Bot) -> None:
    bots = [bot, Bot(index_of(document("fruit.txt", FRUIT)), ScriptedGenerator(), 10)]
    steps = _answering(lambda: bots.pop(0), "nl", Municipality(), BREDA_QUESTION, ())
    next(steps)
    *_, (html, [turn], _) = steps
    assert BREDA_DRAFT in html
    assert (turn.documents, len(bots)) == (bot.index.documents, 1)


@pytest.mark.parametrize(
    "data",
    [
        {},
        {"turn": 0},
        {"turn": 0, "number": 0},
        {"turn": 0, "number": 2},
        {"turn": 0, "number": -1},
        {"turn": 1, "number": 1},
        {"turn": -1, "number": 1},
        {"turn": "0", "number": 1},
        {"turn": 0, "number": "1"},
        {"turn": 0, "number": 1.0},
    ],
)
def test_a_number_that_was_never_given_leads_nowhere(bot: Bot, data: dict[str, object]) -> None:
    *_, (_, turns, _) = _answering(lambda: bot, "nl", Municipality(), BREDA_QUESTION, ())
    assert _source("nl", turns, click(**data)) == no_source(NL)


def test_the_page_has_its_parts_and_its_buttons_work(bot: Bot) -> None:
    blocks = built(bot, "nl")
    buttons = [block.value for block in blocks.blocks.values() if isinstance(block, gr.Button)]
    assert buttons == ["Vraag", "Opnieuw beginnen", *NL.list("page.examples")]
    functions = {each.name: each.fn for each in blocks.fns.values()}
    *_, (_, turns, _) = _answering(lambda: bot, "nl", Municipality(), BREDA_QUESTION, ())
    assert f"<mark>{BREDA}</mark>" in functions["show_source"](turns, click(turn=0, number=1))
    html, no_turns, field, source = functions["<lambda>"]()
    assert (no_turns, field, source) == ((), "", no_source(NL))
    assert '<article class="turn">' not in html


def test_the_page_asks_one_question_at_a_time_and_has_no_public_api(bot: Bot) -> None:
    functions = list(built(bot, "en").fns.values())
    answering = [each for each in functions if each.concurrency_id == "answer"]
    assert len(answering) == 2 + len(load("en").list("page.examples"))
    assert {each.concurrency_limit for each in answering} == {1}
    assert {each.api_visibility for each in functions} == {"private"}


def test_the_page_fetches_nothing_from_elsewhere() -> None:
    for name in ("page.css", "conversation.js", "source.js"):
        text = asset(name)
        assert text.strip()
        assert "http://" not in text
        assert "https://" not in text
    assert theme()._stylesheets == []


def test_a_turn_without_an_answer_yet_cites_its_evidence() -> None:
    assert TurnView("Wat?").citations == ()
