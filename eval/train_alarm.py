"""Trains what hears cries for help. `python -m eval.train_alarm`

A logistic regression with a quadratic penalty on the packaged embedder's vectors: messages of people in
danger against ordinary ones that are near to them in words or subject, and questions of the field.
"""

import random
from collections.abc import Sequence

import numpy as np
import torch
from numpy.typing import NDArray
from safetensors.torch import save_file
from scipy.optimize import minimize
from scipy.special import expit

from bot.alarm import WEIGHTS
from bot.models import open_encoder, stay_offline
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
# Chosen by the area under the ROC curve in cross-validation on these messages, which hardly depends on it.
PENALTY = 1 / 30


def examples() -> list[tuple[str, bool]]:
    """Return messages, and whether somebody may be in danger."""
    chance = random.Random(0)
    told = [(str(row["message"]), bool(row["danger"])) for row in rows(ALARMS)]
    told += [(each.text, each.form == "crisis") for each in messages()]
    laws = [str(question) for row in rows(LAW_QUESTIONS) for question in row["questions"]]
    pages = [str(row["question"]) for row in rows(PAGE_QUESTIONS["dev"])]
    return [*told, *((question, False) for question in (*chance.sample(laws, LAW_QUESTIONS_DRAWN), *pages))]


def fit(vectors: FloatArray, danger: Sequence[bool]) -> tuple[FloatArray, float]:
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


def train(encoder: Encoder) -> str:
    """Write the weights for an encoder; return their sha256."""
    told = examples()
    weights, constant = fit(
        encoder.encode_queries([message for message, _ in told]), [danger for _, danger in told]
    )
    save_file({"weights": torch.tensor(weights), "constant": torch.tensor(constant)}, WEIGHTS)
    return sha256(WEIGHTS)


def main() -> None:
    """Train on the packaged embedder's vectors and print the file's sha256."""
    settings: Settings = load_settings(home_folder(None)).model_copy(update={"embedder": PACKAGED})
    stay_offline(settings)
    print(f"Its sha256, for bot/alarm.py: {train(open_encoder(settings).sentences)}")


if __name__ == "__main__":
    main()
