"""What only a municipality knows of its entry in the Dutch Algoritmeregister: a table of its file.

Names, lengths and values are those of the register's publication standard, version 1.0
(`standard-config/v1_0.json` of MinBZK/Algoritmeregister).
"""

from typing import Annotated, Literal

from pydantic import ConfigDict, StringConstraints
from pydantic.dataclasses import dataclass
from pydantic.fields import Field

Link = Annotated[str, StringConstraints(pattern=r"^(https?://\S+)?$", max_length=500)]
Reachable = Annotated[str, StringConstraints(pattern=r"^(\S+@\S+|https?://\S+)?$", max_length=500)]
Month = Annotated[str, StringConstraints(pattern=r"^([0-9]{4}-(0[1-9]|1[0-2]))?$")]
Name = Annotated[str, StringConstraints(max_length=100)]
Text = Annotated[str, StringConstraints(max_length=2500)]
Theme = Literal[
    "Organisatie en bedrijfsvoering",
    "Cultuur en recreatie",
    "Economie",
    "Overheidsfinanciën",
    "Wonen",
    "Internationaal",
    "Migratie en integratie",
    "Natuur en milieu",
    "Onderwijs en wetenschap",
    "Openbare orde en veiligheid",
    "Recht",
    "Ruimte en infrastructuur",
    "Sociale zekerheid",
    "Verkeer",
    "Werk",
    "Zorg en gezondheid",
]
_ROW = ConfigDict(extra="forbid")


@dataclass(frozen=True, config=_ROW)
class Reference:
    """Something by its title, and where it can be read."""

    title: Annotated[str, StringConstraints(max_length=500)]
    link: Link = ""


@dataclass(frozen=True, config=_ROW)
class Register:
    """What may be stated; all of it may be left out."""

    organization: Name = ""
    category: Annotated[tuple[Theme, ...], Field(max_length=3)] = ()
    status: Literal["", "In ontwikkeling", "In gebruik", "Buiten gebruik"] = ""
    begin_date: Month = ""
    end_date: Month = ""
    contact_email: Reachable = ""
    website: Link = ""
    publication_category: Literal[
        "", "Hoog-risico AI-systeem", "Impactvolle algoritmes", "Overige algoritmes"
    ] = ""
    url: Link = ""
    proportionality: Text = ""
    lawful_basis: Text = ""
    lawful_basis_grouping: tuple[Reference, ...] = ()
    process_index_url: Link = ""
    impacttoetsen_grouping: tuple[Reference, ...] = ()
    impacttoetsen: Text = ""
    provider: Annotated[str, StringConstraints(max_length=200)] = ""
    publiccode: Link = ""
    source_id: Name = ""
    tags: Text = ""
