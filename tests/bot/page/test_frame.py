import re
from dataclasses import replace
from datetime import date

import pytest

from bot.page.accessibility import Stated
from bot.page.frame import Frame, button, footer, header, notice
from bot.page.municipality import Contact, Municipality
from bot.page.statement import statement
from tests.bot.page.conftest import EN, NL


@pytest.mark.parametrize("frame", [NL, EN])
def test_the_page_says_that_it_is_a_machine(frame: Frame) -> None:
    html = header(frame)
    assert f'<p class="ai" id="ai-notice" role="note">{frame.texts.get("page.ai_notice")}</p>' in html
    assert "<h1>Wijkwijzer</h1>" in html


def test_the_language_that_is_spoken_is_pressed_and_each_names_itself() -> None:
    found = re.findall(r'lang="(..)" data-language="(..)" aria-pressed="(\w+)">(\w+)<', header(EN))
    assert found == [("nl", "nl", "false", "Nederlands"), ("en", "en", "true", "English")]


def test_a_button_escapes_all_that_it_is_given() -> None:
    assert button("a", "<b>", data_x='"&', aria_label=1) == (
        '<button type="button" class="a" data-x="&quot;&amp;" aria-label="1">&lt;b&gt;</button>'
    )


def test_below_stand_the_helplines_and_the_statement() -> None:
    assert 'bel <a href="tel:113">113</a> of <a href="tel:08000113">0800-0113</a>, gratis' in footer(NL)
    assert '<a href="tel:1400">1400</a>' in footer(NL)
    assert "cliëntondersteuner" in footer(NL)


def test_a_link_out_leaves_the_conversation_where_it_is_and_says_so() -> None:
    """In the same tab it would end the conversation, which is kept nowhere."""
    ours = Frame(
        "en", Municipality(contacts={"en": (Contact("Desk", url="https://a.nl"),)}), told_others=False
    )
    links = re.findall(r"<a (?!href=.tel:)(.*?)</a>", footer(ours))
    assert links == [
        f'href="{url}" target="_blank" rel="noopener">{name}<span class="unseen"> (opens in a new tab)</span>'
        for url, name in (("https://a.nl", "Desk"), ("/accessibility", "Accessibility"))
    ]
    assert len(re.findall(r"<a (?!href=.tel:)", footer(NL))) == footer(NL).count(
        "(opent in een nieuw tabblad)"
    )


def test_only_helplines_in_a_notice_are_links() -> None:
    assert "<a" not in notice("In 1120 of 2112 staat dat 113e niet, en 0800-00 ook niet.")
    assert notice("<112>") == '<p class="notice">&lt;<a href="tel:112">112</a>&gt;</p>'


def test_the_statement_is_a_page_of_its_own_without_scripts() -> None:
    ours = Frame(
        "nl", Municipality(name="Gemeente <A>", contacts={"nl": (Contact("Loket"),)}), told_others=False
    )
    html = statement(ours, "p { color: red; }")
    assert html.startswith('<!doctype html><html lang="nl">')
    assert "<title>Toegankelijkheid - Gemeente &lt;A&gt;</title>" in html
    assert "<style>p { color: red; }</style>" in html
    assert "WCAG 2.2, niveau AA" in html
    assert "<li>Loket</li>" in html
    assert "<script" not in html
    assert "nog door geen gemeente vastgesteld" in html


def test_a_municipality_makes_the_statement_its_own() -> None:
    stated = Stated("partial", date(2026, 11, 2), "https://verklaring.nl/1", {"nl": ("Wij <b>.",)})
    ours = Frame("nl", Municipality(accessibility=stated), told_others=False)
    html = statement(ours, "")
    assert "voldoet gedeeltelijk aan WCAG 2.2, niveau AA. Vastgesteld op 2 november 2026." in html
    assert 'href="https://verklaring.nl/1" target="_blank"' in html
    assert "<p>Wij &lt;b&gt;.</p>" in html
    assert "axe-core" not in html
    english = statement(replace(ours, language="en"), "")
    assert "partially compliant" in english
    assert "axe-core" in english
