"""What the system is and does, from the configuration that runs: for the Algoritmeregister and a DPIA.

`Facts` is written as JSON field by field, and its shape only changes together with `format`. `register` has
the names, lengths and values of the register's publication standard 1.0: it can be handed in as it is.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from importlib.metadata import version
from typing import Literal

from bot.desk.accounts import SESSION
from bot.desk.desk import Desk
from bot.desk.evaluations import HEADLINE, Figure, Split, read_all
from bot.desk.weights import Model
from bot.endpoint import is_endpoint
from bot.page.municipality import Contact
from bot.page.register import Reference
from prompts import Language, Texts

STANDARD = "1.0"
# ISO 639-3, as the standard asks for it; the register itself takes Dutch alone.
_LANGUAGES: dict[Language, str] = {"nl": "nld", "en": "eng"}
# What only the municipality knows, and the register shows or a DPIA asks for.
MUNICIPALITYS = (
    "organization",
    "category",
    "status",
    "begin_date",
    "contact_email",
    "publication_category",
    "proportionality",
    "lawful_basis",
    "impacttoetsen_grouping",
    "provider",
)


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry of the Algoritmeregister. What is not filled in is empty."""

    name: str
    description_short: str
    organization: str
    category: tuple[str, ...]
    status: str
    begin_date: str
    end_date: str
    contact_email: str
    website: str
    publication_category: str
    url: str
    goal: str
    proportionality: str
    human_intervention: str
    risks: str
    lawful_basis: str
    lawful_basis_grouping: tuple[Reference, ...]
    process_index_url: str
    impacttoetsen_grouping: tuple[Reference, ...]
    impacttoetsen: str
    source_data: str
    source_data_grouping: tuple[Reference, ...]
    methods_and_models: str
    provider: str
    publiccode: str
    lang: str
    standard_version: str
    source_id: str
    tags: str


@dataclass(frozen=True, slots=True)
class Source:
    """A document that answers come from; what it does not state is empty."""

    source: str
    title: str
    publisher: str
    date: str
    """ISO 8601."""
    link: str


@dataclass(frozen=True, slots=True)
class Kept:
    """Something that is kept on this machine, or is not."""

    what: str
    holds: str
    until: str
    days: int | None
    """How long, where it is deleted by itself; 0 where it is not kept at all."""


@dataclass(frozen=True, slots=True)
class Measured:
    """A figure of the last evaluation; `name` stays the same, `label` says it."""

    name: str
    label: str
    figure: Figure


@dataclass(frozen=True, slots=True)
class LastEvaluation:
    """What the latest published evaluation says of one half of its questions."""

    name: str
    at: str
    split: Split
    questions: int
    figures: tuple[Measured, ...]


@dataclass(frozen=True, slots=True)
class Facts:
    """All of it, at one moment."""

    format: Literal[1]
    made_at: str
    """ISO 8601, as are all times and days."""
    language: Language
    version: str
    generation: str
    """Of the index."""
    register: Entry
    to_fill_in: tuple[str, ...]
    """Names of `register` that only the municipality can fill in, and has not."""
    notice: str
    """What every visitor is told of the AI Act's article 50."""
    models: tuple[Model, ...]
    sources: tuple[Source, ...]
    kept: tuple[Kept, ...]
    leaves: tuple[str, ...]
    """What leaves the machine, for whom."""
    contacts: tuple[Contact, ...]
    limits: tuple[str, ...]
    evaluation: LastEvaluation | None


# What each table of the database is told of as; a test sees to it that none is left out.
KEPT_IN = {
    "rating": "rating",
    "asked": "asked",
    "kept_question": "question",
    "review": "review",
    "review_words": "review",
    "account": "account",
    "session": "session",
    "sent": "session",
    "attempt": "attempt",
    "audit": "audit",
    "correction": "sources",
    "check_question": "sources",
    "rebuild": "sources",
    "checked_answer": "sources",
}


def facts_of(desk: Desk, models: tuple[Model, ...]) -> Facts:
    """Gather what the running configuration says."""
    texts, index = desk.texts, desk.bot_now().index
    originals = desk.municipality.originals
    sources = tuple(
        Source(each.source, each.title, each.publisher, each.date, originals.get(each.source, ""))
        for each in index.documents.values()
    )
    entry = _entry(desk, models, sources)
    return Facts(
        format=1,
        made_at=desk.now().isoformat(timespec="seconds"),
        language=texts.language,
        version=version("wijkwijzer"),
        generation=index.generation,
        register=entry,
        to_fill_in=tuple(name for name in MUNICIPALITYS if not getattr(entry, name)),
        notice=texts.get("page.ai_notice"),
        models=models,
        sources=sources,
        kept=tuple(_kept(desk)),
        leaves=tuple(_leaves(desk, models)) or (texts.get("facts.leaves_nothing"),),
        contacts=desk.municipality.contacts_in(texts.language),
        limits=texts.list("facts.limits"),
        evaluation=_evaluation(desk),
    )


def _paragraphs(texts: Sequence[str]) -> str:
    return "\n\n".join(texts)


def _entry(desk: Desk, models: Sequence[Model], sources: Sequence[Source]) -> Entry:
    texts, ours = desk.texts, desk.municipality.register
    named = "; ".join(f"{texts.get(f'facts.part_{each.part}')}: {each.name}" for each in models)
    return Entry(
        name=texts.get("facts.name"),
        description_short=texts.get("facts.description_short"),
        organization=ours.organization or desk.municipality.name,
        category=ours.category,
        status=ours.status,
        begin_date=ours.begin_date,
        end_date=ours.end_date,
        contact_email=ours.contact_email,
        website=ours.website,
        publication_category=ours.publication_category,
        url=ours.url,
        goal=_paragraphs(texts.list("facts.goal")),
        proportionality=ours.proportionality,
        human_intervention=_paragraphs(texts.list("facts.human_intervention")),
        risks=_paragraphs(texts.list("facts.risks")),
        lawful_basis=ours.lawful_basis,
        lawful_basis_grouping=ours.lawful_basis_grouping,
        process_index_url=ours.process_index_url,
        impacttoetsen_grouping=ours.impacttoetsen_grouping,
        impacttoetsen=ours.impacttoetsen,
        source_data=texts.get("facts.source_data", documents=len(sources)),
        source_data_grouping=tuple(
            Reference((each.title or each.source)[:500], each.link) for each in sources if each.link
        ),
        methods_and_models=_paragraphs(
            [*texts.list("facts.method"), texts.get("facts.models", models=named)]
        ),
        provider=ours.provider,
        publiccode=ours.publiccode,
        lang=_LANGUAGES[texts.language],
        standard_version=STANDARD,
        source_id=ours.source_id,
        tags=ours.tags,
    )


def _kept(desk: Desk) -> Iterator[Kept]:
    """Yield what is kept and how long."""
    texts, days = desk.texts, desk.settings.keep_questions_days
    lasts = texts.get("facts.until_removed")
    yield _of("conversation", texts, texts.get("facts.until_closed"), 0)
    until = texts.get("facts.until_days", days=days) if days else texts.get("facts.until_never")
    yield _of("question", texts, until, days)
    for name in ("asked", "rating", "review", "sources", "audit", "account", "evaluation", "backup"):
        yield _of(name, texts, lasts)
    yield _of("attempt", texts, texts.get("facts.until_locked"))
    yield _of("session", texts, texts.get("facts.until_hours", hours=int(SESSION.total_seconds()) // 3600))


def _of(name: str, texts: Texts, until: str, days: int | None = None) -> Kept:
    return Kept(texts.get(f"facts.kept_{name}"), texts.get(f"facts.holds_{name}"), until, days)


def _leaves(desk: Desk, models: Sequence[Model]) -> Iterator[str]:
    settings, texts = desk.settings, desk.texts
    if is_endpoint(settings.generator):
        yield texts.get("facts.leaves_endpoint", address=settings.generator)
    for each in models:
        if each.origin == "hub":
            yield texts.get("facts.leaves_hub", part=texts.get(f"facts.part_{each.part}"), name=each.name)
    if settings.oidc_issuer:
        yield texts.get("facts.leaves_login", address=settings.oidc_issuer)


def _evaluation(desk: Desk) -> LastEvaluation | None:
    published = next(iter(read_all(desk.home).sound), None)
    if published is None:
        return None
    half = published.evaluation.halves[0]
    figures = tuple(
        Measured(name, desk.texts.get(f"metric.{name}"), half.figures[name])
        for name in HEADLINE
        if name in half.figures
    )
    at = published.evaluation.at.isoformat(timespec="seconds")
    return LastEvaluation(published.name, at, half.split, half.questions, figures)
