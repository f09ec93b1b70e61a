"""The citizens' page: Gradio Blocks around `Bot.stream`."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial
from importlib.resources import files

import gradio as gr

from bot import render
from bot.answer import Bot
from bot.dialogue import presentable
from bot.municipality import Municipality
from bot.show import answer_text
from bot.types import EvidenceFound, Finished, Noticed, SentenceReady, Turn
from index.errors import WijkwijzerError
from prompts import Language, load

# Two cores answer one question at a time fastest; the others wait in line.
ANSWERS_AT_ONCE = 1

Turns = tuple[render.TurnView, ...]
# Gives the bot of the moment: it answers from one generation of the index, the next question perhaps another.
BotNow = Callable[[], Bot]


def asset(name: str) -> str:
    """Return a style sheet or script of the page."""
    return files("bot").joinpath(name).read_text(encoding="utf-8")


def _history(turns: Turns) -> list[Turn]:
    return [Turn(turn.question, answer_text(turn.answer)) for turn in turns if turn.answer]


def _answering(
    bot_now: BotNow, language: Language, municipality: Municipality, question: str, turns: Turns
) -> Iterator[tuple[str, Turns, str]]:
    """Yield the conversation, the turns and the emptied question field after every event."""
    texts, bot = load(language), bot_now()
    # From here on nothing holds what the visitor typed.
    question = presentable(question, bot.public)
    contacts = municipality.contacts_in(language)
    view = render.TurnView(question, contacts=contacts, documents=bot.index.documents)
    yield render.conversation((*turns, view), texts), turns, ""
    try:
        for event in bot.stream(question, _history(turns), language):
            match event:
                case Noticed(notice):
                    view = replace(view, help=notice)
                case EvidenceFound(citations):
                    view = replace(view, evidence=citations)
                case SentenceReady(sentence):
                    view = replace(view, sentences=(*view.sentences, sentence))
                case Finished(answer):
                    view = replace(view, answer=answer)
            yield render.conversation((*turns, view), texts), (*turns, view), ""
    except WijkwijzerError as error:
        view = replace(view, problem=str(error))
        yield render.conversation((*turns, view), texts), (*turns, view), ""


def _source(language: Language, turns: Turns, event: gr.EventData) -> str:
    """Return the document behind a number, as it was when it was cited.

    A number that this conversation does not have shows nothing.
    """
    turn, number = event._data.get("turn"), event._data.get("number")
    if not isinstance(turn, int) or not isinstance(number, int) or not 0 <= turn < len(turns):
        return render.no_source(load(language))
    citations = turns[turn].citations
    if not 1 <= number <= len(citations):
        return render.no_source(load(language))
    citation = citations[number - 1]
    return render.source(turns[turn].documents[citation.source], citation, load(language))


def theme() -> gr.themes.Base:
    """Return a theme that fetches no fonts."""
    return gr.themes.Default(
        font=["system-ui", "Segoe UI", "Roboto", "Liberation Sans", "sans-serif"],
        font_mono=["ui-monospace", "Liberation Mono", "monospace"],
    )


def page(bot_now: BotNow, language: Language, municipality: Municipality, told_others: bool) -> gr.Blocks:
    """Return the page in a language; it says so where another service is told the questions."""
    texts = load(language)

    def show_source(turns: Turns, event: gr.EventData) -> str:
        # Gradio looks for EventData in a function's own signature, which a partial hides.
        return _source(language, turns, event)

    blocks: gr.Blocks
    with gr.Blocks(title=texts.get("page.title"), analytics_enabled=False) as blocks:
        turns = gr.State(())
        gr.HTML(render.header(texts, municipality))
        with gr.Row():
            with gr.Column(scale=3, min_width=260):
                talk = gr.HTML(
                    render.conversation((), texts),
                    js_on_load=asset("conversation.js"),
                    elem_id="conversation",
                )
                question = gr.Textbox(
                    label=texts.get("page.question_label"),
                    placeholder=texts.get("page.question_placeholder"),
                    lines=1,
                    max_lines=6,
                    elem_id="question",
                    autofocus=True,
                )
                with gr.Row():
                    ask = gr.Button(texts.get("page.ask"), variant="primary", elem_id="ask")
                    clear = gr.Button(texts.get("page.clear"), variant="secondary", elem_id="clear")
                gr.HTML(f'<p class="examples-label">{texts.get("page.examples_label")}</p>')
                with gr.Column(elem_classes="examples"):
                    examples = [gr.Button(each, size="sm") for each in municipality.examples_in(language)]
            with gr.Column(scale=2, min_width=260):
                shown = gr.HTML(render.no_source(texts), js_on_load=asset("source.js"), elem_id="source")
        gr.HTML(render.footer(texts, municipality, told_others))
        answering = partial(_answering, bot_now, language, municipality)
        outputs = [talk, turns, question]
        for event in (ask.click, question.submit):
            event(
                answering,
                [question, turns],
                outputs,
                show_progress="hidden",
                concurrency_limit=ANSWERS_AT_ONCE,
                concurrency_id="answer",
                api_visibility="private",
            )
        for button in examples:
            button.click(
                answering,
                [button, turns],
                outputs,
                show_progress="hidden",
                concurrency_limit=ANSWERS_AT_ONCE,
                concurrency_id="answer",
                api_visibility="private",
            )
        talk.cite(show_source, [turns], shown, show_progress="hidden", api_visibility="private")
        clear.click(
            lambda: (render.conversation((), texts), (), "", render.no_source(texts)),
            None,
            [talk, turns, question, shown],
            show_progress="hidden",
            api_visibility="private",
        )
    return blocks
