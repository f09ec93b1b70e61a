"""A page line by line: what each line is, from its own words and from what stands around it."""

import re
from collections import Counter
from collections.abc import Sequence
from typing import Literal

from index.comments import header, header_style, is_furniture
from index.dates import states_date
from index.dutch import words
from index.markers import markers
from index.types import Role

# A longer line is a paragraph even without a full stop: the longest of the seeds' headings has 88 characters.
MAX_HEADING_CHARACTERS = 120
# Above an article a shorter line without a sentence's end is a price, a counter or an entry of a menu.
MIN_TEXT_CHARACTERS = 60
# A line cut off in the middle of a sentence has at least so many words.
MIN_CUT_OFF_WORDS = 4

MARKDOWN_HEADING = re.compile(r"(#{1,6})\s*(?=\S)")
CONTACT = re.compile(
    r"(?:[\w.-]+:?\s+)?\S+@\S+\.\w+|(?:tel(?:efoon)?[.:]?\s*|t[.:]\s*)?(?:\+31|0)[\d\s()-]{8,15}"
    r"|(?:[\w.-]+:?\s+)?\S*█[\s█@.+()-]*",
    re.IGNORECASE,
)
_LIST_ITEM = re.compile(r"(?:[-*•–·]|\d{1,3}[.)])\s")
_NUMBERED = re.compile(r"\d{1,3}[.)]\s")
# Behind the last mark a page may have a note: 'toegevoegd.[3]'.
_SENTENCE_END = re.compile(r"[.;,:…][\"'”’)\]]*(?:\[[^\]]{1,12}\])*$|[\"”’]\s?[.,](?:\[[^\]]{1,12}\])*$")
# A cell of a table or a price list tells a value; a heading tells a subject.
_VALUE = re.compile(r"[€%]|^\W*[\d.,]+\W*$|(?:\d[\d.,]*\s+){2}|:\s\S")
# So many short lines below each other are a list or a table, and no headings.
MIN_RUN = 3
_PART = re.compile(r"(?:vraag|antwoord|stap|hoofdstuk|deel|bijlage|paragraaf)\s\d{1,3}\b.*", re.IGNORECASE)
QUOTED = ">"
_RULE = re.compile(r"[_=*~-]{5,}")
_PAGE_NUMBER = re.compile(r"\W*\d{1,4}\W*")


def is_list_item(line: str) -> bool:
    """Tell whether a line is one item of a list."""
    return bool(_LIST_ITEM.match(line))


def is_marker(line: str) -> bool:
    """Tell whether a line is one by itself, so that a paragraph which was wrapped has no part in it."""
    lists = markers()
    whole = (lists.boilerplate, lists.comments_start, lists.comments_end, lists.actions)
    return bool(
        MARKDOWN_HEADING.match(line)
        or any(pattern.fullmatch(line) for pattern in (*whole, *lists.comment_author, *lists.metadata))
    )


def begins_paragraph(line: str) -> bool:
    """Tell whether a line can be no later part of a wrapped paragraph: an item of a list, or a marker."""
    return is_list_item(line) or is_marker(line)


def _is_cut_off(line: str) -> bool:
    """Tell whether a line ends in the middle of a sentence: 'De proef loopt nog tot'."""
    said = words(line)
    return len(said) >= MIN_CUT_OFF_WORDS and said[-1] in markers().never_last and line[-1].islower()


def _looks_like_heading(line: str, following: str) -> bool:
    if len(line) > MAX_HEADING_CHARACTERS or _SENTENCE_END.search(line) or _is_cut_off(line):
        return False
    if _VALUE.search(line):
        return False
    if _NUMBERED.match(line):
        return bool(following) and not is_list_item(following) and bool(_SENTENCE_END.search(following))
    return not is_list_item(line) and not line[0].islower()


def _is_text(line: str) -> bool:
    """Tell whether a line can begin an article: it ends as a sentence does, is long, or an item of a list."""
    return bool(_SENTENCE_END.search(line)) or len(line) >= MIN_TEXT_CHARACTERS or is_list_item(line)


def _is_boilerplate(line: str) -> bool:
    lists = markers()
    never_text = (lists.comments_start, lists.boilerplate, lists.actions)
    if not any(character.isalnum() for character in line) or _PAGE_NUMBER.fullmatch(line):
        return True
    return any(pattern.fullmatch(line) for pattern in never_text)


class Labeller:
    """Gives one line of a page after another its role."""

    def __init__(self, lines: Sequence[str], below_gap: Sequence[bool], comments_from: int | None) -> None:
        """Take the page's lines, which of them stand below an empty one, and the first that is a reader's.

        `comments_from` is None where the format does not tell.
        """
        self._lines = lines
        self._below_gap = below_gap
        self._comments_from = _thread_start(lines) if comments_from is None else comments_from
        self._where: Literal["article", "comments", "notes", "footer"] = "article"
        self._has_article = False
        self._in_links = False
        self._in_signature = False
        self._expects_header = False
        self._header_ends = -1
        self.speaker = ""

    def role(self, i: int, line: str) -> Role:
        """Return the role of `line`, which is the `i`-th or a part of it; `speaker` then speaks in it."""
        if i == self._comments_from and self._where == "article":
            self._where, self._expects_header = "comments", True
        if self._moves_on(line):
            return "boilerplate"
        if self._where == "comments":
            return self._in_comments(i, line)
        if self._where == "article":
            return self._in_article(i, line, self._following(i))
        return "metadata" if self._where == "notes" and not _is_boilerplate(line) else "boilerplate"

    def next_reader(self) -> None:
        """Note that another reader speaks from here on, whose name is not known."""
        self.speaker = ""

    def _following(self, i: int) -> str:
        """Return the next line with a letter or digit in it."""
        later = self._lines[i + 1 : i + 4]
        return next((line for line in later if any(character.isalnum() for character in line)), "")

    def _is_section(self, line: str, following: str) -> bool:
        """Tell whether a word of menus is here the heading of a part of the article: 'Aanmelden'."""
        could = self._has_article and markers().section_words.fullmatch(line)
        return bool(could) and bool(_SENTENCE_END.search(following)) and not _is_boilerplate(following)

    def _in_comments(self, i: int, line: str) -> Role:
        if i < self._header_ends:
            return "boilerplate"
        if found := header(line, self._lines[i + 1 : i + 5], self._expected(i)):
            self.speaker, self._header_ends = found.speaker, i + found.lines
            self._expects_header = self._in_signature = False
            return "boilerplate"
        self._in_signature = self._in_signature or bool(_RULE.fullmatch(line))
        never_said = _is_boilerplate(line) and not line.startswith(QUOTED)
        if self._in_signature or never_said or is_furniture(line):
            self._expects_header = True
            return "boilerplate"
        self._expects_header = False
        return "comment"

    def _expected(self, i: int) -> bool:
        """Tell whether a name alone begins a comment: after the last one's end, or above a block of lines."""
        begins_block = self._below_gap[i] and i + 1 < len(self._lines) and not self._below_gap[i + 1]
        return self._expects_header or begins_block

    def _in_article(self, i: int, line: str, following: str) -> Role:
        if not self._is_section(line, following) and (fact := self._fact(line)):
            return fact
        if MARKDOWN_HEADING.match(line) or _PART.fullmatch(line):
            return "heading"
        if _looks_like_heading(line, following):
            return "boilerplate" if self._in_links else "article" if self._in_list(i) else "heading"
        if self._in_links and is_list_item(line):
            return "boilerplate"
        if not self._has_article and not _is_text(line):
            return "boilerplate"
        self._has_article, self._in_links = True, False
        return "article"

    def _in_list(self, i: int) -> bool:
        """Tell whether a short line inside the article is one of several, and not the last, above a text."""
        if not self._has_article:
            return False

        def short(at: int) -> bool:
            within = 0 <= at < len(self._lines)
            return (
                within and _looks_like_heading(self._lines[at], "") and not _is_boilerplate(self._lines[at])
            )

        first = last = i
        while short(first - 1):
            first -= 1
        while short(last + 1):
            last += 1
        above_text = i == last and last + 1 < len(self._lines)
        return last - first + 1 >= MIN_RUN and not above_text

    def _fact(self, line: str) -> Role | None:
        """Return the role of a line that states a fact about the page, or frames it; None for its text."""
        if states_date(line):
            return "metadata"
        if CONTACT.fullmatch(line) and not any(pattern.fullmatch(line) for pattern in markers().metadata):
            return "boilerplate" if self._has_article else "metadata"
        if _is_boilerplate(line) or markers().profile.fullmatch(line):
            self._in_links = bool(markers().link_lists.fullmatch(line))
            return "boilerplate"
        return "metadata" if any(pattern.fullmatch(line) for pattern in markers().metadata) else None

    def _moves_on(self, line: str) -> bool:
        """Go on to the comments or to the page's end where the line says so, and tell whether it did.

        A counter of comments may stand above the article: only below it do the comments begin, except
        where the line names what they are about.
        """
        lists = markers()
        titled = any(pattern.fullmatch(line) for pattern in lists.titles)
        if titled or (self._has_article and lists.comments_start.fullmatch(line)):
            self._where, self.speaker, self._expects_header = "comments", "", True
            return True
        below = self._has_article or self._where == "comments"
        if below and lists.comments_end.fullmatch(line):
            self._where = "footer"
            return True
        if below and lists.notes_start.fullmatch(line):
            self._where = "notes"
        return False


def _thread_start(lines: Sequence[str]) -> int | None:
    """Return the first line of a thread that no line announces: a header in a style that comes again."""
    styles = [header_style(line, lines[i + 1 : i + 5]) for i, line in enumerate(lines)]
    again = Counter(style for style in styles if style)
    return next((i for i, style in enumerate(styles) if again[style] > 1), None)
