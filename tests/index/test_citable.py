import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.citable import citable_sentences
from index.privacy import MASK
from index.types import Span

M = MASK * 5


def cited(text: str) -> list[str]:
    return [each.of(text) for each in citable_sentences(text, Span(0, len(text)))]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Een zin. Nog een zin.", ["Een zin.", "Nog een zin."]),
        (f"Bel {M}.", []),
        (f"Voor vragen kunt u bellen met {M}.", ["Voor vragen kunt u bellen"]),
        (
            f"Wij helpen u graag verder ({M}) en u hoeft niet te betalen. Dat is zo.",
            ["Wij helpen u graag verder", "en u hoeft niet te betalen.", "Dat is zo."],
        ),
        (f"Bel voor vragen gerust Jan Pietersen op {M}.", ["Bel voor vragen gerust Jan Pietersen"]),
        (f"{M}: dat is het nummer.", ["dat is het nummer."]),
        (f"Mail naar {M} of {M}.", []),
    ],
)
def test_sentences_without_what_is_masked(text: str, expected: list[str]) -> None:
    assert cited(text) == expected


@given(st.text(alphabet=f"ab ,.(){MASK}\n", max_size=80))
def test_no_masked_character_is_cited(text: str) -> None:
    spans = list(citable_sentences(text, Span(0, len(text))))
    assert all(MASK not in each.of(text) for each in spans)
    ends = [0, *(each.end for each in spans)]
    assert all(end <= each.start < each.end for end, each in zip(ends, spans, strict=False))
