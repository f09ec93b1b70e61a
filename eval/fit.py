"""Fits how much each signal of a sentence counts, on the dev questions alone. `python -m eval.fit`

Order: a softmax over the sentences that the reader reads of a question, the right ones against all
(McFadden 1974). Confidence: a logistic regression on the best sentence, answerable against not. What it
prints goes into `bot/signals.py` by hand, with the threshold that is chosen from its table.
"""

import random
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields, replace
from operator import attrgetter

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize
from scipy.special import expit, logsumexp
from tqdm import tqdm

from bot.around import read_around
from bot.elsewhere import without_others
from bot.evidence import MAX_CHOSEN, Evidence, asks_readers, ranked
from bot.models import embedder_base, open_encoder, stay_offline
from bot.reader.reading import Reader
from bot.reader.trained import load_reader
from bot.settings import home_folder, load_settings
from bot.signals import Signals
from eval.cases import Case
from eval.homes import by_withheld, homes
from eval.reader_figures import area
from eval.sets import CaseSet, Questions, questions
from index.embed import Encoder
from index.store import Index
from prompts import LANGUAGES, load

Matrix = NDArray[np.float64]

# Strength of the pull towards no weight, on standardised signals: sentences of one question are alike.
ORDER_PENALTY, CONFIDENCE_PENALTY = 0.02, 0.002
FOLDS = 6
# Of questions about other things so many, in both halves: they are easy, and would outnumber the others.
ELSEWHERE = 240
HITS, PASSAGE_TOKENS = 10, 160
THRESHOLDS = (0.4, 0.5, 0.55, 0.6, 0.65, 0.7, 0.8, 0.9)
CONFIDENT = ("cosine",)
# What the reader makes of the first sentences between their neighbours says whether any answers, not which.
AROUND = "around"
NAMES = tuple(field.name for field in fields(Signals) if field.name != AROUND)


@dataclass(frozen=True, slots=True)
class Seen:
    """A question with its sentences as the bot sees them."""

    case: Case
    group: str
    signals: Matrix
    """Of each sentence, shape (sentences, signals), in the order of the bot's fit."""
    around: float
    """What the reader makes of the likeliest of the first ones between its neighbours, log odds."""
    right: NDArray[np.bool_]
    """Whether a sentence answers."""


def _answers(case: Case, evidence: Evidence) -> bool:
    """Tell whether a sentence shares at least half of the shorter of itself and a gold span."""
    ours = evidence.span
    return any(
        gold.source == evidence.passage.source
        and min(gold.end, ours.end) - max(gold.start, ours.start)
        >= min(gold.end - gold.start, ours.end - ours.start) / 2
        for gold in case.evidence
    )


def _indexes(asked: Questions, encoder: Encoder) -> Iterator[tuple[Index, list[Case]]]:
    """Yield an index without each group of withheld sources, with the dev questions that are put to it."""
    cases = [case for case in asked.cases if asked.places[case.id].split == "dev"]
    with homes(asked.sources, encoder, PASSAGE_TOKENS) as home:
        for withheld, of in by_withheld(cases).items():
            yield Index.open(home(withheld), encoder), of


def thinned(asked: Questions) -> Questions:
    """Return the questions with fewer of those about other things."""
    chance = random.Random(0)
    sets = [
        CaseSet(each.name, tuple(chance.sample(each.cases, min(ELSEWHERE, len(each.cases)))))
        if each.name == "elsewhere"
        else each
        for each in asked.sets
    ]
    return replace(asked, sets=tuple(sets))


def seen(asked: Questions, encoder: Encoder, reader: Reader) -> Iterator[Seen]:
    """Yield the dev questions for which anything is found."""
    opinion_words = [word for each in LANGUAGES for word in load(each).list("question.opinion_words")]
    told = attrgetter(*NAMES)
    for index, cases in _indexes(asked, encoder):
        for case in cases:
            text = " ".join([*(turn.question for turn in case.history[-1:]), case.question])
            hits = index.search(text, HITS)
            read = ranked(text, hits, index, asks_readers(text, hits, opinion_words), reader)
            fitting = without_others(text, read, index) or read
            evidence = read_around(text, fitting, index, reader)
            if evidence:
                signals = np.array([told(each.signals) for each in evidence], dtype=float)
                right = np.array([_answers(case, each) for each in evidence])
                around = max(each.signals.around for each in evidence[:MAX_CHOSEN])
                yield Seen(case, asked.places[case.id].group, signals, around, right)


def fit_order(every: Sequence[Seen]) -> Matrix:
    """Return the weights of the signals under which the right sentences are likeliest among a question's."""
    scale = np.concatenate([each.signals for each in every]).std(axis=0) + 1e-9

    def loss(weights: Matrix) -> float:
        scores = [each.signals / scale @ weights for each in every]
        found = [logsumexp(of[each.right]) - logsumexp(of) for of, each in zip(scores, every, strict=True)]
        return float(ORDER_PENALTY * weights @ weights - np.mean(found))

    fitted: Matrix = minimize(loss, np.zeros(len(scale)), method="L-BFGS-B").x / scale
    return fitted


def first_right(every: Sequence[Seen]) -> float:
    """Return how often the right sentence comes first, in cross-validation over groups of questions."""
    groups = sorted({each.group for each in every})
    random.Random(0).shuffle(groups)
    right = []
    for fold in range(FOLDS):
        held_out = set(groups[fold::FOLDS])
        weights = fit_order([each for each in every if each.group not in held_out])
        right += [
            each.right[int(np.argmax(each.signals @ weights))] for each in every if each.group in held_out
        ]
    return float(np.mean(right))


def fit_confidence(features: Matrix, answerable: NDArray[np.bool_]) -> Matrix:
    """Return the weights of the features, and the constant last, of a logistic regression."""
    mean, scale = features.mean(axis=0), features.std(axis=0) + 1e-9
    standard = np.column_stack([(features - mean) / scale, np.ones(len(features))])
    signs = np.where(answerable, 1.0, -1.0)

    def loss(weights: Matrix) -> float:
        return float(
            np.logaddexp(0, -signs * (standard @ weights)).mean()
            + CONFIDENCE_PENALTY * weights[:-1] @ weights[:-1]
        )

    *weights, constant = minimize(loss, np.zeros(standard.shape[1]), method="L-BFGS-B").x
    raw = np.array(weights) / scale
    return np.array([*raw, constant - raw @ mean])


def _mean(of: NDArray[np.bool_]) -> float:
    return float(of.mean()) if of.size else float("nan")


def confidence_lines(every: Sequence[tuple[str, Seen]], order: Matrix) -> Iterator[str]:
    """Yield the fit of the confidence, and what each threshold answers and refuses of each set."""
    best = [each.signals[int(np.argmax(each.signals @ order))] for _, each in every]
    columns = [NAMES.index(name) for name in CONFIDENT]
    english = [float(each.case.language == "en") for _, each in every]
    around = [each.around for _, each in every]
    features = np.column_stack([np.array(best)[:, columns], around, english])
    answerable = np.array([each.case.answerable for _, each in every])
    fitted = fit_confidence(features, answerable)
    told = zip((*CONFIDENT, AROUND, "english", "constant"), fitted, strict=True)
    yield "confidence: " + ", ".join(f"{name} {value:.3f}" for name, value in told)
    sure = expit(features @ fitted[:-1] + fitted[-1])
    kinds = {
        "own": np.array([name in ("seeds", "paraphrases") for name, _ in every]),
        "near misses": np.array([each.case.kind == "near-miss" for _, each in every]),
        "elsewhere": np.array([name == "elsewhere" for name, _ in every]),
        "xquad": np.array([name == "xquad" for name, _ in every]),
    }
    for name in ("own", "xquad"):
        of = kinds[name]
        yield f"{name}: AUROC {area(sure[of & answerable].tolist(), sure[of & ~answerable].tolist()):.3f}"
    for threshold in THRESHOLDS:
        refused = {f"{n} refused": _mean(sure[kinds[n] & answerable] < threshold) for n in ("own", "xquad")}
        answered = {f"{n} answered": _mean(sure[of & ~answerable] >= threshold) for n, of in kinds.items()}
        figures = ", ".join(f"{name} {value:.2f}" for name, value in (refused | answered).items())
        yield f"threshold {threshold}: {figures}"


def figures(every: Sequence[tuple[str, Seen]]) -> Iterator[str]:
    """Yield both fits; the order's on the seeds' questions of which the answer is among what is read."""
    ordered = [each for name, each in every if name in ("seeds", "paraphrases") and each.right.any()]
    order = fit_order(ordered)
    yield f"right sentence first: {first_right(ordered):.3f} of {len(ordered)}, cross-validated"
    yield "order: " + ", ".join(f"{name} {value:.2f}" for name, value in zip(NAMES, order, strict=True))
    yield from confidence_lines(every, order)


def main() -> None:
    """Fit both on the dev questions, and print what came of it."""
    settings = load_settings(home_folder(None))
    stay_offline(settings)
    if settings.data is None:
        sys.exit("Signals are fitted on XQuAD's questions too: set WIJKWIJZER_DATA to the measuring data.")
    encoder, reader = open_encoder(settings), load_reader(embedder_base(settings))
    every: list[tuple[str, Seen]] = []
    for names in (("seeds", "paraphrases", "elsewhere"), ("xquad",)):
        asked = thinned(questions(names, settings.data, settings.cache))
        of = {case.id: each.name for each in asked.sets for case in each.cases}
        read = tqdm(seen(asked, encoder, reader), desc="Reading", unit=" questions")
        every += [(of[each.case.id], each) for each in read]
    for line in figures(every):
        print(line)


if __name__ == "__main__":
    main()
