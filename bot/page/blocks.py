"""The citizens' page: Gradio Blocks that show what the handlers return."""

from collections.abc import Iterator
from importlib.resources import files
from typing import Any

import gradio as gr

from bot.dialogue import MAX_QUESTION_CHARACTERS
from bot.page.conversation import conversation
from bot.page.frame import Frame, footer, header, privacy
from bot.page.handlers import Handlers, Rated, Turns, language_in, moved, opened
from bot.page.source import Opened, no_source, source
from bot.page.text import escape
from prompts import Language

# Two cores answer one question at a time fastest; the others wait in line.
ANSWERS_AT_ONCE = 1

# No spinners over what is read, and no way in but the page.
_QUIET: dict[str, Any] = {"show_progress": "hidden", "api_visibility": "private"}

# New values by component, as Gradio takes them.
Shown = dict[Any, Any]


def asset(name: str) -> str:
    """Return a style sheet or script of the page."""
    return files("bot.page").joinpath(name).read_text(encoding="utf-8")


def theme() -> gr.themes.Base:
    """Return a theme that fetches no fonts."""
    return gr.themes.Default(
        font=["system-ui", "Segoe UI", "Roboto", "Liberation Sans", "sans-serif"],
        font_mono=["ui-monospace", "Liberation Mono", "monospace"],
    )


def source_shown(handlers: Handlers, turns: Turns, at: Opened | None, language: Language) -> str:
    """Return the document behind a number, as it was when it was cited."""
    frame = handlers.frame(language)
    if at is None:
        return no_source(frame.texts)
    turn = turns[at.turn]
    cited = at.cited or turn.citations[at.number - 1]
    return source(turn.documents[cited.source], turn.citations, at, frame, settled=not turn.waits)


def _lost(frame: Frame) -> str:
    """Return what is shown when the server no longer answers: hidden until the page finds that out."""
    texts = frame.texts
    said, kept = escape(texts.get("page.lost")), escape(texts.get("page.lost_kept"))
    return (
        f'<div class="problem" role="alert" hidden><p class="notice">{said} '
        f'<span class="kept" hidden>{kept}</span></p></div>'
    )


def _asking(frame: Frame) -> str:
    """Return what the page says at the field while a question is too long or has to wait, or is long."""
    texts, most = frame.texts, MAX_QUESTION_CHARACTERS
    too_long = escape(texts.get("page.too_long", most=most))
    counted = escape(texts.get("page.counted", count="#", most=most))
    return (
        f'<p class="notice" id="at-field" role="status" data-too-long="{too_long}" '
        f'data-wait="{escape(texts.get("page.wait"))}"></p>'
        f'<p class="status" id="counted" data-most="{most}" data-form="{counted}"></p>'
    )


class Page:
    """The components of the page, in a language until the visitor chooses another, and what they do."""

    def __init__(self, handlers: Handlers, language: Language) -> None:
        self._handlers = handlers
        frame = handlers.frame(language)
        texts = frame.texts
        self.turns = gr.State(())
        self.rated: Any = gr.State(set())
        self.open = gr.State(None)
        self.language = gr.State(language)
        self.head = gr.HTML(header(frame), js_on_load=asset("header.js"), elem_id="head")
        self.told = gr.HTML("", js_on_load=asset("status.js"), elem_id="told")
        with gr.Row():
            with gr.Column(scale=3, min_width=260, elem_id="asking"):
                self.talk = gr.HTML(
                    conversation((), frame), js_on_load=asset("conversation.js"), elem_id="conversation"
                )
                self.lost = gr.HTML(_lost(frame), js_on_load=asset("lost.js"), elem_id="lost")
                self.question = gr.Textbox(
                    label=texts.get("page.question_label"),
                    placeholder=texts.get("page.question_placeholder"),
                    lines=1,
                    max_lines=6,
                    elem_id="question",
                )
                self.count = gr.HTML(_asking(frame), js_on_load=asset("count.js"), elem_id="count")
                with gr.Row(elem_id="buttons"):
                    self.ask = gr.Button(texts.get("page.ask"), variant="primary", elem_id="ask")
                    self.stop = gr.Button(texts.get("page.stop"), elem_id="stop")
                    self.clear = gr.Button(texts.get("page.clear"), variant="secondary", elem_id="clear")
                self.privacy = gr.HTML(privacy(frame), elem_id="privacy")
            with gr.Column(scale=2, min_width=260):
                self.shown = gr.HTML(no_source(texts), js_on_load=asset("source.js"), elem_id="source")
        self.foot = gr.HTML(footer(frame), js_on_load=asset("footer.js"), elem_id="foot")

    def connect(self) -> None:
        """Say what happens when. Every visitor's state comes in and goes out; nothing is kept here."""
        state = [self.turns, self.rated, self.language]
        answering = []
        # Gradio looks for EventData in a function's own signature, which a lambda would hide.
        for trigger, receive, inputs in (
            (self.ask.click, self._asked, [self.question, *state]),
            (self.question.submit, self._asked, [self.question, *state]),
            (self.talk.ask, self._chosen, state),
        ):
            received = trigger(
                receive,
                inputs,
                [self.question, self.turns, self.talk, self.told],
                queue=False,
                **_QUIET,
            )
            answered = received.then(
                self._answered,
                state,
                [self.turns, self.talk, self.told],
                concurrency_limit=ANSWERS_AT_ONCE,
                concurrency_id="answer",
                # Else the page would leave out a question that comes in while the one before is put away.
                trigger_mode="multiple",
                **_QUIET,
            )
            answering.append(answered)
            answered.then(
                self._settled,
                [*state, self.open],
                [self.talk, self.open, self.shown],
                # The last answer has to be settled, too, where one before is being settled still.
                trigger_mode="multiple",
                **_QUIET,
            )
        self.stop.click(
            self._stopped,
            [self.question, *state],
            [self.question, self.turns, self.talk, self.told],
            cancels=answering,
            queue=False,
            **_QUIET,
        )
        for cited in (self.talk.cite, self.shown.cite):
            cited(self._opened, [self.turns, self.language], [self.open, self.shown], **_QUIET)
        self.talk.rate(self._rated, state, [self.talk, self.told], **_QUIET)
        self.clear.click(
            self._cleared,
            state,
            [self.question, self.turns, self.talk, self.told, self.open, self.shown],
            cancels=answering,
            queue=False,
            **_QUIET,
        )
        spoken = self.head.language(self._spoken, [*state, self.open], self._framed(), **_QUIET)
        # An answer may have come while everything else was drawn.
        spoken.then(self._redrawn, state, [self.talk], **_QUIET)

    def _framed(self) -> list[gr.components.Component]:
        """Return what is in a language."""
        return [
            self.language, self.told, self.head, self.talk, self.lost, self.question, self.count,
            self.ask, self.stop, self.clear, self.privacy, self.shown, self.foot,
        ]  # fmt: skip

    def _talk(self, turns: Turns, rated: Rated, language: Language) -> Shown:
        """Return the turns, and how they look; the style sheet hides what there is nothing to do for."""
        return {self.turns: turns, self.talk: self._redrawn(turns, rated, language)}

    def _asked(self, question: str, turns: Turns, rated: Rated, language: Language) -> Shown:
        turns, left = self._handlers.received(question, turns, language)
        told = self._handlers.told(turns, language)
        return {self.question: left, self.told: told} | self._talk(turns, rated, language)

    def _chosen(self, turns: Turns, rated: Rated, language: Language, event: gr.EventData) -> Shown:
        """Ask what the page offers; what stands in the field is the visitor's, and stays."""
        sent = event._data
        question, again = str(sent.get("question", "")), sent.get("again") is True
        turns, _ = self._handlers.received(question, turns, language, again)
        return {self.told: self._handlers.told(turns, language)} | self._talk(turns, rated, language)

    def _answered(self, turns: Turns, rated: Rated, language: Language) -> Iterator[Shown]:
        for now in self._handlers.answering(turns, language):
            told = {} if now[-1].waits else {self.told: self._handlers.told(now, language)}
            yield self._talk(now, rated, language) | told

    def _settled(self, turns: Turns, rated: Rated, language: Language, at: Opened | None) -> Shown:
        """Show the answer as it stays: another language may have been chosen, a source opened meanwhile.

        The turns are not written, and not drawn where one of them waits: the next question may have come in
        since they were read, and its answer is drawn and settled by itself.
        """
        waits = bool(turns) and turns[-1].waits
        talk: Shown = {} if waits else {self.talk: self._redrawn(turns, rated, language)}
        # Where nothing was open, something may have been opened this moment: that stays.
        if at is None:
            return talk or {self.talk: gr.skip()}
        at = moved(turns, at)
        return {self.open: at, self.shown: source_shown(self._handlers, turns, at, language)} | talk

    def _redrawn(self, turns: Turns, rated: Rated, language: Language) -> str:
        return conversation(turns, self._handlers.frame(language), rated)

    def _stopped(self, typed: str, turns: Turns, rated: Rated, language: Language) -> Shown:
        turns, question = self._handlers.stopped(turns, language)
        told = self._handlers.told(turns, language)
        return {self.question: typed or question, self.told: told} | self._talk(turns, rated, language)

    def _opened(self, turns: Turns, language: Language, event: gr.EventData) -> Shown:
        at = opened(turns, event._data)
        return {self.open: at, self.shown: source_shown(self._handlers, turns, at, language)}

    def _rated(self, turns: Turns, rated: Rated, language: Language, event: gr.EventData) -> Shown:
        told = self._handlers.rated(turns, rated, event._data, language)
        return {self.talk: self._redrawn(turns, rated, language), self.told: told}

    def _cleared(self, turns: Turns, rated: Rated, language: Language) -> Shown:
        self._handlers.stopped(turns, language)
        empty = no_source(self._handlers.frame(language).texts)
        return {self.question: "", self.told: "", self.open: None, self.shown: empty} | self._talk(
            (), rated, language
        )

    def _spoken(
        self, turns: Turns, rated: Rated, now: Language, at: Opened | None, event: gr.EventData
    ) -> Shown:
        language = language_in(event._data, now)
        frame = self._handlers.frame(language)
        texts = frame.texts
        return {
            self.language: language,
            self.told: "",
            self.head: header(frame),
            self.talk: conversation(turns, frame, rated),
            self.lost: _lost(frame),
            self.question: gr.Textbox(
                label=texts.get("page.question_label"), placeholder=texts.get("page.question_placeholder")
            ),
            self.count: _asking(frame),
            self.ask: gr.Button(texts.get("page.ask")),
            self.stop: gr.Button(texts.get("page.stop")),
            self.clear: gr.Button(texts.get("page.clear")),
            self.privacy: privacy(frame),
            self.shown: source_shown(self._handlers, turns, at, language),
            self.foot: footer(frame),
        }


def page(handlers: Handlers, language: Language) -> gr.Blocks:
    """Return the page in a language."""
    blocks: gr.Blocks
    with gr.Blocks(title=handlers.frame(language).texts.get("page.title"), analytics_enabled=False) as blocks:
        Page(handlers, language).connect()
    return blocks
