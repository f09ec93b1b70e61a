"""What a municipality states on the accessibility of its page: a table of its file.

The three degrees are those of the European model statement (decision (EU) 2018/1523).
"""

import datetime
from collections.abc import Mapping
from typing import Annotated, Literal

from pydantic import ConfigDict, StringConstraints
from pydantic.dataclasses import dataclass
from pydantic.fields import Field

from prompts import Language

Link = Annotated[str, StringConstraints(pattern=r"^(https?://\S+)?$", max_length=500)]
Degree = Literal["", "full", "partial", "none"]


@dataclass(frozen=True, config=ConfigDict(extra="forbid"))
class Stated:
    """What may be stated; without it the statement says that no municipality has made it its own."""

    status: Degree = ""
    """How far the page meets the requirements."""
    date: datetime.date | None = None
    """The day on which that was looked at last."""
    url: Link = ""
    """The municipality's statement in the register of all Dutch ones."""
    text: Mapping[Language, tuple[str, ...]] = Field(default_factory=dict)
    """Paragraphs of its own, instead of ours."""
