"""The sentences that may be cited: whole ones, and of those with masked words what stands beside the mask."""

import re
from collections.abc import Iterator

from index.privacy import MASK, without_dangling
from index.sentences import split_sentences
from index.types import Span

# Fewer words beside masked ones are the rest of a contact line ('Bel of mail naar'), and say nothing.
MIN_WORDS_BESIDE_MASK = 4

_BETWEEN_MASKS = re.compile(f"[^{MASK}]+")
# What a mask leaves dangling before and behind it: 'mail naar (', ') of bel'.
_BEFORE_MASK = " \t\r\n\u00a0,;:-–—/|([{<"
_BEHIND_MASK = " \t\r\n\u00a0,;:-–—/|)]}>.!?"


def _beside_masks(text: str, sentence: Span) -> Iterator[Span]:
    """Yield what is left and right of a sentence's masked words, where it holds some words."""
    for piece in _BETWEEN_MASKS.finditer(text, sentence.start, sentence.end):
        said = piece.group()
        said = without_dangling(said.rstrip(_BEFORE_MASK)) if piece.end() < sentence.end else said
        said = said.lstrip(_BEHIND_MASK) if piece.start() > sentence.start else said
        if len(said.split()) >= MIN_WORDS_BESIDE_MASK:
            start = text.index(said, piece.start())
            yield Span(start, start + len(said))


def citable_sentences(text: str, span: Span) -> Iterator[Span]:
    """Yield the sentences of `text` inside `span`, in order; no masked character is in any of them."""
    for sentence in split_sentences(text, span):
        if MASK in sentence.of(text):
            yield from _beside_masks(text, sentence)
        else:
            yield sentence
