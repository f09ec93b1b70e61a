import hashlib

from hypothesis import given
from hypothesis import strategies as st

from eval.cases import Case, GoldSpan
from eval.splits import places


def case(name: str, *spans: tuple[str, int, int], subject: str = "", paraphrase_of: str = "") -> Case:
    evidence = tuple(GoldSpan(source, start, end, "x" * (end - start)) for source, start, end in spans)
    return Case(name, "fact", "nl", "?", evidence=evidence, subject=subject, paraphrase_of=paraphrase_of)


def half(key: str) -> str:
    return "dev" if hashlib.sha256(key.encode()).digest()[0] % 2 == 0 else "test"


def test_a_case_by_itself_goes_where_the_hash_of_its_evidence_says() -> None:
    for start in range(0, 200, 10):
        found = places([case("one", ("a.txt", start, start + 5))])["one"]
        assert (found.group, found.split) == (f"a.txt:{start}", half(f"a.txt:{start}"))


def test_cases_that_share_a_character_are_one_group() -> None:
    found = places(
        [
            case("first", ("a.txt", 0, 10)),
            case("bridge", ("a.txt", 9, 20), ("b.txt", 0, 5)),
            case("last", ("b.txt", 4, 8)),
            case("touching", ("a.txt", 20, 30)),
            case("elsewhere", ("c.txt", 0, 10)),
        ]
    )
    assert found["first"] == found["bridge"] == found["last"]
    assert len({found[name].group for name in ("first", "touching", "elsewhere")}) == 3


def test_a_span_inside_another_one_shares_it_with_a_later_one() -> None:
    found = places([case("long", ("a", 0, 100)), case("short", ("a", 10, 20)), case("late", ("a", 90, 110))])
    assert len({place.group for place in found.values()}) == 1


def test_unanswerable_cases_stay_with_their_subject_and_paraphrases_with_their_question() -> None:
    found = places(
        [
            case("rotterdam", subject="other-municipality"),
            case("groningen", subject="other-municipality"),
            case("weather", subject="weather"),
            case("reworded", ("a.txt", 0, 5), paraphrase_of="weather"),
        ]
    )
    assert found["rotterdam"] == found["groningen"]
    assert found["rotterdam"].split == half("other-municipality")
    assert found["weather"].group == found["reworded"].group
    assert found["weather"].group != found["groningen"].group


def test_a_group_with_one_case_of_the_dev_half_is_all_dev() -> None:
    dev = next(at for at in range(0, 1000, 10) if half(f"a:{at}") == "dev")
    test = next(at for at in range(dev + 10, 1000, 10) if half(f"a:{at}") == "test")
    together = places(
        [case("dev", ("a", dev, dev + 5)), case("both", ("a", test, test + 5), ("a", dev, dev + 5))]
    )
    assert {place.split for place in together.values()} == {"dev"}
    assert places([case("alone", ("a", test, test + 5))])["alone"].split == "test"


spans = st.tuples(st.sampled_from("ab"), st.integers(0, 60), st.integers(1, 15)).map(
    lambda span: (span[0], span[1], span[1] + span[2])
)


@given(st.lists(st.lists(spans, min_size=1, max_size=3), max_size=12))
def test_cases_that_meet_are_never_apart(evidence: list[list[tuple[str, int, int]]]) -> None:
    cases = [case(str(row), *each) for row, each in enumerate(evidence)]
    found = places(cases)
    for one in cases:
        for other in cases:
            if any(
                a.source == b.source and a.start < b.end and b.start < a.end
                for a in one.evidence
                for b in other.evidence
            ):
                assert found[one.id] == found[other.id]


@given(st.permutations(range(6)))
def test_the_order_of_the_cases_changes_nothing(order: list[int]) -> None:
    cases = [case(str(row), ("a", 10 * row, 10 * row + 12 - 4 * (row % 2))) for row in range(6)]
    assert places(cases) == places([cases[row] for row in order])


def test_a_paraphrase_of_a_case_that_is_not_there_goes_by_its_evidence() -> None:
    found = places([case("one", ("a.txt", 0, 5)), case("two", ("a.txt", 50, 55), paraphrase_of="gone")])
    assert (found["one"].group, found["two"].group) == ("a.txt:0", "a.txt:50")
    assert found["two"].split == half("a.txt:50")


def test_a_group_is_named_after_the_first_of_its_keys_and_a_case_after_its_first_evidence() -> None:
    found = places([case("b", ("b.txt", 0, 9)), case("a", ("a.txt", 7, 9), ("b.txt", 0, 9))])
    assert found["a"].group == found["b"].group == "a.txt:7"
    # Evidence after the first has no say in the half: 'b.txt:0' has none here, though it is met.
    alone = places([case("a", ("a.txt", 7, 9), ("b.txt", 0, 9))])["a"]
    assert (alone.group, alone.split) == ("a.txt:7", half("a.txt:7"))


def test_no_cases_have_no_places() -> None:
    assert places([]) == {}


@given(st.lists(st.lists(spans, min_size=1, max_size=2), min_size=1, max_size=10))
def test_groups_are_no_larger_than_needed_and_test_only_where_all_of_it_is(
    evidence: list[list[tuple[str, int, int]]],
) -> None:
    cases = [case(str(row), *each) for row, each in enumerate(evidence)]
    found = places(cases)
    taken = {
        each.id: {(g.source, at) for g in each.evidence for at in range(g.start, g.end)} for each in cases
    }
    for one in cases:
        # All that can be reached from a case over characters in common, found the slow way.
        group, added = {one.id}, True
        while added:
            near = {
                other
                for other in taken
                if other not in group and any(taken[each] & taken[other] for each in group)
            }
            group, added = group | near, bool(near)
        assert group == {name for name, place in found.items() if place.group == found[one.id].group}
        halves = {
            half(f"{each.evidence[0].source}:{each.evidence[0].start}") for each in cases if each.id in group
        }
        assert found[one.id].split == ("dev" if "dev" in halves else "test")
