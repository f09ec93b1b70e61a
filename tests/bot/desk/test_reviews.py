from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from bot.database import Database
from bot.desk.audit import latest
from bot.desk.problems import DeskError
from bot.desk.reviews import Draft, Judged, Review, Reviews, Words
from tests.bot.desk.conftest import Clock

DRAFT = Draft("Hoeveel 🙂 doen mee?", "nl", "wrong", False, "twintig | 20\n| \n Breda ")
JUDGED = Judged("Tien.", "g1")
WORDS = Words("breda.txt", "article", 3, 9, "woord\r")
AT = "2026-11-27T12:00:00+00:00"


@pytest.fixture
def reviews(tmp_path: Path, clock: Clock) -> Reviews:
    return Reviews(Database(tmp_path), clock)


def got(reviews: Reviews, number: int) -> Review:
    review = reviews.get(number)
    assert review is not None
    return review


def done(home: Path) -> list[tuple[str, str, str, str]]:
    return [(each.name, each.action, each.subject, each.detail) for each in latest(Database(home))]


def test_a_review_is_kept_as_it_was_filled_in(reviews: Reviews, tmp_path: Path) -> None:
    number = reviews.add(DRAFT, JUDGED, [WORDS], "eva")
    review = got(reviews, number)
    assert (review.draft, review.judged, review.name, review.at) == (DRAFT, JUDGED, "eva", AT)
    assert review.words == (replace(WORDS, id=1),)
    assert review.facts == (("twintig", "20"), ("Breda",))
    assert done(tmp_path) == [("eva", "review_add", "1", "")]
    assert reviews.get(2) is None


def test_a_change_says_who_made_it_and_when(reviews: Reviews, clock: Clock, tmp_path: Path) -> None:
    number = reviews.add(DRAFT, JUDGED, [], "eva")
    clock.move(timedelta(hours=1))
    other = replace(DRAFT, question="Who?", language="en", verdict="right", unanswerable=True, facts="")
    reviews.change(number, other, "rik")
    review = got(reviews, number)
    assert (review.draft, review.judged) == (other, JUDGED)
    assert (review.name, review.at) == ("rik", "2026-11-27T13:00:00+00:00")
    assert done(tmp_path)[0] == ("rik", "review_change", "1", "")


def test_words_are_added_once_and_taken_out(reviews: Reviews, tmp_path: Path) -> None:
    number = reviews.add(DRAFT, JUDGED, [], "eva")
    reviews.add_words(number, WORDS, "eva")
    reviews.add_words(number, WORDS, "eva")
    reviews.add_words(number, replace(WORDS, start=4), "eva")
    assert [each.start for each in got(reviews, number).words] == [3, 4]
    reviews.remove_words(number, got(reviews, number).words[0].id, "eva")
    reviews.remove_words(number, 99, "eva")
    assert [each.start for each in got(reviews, number).words] == [4]
    assert done(tmp_path)[0] == ("eva", "review_words_remove", "1", "breda.txt 3-9")


def test_words_of_another_review_stay(reviews: Reviews) -> None:
    first = reviews.add(DRAFT, JUDGED, [WORDS], "eva")
    second = reviews.add(DRAFT, JUDGED, [WORDS], "eva")
    reviews.remove_words(second, got(reviews, first).words[0].id, "eva")
    assert len(got(reviews, first).words) == len(got(reviews, second).words) == 1
    assert [each.id for each in reviews.all()] == [second, first]


def test_a_deleted_review_is_gone_with_its_words_and_its_question_is_in_no_log(
    reviews: Reviews, tmp_path: Path
) -> None:
    number = reviews.add(DRAFT, JUDGED, [WORDS], "eva")
    reviews.remove(number, "eva")
    assert reviews.all() == []
    with Database(tmp_path).reading() as connection:
        assert connection.execute("SELECT * FROM review_words").fetchall() == []
    assert [deed[1] for deed in done(tmp_path)] == ["review_remove", "review_add"]
    assert not any("Hoeveel" in "".join(deed) for deed in done(tmp_path))


def test_what_somebody_else_deleted_cannot_be_changed_and_nothing_is_logged(
    reviews: Reviews, tmp_path: Path
) -> None:
    number = reviews.add(DRAFT, JUDGED, [], "eva")
    reviews.remove(number, "eva")
    before = done(tmp_path)
    for change in (
        lambda: reviews.change(number, DRAFT, "rik"),
        lambda: reviews.add_words(number, WORDS, "rik"),
        lambda: reviews.remove(number, "rik"),
    ):
        with pytest.raises(DeskError, match=r"review\.gone"):
            change()
    assert done(tmp_path) == before
