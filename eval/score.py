"""From a run to figures. Nothing is answered and no model is loaded here: the answers are in the file."""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from eval.answers import GivenAnswer
from eval.cases import Case
from eval.metrics import GOOD, Judge, Verdict, agrees, verdict
from eval.run import asked, check_ids
from eval.runs import Part, Run, in_part
from eval.sets import TOPICS, Questions
from eval.splits import Place
from eval.statistics import Figure, Sample, Summary, figure
from index.errors import UsageError

Better = Literal["high", "low", ""]
# In the order in which they are shown.
PARTS: tuple[Part, ...] = ("test", "dev", "all")


@dataclass(frozen=True, slots=True)
class Scored:
    """A case, the answer to it, and what that is worth."""

    case: Case
    set_name: str
    place: Place
    answer: GivenAnswer
    verdict: Verdict | None
    values: Mapping[str, float]

    @property
    def good(self) -> bool:
        """Whether it is right to answer so."""
        return self.verdict in GOOD


@dataclass(frozen=True, slots=True)
class Scores:
    """All answers of a run, or of a half of it."""

    run: Run
    part: Part
    scored: tuple[Scored, ...]


@dataclass(frozen=True, slots=True)
class Column:
    """A figure that every run is given: a metric, of which cases, summed up how, and which way is better."""

    name: str
    metric: str
    of: Callable[[Scored], bool]
    better: Better = "high"
    summary: Summary = "mean"


def is_main(each: Scored) -> bool:
    """Tell whether a case counts in the figures that have no row of their own."""
    return each.set_name != "elsewhere" and not each.case.paraphrase_of


def _near_miss(each: Scored) -> bool:
    return is_main(each) and each.case.kind == "near-miss"


def _elsewhere(each: Scored) -> bool:
    return each.set_name == "elsewhere"


def _paraphrase(each: Scored) -> bool:
    return bool(each.case.paraphrase_of) and not _topic(each)


def _topic(each: Scored) -> bool:
    return each.set_name == TOPICS


COLUMNS = (
    Column("right", "right", is_main),
    Column("right_if_answered", "right_if_answered", is_main),
    Column("facts_stated", "facts_stated", is_main),
    Column("refused", "refused", is_main, "low"),
    Column("hallucinated", "hallucinated", is_main, "low"),
    Column("hallucinated_near_miss", "hallucinated", _near_miss, "low"),
    Column("hallucinated_elsewhere", "hallucinated", _elsewhere, "low"),
    Column("cited_right", "cited_right", is_main),
    Column("citation_precision", "citation_precision", is_main),
    Column("citation_recall", "citation_recall", is_main),
    Column("citation_focus", "citation_focus", is_main),
    Column("role_right", "role_right", is_main),
    Column("quotes_exact", "quotes_exact", lambda _: True),
    Column("supported", "supported", lambda _: True),
    Column("checked", "checked", is_main, ""),
    Column("right_if_checked", "right_if_checked", is_main),
    Column("right_if_quoted", "right_if_quoted", is_main),
    Column("words_checked", "words_checked", is_main, ""),
    Column("words_quoted", "words_quoted", is_main, ""),
    Column("stable", "stable", _paraphrase),
    Column("stable_topic", "stable", _topic),
    Column("recall", "recall", is_main),
    Column("reciprocal_rank", "reciprocal_rank", is_main),
    Column("ndcg", "ndcg", is_main),
    Column("sentence_words", "sentence_words", is_main, ""),
    Column("long_words", "long_words", is_main, ""),
    Column("seconds_first_p50", "seconds_first", is_main, "low", "p50"),
    Column("seconds_p50", "seconds", is_main, "low", "p50"),
    Column("seconds_p95", "seconds", is_main, "low", "p95"),
    Column("seconds_refusal_p50", "seconds_refusal", is_main, "low", "p50"),
)


def _check(run: Run, questions: Questions, part: Part) -> None:
    """Raise `UsageError` where a run is not a whole one of these questions."""
    if not run.is_whole:
        raise UsageError(
            f"'{run.path}' broke off after {len(run.answers)} answers. Go on with it: the same command "
            "'wijkwijzer eval run' answers what is missing."
        )
    if run.header is None:
        every = [case.id for case in asked(questions, "all")]
        half = [case.id for case in asked(questions, part)]
        check_ids(run, every if run.answers.keys() == set(every) else half)
        return
    known = {each.name: each.digest for each in questions.sets}
    answered = {each.name: each.digest for each in run.header.sets}
    if known.keys() != answered.keys():
        raise UsageError(f"'{run.path}' answers the sets {', '.join(answered)}, and not {', '.join(known)}.")
    for name, digest in answered.items():
        if digest != known[name]:
            raise UsageError(
                f"'{run.path}' answers another edition of the set '{name}': its questions have the "
                f"sha256 {digest[:12]}, and now they have {known[name][:12]}. Answer them again."
            )
    if run.header.sources and run.header.sources != questions.sources.digest:
        raise UsageError(
            f"'{run.path}' answers from other documents: their texts have the sha256 "
            f"{run.header.sources[:12]}, and now {questions.sources.digest[:12]}. Answer the questions again."
        )
    if run.header.part not in ("all", part):
        raise UsageError(f"'{run.path}' answers only the {run.header.part} half: score that one.")
    check_ids(run, [case.id for case in asked(questions, run.header.part)])


def score(run: Run, questions: Questions, judge: Judge, part: Part = "all") -> Scores:
    """Score the answers of a half, or all; raises `UsageError` where the run is not of these questions."""
    _check(run, questions, part)
    scored = []
    for each in questions.sets:
        for case in each.cases:
            place = questions.places[case.id]
            if not in_part(place.split, part):
                continue
            answer = run.answers[case.id]
            values = dict(judge.values(case, answer))
            original = run.answers.get(case.paraphrase_of)
            if original is not None and (stable := agrees(answer, original)) is not None:
                values["stable"] = stable
            scored.append(Scored(case, each.name, place, answer, verdict(case, answer), values))
    return Scores(run, part, tuple(scored))


def part_of(scores: Scores, part: Part) -> Scores:
    """Return the answers of one half of a run, or all."""
    return Scores(scores.run, part, tuple(each for each in scores.scored if in_part(each.place.split, part)))


def sample(scored: Sequence[Scored], metric: str) -> Sample:
    """Return the values of a metric where it applies, with the groups they belong to."""
    having = [each for each in scored if metric in each.values]
    return Sample(tuple(each.values[metric] for each in having), tuple(each.place.group for each in having))


def figures(scores: Scores) -> Iterator[tuple[Column, Figure]]:
    """Yield the figures that a run has, with their intervals."""
    for column in COLUMNS:
        chosen = [each for each in scores.scored if column.of(each)]
        if found := figure(sample(chosen, column.metric), column.summary):
            yield column, found


def kinds(scores: Scores) -> list[tuple[str, Figure]]:
    """Return the share of good answers of each kind of question, weakest first.

    Good is: all facts stated, or a refusal where the sources do not answer.
    """
    judged = [each for each in scores.scored if each.verdict and not each.case.paraphrase_of]
    found = []
    for kind in dict.fromkeys(each.case.kind for each in judged):
        here = [each for each in judged if each.case.kind == kind]
        good = Sample(tuple(float(each.good) for each in here), tuple(each.place.group for each in here))
        if (share := figure(good)) is not None:
            found.append((kind, share))
    return sorted(found, key=lambda each: each[1].value)


@dataclass(frozen=True, slots=True)
class RiskPoint:
    """What answering only the surest questions would give."""

    confidence: float
    """Of the least sure one that is answered."""
    coverage: float
    """Answered / all questions."""
    risk: float
    """Answers that are not right / answered; an answer to an unanswerable question never is."""


def risk_coverage(scores: Scores) -> list[RiskPoint]:
    """Return the curve from the surest answer to the least sure one that was given.

    El-Yaniv and Wiener, 'On the foundations of noise-free selective classification', 2010. Empty where
    a system tells no confidence.
    """
    judged = [each for each in scores.scored if each.verdict and is_main(each)]
    told = sorted(
        (each for each in judged if not each.answer.abstained and each.answer.confidence is not None),
        key=lambda each: -(each.answer.confidence or 0.0),
    )
    points: list[RiskPoint] = []
    wrong = 0
    for count, each in enumerate(told, 1):
        wrong += not each.good
        point = RiskPoint(each.answer.confidence or 0.0, count / len(judged), wrong / count)
        # Answers as sure as each other are all given or none.
        if points and points[-1].confidence == point.confidence:
            points.pop()
        points.append(point)
    return points


def of_sets(scores: Scores, names: Collection[str]) -> Scores:
    """Return the answers to some of a run's sets; raises `UsageError` where it has no such set."""
    if unknown := sorted(set(names) - {each.set_name for each in scores.scored}):
        raise UsageError(f"'{scores.run.path}' has no answer to a question of the set '{unknown[0]}'.")
    return replace(scores, scored=tuple(each for each in scores.scored if each.set_name in names))
