import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.paragraphs import lines, paragraphs


def never(line: str) -> bool:
    return False


def is_item(line: str) -> bool:
    return line.startswith("- ")


def found(text: str) -> list[str]:
    return [each.of(text) for each in paragraphs(text, is_item, never)]


# Wrapped at 40: each line but a paragraph's last has no room for the next one's first word.
WRAPPED = """De wijkteams helpen inwoners met zorg en
schulden. Een gesprek is gratis. Dat kan
ook thuis.
Kosten van de hulp
U betaalt een eigen bijdrage. Daarvoor
krijgt u een rekening van het CAK en die
komt elke maand."""


def test_a_text_wrapped_at_a_column_becomes_its_paragraphs() -> None:
    assert found(WRAPPED) == [
        "De wijkteams helpen inwoners met zorg en\nschulden. Een gesprek is gratis. Dat kan\nook thuis.",
        "Kosten van de hulp",
        "U betaalt een eigen bijdrage. Daarvoor\nkrijgt u een rekening van het CAK en die\nkomt elke maand.",
    ]


def test_an_empty_line_and_an_item_begin_a_paragraph() -> None:
    text = WRAPPED.replace("schulden. Een", "\nschulden. Een").replace("krijgt u", "- rijgt u")
    assert [each[:10] for each in found(text)] == [
        "De wijktea",
        "schulden. ",
        "Kosten van",
        "U betaalt ",
        "- rijgt u ",
    ]


def test_a_line_that_ends_something_is_continued_by_none() -> None:
    spans = paragraphs(WRAPPED, never, lambda line: line.startswith("U betaalt"))
    assert [each.of(WRAPPED)[:10] for each in spans][-2:] == ["U betaalt ", "krijgt u e"]


LONG = "Dit is een alinea die op één regel staat en veel langer is dan welke kolom dan ook, " * 2


@pytest.mark.parametrize(
    ("first", "second", "joined"),
    [
        ("Deze regel is lang genoeg om afgebroken te zijn", "en gaat hier verder.", True),
        ("Deze regel is lang genoeg maar hij is nu klaar.", "en gaat hier verder.", False),
        ("Deze regel is lang genoeg om afgebroken te zijn", "Maar dit begint opnieuw.", False),
        ("Een korte regel", "en gaat hier verder.", False),
        ("Deze regel is meer dan zestig tekens lang en is afgebroken voor", "Utrecht en Breda.", True),
    ],
)
def test_a_wrapped_part_of_a_longer_text(first: str, second: str, joined: bool) -> None:
    assert found(f"{LONG}\n{first}\n{second}")[1:] == ([f"{first}\n{second}"] if joined else [first, second])


def test_lines_lose_what_cannot_be_seen() -> None:
    text = "\ufeffEen\n \u00a0\n\t\u200bTwee \r\nDrie"
    assert [each.of(text) for each in lines(text)] == ["Een", "Twee", "Drie"]


@given(st.text(alphabet="ab .\n-\u00a0", max_size=200))
def test_every_visible_character_lies_in_one_paragraph(text: str) -> None:
    spans = paragraphs(text, is_item, never)
    covered = "".join("".join(each.of(text).split()) for each in spans)
    assert covered == "".join(text.split())
