import json
from dataclasses import replace

import pytest

from eval.calibration import calibration
from eval.cases import Case, EarlierTurn
from eval.cutoffs import LIMITS, cutoffs
from eval.metrics import Judge
from eval.runs import Run, read_run
from eval.score import COLUMNS, Scores, figures, kinds, of_sets, risk_coverage, score
from eval.sets import TOPICS, CaseSet, Questions
from eval.table import as_row, as_table
from index.errors import UsageError
from prompts import LANGUAGES, load
from tests.eval.conftest import CASES, EARLY, ROWS, TWENTY, WriteRun, quoting


def test_every_answer_has_its_fate(scores: Scores) -> None:
    assert {each.case.id: each.verdict for each in scores.scored} == {
        "twenty": "right",
        "early": "wrong",
        "years": "refused",
        "groningen": "refused_rightly",
        "weather": "invented",
    }
    assert [each.case.id for each in scores.scored if each.good] == ["twenty", "groningen"]


def test_figures_are_those_worked_by_hand(scores: Scores) -> None:
    found = {column.name: (round(figure.value, 3), figure.n) for column, figure in figures(scores)}
    assert found == {
        "right": (round(1 / 3, 3), 3),
        "right_if_answered": (0.5, 2),
        "facts_stated": (0.5, 2),
        "refused": (round(1 / 3, 3), 3),
        "hallucinated": (0.5, 2),
        "hallucinated_near_miss": (0.5, 2),
        "cited_right": (0.5, 2),
        "citation_precision": (0.5, 2),
        "citation_recall": (0.5, 2),
        # All 64 characters of one, none of the other.
        "citation_focus": (0.5, 2),
        "role_right": (1.0, 1),
        "quotes_exact": (1.0, 3),
        "supported": (1.0, 3),
        # Nothing but quotes, of 10 words, 4 and 9.
        "checked": (0.0, 3),
        "right_if_quoted": (0.5, 2),
        "words_quoted": (round(23 / 3, 3), 3),
        "sentence_words": (round(23 / 3, 3), 3),
        "long_words": (found["long_words"][0], 3),
        "seconds_p50": (1.5, 3),
        "seconds_p95": (1.5, 3),
        "seconds_refusal_p50": (0.25, 2),
    }


def test_the_weakest_kind_comes_first(scores: Scores) -> None:
    assert [(kind, round(figure.value, 3), figure.n) for kind, figure in kinds(scores)] == [
        ("number", 0.333, 3),
        ("near-miss", 0.5, 2),
    ]


def test_the_surest_answers_come_first_in_the_risk_curve(scores: Scores) -> None:
    # Confidences .9 (right), .7 (wrong), .6 (invented), of five questions.
    assert [(point.confidence, point.coverage, round(point.risk, 3)) for point in risk_coverage(scores)] == [
        (0.9, 0.2, 0.0),
        (0.7, 0.4, 0.5),
        (0.6, 0.6, 0.667),
    ]


def test_a_system_that_tells_no_confidence_has_no_risk_curve(
    write_run: WriteRun, questions: Questions, judge: Judge
) -> None:
    silent = [{key: value for key, value in row.items() if key != "confidence"} for row in ROWS]
    scores = score(read_run(write_run(silent)), questions, judge)
    assert (risk_coverage(scores), list(cutoffs(scores)), calibration(scores)) == ([], [], None)


def test_cutoffs_are_the_lowest_confidences_that_keep_to_a_limit(
    write_run: WriteRun, questions: Questions, judge: Judge
) -> None:
    sure = [{**row, "confidence": 0.95} if row["id"] == "weather" else row for row in ROWS]
    found = list(cutoffs(score(read_run(write_run(sure)), questions, judge)))
    # What is invented is the surest of all: only refusing everything keeps to a limit.
    assert [(each.limit, each.confidence) for each in found] == [(limit, 1.0) for limit in LIMITS]
    assert {(each.hallucinated.hits, each.refused.hits) for each in found} == {(0, 3)}


def test_a_confidence_is_held_against_how_often_the_sources_answer(scores: Scores) -> None:
    told = {each.case.id: (each.answer.confidence, each.case.answerable) for each in scores.scored}
    assert told == {
        "twenty": (0.9, True),
        "early": (0.7, True),
        "years": (0.5, True),
        "groningen": (0.5, False),
        "weather": (0.6, False),
    }
    found = calibration(scores)
    assert found is not None
    # (.01 + .09 + .25 + .25 + .36) / 5
    assert found.brier == pytest.approx(0.192)
    assert [(each.low, round(each.confidence, 2), str(each.answerable)[-8:]) for each in found.bins] == [
        (0.4, 0.5, "(1 of 2)"),
        (0.6, 0.65, "(1 of 2)"),
        (0.8, 0.9, "(1 of 1)"),
    ]
    # (2 x 0 + 2 x .15 + .1) / 5
    assert found.error == pytest.approx(0.08)


def test_a_half_is_scored_by_itself(run: Run, questions: Questions, judge: Judge) -> None:
    halves = {part: score(run, questions, judge, part) for part in ("dev", "test")}
    for part, scores in halves.items():
        assert {questions.places[each.case.id].split for each in scores.scored} == {part}
    assert sum(len(each.scored) for each in halves.values()) == len(CASES)


def test_paraphrases_count_for_stability_and_nothing_else(
    write_run: WriteRun, questions: Questions, judge: Judge
) -> None:
    original, other = CASES[0], CASES[1]
    wordings = [
        Case(name, each.kind, "nl", question, each.role, each.facts, each.evidence, paraphrase_of=each.id)
        for name, each, question in (
            ("same", original, "Met hoeveel zijn ze in Breda?"),
            ("else", original, "breda hoeveel organisaties"),
            ("both", other, "Wat wil Almelo?"),
        )
    ]
    rows = [
        *ROWS,
        quoting("same", ("breda.txt", TWENTY)),
        quoting("else"),
        quoting("both", ("almelo.txt", EARLY)),
    ]
    asked = Questions.of(questions.sources, [*questions.sets, CaseSet("paraphrases", tuple(wordings))])
    scores = score(read_run(write_run(rows, header=False, end=False)), asked, judge)
    found = {column.name: figure for column, figure in figures(scores)}
    # Only 'same' fares as its original: 'else' is refused, 'both' cites another sentence.
    assert (round(found["stable"].value, 3), found["stable"].n) == (0.333, 3)
    assert found["right"].n == 3
    assert {kind for kind, _ in kinds(scores)} == {"number", "near-miss"}


def test_what_is_asked_after_something_else_has_a_row_of_its_own(
    write_run: WriteRun, questions: Questions, judge: Judge
) -> None:
    before = (EarlierTurn("Wat is fruit?"),)
    after = [replace(each, id=f"{each.id}-after", history=before, paraphrase_of=each.id) for each in CASES]
    rows = [*ROWS, *(quoting(each.id) for each in after)]
    asked = Questions.of(questions.sources, [*questions.sets, CaseSet(TOPICS, tuple(after))])
    scores = score(read_run(write_run(rows, header=False, end=False)), asked, judge)
    found = {column.name: figure for column, figure in figures(scores)}
    # All are refused now; of the five two were before.
    assert (found["stable_topic"].value, found["stable_topic"].n) == (0.4, 5)
    assert "stable" not in found
    assert found["right"].n == 3


def test_questions_from_elsewhere_have_a_row_of_their_own(
    write_run: WriteRun, questions: Questions, judge: Judge
) -> None:
    elsewhere = CaseSet(
        "elsewhere", (Case("moon", "elsewhere", "nl", "Hoe ver is de maan?", subject="moon"),)
    )
    asked = Questions.of(questions.sources, [*questions.sets, elsewhere])
    run = read_run(write_run([*ROWS, quoting("moon")], header=False, end=False))
    found = {column.name: figure for column, figure in figures(score(run, asked, judge))}
    assert (found["hallucinated_elsewhere"].value, found["hallucinated_elsewhere"].n) == (0.0, 1)
    assert found["hallucinated"].n == 2


def test_nothing_is_scored_silently(write_run: WriteRun, questions: Questions, judge: Judge) -> None:
    def told(**changes: object) -> str:
        with pytest.raises(UsageError) as caught:
            score(read_run(write_run(**changes)), questions, judge)
        return str(caught.value)

    assert "broke off after 5 answers. Go on with it" in told(end=False)
    assert "has no answer to 'weather': 4 of 5 questions" in told(rows=ROWS[:-1])
    assert "answers 'moon', which is no question" in told(rows=[*ROWS, quoting("moon")])
    assert "has no answer to 'twenty' and 4 more: 0 of 5" in told(rows=[], header=False, end=False)


def test_a_run_of_another_edition_or_set_or_half_is_named(
    write_run: WriteRun, questions: Questions, judge: Judge
) -> None:
    path = write_run()
    changed = Questions.of(questions.sources, [CaseSet("own", CASES[:-1])])
    with pytest.raises(UsageError, match="another edition of the set 'own': its questions have the sha256"):
        score(read_run(path), changed, judge)
    renamed = Questions.of(questions.sources, [CaseSet("seeds", CASES)])
    with pytest.raises(UsageError, match="answers the sets own, and not seeds"):
        score(read_run(path), renamed, judge)
    text = path.read_text(encoding="utf-8").replace('"part": "all"', '"part": "dev"')
    path.write_text(text, encoding="utf-8")
    with pytest.raises(UsageError, match="answers only the dev half"):
        score(read_run(path), questions, judge, "test")


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_figure_has_a_name_in_both_languages(language: str) -> None:
    texts = load("nl" if language == "nl" else "en")
    names = [texts.get(f"metric.{column.name}") for column in COLUMNS]
    assert len(set(names)) == len(COLUMNS)


def test_the_table_has_a_line_for_every_figure_and_kind(scores: Scores) -> None:
    lines = as_table(scores).splitlines()
    assert lines[0] == "wijkwijzer, all: own 5 (2 unanswerable)"
    right = next(line for line in lines if "right (all asked facts)" in line)
    assert right.split("  ")[-1].strip() == "0.33 [0.00, 1.00] (n = 3)"
    assert any(line.endswith("  2.00") and "memory" in line for line in lines)
    assert next(line for line in lines if line.startswith("  number")).split()[:2] == ["number", "0.33"]
    # One of both unanswerable ones is answered, with .6: at most .20 are from 0.7 on, the next confidence.
    at_most = next(line for line in lines if line.startswith("  at most 0.20"))
    assert "from 0.70 on" in at_most
    assert "answered 0.00 [0.00, 0.84] (0 of 2), of near misses 0.00 [0.00, 0.84] (0 of 2)" in at_most
    assert at_most.endswith("refused though answerable 0.33 [0.01, 0.91] (1 of 3)")


def test_the_same_is_there_as_json(scores: Scores) -> None:
    row = as_row(scores)
    assert (row["system"], row["split"], row["questions"], row["peak_memory_gb"]) == (
        "wijkwijzer",
        "all",
        5,
        2.0,
    )
    assert row["figures"]["hallucinated"]["value"] == 0.5
    assert list(row["kinds"]) == ["number", "near-miss"]


def test_answers_alone_are_scored_whole_or_by_half(
    write_run: WriteRun, questions: Questions, judge: Judge
) -> None:
    bare = read_run(write_run(header=False, end=False))
    here = [name for name, place in questions.places.items() if place.split == "test"]
    assert [each.case.id for each in score(bare, questions, judge, "test").scored] == here
    half = read_run(write_run([row for row in ROWS if row["id"] in here], header=False, end=False))
    assert score(half, questions, judge, "test").scored == score(bare, questions, judge, "test").scored


def test_a_run_from_other_documents_is_named(write_run: WriteRun, questions: Questions, judge: Judge) -> None:
    path = write_run()
    path.write_text(path.read_text(encoding="utf-8").replace('"part"', '"sources": "abc", "part"'), "utf-8")
    with pytest.raises(UsageError, match="answers from other documents: their texts have the sha256 abc"):
        score(read_run(path), questions, judge)


def test_answers_as_sure_as_each_other_are_one_point(
    write_run: WriteRun, questions: Questions, judge: Judge
) -> None:
    rows = [{**row, "confidence": 0.5} for row in ROWS]
    (point,) = risk_coverage(score(read_run(write_run(rows)), questions, judge))
    assert (point.coverage, round(point.risk, 3)) == (0.6, 0.667)


def test_one_set_of_a_run_is_scored_by_itself(scores: Scores) -> None:
    assert of_sets(scores, ["own"]).scored == scores.scored
    with pytest.raises(UsageError, match="has no answer to a question of the set 'seeds'"):
        of_sets(scores, ["seeds"])


def test_json_is_json_where_there_is_no_interval(scores: Scores) -> None:
    one = Scores(scores.run, "all", scores.scored[:1])
    row = json.loads(json.dumps(as_row(one), allow_nan=False))
    assert row["figures"]["seconds_p50"]["low"] is None
    assert row["risk_coverage"] == [{"confidence": 0.9, "coverage": 1.0, "risk": 0.0}]
    assert "p50  " in as_table(one)
