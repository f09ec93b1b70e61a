"""What is asked on the citizens' page: counts always, words only where they are kept, for a while."""

import logging
import sqlite3
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

from bot.database import Database
from bot.dialogue import presentable
from bot.types import Answer, Citation, Kind, Reason
from index.embed import Encoder
from index.privacy import PublicContacts

_log = logging.getLogger(__name__)

# Nobody's words are kept who may be in danger, or asks for what no source will ever say. Who asks for oneself
# ('Hoe krijg ik ...?') asks what sources may lack: without those, most gaps would not be seen.
NEVER_KEPT: frozenset[Kind | Reason] = frozenset({"crisis", "greeting", "personal_data", "instruction"})


def week_of(day: date) -> str:
    """Return the Monday that a day's week began on, in ISO 8601."""
    return (day - timedelta(days=day.weekday())).isoformat()


def _nearest(answer: Answer) -> Citation | None:
    """Return what the answer said first, or what came nearest where it said nothing."""
    said = [each.citations[0] for each in answer.sentences]
    return next(iter((*said, *answer.nearest)), None)


class Asked:
    """The tables of what was asked. Nothing here is raised: whoever asked has the answer, whatever fails."""

    def __init__(
        self,
        database: Database,
        days: int,
        public: PublicContacts,
        encoder: Encoder,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        """`days` is how long words are kept; 0 keeps none."""
        self._database = database
        self.days = days
        self._public = public
        self._encoder = encoder
        self._now = now
        # What an earlier run of the server deleted may still be in the file.
        self._clean = False

    def add(self, token: str, answer: Answer, generation: str) -> None:
        """Count an answer, and keep the words of a refused question; `token` finds them again."""
        try:
            with self._database.transaction() as connection:
                connection.execute(
                    "INSERT INTO asked VALUES (?, ?, ?, ?, ?, 1) ON CONFLICT DO UPDATE SET count = count + 1",
                    (week_of(self._today()), answer.kind, answer.reason, answer.language, generation),
                )
            if answer.kind == "refusal":
                self._keep(token, answer, generation, badly_rated=False)
        except Exception:
            _log.exception("What was asked could not be counted.")

    def not_helpful(self, token: str, answer: Answer, generation: str) -> None:
        """Mark a question as badly rated, and keep its words where they were not kept before."""
        try:
            self._keep(token, answer, generation, badly_rated=True)
        except Exception:
            _log.exception("A bad rating could not be put beside its question.")

    def _keep(self, token: str, answer: Answer, generation: str, *, badly_rated: bool) -> None:
        if not self.days or {answer.kind, answer.reason} & NEVER_KEPT:
            return
        question = presentable(answer.question, self._public)
        vector = self._encoder.encode_queries([question])[0]
        near = _nearest(answer)
        place = (near.source, near.start, near.end, near.quote) if near else ("", 0, 0, "")
        with self._database.transaction() as connection:
            connection.execute(
                "INSERT INTO kept_question (token, day, question, language, kind, reason, generation, "
                'badly_rated, source, start, "end", quote, encoder, vector) '
                "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
                " ON CONFLICT (token) DO UPDATE SET badly_rated = max(badly_rated, excluded.badly_rated)",
                (
                    *(
                        token,
                        self._today().isoformat(),
                        question,
                        answer.language,
                        answer.kind,
                        answer.reason,
                    ),
                    *(generation, badly_rated, *place, self._encoder.name, vector.tobytes()),
                ),
            )

    def forget(self) -> None:
        """Delete the words that have been kept for the set days, or all where none are to be kept.

        What could not be deleted for good, since others were reading, is so the next time.
        """
        try:
            with self._database.transaction() as connection:
                if self._forgotten(connection):
                    self._clean = False
            if not self._clean:
                self._database.compact()
                self._clean = True
        except Exception:
            _log.exception("Questions that were kept long enough could not be deleted.")

    def _forgotten(self, connection: sqlite3.Connection) -> int:
        if not self.days:
            return connection.execute("DELETE FROM kept_question").rowcount
        last = self._today() - timedelta(days=self.days)
        return connection.execute("DELETE FROM kept_question WHERE day <= ?", (last.isoformat(),)).rowcount

    def _today(self) -> date:
        return self._now().date()
