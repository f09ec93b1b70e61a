import json
import sqlite3
from contextlib import closing
from dataclasses import asdict, fields, replace
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from pydantic import TypeAdapter

from bot.answer import Bot
from bot.desk.accountability import PAGE, as_json
from bot.desk.desk import Desk
from bot.desk.evaluations import publish
from bot.desk.facts import KEPT_IN, MUNICIPALITYS, Entry, Facts, Source, facts_of
from bot.desk.paper import TABS, as_markdown, escaped, sections
from bot.desk.weights import models_of
from bot.page.municipality import Contact, Municipality
from bot.page.register import Reference, Register
from bot.settings import Settings
from prompts import LANGUAGES, Language, load
from tests.bot.conftest import index_of
from tests.bot.conftest import page as document
from tests.bot.desk.conftest import client_for
from tests.bot.desk.evaluated import REPORT, RIGHT, evaluation
from tests.conftest import ScriptedGenerator

BREDA = Municipality(
    name="Gemeente Breda",
    contacts={"nl": (Contact("Wmo-loket", "14 076", "https://www.breda.nl/wmo", "op werkdagen"),)},
    originals={"breda.txt": "https://www.breda.nl/zorg"},
    register=Register(
        category=("Zorg en gezondheid",),
        status="In gebruik",
        begin_date="2026-12",
        contact_email="algoritmes@breda.nl",
        publication_category="Overige algoritmes",
        proportionality="Zoeken kost minder tijd dan bellen.",
        lawful_basis="De gemeente geeft informatie over de Wmo.",
        lawful_basis_grouping=(Reference("Wmo 2015", "https://wetten.overheid.nl/BWBR0035362"),),
        impacttoetsen_grouping=(Reference("DPIA"),),
        provider="Intern ontwikkeld",
    ),
)
NASTY = (
    "</td><script>alert(1)</script> [klik](javascript:alert(1)) | **vet** `x`\n# Kop\n<img src=x onerror=y>"
)


def facts(desk: Desk) -> Facts:
    return facts_of(desk, models_of(desk.settings))


# Publication standard 1.0 (standard-config/v1_0.json of MinBZK/Algoritmeregister): its fields, with the most
# characters of each.
STANDARD = {
    "name": 100,
    "description_short": 350,
    "organization": 100,
    "category": None,
    "status": None,
    "begin_date": 7,
    "end_date": 7,
    "contact_email": 500,
    "website": 500,
    "publication_category": None,
    "url": 500,
    "goal": 2500,
    "proportionality": 2500,
    "human_intervention": 2500,
    "risks": 2500,
    "lawful_basis": 2500,
    "lawful_basis_grouping": None,
    "process_index_url": 500,
    "impacttoetsen_grouping": None,
    "impacttoetsen": 2500,
    "source_data": 2500,
    "source_data_grouping": None,
    "methods_and_models": 5000,
    "provider": 200,
    "publiccode": 500,
    "lang": None,
    "standard_version": None,
    "source_id": 100,
    "tags": 2500,
}


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_entry_has_the_fields_of_the_standard_within_its_lengths(desk: Desk, language: Language) -> None:
    entry = facts(replace(desk, settings=Settings(language=language), municipality=BREDA)).register
    assert {each.name for each in fields(Entry)} == STANDARD.keys()
    assert {name for names in TABS.values() for name in names} == STANDARD.keys()
    for name, most in STANDARD.items():
        assert most is None or len(getattr(entry, name)) <= most, name
    assert (entry.lang, entry.standard_version) == ({"nl": "nld", "en": "eng"}[language], "1.0")


def test_what_only_the_municipality_knows_comes_from_its_file(desk: Desk) -> None:
    found = facts(replace(desk, municipality=BREDA))
    entry = found.register
    assert (entry.organization, entry.status, entry.begin_date) == ("Gemeente Breda", "In gebruik", "2026-12")
    assert entry.lawful_basis_grouping == (Reference("Wmo 2015", "https://wetten.overheid.nl/BWBR0035362"),)
    assert entry.source_data_grouping == (Reference("Zorg in Breda", "https://www.breda.nl/zorg"),)
    assert found.to_fill_in == ()
    assert found.contacts == (Contact("Wmo-loket", "14 076", "https://www.breda.nl/wmo", "op werkdagen"),)


def test_what_the_municipality_has_not_said_is_named_and_never_guessed(desk: Desk) -> None:
    found = facts(desk)
    assert found.to_fill_in == MUNICIPALITYS
    assert not any(getattr(found.register, name) for name in MUNICIPALITYS)
    rows = {row[0]: row[1] for section in sections(found, load("nl")) for row in section.rows}
    assert rows["Wettelijke basis"] == "nog in te vullen door de gemeente"
    assert "Einddatum" not in rows


def test_sources_are_those_of_the_index_that_serves(desk: Desk) -> None:
    found = facts(replace(desk, municipality=BREDA))
    assert found.sources == (
        Source("breda.txt", "Zorg in Breda", "", "", "https://www.breda.nl/zorg"),
        Source("fruit.txt", "Fruit", "", "", ""),
    )
    assert "Bronnen: 2 documenten" in found.register.source_data


def test_models_are_told_in_the_technical_field_too(desk: Desk) -> None:
    method = facts(desk).register.methods_and_models
    assert "zoekmodel: multilingual-e5-small;" in method
    assert "niet zelflerend" in method


def test_nothing_leaves_the_machine_unless_it_is_set_to(desk: Desk) -> None:
    assert facts(desk).leaves == (load("nl").get("facts.leaves_nothing"),)
    settings = Settings(
        generator="https://ai.breda.nl/v1",
        generator_model="groot",
        generator_key="geheim",
        reranker="owner/reranker",
        oidc_issuer="https://login.breda.nl",
        oidc_secret="ook geheim",
    )
    found = facts(replace(desk, settings=settings))
    texts = load("nl")
    assert found.leaves == (
        texts.get("facts.leaves_endpoint", address="https://ai.breda.nl/v1"),
        texts.get("facts.leaves_hub", part="herordenen", name="owner/reranker"),
        texts.get("facts.leaves_login", address="https://login.breda.nl"),
    )
    assert "geheim" not in as_json(found)


@pytest.mark.parametrize(("days", "said"), [(0, "niet bewaard"), (30, "30 dagen")])
def test_how_long_questions_are_kept_is_what_is_set(desk: Desk, days: int, said: str) -> None:
    kept = facts(replace(desk, settings=Settings(keep_questions_days=days))).kept
    [question] = [each for each in kept if each.what == load("nl").get("facts.kept_question")]
    assert (question.days, question.until.startswith(said)) == (days, True)


def test_every_table_of_the_database_is_told_of(desk: Desk) -> None:
    with desk.database.transaction() as connection:
        found = connection.execute(
            "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
        ).fetchall()
    assert {row["name"] for row in found} == KEPT_IN.keys()
    told = {each.what for each in facts(desk).kept}
    assert {load("nl").get(f"facts.kept_{name}") for name in KEPT_IN.values()} <= told
    with closing(sqlite3.connect(desk.database.file)) as connection:
        columns = {row[1] for row in connection.execute("PRAGMA table_info(rating)")}
    assert "question" not in columns  # as the text on ratings says


def test_the_last_evaluation_is_the_published_one(desk: Desk) -> None:
    assert facts(desk).evaluation is None
    publish(desk.home, "oud", evaluation(1), REPORT)
    publish(desk.home, "nieuw", evaluation(2), REPORT)
    found = facts(desk)
    assert found.evaluation is not None
    assert (found.evaluation.name, found.evaluation.split, found.evaluation.questions) == (
        "nieuw",
        "test",
        103,
    )
    assert found.evaluation.at == "2026-11-02T09:30:00+00:00"
    [right] = [each.figure for each in found.evaluation.figures if each.name == "right"]
    assert right == RIGHT
    assert "| 0,60 \\[0,46 – 0,73\\], n = 58 |" in as_markdown(found, load("nl"))


def test_the_json_is_the_dataclass_and_reads_back_as_it(desk: Desk) -> None:
    publish(desk.home, "a", evaluation(), REPORT)
    found = facts(replace(desk, municipality=BREDA))
    row = json.loads(as_json(found))
    assert row == json.loads(json.dumps(asdict(found)))
    assert TypeAdapter(Facts).validate_json(as_json(found)) == found
    assert list(row) == [
        *(
            "format",
            "made_at",
            "language",
            "version",
            "generation",
            "register",
            "to_fill_in",
            "notice",
            "models",
        ),
        *("sources", "kept", "leaves", "contacts", "limits", "evaluation"),
    ]
    assert row["format"] == 1
    assert row["made_at"] == "2026-11-27T12:00:00+00:00"
    assert row["models"][0].keys() == {"part", "name", "origin", "sha256", "licence"}
    assert row["kept"][0].keys() == {"what", "holds", "until", "days"}


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_markdown_says_all_that_the_json_says(desk: Desk, language: Language) -> None:
    publish(desk.home, "a", evaluation(), REPORT)
    found = facts(replace(desk, municipality=BREDA, settings=Settings(language=language)))
    html = MarkdownIt("commonmark").enable("table").render(as_markdown(found, load(language)))
    said = " ".join(unescape(html).split())

    def leaves(value: Any) -> list[str]:
        if isinstance(value, dict):
            return [leaf for each in value.values() for leaf in leaves(each)]
        if isinstance(value, list):
            return [leaf for each in value for leaf in leaves(each)]
        return [" ".join(value.split())] if isinstance(value, str) else []

    row = json.loads(as_json(found))
    # These are codes, which the paper puts into words.
    for name in ("language", "evaluation"):
        del row[name]
    for each in row["models"]:
        del each["part"], each["origin"]
    assert [leaf for leaf in leaves(row) if leaf and leaf not in said] == []
    assert html.count("<h1>") == 1
    assert html.count("<table>") == 8


@pytest.fixture
def nasty(desk: Desk) -> Desk:
    """A desk whose only document has a title that tries to be more than one."""
    index = index_of(document("kwaad.txt", "Appels groeien aan bomen.", title=NASTY, publisher=NASTY))
    bot = Bot(index, ScriptedGenerator(), 10)
    return replace(desk, bot_now=lambda: bot, municipality=replace(BREDA, name=NASTY))


def test_a_title_is_text_in_html_and_in_markdown(nasty: Desk) -> None:
    client = client_for(nasty, "rik")
    page = client.get(PAGE).text
    assert "<script>alert" not in page
    assert "<img src=x" not in page
    assert "&lt;script&gt;alert(1)" in page
    html = MarkdownIt("commonmark").enable("table").render(client.get(f"{PAGE}.md").text)
    assert "<script" not in html
    assert "<img" not in html
    assert "<strong>" not in html
    assert "<a href" not in html
    assert html.count("<h1>") == 1
    [row] = [each for each in html.split("<tr>") if "kwaad.txt" in each]
    assert row.count("<td>") == 5
    assert client.get(f"{PAGE}.json").json()["sources"][0]["title"] == NASTY


@given(st.text(st.characters(exclude_categories=("Cs", "Cc"), exclude_characters="\0"), max_size=60))
def test_escaped_text_is_just_that_text(text: str) -> None:
    html = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"]).render(escaped(text))
    plain = " ".join(text.split())
    assert unescape(html) == (f"<p>{plain}</p>\n" if plain else "")


@given(st.text("\\`*_[](){}<>&#+-=.!|~$:/w1 \nax", max_size=30))
def test_escaped_punctuation_is_just_that(text: str) -> None:
    html = MarkdownIt("gfm-like", {"linkify": False}).render(escaped(text))
    plain = " ".join(text.split())
    assert html.count("<") == (2 if plain else 0)
    assert unescape(html) == (f"<p>{plain}</p>\n" if plain else "")


@pytest.mark.parametrize(
    ("ending", "kind"),
    [
        ("", "text/html; charset=utf-8"),
        (".md", "text/markdown; charset=utf-8"),
        (".json", "application/json"),
        (".schema.json", "application/schema+json"),
    ],
)
def test_all_forms_are_served_to_those_who_are_logged_in_alone(
    desk: Desk, reader: TestClient, ending: str, kind: str
) -> None:
    answer = reader.get(f"{PAGE}{ending}")
    assert (answer.status_code, answer.headers["content-type"]) == (200, kind)
    assert answer.headers["cache-control"] == "no-store"
    assert client_for(desk, "").get(f"{PAGE}{ending}").status_code == 401


def test_downloads_have_a_name_with_the_day(reader: TestClient) -> None:
    told = reader.get(f"{PAGE}.md").headers["content-disposition"]
    assert told == 'attachment; filename="wijkwijzer-2026-11-27.md"'


def test_the_schema_describes_the_json(reader: TestClient) -> None:
    schema, row = reader.get(f"{PAGE}.schema.json").json(), reader.get(f"{PAGE}.json").json()
    assert schema["properties"].keys() == row.keys()
    assert set(schema["required"]) == row.keys()
    assert schema["$defs"]["Entry"]["properties"].keys() == STANDARD.keys()


def test_the_page_says_what_is_missing_and_where_to_put_it(reader: TestClient) -> None:
    page = reader.get(PAGE).text
    assert "nog in te vullen door de gemeente" in page
    assert "<code>lawful_basis</code>" in page
    assert load("nl").get("page.ai_notice") in unescape(page)


def test_a_model_that_is_gone_is_a_message(desk: Desk) -> None:
    client = client_for(replace(desk, settings=Settings(generator="./nowhere")), "rik")
    for ending in ("", ".md", ".json"):
        answer = client.get(f"{PAGE}{ending}")
        assert answer.status_code == 400
        assert "There is no folder" in answer.text


def test_a_source_with_a_broken_character_does_not_break_the_files(desk: Desk, tmp_path: Path) -> None:
    index = index_of(document("a.txt", "Appels groeien aan bomen.", title="half \udc80 teken"))
    bot = Bot(index, ScriptedGenerator(), 10)
    client = client_for(replace(desk, bot_now=lambda: bot), "rik")
    assert "half" in client.get(f"{PAGE}.md").text
    assert client.get(f"{PAGE}.json").json()["sources"][0]["title"] == "half \udc80 teken"
