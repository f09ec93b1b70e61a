from collections import Counter

import pytest
from stdnum import iban
from stdnum.nl import bsn

from eval.privacy import SETS, Item, generated, main, right
from index.types import Span


def test_right_is_all_masked_or_nothing() -> None:
    assert right(Item("phone", True, "Bel 06-12345678.", Span(4, 15)))
    assert not right(Item("phone", True, "Bel 06-1234567.", Span(4, 14)))
    assert right(Item("year", False, "In 2014.", Span(3, 7)))
    assert not right(Item("case", False, "Nr. 06-12345678", Span(4, 15)))


@pytest.mark.parametrize("name", SETS)
def test_a_set_is_the_same_every_time_and_as_large_as_it_says(name: str) -> None:
    items = list(generated(name))
    assert items == list(generated(name))
    personal = Counter(item.kind for item in items if item.personal)
    assert personal == {"email": 125, "phone": 125, "iban": 125, "bsn": 125}
    assert sum(not item.personal for item in items) >= 2000
    for item in items:
        if item.kind == "iban":
            assert iban.is_valid("".join(each for each in item.span.of(item.text) if each.isalnum()))
        if item.kind == "bsn":
            assert bsn.is_valid(item.span.of(item.text))


@pytest.mark.parametrize("name", SETS)
def test_recall_and_false_masks_are_within_what_is_asked(name: str) -> None:
    items = list(generated(name))
    found = [right(item) for item in items if item.personal]
    spared = [right(item) for item in items if not item.personal]
    assert sum(found) >= 0.99 * len(found)
    assert sum(spared) >= 0.99 * len(spared)


def test_the_figures_name_every_kind(capsys: pytest.CaptureFixture[str]) -> None:
    main()
    out = capsys.readouterr().out
    assert out.count("masked, of personal data") == len(SETS)
    assert "  phone        1.00 [0.97, 1.00] (125 of 125)" in out
