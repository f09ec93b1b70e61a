from dataclasses import replace
from pathlib import Path

import pytest

from bot.asked import Asked
from bot.desk.corrections import Corrections
from bot.desk.desk import Desk
from bot.desk.guard import HOME
from bot.desk.reviews import Draft, Judged, Reviews
from bot.desk.sources import Sources
from bot.desk.start import PARTS, Waiting, waiting
from bot.desk.view import View
from bot.ratings import Rating, Ratings
from bot.types import Answer
from index.corrections import Correction
from index.privacy import HELPLINES_ONLY
from tests.bot.conftest import BREDA_QUESTION, citation, quoted
from tests.bot.desk.conftest import client_for
from tests.bot.desk.shelf import live, shown, stocked

AT = "2026-11-27T12:00:00+00:00"


@pytest.fixture
def desk(desk: Desk, tmp_path: Path) -> Desk:
    stocked(tmp_path)
    return replace(desk, bot_now=live(tmp_path))


def test_where_nothing_waits_each_part_is_told_of_and_led_to(desk: Desk) -> None:
    assert waiting(Sources(desk, View(desk))) == Waiting("", False, 0, 0, 0)
    client = client_for(desk, "rik")
    text = shown(client, HOME)
    assert "Deze week: 0 keer geen antwoord, 0 keer een antwoord dat niet hielp" in text
    assert "wacht op een besluit" not in text
    for place in PARTS.values():
        assert f'<dt><a href="{HOME}/{place}">' in text
        assert client.get(f"{HOME}/{place}").status_code == 200


def test_what_waits_for_somebody_is_told(desk: Desk) -> None:
    shared = Sources(desk, View(desk))
    asked = Asked(desk.database, 0, HELPLINES_ONLY, desk.bot_now().index.encoder, desk.now)
    for reason in ("weak_evidence", "nothing_found"):
        asked.add("x", Answer(BREDA_QUESTION, "refusal", "nl", reason=reason), "000001")
    said = Answer(BREDA_QUESTION, "answer", "nl", (quoted(citation()),))
    Ratings(desk.database, HELPLINES_ONLY, desk.now).add(Rating(False), said, "000001")
    draft = Draft(BREDA_QUESTION, "nl", "wrong", False, "")
    Reviews(desk.database, desk.now).add(draft, Judged("Tien.", "000001"), [], "eva")
    Corrections(desk.database).add([Correction("vervoer.txt", "left_out")], "eva", AT)
    assert waiting(shared) == Waiting("", True, 2, 1, 1)
    assert "Er zijn wijzigingen die nog niet in de index staan" in shown(client_for(desk, "eva"), HOME)
    shared.rebuilds.start("eva")
    shared.rebuilds.wait()
    assert waiting(shared) == Waiting("000002", True, 2, 1, 1)
    text = shown(client_for(desk, "eva"), HOME)
    assert "Index 000002 wacht op een besluit" in text
    assert "Deze week: 2 keer geen antwoord, 1 keer een antwoord dat niet hielp" in text
    assert "nog niet klaar zijn voor de toets: 1" in text
