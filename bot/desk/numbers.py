"""Numbers as people of a language write them."""

from bot.desk.evaluations import Figure
from prompts import Texts

_MEGABYTE, _GIGABYTE = 1_000_000, 1_000_000_000


class Numbers:
    """Writes numbers with a language's decimal point."""

    def __init__(self, texts: Texts) -> None:
        self._point = texts.get("report.decimal_point")

    def number(self, value: float, decimals: int = 2) -> str:
        """Return a number with so many decimals."""
        return f"{value:.{decimals}f}".replace(".", self._point)

    def figure(self, figure: Figure) -> str:
        """Return a figure with its interval, if it has one, and always with of how many it is."""
        between = ""
        if figure.low is not None and figure.high is not None:
            between = f" [{self.number(figure.low)} – {self.number(figure.high)}]"
        return f"{self.number(figure.value)}{between}, n = {figure.n}"

    def size(self, count: int) -> str:
        """Return bytes as megabytes or gigabytes."""
        if count < _GIGABYTE:
            return f"{self.number(count / _MEGABYTE, 1)} MB"
        return f"{self.number(count / _GIGABYTE, 1)} GB"
