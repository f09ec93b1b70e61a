"""What a visitor tells about people is gone before anything reads, keeps, logs or shows the question."""

import json
import logging
from collections.abc import Sequence
from pathlib import Path

import pytest

from bot.answer import Bot
from bot.asked import Asked
from bot.batch import answer_batch, write_trec_run
from bot.database import FILE, Database
from bot.dialogue import QuestionError, cleaned, presentable
from bot.page.conversation import conversation
from bot.page.handlers import Handlers
from bot.page.line import Line
from bot.page.municipality import Municipality
from bot.personal import left_out, with_placeholders, without_placeholders
from bot.ratings import Ratings
from bot.rows import answer_row
from bot.suggest import Suggestions
from bot.types import Answer
from index.build import build_index
from index.privacy import HELPLINES_ONLY, PublicContacts
from index.types import FloatArray
from tests.bot.conftest import BREDA, BREDA_DRAFT, BREDA_QUESTION, Cli, lines, page
from tests.conftest import HashingEncoder, ScriptedGenerator

PHONE = "06 - 12 34 56 78"
NOTICE = (
    "Uw vraag bevatte persoonsgegevens (telefoonnummer). Die heb ik weggelaten: deel ze niet in deze chat."
)
ASKED = f"Ik ben te bereiken op {PHONE}. {BREDA_QUESTION}"
SHOWN = f"Ik ben te bereiken op [telefoonnummer]. {BREDA_QUESTION}"


class RecordingEncoder(HashingEncoder):
    def __init__(self) -> None:
        self.queries: list[str] = []

    def encode_queries(self, texts: Sequence[str]) -> FloatArray:
        self.queries += texts
        return super().encode_queries(texts)


@pytest.fixture
def encoder() -> RecordingEncoder:
    return RecordingEncoder()


@pytest.fixture
def generator() -> ScriptedGenerator:
    return ScriptedGenerator(BREDA_DRAFT, BREDA_DRAFT)


@pytest.fixture
def bot(encoder: RecordingEncoder, generator: ScriptedGenerator) -> Bot:
    return Bot(build_index([page("breda.txt", BREDA)], encoder, 160), generator, 10)


def test_each_kind_has_its_name_in_both_languages() -> None:
    text = "jan@x.nl 0612345678, NL91ABNA0417164300, 123456782"
    assert with_placeholders(text, "nl", HELPLINES_ONLY) == (
        "[e-mailadres] [telefoonnummer], [rekeningnummer], [burgerservicenummer]"
    )
    english = with_placeholders(text, "en", HELPLINES_ONLY)
    assert english == "[e-mail address] [phone number], [account number], [citizen service number]"
    assert left_out(english) == ("e-mail address", "phone number", "account number", "citizen service number")
    assert without_placeholders(english) == ", ,"
    assert left_out("Is het [waar]?") == ()


def test_what_left_out_names_comes_once() -> None:
    assert left_out("[telefoonnummer] of [e-mailadres] of [telefoonnummer]") == (
        "telefoonnummer",
        "e-mailadres",
    )


def test_a_question_may_be_shown_without_invisible_characters_and_personal_data() -> None:
    assert presentable(" Bel mij\n op 06\u200d12345\u200c678 ") == "Bel mij op [telefoonnummer]"
    assert presentable("Who calls me from 0612345678?") == "Who calls me from [phone number]?"
    assert cleaned(presentable(ASKED), "nl") == cleaned(ASKED, "nl") == SHOWN


def test_helplines_and_public_contacts_may_be_asked_about() -> None:
    question = "Is 0800-2000 van Veilig Thuis en info@utrecht.nl van de gemeente?"
    assert presentable(question, PublicContacts.of(["utrecht.nl"])) == question
    assert presentable(question) == question.replace("info@utrecht.nl", "[e-mailadres]")


def test_nothing_but_personal_data_is_no_question() -> None:
    with pytest.raises(QuestionError, match="bestaat alleen uit persoonsgegevens"):
        cleaned("123456782, jan@x.nl", "nl")


def test_no_model_sees_personal_data_and_the_answer_says_so(
    bot: Bot, encoder: RecordingEncoder, generator: ScriptedGenerator
) -> None:
    answer = bot.answer(ASKED)
    assert (answer.kind, answer.question, answer.notices) == ("answer", SHOWN, (NOTICE,))
    assert set(encoder.queries) == {f"Ik ben te bereiken op . {BREDA_QUESTION}"}
    told = "".join(message.content for messages in generator.asked for message in messages)
    assert SHOWN in told
    assert PHONE not in told + json.dumps(answer_row(answer))
    assert bot.answer(BREDA_QUESTION).notices == ()


def test_a_refusal_still_begins_with_its_constant_text_and_misses_no_placeholder(bot: Bot) -> None:
    answer = bot.answer(f"Wat doet gemeente Zwolle met {PHONE} en 123456782?")
    assert answer.notices == (
        "Ik vind hier geen antwoord op in de bronnen.",
        NOTICE.replace("(telefoonnummer)", "(telefoonnummer, burgerservicenummer)"),
        "Over Zwolle staat niets in de bronnen.",
        "Dit komt het dichtst in de buurt. Het is misschien geen antwoord op uw vraag:",
    )
    assert answer.reason == "name_missing"


def test_the_question_before_is_masked_too(bot: Bot, encoder: RecordingEncoder) -> None:
    before = bot.answer(
        f"Kent de gemeente Breda al jarenlang het Netwerk Zorg voor elkaar? Mijn nummer is {PHONE}."
    )
    answer = bot.answer("Hoeveel organisaties participeren in het samenwerkingsverband?", [before])
    assert answer.kind == "answer"
    assert "Mijn nummer is [telefoonnummer]. Hoeveel organisaties" in answer.question
    assert not any("12 34" in query for query in encoder.queries)


def test_nothing_on_the_page_holds_what_was_typed(bot: Bot, tmp_path: Path) -> None:
    ratings = Ratings(Database(tmp_path), HELPLINES_ONLY)
    asked = Asked(Database(tmp_path), 30, HELPLINES_ONLY, bot.index.encoder)
    handlers = Handlers(
        lambda: bot, Municipality(), False, ratings, asked, Suggestions(lambda language: ()), Line()
    )
    for question in (ASKED, f"{PHONE}", f"{PHONE} \ufffd"):
        received, field = handlers.received(question, (), "nl")
        for turns in (received, *handlers.answering(received, "nl")):
            html = conversation(turns, handlers.frame("nl"))
            assert "12 34" not in f"{html}{turns}{field}{handlers.told(turns, 'nl')}"
            assert "[telefoonnummer]" in html
    assert b"12 34" not in b"".join(path.read_bytes() for path in tmp_path.glob(f"{FILE}*"))


def test_a_batch_and_a_run_hold_none(bot: Bot, encoder: RecordingEncoder, tmp_path: Path) -> None:
    asked = [
        {"id": 1, "question": ASKED},
        {"id": 2, "question": PHONE},
        {"id": 3, "question": "Hoeveel?", "history": [ASKED]},
    ]
    answer_batch(bot, lines(tmp_path / "in.jsonl", asked), tmp_path / "out.jsonl", "nl")
    written = (tmp_path / "out.jsonl").read_text(encoding="utf-8")
    assert [json.loads(row)["question"] for row in written.splitlines()][:2] == [SHOWN, "[telefoonnummer]"]
    queries = lines(tmp_path / "q.jsonl", [{"_id": "1", "text": ASKED}, {"_id": "2", "text": PHONE}])
    assert write_trec_run(bot.index, queries, tmp_path / "run.trec", 1) == []
    assert len((tmp_path / "run.trec").read_text().splitlines()) == 2
    assert "12 34" not in written + "".join(encoder.queries)


def test_the_command_line_says_that_it_left_something_out(cli: Cli, caplog: pytest.LogCaptureFixture) -> None:
    cli.index()
    with caplog.at_level(logging.DEBUG):
        searched = cli("search", f"Kanteling {PHONE}", "--json")
        asked = cli("ask", f"Wat is de Kanteling? {PHONE}", "--json")
        refused = cli("ask", PHONE)
    assert NOTICE in searched.err
    assert searched.json() == cli("search", "Kanteling", "--json").json()
    assert NOTICE in asked.json()["notices"]
    assert refused.code == 2
    assert "bestaat alleen uit persoonsgegevens" in refused.err
    everything = "".join(ran.out + ran.err for ran in (searched, asked, refused)) + caplog.text
    assert "12 34" not in everything


def test_public_contacts_reach_sources_and_questions(cli: Cli, tmp_path: Path) -> None:
    sources = tmp_path / "sources"
    sources.mkdir()
    (sources / "a.txt").write_text(
        "Het loket\n\nMail het loket via info@utrecht.nl of via jan@ziggo.nl voor hulp.\n"
    )
    cli.home.mkdir()
    (cli.home / "wijkwijzer.toml").write_text('public_contacts = ["utrecht.nl"]\n')
    cli("index", "build", sources)
    text = cli("index", "text", "a.txt").out
    assert text == "Het loket\n\nMail het loket via info@utrecht.nl of via ████████████ voor hulp.\n"
    assert cli("index", "status", "--json").json()["public_contacts"] == ["utrecht.nl"]
    row = cli("ask", "Wat kan ik via info@utrecht.nl of els@ziggo.nl?", "--json").json()
    assert row["question"] == "Wat kan ik via info@utrecht.nl of [e-mailadres]?"


def test_an_answer_is_never_changed_by_a_question_without_personal_data(bot: Bot) -> None:
    answer: Answer = bot.answer("Hallo")
    assert (answer.question, len(answer.notices)) == ("Hallo", 1)
