from collections.abc import Sequence

from bot.verify import verify
from eval.minimal import Pair, figures, pairs


class Sure:
    def supports(self, text: str, sentences: Sequence[str]) -> list[float]:
        return [9.0 for _ in sentences]


def pair(right: str, wrong: str, kind: str = "number") -> Pair:
    return Pair("Breda kent ongeveer twintig organisaties.", "", kind, right, wrong, "dev")


def test_pairs_stand_on_whole_sentences_and_in_one_half() -> None:
    every = pairs()
    assert len(every) >= 200
    assert {each.half for each in every} == {"dev", "test"}
    halves: dict[str, set[str]] = {}
    for each in every:
        assert each.quote
        assert each.right != each.wrong
        halves.setdefault(each.quote, set()).add(each.half)
    assert {len(half) for half in halves.values()} == {1}


def test_shares_are_counted_once_a_paraphrase() -> None:
    right = "Er zijn in Breda ongeveer twintig organisaties."
    made = [
        pair(right, "Breda kent ongeveer dertig organisaties."),
        pair(right, "Almelo kent ongeveer twintig organisaties.", "name"),
        pair("Breda kent twintig organisaties.", "Er zijn in Breda ongeveer twintig organisaties.", "other"),
    ]
    assert verify(right, made[0].quote, Sure()).passed
    lines = figures(made, Sure())
    assert lines[0].endswith("of 2")
    assert lines[0].split(": ")[1].startswith("0.500 ")
    assert lines[2].split(": ")[1].startswith("0.667 ")
    assert lines[3] == "  let pass: other 1"
