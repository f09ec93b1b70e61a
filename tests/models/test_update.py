"""Updates with the packaged embedder: the vectors are those of a build from nothing."""

import shutil
from pathlib import Path

import numpy as np
import pytest

from index.build import Changes, add, build, remove
from index.embed import SentenceTransformerEncoder
from index.generations import current_generation
from index.store import DOCUMENTS, PASSAGES, Index, context, sentence_contexts
from index.types import FloatArray
from tests.conftest import SEEDS

# What the issue asks for; on the machine this was written on the vectors are equal.
TOLERANCE = 1e-5


def dense(index: Index) -> FloatArray:
    return index.dense.vectors(np.arange(len(index.passages)))


def test_a_sequence_of_changes_to_the_seeds_ends_as_a_build_from_nothing(
    real_encoder: SentenceTransformerEncoder, tmp_path: Path
) -> None:
    home, folder = tmp_path / "home", tmp_path / "sources"
    first, second, third, *others = sorted(SEEDS.glob("*.txt"))
    folder.mkdir()
    for path in (first, second):
        shutil.copy(path, folder)
    build(home, [folder], real_encoder, 160)
    assert add(home, [third, *others], real_encoder, 160).changes == Changes(3, 0, 0, 2)
    text = first.read_text(encoding="utf-8")
    cut_short = text[: text.rindex(".", 0, len(text) // 2) + 1]
    (folder / first.name).write_text(cut_short, encoding="utf-8")
    assert add(home, [folder], real_encoder, 160).changes == Changes(0, 1, 0, 4)
    assert remove(home, [third.name], real_encoder, 160).changes == Changes(0, 0, 1, 4)
    for path in others:
        shutil.copy(path, folder)
    build(tmp_path / "fresh", [folder], real_encoder, 160)
    changed, fresh = current_generation(home), current_generation(tmp_path / "fresh")
    for name in (DOCUMENTS, PASSAGES, "digests.npy"):
        assert (changed / name).read_bytes() == (fresh / name).read_bytes()
    ours, theirs = Index.open(home, real_encoder), Index.open(tmp_path / "fresh", real_encoder)
    np.testing.assert_allclose(dense(ours), dense(theirs), rtol=0, atol=TOLERANCE)
    # Half a step of half precision more, where two vectors round apart.
    np.testing.assert_allclose(
        np.load(changed / "sentences.npy"), np.load(fresh / "sentences.npy"), rtol=2**-11, atol=TOLERANCE
    )


def test_a_vector_does_not_depend_on_the_texts_beside_it(
    real_encoder: SentenceTransformerEncoder, real_home: Path
) -> None:
    passages = Index.open(real_home, real_encoder).passages[::4]
    texts = [context(passage) for passage in passages]
    texts += [sentence for passage in passages for sentence in sentence_contexts(passage)]
    together = real_encoder.encode_passages(texts)
    alone = np.concatenate([real_encoder.encode_passages([text]) for text in texts])
    assert len({len(text) for text in texts}) > 20
    np.testing.assert_allclose(together, alone, rtol=0, atol=TOLERANCE)


@pytest.mark.parametrize(
    "text", ["Wat?", " Met spaties", "́ accent", "", "ﬁnancieel", "3,5 uur", "“Kanteling”"]
)
def test_the_prompt_adds_as_many_tokens_to_every_text(
    text: str, real_encoder: SentenceTransformerEncoder
) -> None:
    """So texts of one length are read without padding."""
    prompt, alone, prompted = real_encoder.count_tokens(["passage: ", text, f"passage: {text}"])
    assert prompted == prompt + alone
