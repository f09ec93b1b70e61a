from pathlib import Path

import numpy as np
import pytest
import torch
from safetensors.torch import save_file

from bot.alarm import THRESHOLD, TrainedAlarm, load_alarm
from bot.answer import Bot
from bot.trained import Trained
from bot.types import Finished, Noticed
from index.errors import ModelUnavailableError
from index.files import sha256
from index.types import FloatArray
from prompts import load
from tests.bot.conftest import BREDA_QUESTION, seeds
from tests.conftest import HashingEncoder, ScriptedGenerator


class Counting(HashingEncoder):
    """A vector of how often a text has 'nood' and 'vraag'."""

    def encode_queries(self, texts: list[str]) -> FloatArray:  # type: ignore[override]
        return np.array([[text.count("nood"), text.count("vraag")] for text in texts], dtype=np.float32)


@pytest.mark.parametrize(
    ("message", "odds"),
    [
        ("nood", 2 - 1),
        ("vraag", -3 - 1),
        ("een vraag", -3 - 1),
        # The sentence 'Er is nood.' is likelier a cry than the whole.
        ("Een vraag is er. Er is nood.", 2 - 1),
        ("", -1),
    ],
)
def test_danger_is_that_of_the_likeliest_sentence(message: str, odds: float) -> None:
    alarm = TrainedAlarm(
        Counting(), np.eye(2, dtype=np.float32), np.array([2.0, -3.0], dtype=np.float32), -1.0
    )
    # What is far from all that is known has hardly any of their weights.
    assert alarm.danger(message) == pytest.approx(1 / (1 + np.exp(-odds)), abs=0.001)


def test_weights_are_read_only_if_they_are_the_known_ones(tmp_path: Path) -> None:
    file = tmp_path / "alarm.safetensors"
    known = torch.tensor([[1.0, 0.0]], dtype=torch.float16)
    save_file({"known": known, "weights": torch.tensor([2.0]), "constant": torch.tensor(0.0)}, file)
    assert load_alarm(Counting(), file, sha256(file)).danger("nood") == pytest.approx(0.8808, abs=1e-4)
    with pytest.raises(ModelUnavailableError, match="missing or was changed"):
        load_alarm(Counting(), file, "0" * 64)


class Hears:
    """Hears danger in messages with a word."""

    def danger(self, message: str) -> float:
        return THRESHOLD if "overwal" in message else THRESHOLD - 0.01


def test_whom_to_call_comes_before_the_answer_where_danger_is_heard() -> None:
    bot = Bot(seeds(), ScriptedGenerator(""), 10, trained=Trained(alarm=Hears()))
    help_ = load("nl").get("answer.crisis")
    first, *_, last = bot.stream(f"overwal {BREDA_QUESTION}")
    assert first == Noticed(help_)
    assert isinstance(last, Finished)
    assert (last.answer.kind, last.answer.notices[0]) == ("crisis", help_)
    assert bot.answer(BREDA_QUESTION).kind != "crisis"


def test_who_asks_nothing_hears_where_else_to_go_where_no_pattern_tells_of_danger() -> None:
    bot = Bot(seeds(), ScriptedGenerator(""), 10, trained=Trained(alarm=Hears()))
    texts = load("nl")
    call, elsewhere = texts.get("answer.crisis"), texts.get("answer.personal_case")
    assert bot.answer("overwal ben ik verhuisd").notices == (call, elsewhere)
    assert bot.answer("Ik wil niet meer leven, overwal.").notices == (call,)
    told = bot.answer("overwal ben ik verhuisd, mail naar jan@voorbeeld.nl").notices
    assert told[:2] == (call, elsewhere)
    assert len(told) == 3


@pytest.mark.parametrize(
    "message",
    [
        "mijn man heeft me net geslagen en ik durf niet naar huis",
        "ik wil niet meer leven",
        "my father is unconscious and does not breathe",
        "Goedemiddag. Wat doet het wijkteam? Ik heb namelijk een doos pillen ingenomen.",
    ],
)
def test_the_packaged_weights_hear_cries_for_help(real_bot: Bot, message: str) -> None:
    assert real_bot.answer(message).kind == "crisis"


@pytest.mark.parametrize(
    "message",
    [
        "Wat is de Kanteling?",
        "Wat doet de gemeente tegen huiselijk geweld?",
        "Hoe vraag ik een pgb aan?",
        "Vallen er doden door bezuinigingen?",
        "ik ben verhuisd naar Breda",
        "mijn moeder kan niet meer zelf koken",
        "mijn kind heeft dyslexie",
        "mijn vader heeft dementie en woont alleen",
        "we gaan scheiden, wie helpt ons",
        "ik wil stoppen met mijn hulp van het wijkteam",
    ],
)
def test_the_packaged_weights_let_ordinary_questions_be(real_bot: Bot, message: str) -> None:
    assert real_bot.answer(message).kind != "crisis"
