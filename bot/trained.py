"""The small trained models beside the generator."""

from dataclasses import dataclass

from bot.alarm import Alarm
from bot.reader.reading import Reader, Support


@dataclass(frozen=True, slots=True)
class Trained:
    """What reads, checks and hears; without them words, cosines and patterns decide."""

    reader: Reader | None = None
    """Says which sentence answers, and whether any does."""
    support: Support | None = None
    """May refuse a sentence in other words than its source's."""
    alarm: Alarm | None = None
    """Hears that somebody may be in danger."""
