"""Nothing that is embedded is longer than the packaged embedder reads."""

from collections.abc import Sequence

import numpy as np
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from index.build import build_index
from index.embed import SentenceTransformerEncoder
from index.types import Block, Document, FloatArray, Role, Span

# Of the last ones, one character becomes many tokens, or none.
_WORDS = [
    "gemeente",
    "Wmo.",
    "a.B.c",
    "x" * 200,
    "😉👩‍👩‍👧",
    "ondersteuning;",
    "漢字",
    "ﷺ",
    "㎏",
    "\u200b",
    "\x00",
]
_TEXT = st.one_of(
    st.text(min_size=1, max_size=300),
    st.builds(
        lambda words, times, space: space.join(words * times),
        st.lists(st.sampled_from(_WORDS), min_size=1, max_size=4),
        st.integers(1, 60),
        st.sampled_from([" ", "", "\n", "."]),
    ),
)
_ROLE: st.SearchStrategy[Role] = st.sampled_from(["article", "comment"])


class Measuring:
    """Counts as the packaged embedder does, prompt and special tokens too, and computes nothing."""

    name, dimension = "measuring", 2

    def __init__(self, encoder: SentenceTransformerEncoder) -> None:
        self.max_tokens = encoder.max_tokens
        self.count_tokens = encoder.count_tokens
        self.encode_queries = encoder.encode_queries
        self._transformer = encoder.transformer
        self.longest = 0

    @property
    def sentences(self) -> "Measuring":
        return self

    def encode_passages(self, texts: Sequence[str], *, progress: bool = False) -> FloatArray:
        prompt = self._transformer.prompts["document"]
        encoded = self._transformer.tokenizer([prompt + text for text in texts])
        self.longest = max(self.longest, *map(len, encoded["input_ids"]))
        return np.ones((len(texts), 2), dtype=np.float32)


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    title=_TEXT, heading=_TEXT, speaker=_TEXT, body=_TEXT, role=_ROLE, tokens=st.sampled_from([16, 160, 507])
)
def test_no_text_is_longer_than_the_embedder_reads(
    real_encoder: SentenceTransformerEncoder,
    title: str,
    heading: str,
    speaker: str,
    body: str,
    role: Role,
    tokens: int,
) -> None:
    text = f"{heading}\n{body} Dat is alles."
    blocks = (
        Block(Span(0, len(heading)), "heading"),
        Block(Span(len(heading) + 1, len(text)), role, speaker),
    )
    measuring = Measuring(real_encoder)
    index = build_index([Document("wet.txt", text, blocks, title=title)], measuring, tokens)
    assert 0 < measuring.longest <= 512
    assert index.passages[0].title == title
