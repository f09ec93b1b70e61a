import ast
import re
import string
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any, get_args

import pytest

from bot.asked import NEVER_KEPT
from bot.desk import catalogue, document, sources, start
from bot.desk.accounts import ROLES as STAFF_ROLES
from bot.desk.evaluations import Split
from bot.desk.facts import KEPT_IN
from bot.desk.gaps import STATES
from bot.desk.paper import TABS
from bot.desk.review_cases import LACKS
from bot.desk.reviews import VERDICTS
from bot.desk.weights import Origin, Part
from bot.ratings import COMPLAINTS
from bot.types import Kind, Reason
from index.corrections import KINDS
from index.progress import Stage
from index.types import Role
from prompts import FILES, LANGUAGES, Language, TextError, Texts, load

ROOT = Path(__file__).parents[2]
# A language has its own words for these, and as many as it needs; English drafts are not written.
OWN_LENGTH = {"question.greetings", "question.opinion_words", "draft.examples", "page.examples"}
# What a page shows of each role; boilerplate is never shown.
ROLES = [role for role in get_args(Role) if role != "boilerplate"]


# How names end that the code puts together.
LASTS = {
    "page.role_": ROLES,
    "page.statement_": ["full", "partial", "none"],
    "page.complaint_": [each for each in COMPLAINTS if each],
    "report.split_": get_args(Split),
    "gaps.reason_": ["asked", "badly_rated", *(each for each in get_args(Reason) if each)],
    "gaps.never_": sorted(NEVER_KEPT),
    "gaps.state_": STATES,
    "review.verdict_": VERDICTS,
    "review.lack_": [each for each in LACKS if each],
    "facts.part_": get_args(Part),
    "facts.origin_": get_args(Origin),
    "facts.tab_": TABS,
    "facts.field_": [each for names in TABS.values() for each in names],
    "facts.kept_": [*KEPT_IN.values(), "conversation", "evaluation", "backup"],
    "start.about_": start.PARTS,
    "desk.navigation_": start.PARTS,
    "desk.role_": STAFF_ROLES,
    "sources.role_": get_args(Role),
    "sources.kind_": [*KINDS, "contact"],
    "sources.state_": get_args(catalogue.State),
    "sources.done_": sources.DONE,
    "document.done_": document.DONE,
    "rebuild.step_": [*get_args(Stage), "checking"],
    "rebuild.answer_": get_args(Kind),
    "rebuild.differs_": ["kind", "sentences", "sources"],
    "facts.holds_": [*KEPT_IN.values(), "conversation", "evaluation", "backup"],
}


def flat(tables: dict[str, Any], path: str = "") -> Iterator[tuple[str, Any]]:
    for name, value in tables.items():
        if isinstance(value, dict):
            yield from flat(value, f"{path}{name}.")
        else:
            yield f"{path}{name}", value


def texts_of(language: Language) -> dict[str, Any]:
    return {name: text for file in FILES for name, text in texts_in(file, language)}


def texts_in(file: str, language: Language) -> list[tuple[str, Any]]:
    return list(
        flat(tomllib.loads((ROOT / "prompts" / f"{file}{language}.toml").read_text(encoding="utf-8")))
    )


NL, EN = texts_of("nl"), texts_of("en")


def variables(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}


def test_both_languages_have_the_same_names() -> None:
    assert NL.keys() == EN.keys()


def test_no_table_is_in_two_files() -> None:
    tables = [{name.partition(".")[0] for name, _ in texts_in(file, "nl")} for file in FILES]
    assert not set.intersection(*tables)


@pytest.mark.parametrize("name", NL)
def test_both_languages_have_the_same_variables_and_sizes(name: str) -> None:
    assert type(NL[name]) is type(EN[name])
    if isinstance(NL[name], str):
        assert variables(NL[name]) == variables(EN[name])
    elif name not in OWN_LENGTH:
        assert len(NL[name]) == len(EN[name])


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_name_leads_to_its_text(language: Language) -> None:
    texts = load(language)
    for name, value in texts_of(language).items():
        if isinstance(value, str):
            given = {variable: f"<{variable}>" for variable in variables(value)}
            expected = value
            for variable, filled in given.items():
                expected = expected.replace(f"{{{variable}}}", filled)
            assert texts.get(name, **given) == expected
        elif all(isinstance(item, str) for item in value) and value:
            assert texts.list(name) == tuple(value)
        else:
            assert texts.table(name) == tuple(value)


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_text_is_empty_or_a_line_too_many(language: Language) -> None:
    for name, value in texts_of(language).items():
        if isinstance(value, str) and name != "draft.function_words":
            assert value
            assert value == value.strip()


@pytest.mark.parametrize("language", LANGUAGES)
def test_there_are_twelve_months(language: Language) -> None:
    months = load(language).list("page.months")
    assert len(months) == len(set(months)) == 12
    assert (months[2].lower(), months[11].lower()) == {
        "nl": ("maart", "december"),
        "en": ("march", "december"),
    }[language]


@pytest.mark.parametrize("variables", [{}, {"names": "Breda", "more": 1}, {"nam": "Breda"}])
def test_missing_and_unknown_variables_raise(variables: dict[str, object]) -> None:
    with pytest.raises(TextError, match="has the variables"):
        load("nl").get("answer.name_missing", **variables)


def test_a_variable_of_a_text_without_any_raises() -> None:
    with pytest.raises(TextError, match=r"'answer\.refusal' in 'nl' has the variables \[\], not \['names'\]"):
        load("nl").get("answer.refusal", names="Breda")


def test_braces_in_a_value_are_left_alone() -> None:
    assert (
        load("nl").get("answer.name_missing", names="{names} {x}")
        == "Over {names} {x} staat niets in de bronnen."
    )


@pytest.mark.parametrize(
    "name", ["answer.nothing", "nothing", "answer.refusal.more", "answer", "", "page.months"]
)
def test_what_is_no_text_raises(name: str) -> None:
    with pytest.raises(TextError, match=re.escape(f"'{name}'")):
        load("en").get(name)


@pytest.mark.parametrize("name", ["answer.refusal", "answer", "nothing", "draft.examples"])
def test_what_is_no_list_raises(name: str) -> None:
    with pytest.raises(TextError, match=re.escape(f"'{name}'")):
        load("nl").list(name)


@pytest.mark.parametrize("name", ["answer.refusal", "page.months", "nothing"])
def test_what_is_no_table_raises(name: str) -> None:
    with pytest.raises(TextError, match=re.escape(f"'{name}'")):
        load("nl").table(name)


def test_a_language_is_read_once() -> None:
    assert load("nl") is load("nl")
    assert load("nl").language == "nl"
    assert isinstance(load("en"), Texts)


def used() -> Iterator[tuple[str, str, str, set[str]]]:
    """Yield where the code asks for a text or raises it, the verb, its name, and the variables it gets."""
    for path in sorted((ROOT / "bot").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not (isinstance(node, ast.Call) and node.args):
                continue
            name, where = ast.unparse(node.args[0]), f"{path.name}:{node.lineno}"
            raised = isinstance(node.func, ast.Name) and node.func.id == "DeskError"
            verb = "get" if raised else node.func.attr if isinstance(node.func, ast.Attribute) else ""
            found = re.fullmatch(r"f?'([a-z]+\.[a-z_]+)(\{[\w.]+\})?'", name)
            if verb in ("get", "list", "table") and found:
                given = {keyword.arg for keyword in node.keywords if keyword.arg}
                for last in LASTS[found[1]] if found[2] else [""]:
                    yield where, verb, f"{found[1]}{last}", given


def used_in_templates() -> Iterator[tuple[str, str, str, set[str]]]:
    """Yield the same of the desk's templates, where `t` gets a text and `tl` a list of them."""
    for path in sorted((ROOT / "bot").rglob("*.html")):
        for call in re.finditer(
            r"\bt(l?)\(\"([a-z]+\.[a-z_]+)\"((?:, \w+=)?)", path.read_text(encoding="utf-8")
        ):
            rest = path.read_text(encoding="utf-8")[call.end(2) + 1 :]
            if rest.startswith(" ~"):
                continue
            arguments = re.match(r"(?:[^()]|\((?:[^()]|\([^()]*\))*\))*", rest)
            assert arguments is not None
            given = set(re.findall(r", (\w+)=", arguments[0]))
            yield path.name, "list" if call[1] else "get", call[2], given


USED = [*used(), *used_in_templates()]


def test_the_code_was_searched_well() -> None:
    names = {name for _, _, name, _ in USED}
    assert {
        "answer.refusal",
        "question.too_long",
        "draft.examples",
        "page.role_comment",
        "page.cite",
        "cannot.too_large",
    } <= names
    # every call with a name in it that a plain search finds
    for path in (ROOT / "bot").rglob("*.py"):
        found = re.findall(
            r'(?:\.(?:get|list|table)|DeskError)\(\s*"([a-z]+\.[a-z_]+)"', path.read_text(encoding="utf-8")
        )
        assert set(found) <= names


@pytest.mark.parametrize(("where", "verb", "name", "given"), USED)
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_text_that_the_code_asks_for_is_there(
    language: Language, where: str, verb: str, name: str, given: set[str]
) -> None:
    texts = load(language)
    if verb == "get":
        assert texts.get(name, **dict.fromkeys(given, "x")) or name == "draft.function_words"
    elif verb == "list":
        assert texts.list(name)
    else:
        assert all(isinstance(row, dict) for row in texts.table(name))
