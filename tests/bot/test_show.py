import tomllib
from dataclasses import replace
from pathlib import Path

import pytest

from bot.settings import Settings
from bot.show import as_plain_text, as_toml, lead_in, shown_date, where
from bot.types import Answer
from index.types import Role
from prompts import Language, load
from tests.bot.conftest import citation, quoted

pytestmark = pytest.mark.usefixtures("clean_environment")


@pytest.mark.parametrize(
    ("language", "role", "speaker", "lead"),
    [
        ("nl", "comment", "Jos", "Een lezer (Jos) schrijft:"),
        ("nl", "comment", "", "Een lezer schrijft:"),
        ("nl", "quote", "Lian Stouthard", "Lian Stouthard zegt:"),
        ("nl", "quote", "", ""),
        ("nl", "article", "Jos", ""),
        ("en", "comment", "Jos", "A reader (Jos) writes:"),
        ("en", "quote", "Jos", "Jos says:"),
    ],
)
def test_who_says_it_comes_before_what_is_said(
    language: Language, role: Role, speaker: str, lead: str
) -> None:
    assert lead_in(citation(role=role, speaker=speaker), load(language)) == lead


@pytest.mark.parametrize("quote", ["‘Dat gaat goed’, aldus Stouthard.", "Stouthard: 'Goed.'"])
def test_a_quote_that_names_its_speaker_needs_no_lead_in(quote: str) -> None:
    said = replace(citation(role="quote", speaker="Lian Stouthard"), quote=quote)
    assert lead_in(said, load("nl")) == ""


@pytest.mark.parametrize(
    ("language", "date", "shown"),
    [
        ("nl", "2021-08-30", "30 augustus 2021"),
        ("en", "2021-03-01", "1 March 2021"),
        ("nl", "", "datum onbekend"),
        ("en", "", "date unknown"),
    ],
)
def test_a_date_is_written_as_people_do(language: Language, date: str, shown: str) -> None:
    assert shown_date(citation(date=date), load(language)) == shown


def test_a_place_is_spelled_out() -> None:
    cited = citation(role="comment", speaker="Jos")
    assert where(cited, load("nl")) == (
        "Zorg in Breda, Reactie van een lezer, Jos, De Krant, 30 augustus 2021, breda.txt 10-33"
    )
    bare = citation(title="", publisher="", date="")
    assert where(bare, load("nl")) == "zonder titel, Artikel, datum onbekend, breda.txt 10-33"


def test_an_answer_comes_with_its_citations_below() -> None:
    answer = Answer("vraag", "answer", "nl", (quoted(citation("Breda\nkent het.")),))
    assert as_plain_text(answer) == (
        "Breda kent het. [1]\n"
        "\n"
        "[1] Zorg in Breda, Artikel, De Krant, 30 augustus 2021, breda.txt 10-25\n"
        "    “Breda kent het.”"
    )


def test_a_refusal_comes_with_the_nearest_passages_in_its_own_language() -> None:
    answer = Answer("q", "refusal", "en", notices=("No answer.",), nearest=(citation(), citation("Twee.")))
    assert as_plain_text(answer) == (
        "No answer.\n"
        "\n"
        "[1] Zorg in Breda, Article, De Krant, 30 August 2021, breda.txt 10-33\n"
        "    “Breda kent een netwerk.”\n"
        "\n"
        "[2] Zorg in Breda, Article, De Krant, 30 August 2021, breda.txt 10-15\n"
        "    “Twee.”"
    )


@pytest.mark.parametrize(
    "changes",
    [
        {},
        {"data": "/data/met \"aanhaling\" en \\ en 'é'", "port": 8080, "language": "en"},
        {"embedder": "owner/name", "threads": 2, "cache": "/tmp/c"},
    ],
)
def test_shown_settings_are_a_settings_file(changes: dict[str, object]) -> None:
    settings = Settings(**changes)  # type: ignore[arg-type]
    shown = as_toml(settings, Path("/home/wijkwijzer"))
    assert Settings(**tomllib.loads(shown)) == settings


def test_every_setting_is_shown_with_its_meaning_and_its_variable() -> None:
    shown = as_toml(Settings(), Path("/home/wijkwijzer"))
    assert shown.startswith("# home: /home/wijkwijzer  (WIJKWIJZER_HOME or --home)\n")
    assert "\n# port that the page is served on  (WIJKWIJZER_PORT)\nport = 7860\n" in shown
    assert '\n# data = ""' in shown
    for name, field in Settings.model_fields.items():
        assert f"# {field.description}  (WIJKWIJZER_{name.upper()})" in shown


def test_a_terminal_gets_nothing_that_no_reader_sees() -> None:
    quote = "Breda\u202e kent\u200b het\U000e0041."
    answer = Answer("vraag", "answer", "nl", (quoted(citation(quote)),))
    assert as_plain_text(answer).count("Breda kent het.") == 2
