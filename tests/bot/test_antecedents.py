"""Whom a sentence speaks of, where somebody was quoted before it."""

import pytest

from bot.antecedents import with_referent
from bot.evidence import Evidence
from bot.write import cited
from index.store import Index
from index.types import Block, Document, Role, Span
from tests.bot.conftest import evidence_of, index_of

NAMED = "‘Opvallend laag’, zegt Silke van Arum."
SAID = "‘Het gaat om zelfredzaamheid.’"
SHE = "Ze vermoedt dat het anders wordt."
PARTS: tuple[tuple[Role, str, str], ...] = (
    ("article", "", "De gemeente Breda helpt."),
    ("quote", "Silke van Arum", NAMED),
    ("quote", "Silke van Arum", SAID),
    ("article", "", SHE),
)


def index_with(*parts: tuple[Role, str, str]) -> Index:
    text, blocks = "", []
    for role, speaker, said in parts:
        blocks.append(Block(Span(len(text), len(text) + len(said)), role, speaker))
        text += f"{said} "
    return index_of(Document("a.txt", text.strip(), tuple(blocks)))


def shown(index: Index, beginning: str) -> str:
    [found] = [each for each in evidence_of(index) if each.text.startswith(beginning)]
    return with_referent(found, index).of(index.documents["a.txt"].text)


def test_of_who_was_quoted_the_words_that_name_her_are_shown_too() -> None:
    assert shown(index_with(*PARTS), "Ze") == f"{NAMED} {SAID} {SHE}"


@pytest.mark.parametrize(
    "parts",
    [
        # Nobody was quoted; the quotation does not name her; that is too far back; somebody else says it.
        (PARTS[0], PARTS[3]),
        (PARTS[0], PARTS[2], PARTS[3]),
        (PARTS[1], PARTS[2], PARTS[2], PARTS[2], PARTS[3]),
        (PARTS[1], ("comment", "Jos", SHE)),
    ],
)
def test_where_nothing_names_her_the_sentence_stands_alone_or_with_the_one_before(
    parts: tuple[tuple[Role, str, str], ...],
) -> None:
    told = shown(index_with(*parts), "Ze")
    assert told in {SHE, f"{parts[0][2]} {SHE}"}
    assert NAMED not in told


def test_only_persons_are_looked_for() -> None:
    index = index_with(*PARTS[:3], ("article", "", "Dat is anders."))
    assert shown(index, "Dat") == "Dat is anders."


def test_what_is_shown_already_is_not_cited_again() -> None:
    index = index_with(*PARTS)
    by_text: dict[str, Evidence] = {each.text: each for each in evidence_of(index)}
    told = [by_text[NAMED], by_text[SHE]]
    assert [each.quote for each in cited(index, told)] == [NAMED, SHE]
    # What stands between was shown, but not who she is.
    told = [by_text[SAID], by_text[SHE]]
    assert [each.quote for each in cited(index, told)] == [SAID, f"{NAMED} {SAID} {SHE}"]
