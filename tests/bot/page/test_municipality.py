from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.page.frame import Frame, footer, header, privacy
from bot.page.municipality import (
    DARK,
    LIGHT,
    MIN_CONTRAST,
    Contact,
    Municipality,
    contrast,
    load_municipality,
    luminance,
)
from index.errors import UsageError
from prompts import load

OURS = """
name = "Gemeente Breda"
logo = "logo.svg"

[light]
brand = "#9a1b1e"

[examples]
nl = ["Waar is het loket?"]

[[contacts.nl]]
name = "Loket Breda"
phone = "14 076"
url = "https://www.breda.nl/loket"
note = "op werkdagen"
"""


def written(folder: Path, text: str) -> Path:
    file = folder / "gemeente.toml"
    file.write_text(text, encoding="utf-8")
    (folder / "logo.svg").write_text("<svg/>", encoding="utf-8")
    return file


def test_a_municipality_says_what_is_its_own_and_has_the_rest_from_us(tmp_path: Path) -> None:
    read = load_municipality(written(tmp_path, OURS))
    assert read.light == replace(LIGHT, brand="#9a1b1e")
    assert read.dark == DARK
    # base64 of '<svg/>'
    assert read.logo == "data:image/svg+xml;base64,PHN2Zy8+"
    assert read.examples_in("nl") == ("Waar is het loket?",)
    assert read.examples_in("en") == load("en").list("page.examples")
    assert read.contacts_in("nl") == (
        Contact("Loket Breda", "14 076", "https://www.breda.nl/loket", "op werkdagen"),
    )
    assert [each.name for each in read.contacts_in("en")][1] == "The desk of the town hall"


def test_without_a_file_the_page_is_nobodys() -> None:
    assert load_municipality(None) == Municipality()


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    # The last two from WCAG's own examples: #777 on white is just too little, #767676 just enough.
    [
        ("#000000", "#ffffff", 21.0),
        ("#ffffff", "#ffffff", 1.0),
        ("#777777", "#ffffff", 4.48),
        ("#ffffff", "#767676", 4.54),
    ],
)
def test_contrast_is_that_of_the_guidelines(one: str, other: str, expected: float) -> None:
    assert contrast(one, other) == pytest.approx(expected, abs=0.005)


@given(*[st.integers(0, 0xFFFFFF).map(lambda value: f"#{value:06x}")] * 2)
def test_contrast_is_symmetric_and_between_1_and_21(one: str, other: str) -> None:
    assert 0 <= luminance(one) <= 1
    assert 1 <= contrast(one, other) == contrast(other, one) <= 21


def test_our_own_colours_can_be_read() -> None:
    for colours in (LIGHT, DARK):
        assert contrast(colours.soft, colours.card) >= MIN_CONTRAST
        assert contrast(colours.on_brand, colours.brand) >= MIN_CONTRAST


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('[light]\nbrand = "#ffcc00"', r"light\.brand \(#ffcc00\) on light\.paper \(#ffffff\) is 1\.5:1"),
        ('[dark]\nsoft = "#222222"', r"dark\.soft"),
        # 4.54:1 on white, and 4.19:1 on the card on which an opened comment stands.
        ('[light]\ncomment = "#767676"', r"light\.comment \(#767676\) on light\.card .* is 4\.2:1"),
        ('[accessibility]\nstatus = "fully"', r"accessibility\.status"),
        ('[accessibility]\ndate = "soon"', r"accessibility\.date"),
        ('[light]\nbrand = "blue"', r"'light\.brand' in .* is wrong"),
        ('nam = "Breda"', "'nam' in"),
        ("name = ", "cannot be read"),
        ('logo = "logo.exe"', r"none of \.svg"),
        ('logo = "absent.png"', "cannot be read"),
        ('[[contacts.nl]]\nname = "X"\nurl = "javascript:alert(1)"', r"contacts\.nl\.0\.url"),
        ('[[contacts.nl]]\nname = "X"\nphone = "bel mij"', r"contacts\.nl\.0\.phone"),
        ('[examples]\nde = ["Was?"]', r"examples\.de"),
        ('[originals]\n"a.txt" = "ftp://x"', r"originals\.a\.txt"),
    ],
)
def test_what_is_wrong_is_named_and_refused(tmp_path: Path, text: str, message: str) -> None:
    with pytest.raises(UsageError, match=message):
        load_municipality(written(tmp_path, text))


def test_a_large_logo_is_refused(tmp_path: Path) -> None:
    (tmp_path / "big.png").write_bytes(b"0" * 200_001)
    with pytest.raises(UsageError, match="200001 bytes; 200000 is the most"):
        load_municipality(written(tmp_path, 'logo = "big.png"'))


def test_the_colours_are_variables_of_both_schemes(tmp_path: Path) -> None:
    style = load_municipality(written(tmp_path, OURS)).style()
    light, dark = style.strip().split("\n")
    assert light.startswith(":root { --ink: #1b2733;")
    assert "--brand: #9a1b1e;" in light
    assert dark.startswith(".dark {")
    assert "--on-brand: #10181f;" in dark


def test_on_paper_the_colours_are_light_and_without_scripts_they_follow_the_system() -> None:
    ours = Municipality()
    assert ours.style_on_paper().startswith(
        "@media print { :root, .dark, .dark .contain { --ink: #1b2733 !important;"
    )
    light, dark, paper = ours.style_by_system().strip().split("\n")
    assert light.startswith(":root { --ink: #1b2733;")
    assert dark.startswith("@media (prefers-color-scheme: dark) { :root { --ink: #e8eef3;")
    assert paper == ours.style_on_paper().strip()


def test_name_and_logo_stand_on_top_and_contacts_below(tmp_path: Path) -> None:
    frame = Frame("nl", load_municipality(written(tmp_path, OURS)), told_others=False)
    assert '<img src="data:image/svg+xml;base64,PHN2Zy8+" alt="">Gemeente Breda' in header(frame)
    nobody = header(replace(frame, municipality=Municipality(name="<b>")))
    assert "<img" not in nobody
    assert "&lt;b&gt;" in nobody
    below = footer(frame)
    assert '<a href="https://www.breda.nl/loket" target="_blank" rel="noopener">Loket Breda<span' in below
    assert '<a href="tel:14076">14 076</a><span class="place">op werkdagen</span>' in below
    assert "113" in below
    assert "niet aan anderen doorgegeven" in privacy(frame)
    assert "andere dienst krijgt haar te zien" in privacy(replace(frame, told_others=True))
