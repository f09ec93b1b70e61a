import json
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import pytest

from eval.judge import Endpoint, Judged, Opinion, agreement, judge, read, write
from eval.score import Scores
from index.errors import ModelUnavailableError, UsageError
from tests.eval.conftest import ASKED, TWENTY


class Server:
    """A small endpoint that speaks OpenAI's chat completions and says what it was told to say."""

    def __init__(self) -> None:
        self.asked: list[dict[str, Any]] = []
        self.keys: list[str | None] = []
        self.reply = '{"correct": 4, "helpful": 3}'
        self.status = 200
        server = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                server.asked.append({"path": self.path, **json.loads(body)})
                server.keys.append(self.headers["Authorization"])
                content = json.dumps({"choices": [{"message": {"content": server.reply}}]}).encode()
                self.send_response(server.status)
                self.send_header("Content-Length", str(len(content)))
                self.end_headers()
                self.wfile.write(content)

            def log_message(self, *_: object) -> None:
                """Say nothing."""

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self._server.server_address[1]}/v1"
        Thread(target=self._server.serve_forever, daemon=True).start()

    def stop(self) -> None:
        self._server.shutdown()
        self._server.server_close()


@pytest.fixture
def server() -> Iterator[Server]:
    served = Server()
    yield served
    served.stop()


def test_each_answer_is_judged_with_its_evidence(server: Server, scores: Scores) -> None:
    server.reply = 'Zeker: {"correct": 3, "helpful": 1} Dat is mijn oordeel.'
    found = list(judge(Endpoint(server.url, "groot", "geheim"), scores.scored[:3], "nl"))
    assert found[0] == Judged("twenty", "groot", Opinion(3, 1))
    first, _, refused = server.asked
    assert (first["path"], first["model"], first["temperature"]) == ("/v1/chat/completions", "groot", 0)
    assert first["messages"][1]["content"] == (
        f"Vraag: {ASKED}\n\nWat de bronnen daarover zeggen: {TWENTY}\n\nAntwoord van het systeem: {TWENTY}"
    )
    assert refused["messages"][1]["content"].endswith("Ik vind hier geen antwoord op in de bronnen.")
    assert set(server.keys) == {"Bearer geheim"}


def test_without_a_key_none_is_sent(server: Server, scores: Scores) -> None:
    list(judge(Endpoint(f"{server.url}/", "groot"), scores.scored[3:4], "en"))
    assert server.keys == [None]
    assert "What the sources say about it: nothing" in server.asked[0]["messages"][1]["content"]


@pytest.mark.parametrize("reply", ["Prima antwoord!", '{"correct": 5, "helpful": 1}', '{"correct": 1}', ""])
def test_a_reply_that_is_no_judgement_is_named(server: Server, scores: Scores, reply: str) -> None:
    server.reply = reply
    with pytest.raises(ModelUnavailableError, match="reply to 'twenty' is no judgement") as caught:
        list(judge(Endpoint(server.url, "groot"), scores.scored, "nl"))
    assert reply in str(caught.value)
    assert caught.value.exit_code == 4


def test_a_server_that_refuses_or_is_not_there_is_named(server: Server, scores: Scores) -> None:
    server.status = 401
    with pytest.raises(ModelUnavailableError, match=r"/v1' gave no reply: .*401") as caught:
        list(judge(Endpoint(server.url, "groot"), scores.scored, "nl"))
    assert "Check --url" in str(caught.value)
    for url in ("http://127.0.0.1:9/v1", "no address"):
        with pytest.raises(ModelUnavailableError, match="gave no reply"):
            list(judge(Endpoint(url, "groot"), scores.scored, "nl"))


def test_opinions_are_kept_in_a_file(tmp_path: Path) -> None:
    path = tmp_path / "judged.jsonl"
    opinions = [Judged("a", "groot", Opinion(4, 2)), Judged("b", "groot", Opinion(0, 1))]
    assert write(path, iter(opinions)) == 2
    assert list(read(path).values()) == opinions
    path.write_text(path.read_text(encoding="utf-8") + '{"id": "c"}\n', encoding="utf-8")
    with pytest.raises(UsageError, match="line 3 is no judgement: 'model': Field required"):
        read(path)


def judged(*correct: int) -> dict[str, Judged]:
    names = ("twenty", "early", "years", "groningen", "weather")
    return {
        name: Judged(name, "groot", Opinion(value, 2)) for name, value in zip(names, correct, strict=True)
    }


def test_agreement_with_the_facts_is_beyond_chance_or_not(scores: Scores) -> None:
    # By the facts 'twenty' and 'groningen' are good; the judge adds 'early', which is not.
    found = agreement(scores.scored, judged(4, 3, 0, 4, 2))
    assert found is not None
    assert (found.n, found.same, found.correct, found.helpful) == (5, 0.8, 2.6, 2.0)
    # By chance: .4 x .6 + .6 x .4 = .48; (.8 - .48) / .52
    assert found.kappa == pytest.approx(0.32 / 0.52)


def test_a_judge_that_finds_everything_good_agrees_by_chance_only(scores: Scores) -> None:
    found = agreement(scores.scored, judged(4, 4, 4, 4, 4))
    assert found is not None
    assert (found.same, found.kappa) == (0.4, 0.0)


def test_where_chance_alone_always_agrees_there_is_no_kappa(scores: Scores) -> None:
    found = agreement(scores.scored[:1], judged(4, 4, 4, 4, 4))
    assert found is not None
    assert (found.n, found.same, found.kappa) == (1, 1.0, None)
    assert agreement(scores.scored, {}) is None
