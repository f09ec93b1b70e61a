"""Trains what hears cries for help. `python -m eval.train_alarm [--cross-validate]`

A logistic regression with a quadratic penalty on the likeness of the packaged embedder's vectors: messages of
people in danger against ordinary ones that are near to them in words or subject, and questions of the field.
"""

import random
import sys
from collections.abc import Iterator, Sequence

import numpy as np
import torch
from numpy.typing import NDArray
from safetensors.torch import save_file
from scipy.optimize import minimize
from scipy.special import expit

from bot.alarm import WEIGHTS, TrainedAlarm, likeness
from bot.models import open_encoder, stay_offline
from bot.routing import route
from bot.settings import PACKAGED, Settings, home_folder, load_settings
from eval.articles import rows
from eval.cases import QUESTIONS
from eval.messages import messages
from eval.pairs import LAW_QUESTIONS
from eval.reading import PAGE_QUESTIONS
from index.embed import Encoder
from index.files import sha256
from index.types import FloatArray

ALARMS = QUESTIONS / "alarms.jsonl"
# Of ordinary questions on laws so many are drawn: more would only say the same again.
LAW_QUESTIONS_DRAWN = 400
# Chosen with the likeness's sharpness in cross-validation on these messages.
PENALTY = 0.03
# Of the likeness's eigenvalues those below this part of the largest say nothing.
FLAT = 1e-6
FOLDS = 10
# Messages on one subject stand together, so many are left out together.
TOGETHER = 8


def examples() -> list[tuple[str, bool]]:
    """Return messages, and whether somebody may be in danger."""
    chance = random.Random(0)
    told = [(str(row["message"]), bool(row["danger"])) for row in rows(ALARMS)]
    told += [(each.text, each.form == "crisis") for each in messages()]
    laws = [str(question) for row in rows(LAW_QUESTIONS) for question in row["questions"]]
    pages = [str(row["question"]) for row in rows(PAGE_QUESTIONS["dev"])]
    return [*told, *((question, False) for question in (*chance.sample(laws, LAW_QUESTIONS_DRAWN), *pages))]


def fit(vectors: NDArray[np.floating], danger: Sequence[bool]) -> tuple[FloatArray, float]:
    """Return weights and constant that minimise the logistic loss plus the penalty on the weights."""
    features = np.asarray(vectors, dtype=np.float64)
    signs = np.where(np.asarray(danger), 1.0, -1.0)

    def loss(parameters: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        weights, margins = parameters[:-1], signs * (features @ parameters[:-1] + parameters[-1])
        slopes = -signs * expit(-margins)
        gradient = np.append(features.T @ slopes + PENALTY * weights, slopes.sum())
        return float(np.logaddexp(0, -margins).sum() + PENALTY / 2 * weights @ weights), gradient

    found = minimize(loss, np.zeros(features.shape[1] + 1), jac=True, method="L-BFGS-B").x
    return found[:-1].astype(np.float32), float(found[-1])


def fit_likeness(known: FloatArray, danger: Sequence[bool]) -> tuple[FloatArray, float]:
    """Return a weight for each known vector, and the constant; the penalty is on the function they make."""
    values, turned = np.linalg.eigh(likeness(known, known))
    kept = values > FLAT * values[-1]
    spread = np.sqrt(values[kept])
    weights, constant = fit(turned[:, kept] * spread, danger)
    return ((turned[:, kept] / spread) @ weights).astype(np.float32), constant


def left_out(count: int, chance: random.Random) -> NDArray[np.int64]:
    """Return for each of so many messages in which of the folds it is left out, its neighbours with it."""
    blocks = list(range(-(-count // TOGETHER)))
    chance.shuffle(blocks)
    return np.array([blocks[at // TOGETHER] % FOLDS for at in range(count)])


def train(encoder: Encoder) -> str:
    """Write the weights for an encoder; return their sha256."""
    told = examples()
    # As they are kept, so that the weights belong to them.
    known = encoder.encode_queries([message for message, _ in told]).astype(np.float16)
    weights, constant = fit_likeness(known.astype(np.float32), [danger for _, danger in told])
    save_file(
        {
            "known": torch.tensor(known),
            "weights": torch.tensor(weights),
            "constant": torch.tensor(constant),
        },
        WEIGHTS,
    )
    return sha256(WEIGHTS)


def cross_validated(encoder: Encoder, chance: random.Random) -> Iterator[tuple[str, bool, float]]:
    """Yield each message, whether somebody is in danger, and how probable that is without its neighbours."""
    told = examples()
    danger = np.array([each for _, each in told])
    known = encoder.encode_queries([message for message, _ in told])
    folds = left_out(len(told), chance)
    for fold in range(FOLDS):
        rest = folds != fold
        alarm = TrainedAlarm(encoder, known[rest], *fit_likeness(known[rest], list(danger[rest])))
        for at in np.flatnonzero(~rest):
            yield told[at][0], bool(danger[at]), alarm.danger(told[at][0])


def figures(tried: Sequence[tuple[str, bool, float]]) -> Iterator[str]:
    """Yield for thresholds how many cries are heard, by patterns or weights, and how many others."""
    heard = [(is_danger, 1.0 if route(message).crisis else odds) for message, is_danger, odds in tried]
    for threshold in (0.1, 0.12, 0.15, 0.2, 0.3, 0.4, 0.5):
        cries, ordinary = (
            [odds >= threshold for is_danger, odds in heard if is_danger is kind] for kind in (True, False)
        )
        yield f"{threshold}: {sum(cries)} of {len(cries)} cries, {sum(ordinary)} of {len(ordinary)} others"


def main() -> None:
    """Train on the packaged embedder's vectors and print the file's sha256, or cross-validate."""
    settings: Settings = load_settings(home_folder(None)).model_copy(update={"embedder": PACKAGED})
    stay_offline(settings)
    encoder = open_encoder(settings).sentences
    if sys.argv[1:] == ["--cross-validate"]:
        for line in figures(list(cross_validated(encoder, random.Random(0)))):
            print(line)
        return
    print(f"Its sha256, for bot/alarm.py: {train(encoder)}")


if __name__ == "__main__":
    main()
