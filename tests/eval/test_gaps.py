import pytest

from eval.cases import Case
from eval.gaps import COSINES, Shares, main, shares
from tests.conftest import HashingEncoder


def case(name: str, original: str = "") -> Case:
    return Case(name, "fact", "nl", name, paraphrase_of=original)


CASES = [case("a"), case("a-p1", "a"), case("a-p2", "a"), case("b"), case("c")]
NEAR = ["A", "A", "A", "A", "C"]


def test_shares_are_of_pairs() -> None:
    # Together: a with a-p1 (right), both with b (about the same words), and a-p2 with c (wrong).
    assert shares([[1, 0, 3], [2, 4]], CASES, NEAR) == Shares(1 / 4, 1 / 2, 1 / 3)


def test_shares_of_nothing_together_and_of_all() -> None:
    assert shares([[0], [1], [2], [3], [4]], CASES, NEAR) == Shares(0, 0, 0)
    assert shares([[0, 1, 2], [3], [4]], CASES, NEAR) == Shares(1, 1, 1)


def test_a_row_is_printed_for_each_cosine(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("eval.gaps.open_encoder", lambda settings: HashingEncoder())
    main([0.0, 0.999])
    count, _, all_together, apart = capsys.readouterr().out.splitlines()
    assert count == "304 questions"
    assert all_together.split()[3] == "1.00"
    assert float(apart.split()[3]) < 0.2
    assert (COSINES[0], COSINES[-1]) == (0.6, 0.96)
