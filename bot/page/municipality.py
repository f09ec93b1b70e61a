"""What a municipality makes its own: name, logo, colours, example questions, and where people can go."""

import base64
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Annotated

from pydantic import ConfigDict, StringConstraints, TypeAdapter, ValidationError
from pydantic.dataclasses import dataclass
from pydantic.fields import Field

from bot.page.accessibility import Stated
from bot.page.register import Register
from index.errors import UsageError
from prompts import Language, load

Hex = Annotated[str, StringConstraints(pattern=r"^#[0-9a-fA-F]{6}$")]
Url = Annotated[str, StringConstraints(pattern=r"^(https?://\S+)?$")]
Phone = Annotated[str, StringConstraints(pattern=r"^[0-9 +()-]*$")]
_ROW = ConfigDict(extra="forbid")

# WCAG 2.2, success criterion 1.4.3, for text of ordinary size.
MIN_CONTRAST = 4.5
# A logo is sent with every page.
MAX_LOGO_BYTES = 200_000
_IMAGES = {
    ".svg": "image/svg+xml",
    ".png": "image/png",
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".webp": "image/webp",
}
# What is written in which colour on which.
_WRITTEN_ON = (
    ("ink", "paper"),
    ("ink", "card"),
    ("soft", "paper"),
    ("soft", "card"),
    ("brand", "paper"),
    ("brand", "card"),
    ("on_brand", "brand"),
    ("on_mark", "mark"),
    ("comment", "paper"),
    ("comment", "card"),
)


@dataclass(frozen=True, config=_ROW)
class Colours:
    """The colours of one scheme, as #rrggbb."""

    ink: Hex
    soft: Hex
    paper: Hex
    card: Hex
    line: Hex
    brand: Hex
    on_brand: Hex
    mark: Hex
    on_mark: Hex
    comment: Hex


LIGHT = Colours(
    ink="#1b2733",
    soft="#4a5a68",
    paper="#ffffff",
    card="#f3f6f8",
    line="#c9d3da",
    brand="#154273",
    on_brand="#ffffff",
    mark="#ffe28a",
    on_mark="#1b2733",
    comment="#8a3b00",
)
DARK = Colours(
    ink="#e8eef3",
    soft="#b3c1cc",
    paper="#10181f",
    card="#1a252e",
    line="#3a4a56",
    brand="#9cc7f2",
    on_brand="#10181f",
    mark="#ffe28a",
    on_mark="#1b2733",
    comment="#ffb680",
)


@dataclass(frozen=True, config=_ROW)
class Contact:
    """Where a person can go."""

    name: str
    phone: Phone = ""
    url: Url = ""
    note: str = ""


@dataclass(frozen=True, config=_ROW)
class Municipality:
    """What the page is called, looks like, and sends people to. Without any of it, it is nobody's page."""

    name: str = ""
    logo: str = ""
    """An image as a data address."""
    light: Colours = LIGHT
    dark: Colours = DARK
    examples: Mapping[Language, tuple[str, ...]] = Field(default_factory=dict)
    contacts: Mapping[Language, tuple[Contact, ...]] = Field(default_factory=dict)
    originals: Mapping[str, Url] = Field(default_factory=dict)
    """Where a source can be read as it was published, by its name in the index."""
    register: Register = Field(default_factory=Register)
    accessibility: Stated = Field(default_factory=Stated)

    def examples_in(self, language: Language) -> tuple[str, ...]:
        """Return the example questions, our own where the municipality has none."""
        return tuple(self.examples.get(language, ())) or load(language).list("page.examples")

    def contacts_in(self, language: Language) -> tuple[Contact, ...]:
        """Return where people can go, in general words where the municipality says nothing."""
        own = tuple(self.contacts.get(language, ()))
        return own or tuple(Contact(**each) for each in load(language).table("page.contacts"))

    def style(self) -> str:
        """Return the colours as CSS variables, light and dark."""
        return f":root {{ {_variables(self.light)} }}\n.dark {{ {_variables(self.dark)} }}\n"

    def style_on_paper(self) -> str:
        """Return the light colours for print, whatever the screen has: paper is white."""
        light = _variables(self.light, " !important")
        return f"@media print {{ :root, .dark, .dark .contain {{ {light} }} }}\n"

    def style_by_system(self) -> str:
        """Return the colours for a page without scripts, which is dark where the visitor's system is."""
        dark = f"@media (prefers-color-scheme: dark) {{ :root {{ {_variables(self.dark)} }} }}"
        return f":root {{ {_variables(self.light)} }}\n{dark}\n{self.style_on_paper()}"


_MUNICIPALITY = TypeAdapter(Municipality)


def _named(colours: Colours) -> Iterator[tuple[str, str]]:
    for name in Colours.__dataclass_fields__:
        yield name, getattr(colours, name)


def _variables(colours: Colours, priority: str = "") -> str:
    return " ".join(f"--{name.replace('_', '-')}: {value}{priority};" for name, value in _named(colours))


def luminance(colour: str) -> float:
    """Return the relative luminance of #rrggbb, 0 to 1 (WCAG 2.2)."""
    channels = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    red, green, blue = (
        each / 12.92 if each <= 0.04045 else ((each + 0.055) / 1.055) ** 2.4 for each in channels
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """Return the contrast of two colours, 1 to 21 (WCAG 2.2)."""
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def _check_contrast(municipality: Municipality, file: Path) -> None:
    for scheme, colours in (("light", municipality.light), ("dark", municipality.dark)):
        for text, ground in _WRITTEN_ON:
            one, other = getattr(colours, text), getattr(colours, ground)
            if (found := contrast(one, other)) < MIN_CONTRAST:
                raise UsageError(
                    f"In '{file}' the contrast of {scheme}.{text} ({one}) on {scheme}.{ground} ({other}) is "
                    f"{found:.1f}:1; {MIN_CONTRAST}:1 is the least that everybody can read. Choose a darker "
                    "or a lighter one."
                )


def _as_address(logo: Path) -> str:
    kind = _IMAGES.get(logo.suffix.lower())
    if kind is None:
        raise UsageError(f"The logo '{logo}' is none of {', '.join(_IMAGES)}.")
    try:
        content = logo.read_bytes()
    except OSError as error:
        raise UsageError(f"The logo '{logo}' cannot be read: {error}.") from error
    if len(content) > MAX_LOGO_BYTES:
        raise UsageError(f"The logo '{logo}' has {len(content)} bytes; {MAX_LOGO_BYTES} is the most.")
    return f"data:{kind};base64,{base64.b64encode(content).decode('ascii')}"


def load_municipality(file: Path | None) -> Municipality:
    """Read a municipality's file; without one the page is nobody's.

    Colours that it leaves out are ours. Raises `UsageError` where the file cannot be read, has what we do not
    know, or has text that cannot be read for lack of contrast.
    """
    if file is None:
        return Municipality()
    try:
        tables = tomllib.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise UsageError(f"The municipality's file '{file}' cannot be read: {error}.") from error
    for scheme, ours in (("light", LIGHT), ("dark", DARK)):
        stated = tables.get(scheme)
        if isinstance(stated, dict):
            tables[scheme] = dict(_named(ours)) | stated
    if isinstance(tables.get("logo"), str) and tables["logo"]:
        tables["logo"] = _as_address(file.parent / tables["logo"])
    try:
        municipality = _MUNICIPALITY.validate_python(tables)
    except ValidationError as error:
        first = error.errors()[0]
        name = ".".join(str(part) for part in first["loc"])
        raise UsageError(f"'{name}' in '{file}' is wrong: {first['msg']}.") from error
    _check_contrast(municipality, file)
    return municipality
