"""What the staff desk shows of a run: its figures in a file of their own, and the report beside it."""

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime

from bot.desk.evaluations import Evaluation, Figure, Half, digest
from eval.runs import Header, Run
from eval.score import PARTS, Scores, figures, part_of
from index.errors import UsageError

PRODUCT = "wijkwijzer"


def _header(run: Run) -> Header:
    if run.header is None or run.header.system != PRODUCT:
        raise UsageError(
            f"'{run.path}' has the answers of '{run.name}'. The desk shows what {PRODUCT} itself is worth: "
            "publish a run that 'wijkwijzer eval run' made of it."
        )
    return run.header


def _answered_at(run: Run) -> datetime:
    """Return when a run was finished; one of an older version does not say so, and its file does."""
    if run.end is not None and run.end.at:
        return run.end.at
    return datetime.fromtimestamp(run.path.stat().st_mtime, UTC).replace(microsecond=0)


def _halves(scores: Scores) -> Iterator[Half]:
    """Yield what there are figures of: test, dev and all, or the one half that was answered."""
    found = [part for each in PARTS if (part := part_of(scores, each)).scored]
    for part in found if len(found) == len(PARTS) else found[:1]:
        measured: Mapping[str, Figure] = {
            column.name: Figure(each.value, each.low, each.high, each.n) for column, each in figures(part)
        }
        yield Half(part.part, len(part.scored), measured)


def evaluation(scores: Scores, report: str) -> Evaluation:
    """Return what the desk is told of a run.

    Raises `UsageError` where it holds the answers of another system, or does not say whose.
    """
    header = _header(scores.run)
    answered = {each.set_name for each in scores.scored}
    return Evaluation(
        at=_answered_at(scores.run),
        halves=tuple(_halves(scores)),
        questions={each.name: each.digest for each in header.sets if each.name in answered},
        models=header.models or {},
        index=header.index or {},
        version=header.version,
        code=header.code,
        machine=header.machine,
        report_sha256=digest(report),
    )
