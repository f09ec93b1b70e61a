"""A small collection with questions of every fate, and answers to them that were worked out by hand."""

import json
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest
import torch
from tokenizers import Tokenizer, models, pre_tokenizers, processors
from transformers import BertConfig, BertModel, PreTrainedTokenizerFast

from eval.cases import Case, GoldSpan
from eval.entailment import OwnChecks
from eval.metrics import Judge
from eval.runs import Run, read_run
from eval.score import Scores, score
from eval.sets import CaseSet, Questions, Sources

WORDS = [f"w{number}" for number in range(60)]
BREDA = "In Breda doen ongeveer twintig organisaties mee aan het netwerk. Het netwerk bestaat al jaren."
ALMELO = "De gemeente Almelo zet de wijkteams in op vroegsignalering. Daar werken ook vrijwilligers."


def case(name: str, question: str, fact: str = "", source: str = "", quote: str = "") -> Case:
    """A case; without a fact the sources do not answer it."""
    if not fact:
        return Case(name, "near-miss", "nl", question, subject=name)
    start = {"breda.txt": BREDA, "almelo.txt": ALMELO}[source].index(quote)
    gold = GoldSpan(source, start, start + len(quote), quote)
    return Case(name, "number", "nl", question, "article", ((fact,),), (gold,))


TWENTY = "In Breda doen ongeveer twintig organisaties mee aan het netwerk."
EARLY = "De gemeente Almelo zet de wijkteams in op vroegsignalering."
# In so many of its words that even the hashing encoder finds it.
ASKED = "Hoeveel organisaties doen ongeveer mee aan het netwerk in Breda?"
CASES = (
    case(
        "twenty",
        "Hoeveel organisaties doen ongeveer mee aan het netwerk in Breda?",
        "twintig",
        "breda.txt",
        TWENTY,
    ),
    case("early", "Waar zet Almelo op in?", "vroegsignalering", "almelo.txt", EARLY),
    case("years", "Hoe lang bestaat het netwerk?", "jaren", "breda.txt", "Het netwerk bestaat al jaren."),
    case("groningen", "Hoeveel organisaties doen mee in Groningen?"),
    case("weather", "Wordt het morgen mooi weer?"),
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The sources as files."""
    sources = tmp_path / "sources"
    sources.mkdir()
    (sources / "breda.txt").write_text(BREDA, encoding="utf-8")
    (sources / "almelo.txt").write_text(ALMELO, encoding="utf-8")
    return sources


@pytest.fixture
def questions(folder: Path) -> Questions:
    return Questions.of(Sources.read(folder), [CaseSet("own", CASES)])


def quoting(name: str, *cited: tuple[str, str], confidence: float = 0.5) -> dict[str, Any]:
    """A row of answers that quotes words of sources."""
    sentences = []
    for source, quote in cited:
        start = {"breda.txt": BREDA, "almelo.txt": ALMELO}[source].index(quote)
        citation = {
            "source": source,
            "title": f"Over {source}",
            "role": "article",
            "start": start,
            "end": start + len(quote),
            "quote": quote,
        }
        sentences.append({"text": quote, "support": "quote", "citations": [citation]})
    return {
        "id": name,
        "abstained": not cited,
        "reason": "" if cited else "name_missing",
        "confidence": confidence,
        "sentences": sentences,
        "notices": [] if cited else ["Ik vind hier geen antwoord op in de bronnen."],
        "timings": {"evidence": 0.25} | ({"total": 1.5} if cited else {}),
    }


# One of each fate: right, wrong, refused wrongly, refused rightly, invented.
ROWS = (
    quoting("twenty", ("breda.txt", TWENTY), confidence=0.9),
    quoting("early", ("almelo.txt", "Daar werken ook vrijwilligers."), confidence=0.7),
    quoting("years"),
    quoting("groningen"),
    quoting("weather", ("almelo.txt", EARLY), confidence=0.6),
)

WriteRun = Callable[..., Path]


@pytest.fixture
def write_run(tmp_path: Path, questions: Questions) -> WriteRun:
    """Writes rows as a whole run of the questions, or without what is left out."""

    def write(
        rows: Sequence[dict[str, Any]] = ROWS,
        name: str = "run",
        *,
        system: str = "wijkwijzer",
        header: bool = True,
        end: bool = True,
    ) -> Path:
        digest = questions.sets[0].digest
        first = {"run": {"system": system, "sets": [{"name": "own", "digest": digest}], "part": "all"}}
        lines = [*([first] if header else []), *rows]
        lines += [{"end": {"answered": len(rows), "peak_memory_bytes": 2_000_000_000}}] if end else []
        path = tmp_path / f"{name}.jsonl"
        path.write_text("".join(f"{json.dumps(line)}\n" for line in lines), encoding="utf-8")
        return path

    return write


@pytest.fixture
def judge(questions: Questions) -> Judge:
    return Judge(questions.sources.texts, OwnChecks())


@pytest.fixture
def run(write_run: WriteRun) -> Run:
    return read_run(write_run())


@pytest.fixture
def scores(run: Run, questions: Questions, judge: Judge) -> Scores:
    return score(run, questions, judge)


@pytest.fixture
def tiny_model(tmp_path: Path) -> Path:
    """A model of six tiny layers with random weights."""
    torch.manual_seed(0)
    vocabulary = {
        word: number
        for number, word in enumerate(["[PAD]", "[UNK]", "[SEP]", "query", "passage", ":", *WORDS])
    }
    config = BertConfig(
        vocab_size=len(vocabulary),
        hidden_size=32,
        num_hidden_layers=6,
        num_attention_heads=2,
        intermediate_size=64,
        max_position_embeddings=64,
        hidden_dropout_prob=0,
        attention_probs_dropout_prob=0,
    )
    BertModel(config, add_pooling_layer=False).save_pretrained(tmp_path)
    tokenizer = Tokenizer(models.WordLevel(vocabulary, unk_token="[UNK]"))
    tokenizer.pre_tokenizer = pre_tokenizers.Whitespace()
    tokenizer.post_processor = processors.TemplateProcessing(
        single="$A", pair="$A:0 [SEP]:0 $B:1", special_tokens=[("[SEP]", vocabulary["[SEP]"])]
    )
    PreTrainedTokenizerFast(
        tokenizer_object=tokenizer, pad_token="[PAD]", unk_token="[UNK]", sep_token="[SEP]"
    ).save_pretrained(tmp_path)
    return tmp_path
