import json
from pathlib import Path

import pytest

from eval.cases import QUESTIONS, Case, as_json, load_cases
from eval.sets import (
    CASES,
    PARAPHRASES,
    SEEDS,
    TOPICS,
    CaseSet,
    Sources,
    load_paraphrases,
    needed,
    own_questions,
    questions,
    usual,
)
from eval.splits import places
from index.errors import UsageError
from tests.eval import conftest

CONVERSATIONS = QUESTIONS / "conversations.jsonl"


def test_sources_are_read_as_the_index_reads_them(folder: Path) -> None:
    assert Sources.read(folder).texts == {"breda.txt": conftest.BREDA, "almelo.txt": conftest.ALMELO}


def test_a_source_that_cannot_be_read_is_named(folder: Path) -> None:
    (folder / "broken.pdf").write_bytes(b"%PDF-1.7 broken")
    with pytest.raises(UsageError, match=r"'broken\.pdf' cannot be read as a source"):
        Sources.read(folder)


def test_a_set_is_another_one_when_a_character_of_it_changes() -> None:
    whole = CaseSet("own", conftest.CASES)
    assert whole.digest == CaseSet("renamed", conftest.CASES).digest
    assert whole.digest != CaseSet("own", conftest.CASES[1:]).digest


def test_a_case_file_of_ones_own_is_proved_against_its_own_sources(folder: Path, tmp_path: Path) -> None:
    file = tmp_path / "cases.jsonl"
    file.write_text(as_json(conftest.CASES), encoding="utf-8")
    read = own_questions(file, folder)
    assert read.cases == conftest.CASES
    assert read.sets[0].name == "own"
    (folder / "breda.txt").write_text("Breda is een stad.", encoding="utf-8")
    with pytest.raises(
        UsageError, match=r"cases\.jsonl, line 1, case 'twenty': breda\.txt has no characters 0-64"
    ):
        own_questions(file, folder)


@pytest.mark.parametrize(
    ("row", "told"),
    [
        ({"id": "a", "paraphrase_of": "x", "question": "?"}, "line 1: there is no case 'x' to rephrase"),
        ({"id": "a", "paraphrase_of": "early"}, "line 1 is no paraphrase: 'question': Field required"),
    ],
)
def test_what_is_no_paraphrase_is_named(tmp_path: Path, row: dict[str, str], told: str) -> None:
    path = tmp_path / "paraphrases.jsonl"
    path.write_text(json.dumps(row), encoding="utf-8")
    with pytest.raises(UsageError) as caught:
        load_paraphrases(path, conftest.CASES)
    assert told in str(caught.value)


def test_a_paraphrase_is_its_original_with_another_question(tmp_path: Path) -> None:
    path = tmp_path / "paraphrases.jsonl"
    path.write_text('{"id": "e-p1", "paraphrase_of": "early", "question": "Almelo?"}\n', encoding="utf-8")
    (found,) = load_paraphrases(path, conftest.CASES)
    original = conftest.CASES[1]
    assert (found.id, found.question, found.paraphrase_of) == ("e-p1", "Almelo?", "early")
    assert (found.evidence, found.facts, found.kind) == (original.evidence, original.facts, original.kind)
    assert len({place.group for place in places([original, found]).values()}) == 1


def test_the_questions_on_the_seeds_are_as_many_and_as_varied_as_they_should_be() -> None:
    cases = load_cases(CASES, Sources.read(SEEDS).texts)
    kinds = {case.kind for case in cases}
    assert len(cases) >= 240
    assert sum(case.language == "en" for case in cases) >= 20
    assert sum(not case.answerable for case in cases) >= 80
    assert kinds >= {"fact", "number", "date", "who", "definition", "why", "compare", "opinion", "follow-up"}
    assert kinds >= {"near-miss", "other-law", "personal-case", "off-topic", "injection", "personal"}
    roles = {case.role for case in cases if case.answerable}
    assert roles == {"article", "heading", "quote", "comment", "metadata"}
    # A follow-up means nothing without what was asked before it.
    assert all(bool(case.history) == (case.kind == "follow-up") for case in cases)
    for case in cases:
        if case.kind == "compare":
            assert len(case.facts) > 1 or len(case.evidence) > 1, case.id
    assert load_paraphrases(PARAPHRASES, cases)


def test_a_topic_changes_from_something_else_of_the_same_half_and_language() -> None:
    asked = questions(["seeds", TOPICS], None, Path())
    seeds, changed = (each.cases for each in asked.sets)
    by_id = {case.id: case for case in seeds}
    first = {case.question: case for case in reversed(seeds) if not case.history}
    assert {case.paraphrase_of for case in changed} == {case.id for case in seeds if not case.history}
    for case in changed:
        original = by_id[case.paraphrase_of]
        [turn] = case.history
        before = first[turn.question]
        assert (case.question, case.evidence, case.facts) == (
            original.question,
            original.evidence,
            original.facts,
        )
        assert before.language == case.language
        assert asked.places[before.id].split == asked.places[case.id].split == asked.places[original.id].split
        assert asked.places[before.id].group != asked.places[case.id].group
    assert len({turn.question for case in changed for turn in case.history}) > 100
    assert questions(["seeds"], None, Path()).places.items() <= asked.places.items()


def test_every_conversation_has_a_follow_up_and_a_change_of_topic() -> None:
    talks: dict[str, list[Case]] = {}
    for case in load_cases(CONVERSATIONS, Sources.read(SEEDS).texts):
        talks.setdefault(case.id.split("-")[0], []).append(case)
    assert len(talks) == 36
    for cases in talks.values():
        assert {case.kind for case in cases} == {"first", "follow-up", "topic-change"}
        asked = [case.question for case in cases]
        assert [[turn.question for turn in case.history] for case in cases] == [asked[:n] for n in range(4)]
    assert sum(not case.answerable for cases in talks.values() for case in cases) == 39


@pytest.mark.parametrize(
    ("name", "cases", "answerable", "after"), [("unseen", 64, 35, 0), ("follow_ups", 44, 30, 44)]
)
def test_questions_of_who_had_not_seen_the_code_are_proved_against_the_seeds(
    name: str, cases: int, answerable: int, after: int
) -> None:
    read = load_cases(QUESTIONS / f"{name}.jsonl", Sources.read(SEEDS).texts)
    assert (len(read), sum(case.answerable for case in read)) == (cases, answerable)
    assert sum(bool(case.history) for case in read) == after


def test_no_case_of_one_half_shares_a_sentence_with_the_other() -> None:
    asked = questions(["seeds", "paraphrases"], None, Path())
    spans = {"dev": set[tuple[str, int]](), "test": set[tuple[str, int]]()}
    for case in asked.cases:
        for gold in case.evidence:
            spans[asked.places[case.id].split] |= {(gold.source, at) for at in range(gold.start, gold.end)}
    assert spans["dev"]
    assert spans["test"]
    assert not spans["dev"] & spans["test"]


def test_sets_that_are_made_from_data_need_it(tmp_path: Path) -> None:
    assert usual(None) == ("seeds", "paraphrases")
    assert usual(tmp_path) == ("seeds", "paraphrases", "elsewhere")
    for names in (["seeds", "elsewhere"], ["xquad"]):
        with pytest.raises(UsageError, match="is made from the measuring data, which is not here"):
            questions(names, None, tmp_path)
    with pytest.raises(UsageError, match="'SICK-NL' is made from"):
        needed(tmp_path / "nowhere", "SICK-NL")


@pytest.mark.parametrize(
    ("names", "told"),
    [
        (["sedes"], "There is no set of questions 'sedes'; there are seeds, paraphrases"),
        (["seeds", "xquad"], "are not put to the same sources: seeds, xquad"),
        ([], "are not put to the same sources"),
    ],
)
def test_sets_that_are_not_there_or_do_not_go_together_are_named(names: list[str], told: str) -> None:
    with pytest.raises(UsageError, match=told):
        questions(names, None, Path())
