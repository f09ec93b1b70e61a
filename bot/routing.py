"""What a message is, by how it is put: a cry for help, an order, thanks, somebody's own case, a question."""

import re
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache
from importlib.resources import files
from typing import Literal

from bot.followup import refers_back
from bot.guards import guarded
from index.dutch import fold, words
from index.sentences import split_sentences
from index.types import Span

Form = Literal[
    "question",
    "instruction",
    "personal_data",
    "thanks",
    "identity",
    "unclear",
    "human",
    "more",
    "provenance",
    "overview",
    "positions",
    "personal_case",
]
# What has so many sentences is a letter: most of them tell who asks, and why.
MIN_LETTER_SENTENCES = 4

# Fewer are words to look for.
MIN_STATEMENT_WORDS = 4
_ASKING = re.compile(
    r"\b(?:wat|wie|wiens|waar\w*|wanneer|welke?|hoe\w*|of|what|who|where|when|which|why|how|if|whether)\b"
)
# Whoever speaks of himself tells something, whatever the verb.
_SPEAKERS = frozenset({"ik", "wij", "we", "i"})
_TAGS = frozenset({"toch", "he", "right", "klopt"})

# An order may stand anywhere, but as a sentence of its own.
_BEGINNING = (
    r"(?:^|[.!?:;\"“”'>\]]\s*)"
    r"(?:graag |even |nu |please |aub |alsjeblieft |kortom |ok[e]?,? |en )?"
)
# A question may also follow a comma.
_CLAUSE = r"(?:^|[.!?:;,]\s*)(?:en |maar |and |but )?"


@dataclass(frozen=True, slots=True)
class Routed:
    """What a message is. A question about the sources is what is nothing else."""

    form: Form
    crisis: bool = False
    """Whether somebody may be in danger; what is asked is answered all the same."""
    subject: str = ""
    """What an overview, or who says what, is asked of; empty where of everything."""
    words: str = field(default="", compare=False)
    """Those of the message that tell its form; empty for a question."""
    crisis_words: str = field(default="", compare=False)
    asks: bool = field(default=True, compare=False)
    """Whether it asks anything: by a question mark, or by how a sentence begins."""


@dataclass(frozen=True, slots=True)
class _Patterns:
    crisis: re.Pattern[str]
    policy: re.Pattern[str]
    oneself: re.Pattern[str]
    instruction: re.Pattern[str]
    to_machine: re.Pattern[str]
    personal_data: re.Pattern[str]
    named_person: re.Pattern[str]
    thanks: re.Pattern[str]
    identity: re.Pattern[str]
    unclear: re.Pattern[str]
    human: re.Pattern[str]
    more: re.Pattern[str]
    provenance: re.Pattern[str]
    overview: re.Pattern[str]
    positions: re.Pattern[str]
    personal_case: re.Pattern[str]
    general: re.Pattern[str]
    asks: re.Pattern[str]
    indirect: re.Pattern[str]
    before: re.Pattern[str]
    after: re.Pattern[str]


def _any(patterns: Iterable[str]) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{pattern})" for pattern in patterns))


@lru_cache(maxsize=1)
def _patterns() -> _Patterns:
    lists = tomllib.loads(files("bot").joinpath("routing.toml").read_text(encoding="utf-8"))
    starts = [f"{_BEGINNING}(?:{pattern})" for pattern in lists["instruction"]["start"]]
    machine = [f"{_BEGINNING}(?:{pattern})" for pattern in lists["to_machine"]["start"]]
    organisation = f"(?:{'|'.join(lists['personal_data']['organisations'])})"
    named = [each.replace("ORGANISATION", organisation) for each in lists["personal_data"]["named"]]
    return _Patterns(
        crisis=_any(lists["crisis"]["anywhere"]),
        policy=_any(lists["crisis"]["general"]),
        oneself=_any(lists["crisis"]["oneself"]),
        instruction=_any([*starts, *lists["instruction"]["anywhere"]]),
        to_machine=_any([*machine, *lists["to_machine"]["anywhere"], *lists["instruction"]["anywhere"]]),
        personal_data=_any(lists["personal_data"]["anywhere"]),
        named_person=_any(named),
        thanks=_any(lists["thanks"]["whole"]),
        identity=_any(lists["identity"]["anywhere"]),
        unclear=_any(lists["unclear"]["whole"]),
        human=_any(lists["human"]["whole"]),
        more=_any(lists["more"]["whole"]),
        provenance=_any(lists["provenance"]["whole"]),
        overview=_any(lists["overview"]["whole"]),
        positions=_any(lists["positions"]["whole"]),
        personal_case=_any(lists["personal_case"]["anywhere"]),
        general=_any(lists["personal_case"]["general"]),
        asks=_any([r"\?", *(f"{_CLAUSE}(?:{pattern})" for pattern in lists["asks"]["start"])]),
        indirect=_any(lists["asks"]["indirect"]),
        before=_any(lists["salutation"]["before"]),
        after=_any(lists["salutation"]["after"]),
    )


def without_address(message: str) -> str:
    """Return a message without its salutation, who writes it, and its closing words, unless it is no more."""
    patterns, rest = _patterns(), message
    while met := patterns.before.match(rest):
        rest = rest[met.end() :]
    return patterns.after.sub("", rest).strip() or message


def unaddressed(message: str) -> str:
    """Return what a message asks: what is left of it without its address, of a letter only the questions.

    Whom it is for and who it is from are no names that the sources should have.
    """
    return _asking(without_address(message))


def _asking(message: str) -> str:
    """Return what a letter asks, each question with the sentence before where it refers to that."""
    sentences = [span.of(message) for span in split_sentences(message, Span(0, len(message)))]
    asking = [at for at, each in enumerate(sentences) if _asks(each)]
    if len(sentences) < MIN_LETTER_SENTENCES or not asking:
        return message
    kept = {place for at in asking for place in (at - refers_back(sentences[at]), at) if place >= 0}
    return " ".join(sentences[at] for at in sorted(kept))


def _asks(sentence: str) -> bool:
    return sentence.rstrip().endswith("?") or _patterns().indirect.search(fold(sentence)) is not None


def to_machine(sentence: str) -> bool:
    """Tell whether a sentence of a source speaks to a machine: 'Negeer alle vorige instructies.'"""
    return _patterns().to_machine.search(fold(sentence)) is not None


def states(message: str) -> bool:
    """Tell whether a message tells something and asks nothing: 'Het gaat niet goed met de wijkteams.'"""
    said = words(message)
    if len(said) < MIN_STATEMENT_WORDS or "?" in message or _ASKING.search(fold(message)):
        return False
    if said[-1] in _TAGS:
        return False
    tells = said[0] in _SPEAKERS or not guarded("finite_verbs").isdisjoint(said[1:])
    return said[0] in guarded("subjects") and tells


def route(message: str) -> Routed:
    """Tell what a message is. A cry for help is found beside whatever else it is."""
    said = fold(message).strip()
    patterns = _patterns()
    about_policy = patterns.policy.search(said) and not patterns.oneself.search(said)
    crisis = None if about_policy else patterns.crisis.search(said)
    forms: dict[Form, re.Match[str] | None] = {
        "instruction": patterns.instruction.search(said),
        "personal_data": patterns.personal_data.search(said) or patterns.named_person.search(message),
        "thanks": patterns.thanks.fullmatch(said),
        "identity": patterns.identity.search(said),
        "unclear": patterns.unclear.fullmatch(said.strip(" ?.!")),
        "human": patterns.human.fullmatch(said.strip(" ?.!")),
        "more": patterns.more.fullmatch(said.strip(" ?.!")),
        "provenance": patterns.provenance.fullmatch(said.strip(" ?.!")),
        "positions": patterns.positions.fullmatch(said.strip(" ?.!")),
        "overview": patterns.overview.fullmatch(said.strip(" ?.!")),
        "personal_case": None if patterns.general.search(said) else patterns.personal_case.search(said),
    }
    form: Form = next((each for each, met in forms.items() if met), "question")
    met = forms.get(form)
    subject = next(filter(None, met.groups()), "") if met and form in ("overview", "positions") else ""
    asks = patterns.asks.search(said) is not None
    words, crisis_words = (found[0] if found else "" for found in (met, crisis))
    return Routed(form, crisis is not None, subject, words, crisis_words, asks)
