from textwrap import dedent

import pytest
from lxml.html import document_fromstring, tostring

from index.threads import Comment, take_comments

WORDPRESS = """
<div id="comments" class="comments-area"><h2 class="comments-title">2 reacties</h2>
<ol class="comment-list">
<li id="comment-7" class="comment even thread-even depth-1 comment-author-admin">
 <article class="comment-body">
  <footer class="comment-meta">
   <div class="comment-author vcard"><img class="avatar" alt="">
   <b class="fn">Niels</b> <span class="says">schreef:</span></div>
   <div class="comment-metadata"><a href="#c7"><time datetime="2018-03-13">13 maart 2018</time></a></div>
  </footer>
  <div class="comment-content"><p>Mooi <b>verhaal</b>.</p><p>Maar niet<br>bij ons.</p></div>
  <div class="reply"><a class="comment-reply-link">Beantwoorden</a></div>
 </article>
 <ol class="children"><li id="comment-8" class="comment"><article class="comment-body">
  <footer class="comment-meta"><b class="fn">Anna de Vries</b></footer>
  <div class="comment-content"><p>Eens!</p></div></article></li></ol>
</li></ol></div>
"""
DRUPAL = """
<section id="comments" class="comment-wrapper"><h2 class="title comment-title">Reacties</h2>
<article class="comment js-comment"><footer class="comment__meta">
<p class="comment__submitted">Ingezonden door
<a class="username">Jan Jansen</a> op ma, 12-03-2018 - 10:00</p></footer>
<div class="content comment__content">
<div class="field field--name-comment-body"><p>De wachttijd is te lang.</p></div>
<ul class="links inline"><li class="comment-reply"><a>Reageren</a></li></ul></div></article>
<article class="comment"><footer class="comment__meta">
<p class="comment__submitted">Door Piet op 3 mei 2018</p></footer>
<div class="comment__content"><p>Dat klopt.</p></div></article></section>
"""
MICRODATA = """
<div itemscope itemtype="https://schema.org/Comment">
<span itemprop="author"><span itemprop="name">Fatima</span></span>
<meta itemprop="datePublished" content="2020-01-01"><div itemprop="text">Bij ons werkt het goed.</div></div>
<div itemscope itemtype="http://schema.org/Comment"><div itemprop="text">Zonder naam.</div></div>
"""
DUTCH = """
<div class="reacties"><div class="reactie"><div class="reactie-naam">Truus</div>
<div class="reactie-datum">gisteren</div>
<div class="reactie-tekst">Wat een goed idee.</div></div>
<div class="reactie"><div class="reactie-naam">Kees</div>
<div class="reactie-tekst">Vind ik niet.</div></div></div>
"""
AUTHOR_BELOW = """
<ul><li class="comment"><div class="comment-text">Eerst de tekst.</div>
<div class="comment-author">Els</div></li>
<li class="comment"><div class="comment-text">Dan weer tekst.</div>
<div class="comment-author">Bas</div></li></ul>
"""
NESTED_WITHOUT_BODIES = """
<ul><li class="comment"><span class="author">Ria</span><p>Buiten.</p>
<ul><li class="comment"><span class="author">Wim</span><p>Binnen.</p></li></ul></li></ul>
"""


@pytest.mark.parametrize(
    ("markup", "expected"),
    [
        (
            WORDPRESS,
            [
                Comment("Niels", "13 maart 2018", ["Mooi verhaal.", "Maar niet", "bij ons."]),
                Comment("Anna de Vries", "", ["Eens!"]),
            ],
        ),
        (
            DRUPAL,
            [
                Comment("Jan Jansen", "op ma, 12-03-2018 - 10:00", ["De wachttijd is te lang."]),
                Comment("Piet", "", ["Dat klopt."]),
            ],
        ),
        (
            MICRODATA,
            [Comment("Fatima", "", ["Bij ons werkt het goed."]), Comment("", "", ["Zonder naam."])],
        ),
        (
            DUTCH,
            [Comment("Truus", "gisteren", ["Wat een goed idee."]), Comment("Kees", "", ["Vind ik niet."])],
        ),
        (AUTHOR_BELOW, [Comment("Els", "", ["Eerst de tekst."]), Comment("Bas", "", ["Dan weer tekst."])]),
        (NESTED_WITHOUT_BODIES, [Comment("Ria", "", ["Buiten."]), Comment("Wim", "", ["Binnen."])]),
    ],
)
def test_comments_are_taken_with_their_authors(markup: str, expected: list[Comment]) -> None:
    tree = document_fromstring(
        f"<html><body><article><h1>Kop</h1> <p>Tekst.</p></article>{markup}</body></html>"
    )
    assert take_comments(tree) == expected
    left = " ".join(tree.text_content().split())
    assert left == "Kop Tekst."


@pytest.mark.parametrize(
    "markup",
    [
        "<p class='comment-count'>3 reacties</p><div class='comments-link'>Reageer</div><p>Tekst.</p>",
        "<div id='comments'><form class='comment-form'><label>Naam</label></form></div><p>Tekst.</p>",
        "<div class='comment'><a class='comment-reply-link'>Beantwoorden</a></div><p>Tekst.</p>",
    ],
)
def test_a_page_without_comments_stays_as_it_is(markup: str) -> None:
    tree = document_fromstring(f"<html><body>{markup}</body></html>")
    before = tostring(tree)
    assert take_comments(tree) == []
    assert tostring(tree) == before


def test_a_frame_with_the_main_heading_in_it_is_the_page_itself() -> None:
    tree = document_fromstring(
        dedent("""
        <html><body><div id="comments"><h1>Discussie</h1> <p>Waar gaat dit over?</p>
        <div class="comment"><b class="author">Bo</b><p>Over de Wmo.</p></div></div></body></html>
        """)
    )
    assert take_comments(tree) == [Comment("Bo", "", ["Over de Wmo."])]
    assert " ".join(tree.text_content().split()) == "Discussie Waar gaat dit over?"


def test_what_is_too_long_for_a_name_is_what_somebody_says() -> None:
    text = "Ik woon hier al twintig jaar en heb nog nooit iemand van het wijkteam gezien."
    tree = document_fromstring(
        f"<html><body><div class='comment'><div class='user'>{text}</div></div></body></html>"
    )
    assert take_comments(tree) == [Comment("", "", [text])]
