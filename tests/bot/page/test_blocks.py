import asyncio
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import gradio as gr
import pytest

from bot.page.blocks import Page, asset, page, theme
from bot.page.handlers import Handlers
from bot.page.source import Opened, no_source
from prompts import Language, load
from tests.bot.conftest import BREDA, BREDA_DRAFT, BREDA_QUESTION
from tests.bot.page.conftest import NL

SCRIPTS = ("conversation.js", "count.js", "footer.js", "header.js", "lost.js", "source.js", "status.js")


class Visit:
    """A visitor's page: what its components hold, changed as Gradio would by what a function returns."""

    def __init__(self, handlers: Handlers, language: Language) -> None:
        async def build() -> tuple[gr.Blocks, Page]:
            with gr.Blocks() as blocks:
                shown = Page(handlers, language)
                shown.connect()
            return blocks, shown

        # Outside an event loop Gradio opens loops and leaves them open.
        self.blocks, self.page = asyncio.run(build())
        self.functions: dict[str, Callable[..., Any]] = {}
        self.inputs: dict[str, list[Any]] = {}
        for each in self.blocks.fns.values():
            if each.fn is not None and each.name.startswith("_"):
                self.functions[each.name] = each.fn
                self.inputs[each.name] = list(each.inputs)
        self.values: dict[Any, Any] = {
            self.page.turns: (),
            self.page.rated: set(),
            self.page.open: None,
            self.page.language: language,
            self.page.question: "",
        }

    def do(self, name: str, **sent: object) -> None:
        given = [self.values[each] for each in self.inputs[name]]
        if name in ("_chosen", "_opened", "_rated", "_spoken"):
            given.append(SimpleNamespace(_data=sent))
        result = self.functions[name](*given)
        for shown in [result] if isinstance(result, dict) else result:
            self.values |= shown

    def ask(self, question: str) -> None:
        self.values[self.page.question] = question
        self.do("_asked")
        self.do("_answered")

    @property
    def talk(self) -> str:
        return str(self.values[self.page.talk])


@pytest.fixture
def visit(handlers: Handlers) -> Visit:
    return Visit(handlers, "nl")


def test_a_question_is_answered_and_its_number_leads_to_its_words(visit: Visit) -> None:
    visit.ask(BREDA_QUESTION)
    assert visit.values[visit.page.question] == ""
    assert "1 zin, gecontroleerd bij de bron." in visit.talk
    assert visit.values[visit.page.told] == f"{BREDA_DRAFT} 1 zin, gecontroleerd bij de bron."
    visit.do("_opened", turn=0, number=1)
    assert visit.values[visit.page.open] == Opened(0, 1)
    assert f"<mark>{BREDA}</mark>" in visit.values[visit.page.shown]
    visit.do("_opened", turn=0, number=9)
    assert visit.values[visit.page.shown] == no_source(NL.texts)


def test_a_question_waits_until_it_is_stopped_or_answered(visit: Visit) -> None:
    visit.values[visit.page.question] = BREDA_QUESTION
    visit.do("_asked")
    assert "data-waits" in visit.talk
    assert visit.values[visit.page.told] == "Bezig met zoeken …"
    visit.do("_stopped")
    assert "data-waits" not in visit.talk
    assert visit.values[visit.page.question] == BREDA_QUESTION
    assert "Gestopt." in visit.talk
    visit.do("_asked")
    visit.values[visit.page.question] = "Wat ik alvast typte"
    visit.do("_stopped")
    assert visit.values[visit.page.question] == "Wat ik alvast typte"
    visit.ask(BREDA_QUESTION)
    assert "data-waits" not in visit.talk
    assert visit.talk.count("gecontroleerd bij de bron") == 1


def test_a_question_that_the_page_offers_is_asked(visit: Visit) -> None:
    visit.values[visit.page.question] = "Wat ik alvast typte"
    visit.do("_chosen", question=BREDA_QUESTION)
    visit.do("_answered")
    assert BREDA_QUESTION in visit.talk
    assert visit.values[visit.page.question] == "Wat ik alvast typte"
    assert "opnieuw geladen" not in visit.talk
    visit.do("_chosen")
    visit.do("_answered")
    assert "Er staat geen vraag." in visit.talk


def test_asked_again_the_page_says_why_and_what_is_gone(visit: Visit) -> None:
    visit.do("_chosen", question=BREDA_QUESTION, again=True)
    visit.do("_answered")
    assert "Eerdere vragen en antwoorden zijn niet bewaard." in visit.talk
    assert str(visit.values[visit.page.told]).startswith("De pagina is opnieuw geladen.")


def test_a_source_opened_among_what_was_found_keeps_its_words(visit: Visit) -> None:
    """While the answer is written the numbers are not sure; after it they are those of the sentences."""
    visit.values[visit.page.question] = BREDA_QUESTION
    visit.do("_asked")
    steps = visit.functions["_answered"](*[visit.values[each] for each in visit.inputs["_answered"]])
    visit.values |= next(steps)
    assert "Gevonden, en wordt nu gelezen:" in visit.talk
    assert '<ul class="documents"><li><span class="place">' in visit.talk
    visit.values |= next(steps)
    visit.do("_opened", turn=0, number=1)
    assert f"<mark>{BREDA}</mark>" in visit.values[visit.page.shown]
    assert "Bron 1 van" not in visit.values[visit.page.shown]
    for shown in steps:
        visit.values |= shown
    visit.do("_settled")
    assert visit.values[visit.page.open] == Opened(0, 1)
    assert "Bron 1 van 1" in visit.values[visit.page.shown]


def test_another_language_changes_the_frame_and_keeps_what_is_open(visit: Visit) -> None:
    visit.ask(BREDA_QUESTION)
    visit.do("_opened", turn=0, number=1)
    visit.do("_spoken", language="en")
    assert visit.values[visit.page.language] == "en"
    assert "1 sentence, checked against the source." in visit.talk
    assert f"<mark>{BREDA}</mark>" in visit.values[visit.page.shown]
    assert "Back to the answer" in visit.values[visit.page.shown]
    assert visit.values[visit.page.question].label == "Your question"
    assert "Help from people" in visit.values[visit.page.foot]
    assert "is not kept" in visit.values[visit.page.privacy]
    visit.do("_cleared")
    assert "Examples" in visit.talk
    assert visit.values[visit.page.turns] == ()


def test_a_rating_is_thanked_for(visit: Visit) -> None:
    visit.ask(BREDA_QUESTION)
    visit.do("_rated", turn=0, helpful=True)
    assert "Dank u." in visit.talk
    assert visit.values[visit.page.told].startswith("Dank u.")
    visit.do("_spoken", language="en")
    assert "Thank you." in visit.talk
    assert 'class="rating"' not in visit.talk


def test_one_question_is_answered_at_a_time_and_there_is_no_public_api(handlers: Handlers) -> None:
    async def build() -> gr.Blocks:
        return page(handlers, "en")

    functions = list(asyncio.run(build()).fns.values())
    answering = [each for each in functions if each.concurrency_id == "answer"]
    assert len(answering) == 3
    assert {each.concurrency_limit for each in answering} == {1}
    assert {each.api_visibility for each in functions} == {"private"}


def test_stopping_and_beginning_again_cancel_what_is_answered(visit: Visit) -> None:
    functions = visit.blocks.fns
    answering = {at for at, each in functions.items() if each.concurrency_id == "answer"}
    cancelling = [set(each.cancels) for each in functions.values() if each.cancels]
    assert cancelling == [answering, answering]


def test_the_page_fetches_nothing_from_elsewhere() -> None:
    for name in ("page.css", "media.css", *SCRIPTS):
        text = asset(name)
        assert text.strip()
        assert "http://" not in text
        assert "https://" not in text
    assert theme()._stylesheets == []


@pytest.mark.parametrize("language", ["nl", "en"])
def test_every_control_of_gradio_has_a_name_in_the_language(handlers: Handlers, language: Language) -> None:
    visit = Visit(handlers, language)
    buttons = [each.value for each in visit.blocks.blocks.values() if isinstance(each, gr.Button)]
    texts = load(language)
    assert buttons == [texts.get("page.ask"), texts.get("page.stop"), texts.get("page.clear")]
