"""The speed of this machine: start, answers, memory, indexing. `python -m eval.bench`

Every figure is taken in this run, on this machine; the two indexing rates alternate, so that a slow moment
hits both.
"""

import json
import os
import platform
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from bot.answer import Bot
from bot.models import open_encoder, open_generator, open_trained, stay_offline
from bot.settings import Settings, home_folder, load_settings
from bot.types import EvidenceFound, Finished
from eval.fuzz import dutch_paragraphs
from eval.samples import pdf
from eval.sets import SEEDS
from eval.sets import questions as questions_of
from index.build import build, build_index
from index.embed import BATCH_TEXTS, SentenceTransformerEncoder
from index.read import read_sources
from index.store import Index, context, sentence_contexts
from index.types import Document

QUESTIONS = 40
ROUNDS = 3
PDFS = 100


def _percentiles(seconds: Sequence[float]) -> str:
    ordered = sorted(seconds)
    p95 = ordered[min(len(ordered) - 1, int(0.95 * len(ordered)))]
    return f"p50 {statistics.median(ordered):.2f} s, p95 {p95:.2f} s ({len(ordered)} questions)"


def _seconds(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def start_to_first_answer(home: Path) -> str:
    """Time `wijkwijzer ask` as a whole process, models prepared, files in the page cache."""

    def ask() -> None:
        wijkwijzer = Path(sys.executable).with_name("wijkwijzer")
        subprocess.run(
            [wijkwijzer, "ask", "Wat is de Kanteling?", "--home", str(home)],
            check=True,
            stdout=subprocess.DEVNULL,
        )

    ask()
    return f"median {statistics.median([_seconds(ask) for _ in range(ROUNDS)]):.1f} s ({ROUNDS} starts)"


def answer_times(bot: Bot, questions: Sequence[str]) -> tuple[list[float], list[float], list[float]]:
    """Return the seconds to the first citation and to the whole answer, and those of the refusals."""
    first: list[float] = []
    whole: list[float] = []
    refused: list[float] = []
    for question in questions:
        start = time.perf_counter()
        for event in bot.stream(question):
            passed = time.perf_counter() - start
            if isinstance(event, EvidenceFound):
                first.append(passed)
            elif isinstance(event, Finished):
                (refused if event.answer.abstained else whole).append(passed)
    return first, whole, refused


def _measuring_documents(data: Path | None) -> tuple[str, list[Document]]:
    if data is not None and (data / "xquad_nl" / "passages.jsonl").is_file():
        file = data / "xquad_nl" / "passages.jsonl"
        rows = [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]
        with TemporaryDirectory() as scratch:
            corpus = Path(scratch) / "corpus.jsonl"
            keyed = ({"_id": str(i), "title": "", "text": row["text"]} for i, row in enumerate(rows))
            corpus.write_text("\n".join(json.dumps(row) for row in keyed), encoding="utf-8")
            return f"{len(rows)} Wikipedia passages", read_sources([corpus])[0]
    return "the five seeds", read_sources([SEEDS])[0]


def indexing_rates(documents: Sequence[Document], encoder: SentenceTransformerEncoder) -> tuple[float, float]:
    """Return tokens a second of `build_index` and of bare `SentenceTransformer.encode` on the same texts.

    Each text counts once, as an index embeds it once.
    """
    index = build_index(documents, encoder, 160)
    texts = [context(passage) for passage in index.passages]
    texts += [sentence for passage in index.passages for sentence in sentence_contexts(passage)]
    texts = list(dict.fromkeys(texts))
    tokens = sum(encoder.count_tokens(texts))

    def ours() -> None:
        build_index(documents, encoder, 160)

    def bare() -> None:
        encoder.transformer.encode_document(texts, batch_size=BATCH_TEXTS, show_progress_bar=False)

    pairs = [(_seconds(ours), _seconds(bare)) for _ in range(ROUNDS)]
    return tokens / statistics.median(a for a, _ in pairs), tokens / statistics.median(b for _, b in pairs)


def reading_rate(folder: Path) -> str:
    """Return how fast the files of `folder` become labelled documents, in MB of file and of text a second."""
    start = time.perf_counter()
    documents, _ = read_sources([folder])
    passed = time.perf_counter() - start
    files = sum(file.stat().st_size for file in folder.iterdir()) / 1e6
    text = sum(len(document.text.encode()) for document in documents) / 1e6
    pages = sum(len(document.pages) for document in documents)
    counted = f"{len(documents)} documents" + (f", {pages} pages" if pages else "")
    rates = f"{files / passed:.1f} MB/s of files, {text / passed:.1f} MB/s of text"
    return f"{rates} ({counted}, {passed:.1f} s)"


def write_pdfs(folder: Path, count: int = PDFS) -> None:
    """Write pdfs of Dutch text, of three to twelve pages, every third in two columns."""
    paragraphs = dutch_paragraphs()
    for number in range(count):
        chosen = [paragraphs[(number + i) % len(paragraphs)] for i in range(20 + number % 60)]
        raw = pdf(f"Nota {number}", chosen, columns=1 + (number % 3 == 0), running="Gemeente Voorbeeld")
        (folder / f"{number:03d}.pdf").write_bytes(raw)


def peak_memory(home: Path, questions: Sequence[str]) -> str:
    """Return the largest resident memory of a process that answers questions."""
    with TemporaryDirectory() as scratch:
        batch = Path(scratch) / "questions.jsonl"
        rows = (json.dumps({"id": i, "question": question}) for i, question in enumerate(questions))
        batch.write_text("\n".join(rows), encoding="utf-8")
        wijkwijzer = Path(sys.executable).with_name("wijkwijzer")
        answers = Path(scratch) / "answers.jsonl"
        asking = subprocess.Popen([wijkwijzer, "ask", "--batch", batch, "--out", answers, "--home", home])
        # Of this process alone: the readers of files are children of this one, too.
        _, status, usage = os.wait4(asking.pid, 0)
        asking.returncode = os.waitstatus_to_exitcode(status)
    return f"{usage.ru_maxrss / 1e6:.2f} GB" if asking.returncode == 0 else "the answers failed"


def main() -> None:
    """Print the figures, a line each."""
    settings: Settings = load_settings(home_folder(None))
    stay_offline(settings)
    cases = questions_of(["seeds"], settings.data, settings.cache).cases
    questions = [case.question for case in cases if case.answerable][:QUESTIONS]
    print(f"machine: {os.cpu_count()} cores, {platform.machine()}, Python {platform.python_version()}")
    with TemporaryDirectory() as scratch:
        home = Path(scratch)
        encoder = open_encoder(settings)
        build(home, [SEEDS], encoder, settings.passage_tokens)
        bot = Bot(
            Index.open(home, encoder),
            open_generator(settings),
            settings.hits,
            trained=open_trained(settings, encoder),
        )
        bot.warm_up()
        first, whole, refused = answer_times(bot, questions)
        print(f"question to first citation:  {_percentiles(first)}")
        print(f"question to whole answer:    {_percentiles(whole)}")
        if refused:
            print(f"question to refusal:         {_percentiles(refused)}")
        what, documents = _measuring_documents(settings.data)
        ours, bare = indexing_rates(documents, encoder)
        rates = f"{ours:,.0f} tokens/s, bare encode {bare:,.0f} tokens/s, ratio {ours / bare:.2f}"
        print(f"indexing {what}: {rates}")
        if settings.data is not None and (settings.data / "scale_pile").is_dir():
            print(f"reading a BEIR corpus:       {reading_rate(settings.data / 'scale_pile')}")
        pdfs = home / "pdfs"
        pdfs.mkdir()
        write_pdfs(pdfs)
        print(f"reading {PDFS} pdfs:            {reading_rate(pdfs)}")
        print(f"start to first answer:       {start_to_first_answer(home)}")
        print(f"peak memory, {QUESTIONS} questions:   {peak_memory(home, questions)}")


if __name__ == "__main__":
    main()
