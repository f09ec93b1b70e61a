import json
import socket
import subprocess
import sys
import tomllib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import typer

from bot import cli as command_line
from bot.asked import Asked
from bot.database import Database
from bot.settings import Settings
from bot.trained import Trained
from bot.types import Answer
from index.privacy import HELPLINES_ONLY
from tests.bot.conftest import BREDA, BREDA_DRAFT, BREDA_QUESTION, Cli, Ran, lines
from tests.conftest import SEEDS, HashingEncoder

SEED = "004_fc42d5245a250134.txt"


def refused(ran: Ran, code: int, *said: str) -> None:
    """One sentence or two on stderr, nothing on stdout, and the exit code."""
    assert ran.code == code
    assert ran.out == ""
    [message] = ran.said
    for part in said:
        assert part in message


@pytest.fixture
def breda(cli: Cli, tmp_path: Path) -> Cli:
    """An index in which the Breda question has an answer, and a generator that tells it in short."""
    folder = tmp_path / "documents"
    folder.mkdir()
    corpus = [
        {"_id": "breda", "title": "", "text": BREDA},
        {"_id": "fruit", "title": "", "text": "Appels en peren groeien aan bomen in de tuin."},
    ]
    lines(folder / "corpus.jsonl", corpus)
    cli.index(folder)
    cli.generator.replies.append(BREDA_DRAFT)
    return cli


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("", "Er staat geen vraag."),
        (" \t\n ", "Er staat geen vraag."),
        ("🙂🎉", "In deze vraag staan geen woorden."),
        ("a" * 10_000, "De vraag heeft 10000 tekens; 2000 is het meeste."),
        ("\udc89PNG\udcff", "Dit is geen leesbare tekst."),
        ("Wat is \0 dit?", "Dit is geen leesbare tekst."),
    ],
)
@pytest.mark.parametrize("command", ["ask", "search"])
def test_what_is_no_question_is_told_so(cli: Cli, command: str, question: str, said: str) -> None:
    cli.index()
    refused(cli(command, question), 2, said)


@pytest.mark.parametrize("arguments", [("ask", "Wat?"), ("search", "Wat?"), ("chat",), ("index", "status")])
def test_without_an_index_it_is_told_how_to_build_one(
    cli: Cli, free_port: int, monkeypatch: pytest.MonkeyPatch, arguments: tuple[str, ...]
) -> None:
    monkeypatch.setenv("WIJKWIJZER_PORT", str(free_port))
    refused(cli(*arguments), 3, f"There is no index in '{cli.home}'.", "wijkwijzer index build FOLDER")


@pytest.mark.parametrize("name", ["passages.jsonl", "documents.jsonl", "manifest.json"])
@pytest.mark.parametrize(
    "arguments",
    [
        ("ask", "Wat is de Wmo?"),
        ("search", "Wmo"),
        ("index", "status"),
        ("index", "verify"),
        ("index", "text", SEED),
    ],
)
def test_a_damaged_index_is_refused_by_the_file(cli: Cli, name: str, arguments: tuple[str, ...]) -> None:
    cli.index()
    file = cli.home / "generations" / "000001" / name
    changed = bytearray(file.read_bytes())
    changed[len(changed) // 2] ^= 1
    file.write_bytes(b"{" if name == "manifest.json" else changed)
    refused(cli(*arguments), 3, "The index is damaged: ", name, "Build it again")


def test_an_index_of_which_a_file_is_gone_is_refused(cli: Cli) -> None:
    cli.index()
    (cli.home / "generations" / "000001" / "passages.jsonl").unlink()
    refused(cli("ask", "Wat is de Wmo?"), 3, "passages.jsonl' is missing")


def test_an_index_whose_pointer_leads_nowhere_is_refused(cli: Cli) -> None:
    cli.index()
    pointer = cli.home / "current"
    pointer.write_text(pointer.read_text().replace("000001", "000009"))
    refused(cli("search", "Wmo"), 3, "is damaged: ", "000009")


@pytest.fixture
def real_loading(cli: Cli, monkeypatch: pytest.MonkeyPatch) -> Cli:
    """As in the field, but only of the model that the test set: none is packaged."""
    import bot.models

    monkeypatch.undo()  # the stand-ins, and with them the clean environment
    for name in ("HF_HUB_OFFLINE", "GRADIO_ANALYTICS_ENABLED", "HF_HUB_DISABLE_TELEMETRY"):
        monkeypatch.setenv(name, "1")
    for name in Settings.model_fields:
        monkeypatch.delenv(f"WIJKWIJZER_{name.upper()}", raising=False)
    encoder, generator = bot.models.open_encoder, bot.models.open_generator
    packaged: dict[str, Any] = {"embedder": HashingEncoder(), "generator": cli.generator}

    def opened(what: str, real: Callable[[Settings], Any]) -> Callable[[Settings], Any]:
        return lambda each: packaged[what] if getattr(each, what) == "packaged" else real(each)

    monkeypatch.setattr(bot.models, "open_encoder", opened("embedder", encoder))
    monkeypatch.setattr(bot.models, "open_generator", opened("generator", generator))
    monkeypatch.setattr(bot.models, "open_trained", lambda settings, encoder: Trained())
    cli.index()
    return cli


@pytest.mark.parametrize("what", ["embedder", "generator"])
def test_a_model_folder_that_is_not_there_is_named(
    real_loading: Cli, what: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(f"WIJKWIJZER_{what.upper()}", "/no/such/folder")
    said = f"There is no folder '/no/such/folder' for the {what}. Set '{what}' to 'packaged'"
    refused(real_loading("ask", "Wat is de Wmo?"), 4, said)


@pytest.mark.parametrize("what", ["embedder", "generator"])
@pytest.mark.parametrize("size", [0, 5, 500])
def test_a_model_folder_that_was_cut_short_is_named(
    real_loading: Cli, what: str, size: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import torch
    from safetensors.torch import save_file

    folder = tmp_path / "model"
    folder.mkdir()
    config = {
        "model_type": "bert",
        "architectures": ["BertModel"],
        "vocab_size": 8,
        "hidden_size": 8,
        "num_hidden_layers": 1,
        "num_attention_heads": 2,
        "intermediate_size": 16,
    }
    (folder / "config.json").write_text(json.dumps(config), encoding="utf-8")
    save_file({"embeddings.word_embeddings.weight": torch.zeros(8, 8)}, folder / "model.safetensors")
    whole = (folder / "model.safetensors").read_bytes()
    (folder / "model.safetensors").write_bytes(whole[: min(size, len(whole) - 1)])
    monkeypatch.setenv(f"WIJKWIJZER_{what.upper()}", str(folder))
    ran = real_loading("ask", "Wat is de Wmo?")
    refused(ran, 4, f"The {what} '{folder}' cannot be loaded: ", f"Set '{what}' to ")


def test_a_folder_without_documents_is_refused(cli: Cli, tmp_path: Path) -> None:
    folder = tmp_path / "empty"
    folder.mkdir()
    refused(cli("index", "build", folder), 2, f"No documents in '{folder}'.", "Put .txt, .md, .html, ")
    assert not (cli.home / "current").exists()


def test_files_that_are_no_documents_are_named_with_their_reasons(cli: Cli, tmp_path: Path) -> None:
    folder = tmp_path / "scans"
    folder.mkdir()
    (folder / "scan.tiff").write_bytes(b"II*\0")
    (folder / "leeg.txt").write_text(" \n", encoding="utf-8")
    ran = cli("index", "build", folder)
    assert ran.code == 2
    assert ran.said[1:] == [
        "Left out: leeg.txt: it is empty",
        "Left out: scan.tiff: files of the kind '.tiff' are not read",
    ]


def test_a_missing_folder_is_refused_before_a_model_is_loaded(
    cli: Cli, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.models.open_encoder", None)
    ran = cli("index", "build", SEEDS, tmp_path / "gone")
    refused(ran, 2, f"There is no file or folder '{tmp_path / 'gone'}'.")


def test_building_tells_what_became_of_the_files(cli: Cli, tmp_path: Path) -> None:
    folder = tmp_path / "documents"
    folder.mkdir()
    (folder / "a.txt").write_text("De Wmo\n\nGemeenten voeren de Wmo uit. Dat kost geld.\n", encoding="utf-8")
    (folder / "b.png").write_bytes(b"\x89PNG")
    ran = cli("index", "build", folder)
    assert ran.code == 0
    assert "Left out: b.png: files of the kind '.png' are not read" in ran.said
    assert ran.said[-1] == (
        f"Indexed 1 documents, 1 passages, left out 1, in '{cli.home}' (generation 000001)."
    )
    kept = cli("index", "build", folder, "--if-missing")
    assert (kept.code, kept.said) == (0, [f"There is an index in '{cli.home}' already."])
    assert cli("index", "status", "--json").json()["generation"] == "000001"
    assert cli("index", "build", folder).said[-2:] == [
        "Documents: 0 added, 0 changed, 0 removed, 1 unchanged; 0 texts embedded.",
        f"Nothing changed: generation 000001 in '{cli.home}' serves on.",
    ]


def test_documents_are_added_and_removed_by_name(cli: Cli, tmp_path: Path) -> None:
    folder = tmp_path / "documents"
    folder.mkdir()
    (folder / "a.txt").write_text("De Wmo\n\nGemeenten voeren de Wmo uit.\n", encoding="utf-8")
    (folder / "b.txt").write_text("De bus\n\nDe bus rijdt ook in het weekend.\n", encoding="utf-8")
    cli("index", "build", folder / "a.txt")
    assert cli("index", "add", folder, tmp_path / "documents" / "b.txt").said == [
        "Left out: b.txt: another document has the same name",
        "Documents: 1 added, 0 changed, 0 removed, 1 unchanged; 2 texts embedded.",
        f"Indexed 2 documents, 2 passages, left out 1, in '{cli.home}' (generation 000002).",
    ]
    assert cli("search", "bus", "-k", 1, "--json").json()["hits"][0]["source"] == "b.txt"
    assert cli("index", "remove", "a.txt").said == [
        "Documents: 0 added, 0 changed, 1 removed, 1 unchanged; 0 texts embedded.",
        f"Indexed 1 documents, 1 passages, left out 0, in '{cli.home}' (generation 000003).",
    ]
    found = cli("index", "status", "--json").json()
    assert [document["source"] for document in found["contents"]] == ["b.txt"]
    refused(
        cli("index", "remove", "b.tx"), 2, "There is no document 'b.tx' in the index", "Near it are 'b.txt'."
    )


def test_what_is_not_taken_over_is_said(cli: Cli) -> None:
    cli.index()
    (cli.home / "current").write_text("000007\n", encoding="utf-8")
    said = cli("index", "build", SEEDS).said
    assert said[0].startswith("Nothing is taken over. The index in ")
    assert said[1].startswith("Documents: 5 added, 0 changed, 0 removed, 0 unchanged; ")


@pytest.mark.parametrize("command", [("add", str(SEEDS)), ("remove", SEED)])
def test_an_index_is_needed_to_change_it_and_no_model_is_loaded_without(
    command: tuple[str, ...], cli: Cli, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.models.open_encoder", None)
    refused(cli("index", *command), 3, f"There is no index in '{cli.home}'.", "wijkwijzer index build FOLDER")


def test_an_answer_is_printed_with_its_source(breda: Cli) -> None:
    ran = breda("ask", BREDA_QUESTION)
    assert ran.code == 0
    assert ran.out == (
        f"{BREDA_DRAFT} [1]\n"
        "\n"
        f"[1] zonder titel, Artikel, datum onbekend, breda 0-{len(BREDA)}\n"
        f"    “{BREDA}”\n"
    )
    assert ran.said == []


def test_an_answer_in_json_is_the_contracts(breda: Cli) -> None:
    row = breda("ask", BREDA_QUESTION, "--json").json()
    assert list(row) == [
        "id",
        "question",
        "answer",
        "kind",
        "abstained",
        "reason",
        "confidence",
        "language",
        "sentences",
        "notices",
        "nearest",
        "hits",
        "timings",
    ]
    [sentence] = row["sentences"]
    assert (sentence["text"], sentence["support"]) == (BREDA_DRAFT, "checked")
    [citation] = sentence["citations"]
    names = ["source", "title", "publisher", "date", "page", "role", "speaker", "start", "end", "quote"]
    names += ["heading", "valid_from", "valid_to", "answer"]
    assert list(citation) == names
    assert (citation["source"], citation["quote"]) == ("breda", BREDA)


def test_a_quote_is_the_text_from_start_to_end(cli: Cli) -> None:
    cli.index()
    question = "Terwijl gemeente Breda al jarenlang het Netwerk Zorg voor elkaar Breda kent"
    row = cli("ask", question, "--json").json()
    cited = [citation for sentence in row["sentences"] for citation in sentence["citations"]]
    cited += row["nearest"]
    assert cited
    for citation in cited:
        text = cli("index", "text", citation["source"]).out
        assert text == (SEEDS / citation["source"]).read_bytes().decode("utf-8-sig")
        assert text[citation["start"] : citation["end"]] == citation["quote"]


def test_text_of_an_unknown_document_is_refused(cli: Cli) -> None:
    cli.index()
    refused(cli("index", "text", "nope.txt"), 2, "There is no document 'nope.txt' in the index.")


def test_a_refusal_is_no_error(cli: Cli) -> None:
    cli.index()
    ran = cli("ask", "Hoeveel wijkteams heeft de gemeente Zwolle?")
    assert ran.code == 0
    assert ran.out.startswith(
        "Ik vind hier geen antwoord op in de bronnen.\nOver Zwolle staat niets in de bronnen.\n"
    )


@pytest.mark.parametrize(
    "arguments",
    [
        ("ask",),
        ("ask", "Wat?", "--batch", "in.jsonl", "--out", "out.jsonl"),
        ("ask", "--batch", "in.jsonl"),
        ("ask", "Wat?", "--out", "out.jsonl"),
        ("search",),
        ("search", "Wat?", "--queries", "q.jsonl", "--trec", "run.trec"),
        ("search", "--queries", "q.jsonl"),
        ("search", "Wat?", "--trec", "run.trec"),
    ],
)
def test_one_question_or_a_whole_file_and_not_both(cli: Cli, arguments: tuple[str, ...]) -> None:
    refused(cli(*arguments), 2, "together with")


@pytest.mark.parametrize(
    "arguments",
    [("nonsense",), ("ask", "--nonsense"), ("search", "Wmo", "-k", "0"), ("chat", "--port", "70000")],
)
def test_wrong_use_has_exit_code_2(cli: Cli, arguments: tuple[str, ...]) -> None:
    ran = cli(*arguments)
    assert ran.code == 2
    assert ran.out == ""
    assert "Usage:" in ran.err


def test_a_batch_names_its_bad_lines_and_answers_the_others(breda: Cli, tmp_path: Path) -> None:
    batch, out = tmp_path / "in.jsonl", tmp_path / "out.jsonl"
    good = json.dumps({"id": "good", "question": BREDA_QUESTION}).encode()
    batch.write_bytes(
        b"\n".join([good, b"nonsense", b"", b'{"question": "Wat?"}', b'{"id": 5, "question": ""}'])
    )
    ran = breda("ask", "--batch", batch, "--out", out)
    assert ran.code == 2
    assert ran.said[0].startswith(f"{batch}, line 2: Expecting value")
    assert ran.said[1:] == [
        f"{batch}, line 4: it has no 'id'",
        f"2 lines of '{batch}' were left out; all others are answered.",
    ]
    rows = [json.loads(line) for line in out.read_text(encoding="utf-8").splitlines()]
    assert [(row["id"], row["kind"], row["reason"]) for row in rows] == [
        ("good", "answer", ""),
        (5, "refusal", "invalid_question"),
    ]


def test_a_whole_batch_is_answered(breda: Cli, tmp_path: Path) -> None:
    batch = lines(tmp_path / "in.jsonl", [{"id": 1, "question": "Hallo"}])
    ran = breda("ask", "--batch", batch, "--out", tmp_path / "out.jsonl")
    assert (ran.code, ran.said) == (0, [])
    assert json.loads((tmp_path / "out.jsonl").read_text(encoding="utf-8"))["kind"] == "greeting"


@pytest.mark.parametrize(
    ("command", "into"), [(("ask", "--batch"), "--out"), (("search", "--queries"), "--trec")]
)
def test_a_file_that_is_not_there_is_named(
    cli: Cli, tmp_path: Path, command: tuple[str, str], into: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    cli.index()
    row = {"id": 1, "question": "Wat?", "_id": "1", "text": "Wat?"}
    good = lines(tmp_path / "in.jsonl", [row])
    out = tmp_path / "no" / "out"
    refused(cli(*command, good, into, out), 2, f"'{out}' cannot be written: No such file or directory.")
    monkeypatch.setattr("bot.models.open_encoder", None)
    gone = tmp_path / "gone.jsonl"
    refused(cli(*command, gone, into, tmp_path / "out"), 2, f"There is no file '{gone}'.")


def test_hits_are_as_the_contract_has_them(cli: Cli) -> None:
    cli.index()
    ran = cli("search", "eigen bijdrage", "-k", 3, "--json")
    found = ran.json()
    assert list(found) == ["hits"]
    assert [hit["rank"] for hit in found["hits"]] == [1, 2, 3]
    scores = [hit["score"] for hit in found["hits"]]
    assert scores == sorted(scores, reverse=True)
    for hit in found["hits"]:
        assert list(hit) == ["rank", "score", "source", "title", "role", "speaker", "start", "end", "text"]
        text = (SEEDS / hit["source"]).read_bytes().decode("utf-8-sig")
        assert text[hit["start"] : hit["end"]] == hit["text"]


def test_more_hits_than_there_are_gives_all(cli: Cli) -> None:
    cli.index()
    passages = cli("index", "status", "--json").json()["passages"]
    found = cli("search", "gemeente", "-k", 10_000, "--json").json()["hits"]
    assert [hit["rank"] for hit in found] == list(range(1, passages + 1))
    assert len({(hit["source"], hit["start"]) for hit in found}) == passages


def test_hits_are_printed_one_below_the_other(breda: Cli) -> None:
    ran = breda("search", "netwerk Breda", "-k", "1")
    (hit,) = breda("search", "netwerk Breda", "-k", "1", "--json").json()["hits"]
    assert ran.out == f"  1  {hit['score']:.4f}  breda 0-{len(BREDA)}  \n     {BREDA[:160]}\n"


def test_a_trec_run_has_six_columns(breda: Cli, tmp_path: Path) -> None:
    queries = lines(tmp_path / "q.jsonl", [{"_id": "q1", "text": "bomen"}, {"_id": "q2", "text": "netwerk"}])
    run = tmp_path / "run.trec"
    assert breda("search", "--queries", queries, "--trec", run, "-k", "100").code == 0
    rows = [line.split() for line in run.read_text(encoding="utf-8").splitlines()]
    assert [row[:4] for row in rows] == [
        ["q1", "Q0", "fruit", "1"],
        ["q1", "Q0", "breda", "2"],
        ["q2", "Q0", "breda", "1"],
        ["q2", "Q0", "fruit", "2"],
    ]
    assert {row[5] for row in rows} == {"wijkwijzer"}
    assert all(
        float(first[4]) >= float(second[4]) for first, second in zip(rows[::2], rows[1::2], strict=True)
    )


def test_bad_queries_are_named(breda: Cli, tmp_path: Path) -> None:
    queries = lines(tmp_path / "q.jsonl", [{"_id": "q1", "text": "bomen"}, {"id": "q2"}])
    ran = breda("search", "--queries", queries, "--trec", tmp_path / "run.trec")
    assert ran.code == 2
    assert ran.said[0] == f'{queries}, line 2: it is no JSON object with "_id" and "text"'
    assert (tmp_path / "run.trec").read_text(encoding="utf-8").startswith("q1 Q0 fruit 1 ")


def test_the_state_of_the_index(breda: Cli) -> None:
    facts = breda("index", "status", "--json").json()
    assert (facts["home"], facts["generation"]) == (str(breda.home), "000001")
    assert (facts["documents"], facts["passages"], facts["encoder"]) == (2, 2, "hashing")
    assert facts["roles"] == {"article": 2}
    assert [document["source"] for document in facts["contents"]] == ["breda", "fruit"]
    assert facts["contents"][0]["characters"] == len(BREDA)
    shown = breda("index", "status").out
    assert "\ndocuments: 2\n" in shown
    assert "\ncontents:\n  {'source': 'breda'" in shown


def test_a_sound_index_is_said_to_be_sound(cli: Cli) -> None:
    cli.index()
    files = [path for path in (cli.home / "generations" / "000001").rglob("*") if path.is_file()]
    ran = cli("index", "verify")
    assert (ran.code, ran.out) == (
        0,
        f"All {len(files) - 1} files of generation 000001 are as they were written.\n",  # but the manifest
    )


def test_each_generation_is_verified_and_the_damage_told(cli: Cli, tmp_path: Path) -> None:
    for text in ("De bus rijdt.", "De bus staat stil."):
        (tmp_path / "bus.txt").write_text(f"Bus\n\n{text}\n")
        cli.index(tmp_path / "bus.txt")
    old, new = (cli.home / "generations" / name / "passages.jsonl" for name in ("000001", "000002"))
    old.write_bytes(old.read_bytes()[:-1])
    ran = cli("index", "verify")
    assert (ran.code, ran.out.count("\n"), len(ran.said)) == (0, 1, 1)
    assert "of generation 000002 are as they were written." in ran.out
    assert f"Generation 000001, kept to serve in need, is damaged: '{old}' has " in ran.err
    new.unlink()
    ran = cli("index", "verify")
    assert (ran.code, ran.out) == (3, "")
    assert f"The index is damaged: '{new}' is missing. Build it again: " in ran.said[1]


@pytest.fixture
def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture
def taken_port() -> Iterator[int]:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        yield int(listener.getsockname()[1])


def test_a_port_in_use_is_told_before_a_model_is_loaded(
    cli: Cli, taken_port: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    cli.index()
    monkeypatch.setattr("bot.models.open_encoder", None)
    ran = cli("chat", "--port", taken_port)
    refused(ran, 2, f"cannot be served on 127.0.0.1:{taken_port}: Address already in use.", "another port")


def test_the_page_is_served_where_it_was_asked(
    cli: Cli, free_port: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    served: list[tuple[Any, ...]] = []
    monkeypatch.setattr("bot.page.serve.serve", lambda *arguments: served.append(arguments))
    cli.index()
    ran = cli("chat", "--host", "127.0.0.1", "--port", free_port)
    assert ran.code == 0
    assert f"Serving on http://127.0.0.1:{free_port} - stop with Ctrl-C" in ran.err
    [(handlers, desk, language, *where)] = served
    assert (desk.home, handlers.asked.days) == (cli.home, 0)
    assert where == ["127.0.0.1", free_port]
    assert (language, handlers.municipality.name, handlers.told_others) == ("nl", "", False)
    assert handlers.bot_now().index.generation == "000001"
    assert len(cli.generator.asked) == 1  # warmed up


def test_questions_that_were_kept_are_deleted_when_the_page_is_served_without_keeping_any(
    cli: Cli, free_port: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.page.serve.serve", lambda *arguments: None)
    cli.index()
    refusal = Answer("Waar krijg ik een zwanenhals?", "refusal", "nl", reason="weak_evidence")
    database = Database(cli.home)
    Asked(database, 30, HELPLINES_ONLY, HashingEncoder()).add("a", refusal, "000001")
    assert b"zwanenhals" in database.file.read_bytes()
    assert cli("chat", "--port", free_port).code == 0
    assert b"zwanenhals" not in database.file.read_bytes()


def test_preparing_repairs_and_makes_the_packaged_models(cli: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    done: list[str] = []
    monkeypatch.setattr("bot.models.repair_packaged", lambda settings: done.append("repair"))
    monkeypatch.setattr("bot.models.embedder_folder", lambda settings: done.append("embedder") or "/e")
    monkeypatch.setattr("bot.models.embedder_base", lambda settings: done.append("reader") or "/r")
    monkeypatch.setattr("bot.models.generator_folder", lambda settings: done.append("generator") or "/g")
    ran = cli("prepare")
    assert (ran.code, done) == (0, ["repair", "embedder", "reader", "generator"])
    assert ran.said == [
        "The embedder is ready in '/e'.",
        "The reader's model is ready in '/r'.",
        "The generator is ready in '/g'.",
    ]
    monkeypatch.setenv("WIJKWIJZER_EMBEDDER", "owner/name")
    monkeypatch.setenv("WIJKWIJZER_GENERATOR", "owner/name")
    monkeypatch.setenv("WIJKWIJZER_READER", "")
    assert cli("prepare").said == []
    assert done[4:] == ["repair"]


@pytest.mark.parametrize(
    "arguments", [("ask", "Wat?"), ("index", "status"), ("config", "show"), ("prepare",)]
)
def test_an_unknown_setting_is_refused(cli: Cli, arguments: tuple[str, ...]) -> None:
    cli.home.mkdir()
    (cli.home / "wijkwijzer.toml").write_text("colour = 1\n", encoding="utf-8")
    refused(cli(*arguments), 2, "There is no setting 'colour', which", "wijkwijzer.toml")


def test_an_unknown_variable_is_refused(cli: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WIJKWIJZER_COLOUR", "red")
    refused(cli("config", "show"), 2, "There is no setting for the environment variable WIJKWIJZER_COLOUR.")


def test_a_broken_settings_file_is_refused(cli: Cli, tmp_path: Path) -> None:
    file = tmp_path / "broken.toml"
    file.write_text("port = [\n", encoding="utf-8")
    refused(cli("config", "show", "--config", file), 2, f"The settings file '{file}' cannot be read: ")
    refused(cli("config", "show", "--config", tmp_path), 2, f"There is no settings file '{tmp_path}'.")


def test_shown_settings_can_be_loaded_again(
    cli: Cli, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("WIJKWIJZER_PORT", "8080")
    monkeypatch.setenv("WIJKWIJZER_CACHE", str(tmp_path / "cache é"))
    shown = cli("config", "show").out
    assert tomllib.loads(shown)["port"] == 8080
    monkeypatch.delenv("WIJKWIJZER_PORT")
    monkeypatch.delenv("WIJKWIJZER_CACHE")
    assert cli("config", "show").out != shown
    file = tmp_path / "again.toml"
    file.write_text(shown, encoding="utf-8")
    assert cli("config", "show", "--config", file).out == shown


def test_messages_come_in_the_language_that_is_set(cli: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WIJKWIJZER_LANGUAGE", "en")
    refused(cli("ask", ""), 2, "There is no question.")


def test_a_terminal_is_told_that_models_are_loading(breda: Cli, as_terminal: Callable[[], None]) -> None:
    as_terminal()
    assert "Loading models …\n" in breda("search", "netwerk").err


def commands(group: Any, path: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    for name, command in group.commands.items():
        if hasattr(command, "commands"):
            yield from commands(command, (*path, name))
        else:
            yield (*path, name)


COMMANDS = list(commands(typer.main.get_command(command_line.app)))


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_every_command_shows_an_example(
    command: tuple[str, ...], clean_environment: None, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as left:
        command_line.main([*command, "--help"])
    assert left.value.code == 0
    assert f"Example: wijkwijzer {' '.join(command)}" in " ".join(capsys.readouterr().out.split())


def test_the_commands_of_the_contract_are_there() -> None:
    assert set(COMMANDS) >= {
        ("ask",),
        ("search",),
        ("chat",),
        ("prepare",),
        ("index", "add"),
        ("index", "build"),
        ("index", "remove"),
        ("index", "status"),
        ("index", "verify"),
        ("index", "text"),
        ("config", "show"),
    }


def test_a_reader_that_has_gone_gets_no_traceback(cli: Cli) -> None:
    cli.index()
    code = f"from bot.cli import main; main(['index', 'text', {SEED!r}, '--home', {str(cli.home)!r}])"
    with subprocess.Popen(
        [sys.executable, "-c", code], stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd=SEEDS.parent
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        assert process.stderr.read() == b""


def test_a_strict_build_leaves_with_2_and_the_old_index(cli: Cli, tmp_path: Path) -> None:
    folder = tmp_path / "folder"
    folder.mkdir()
    (folder / "a.txt").write_bytes("Wmo\n\nÉén loket helpt.\n".encode("cp1252"))
    (folder / "b.pdf").write_bytes(b"\x89PNG\r\n\x1a\n")
    ran = cli("index", "build", folder)
    assert ran.code == 0
    assert "Left out: b.pdf: it is a picture, not what its name says" in ran.said
    assert any(line.startswith("Note: a.txt: its encoding is guessed") for line in ran.said)
    ran = cli("index", "build", folder, "--strict")
    assert ran.code == 2
    assert ran.said[-1].startswith("1 could not be read, so nothing is published.")
    status = json.loads(cli("index", "status", "--json").out)
    assert status["generation"] == "000001"
    assert [(found["pages"], len(found["warnings"])) for found in status["contents"]] == [(0, 1)]
