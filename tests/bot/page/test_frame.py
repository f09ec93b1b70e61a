import re

import pytest

from bot.page.frame import Frame, button, footer, header, notice, statement
from bot.page.municipality import Contact, Municipality
from tests.bot.page.conftest import EN, NL


@pytest.mark.parametrize("frame", [NL, EN])
def test_the_page_says_that_it_is_a_machine(frame: Frame) -> None:
    html = header(frame)
    assert f'<p class="ai" role="note">{frame.texts.get("page.ai_notice")}</p>' in html
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
    assert '<a href="/toegankelijkheid">Toegankelijkheid</a>' in footer(NL)
    assert '<a href="/accessibility">Accessibility</a>' in footer(EN)


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
