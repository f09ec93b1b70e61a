from pathlib import Path

from eval.external import elsewhere_cases, sick_pairs, xquad_cases
from eval.sets import questions
from eval.splits import SPLITS, places
from eval.tasks import is_held_out_passage
from index.build import build_index
from index.read import read_sources
from tests.conftest import SEEDS, HashingEncoder


def test_questions_from_elsewhere_are_many_in_each_half_and_have_no_evidence(measuring_data: Path) -> None:
    cases = elsewhere_cases(measuring_data)
    assert len({case.id for case in cases}) == len(cases)
    assert not any(case.evidence or case.facts for case in cases)
    found = places(cases)
    for split in SPLITS:
        assert sum(found[case.id].split == split for case in cases) >= 150
    assert cases == elsewhere_cases(measuring_data)


def test_a_parliamentary_question_names_its_subject_in_one_sentence(measuring_data: Path) -> None:
    asked = [each for each in elsewhere_cases(measuring_data) if each.kind == "elsewhere, parliament"]
    assert all(case.question[0].isupper() and case.question.endswith("?") for case in asked)
    assert not any("dit onderwerp" in case.question and len(case.question) < 50 for case in asked)


def test_no_sentence_of_the_seeds_is_as_much_about_them_as_about_the_seeds(measuring_data: Path) -> None:
    """What comes from elsewhere is seldom near: were it, a refusal would not be right."""
    documents, _ = read_sources([SEEDS])
    lexical = build_index(documents, HashingEncoder(), 160).lexical
    near = [
        case.question
        for case in elsewhere_cases(measuring_data)
        if lexical.scores(case.question).max() > 6 * lexical.rarest
    ]
    assert near == []


def test_the_held_out_questions_are_asked_with_and_without_their_passage(
    measuring_data: Path, tmp_path: Path
) -> None:
    asked = questions(["xquad"], measuring_data, tmp_path)
    known = [case for case in asked.cases if case.answerable]
    withheld = [case for case in asked.cases if not case.answerable]
    assert len(known) == len(withheld) == 263
    assert len(asked.sources.texts) == 240
    assert len({case.withheld for case in withheld}) == 5
    for case, without in zip(known, withheld, strict=True):
        (gold,) = case.evidence
        assert is_held_out_passage(gold.source)
        assert gold.source in without.withheld
        assert without.question == case.question
        assert gold.span.of(asked.sources.texts[gold.source]) == gold.quote
        for (fact,) in case.facts:
            assert fact in gold.quote
    assert sum(bool(case.facts) for case in known) == 168


def test_an_answer_without_a_place_makes_the_whole_passage_evidence(
    measuring_data: Path, tmp_path: Path
) -> None:
    texts = questions(["xquad"], measuring_data, tmp_path).sources.texts
    case = next(each for each in xquad_cases(measuring_data, texts) if each.answerable and not each.facts)
    (gold,) = case.evidence
    assert gold.quote == texts[gold.source]


def test_pairs_of_sick_are_statements_with_a_label(measuring_data: Path) -> None:
    pairs = sick_pairs(measuring_data)
    assert len(pairs) == 4906
    assert {label for _, _, label in pairs} == {"entailment", "neutral", "contradiction"}
    assert pairs[0][0].endswith(".")
    assert not pairs[0][0].endswith("..")
