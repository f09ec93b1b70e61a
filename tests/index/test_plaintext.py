import codecs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.errors import UnreadableError
from index.plaintext import GUESSED, decode, extract
from index.types import Extract

TEXT = "De Wmo\r\n\r\n“Eén” loket kost €5 – ofﬁcieel in de ge\u00admeente.\n"


@pytest.mark.parametrize(
    ("raw", "warnings"),
    [
        (TEXT.encode(), ()),
        (codecs.BOM_UTF8 + TEXT.encode(), ()),
        (codecs.BOM_UTF16_LE + TEXT.encode("utf-16-le"), ()),
        (codecs.BOM_UTF16_BE + TEXT.encode("utf-16-be"), ()),
    ],
)
def test_the_text_is_the_files_own_without_its_mark(raw: bytes, warnings: tuple[str, ...]) -> None:
    assert extract(raw) == Extract(TEXT, warnings=warnings)


def test_windows_1252_is_a_guess_and_says_so() -> None:
    # 0x93 and 0x94 are curly quotes, 0xe9 is é, 0x80 the euro sign.
    assert decode(b"\x93E\xe9n\x94 loket kost \x805.") == ("“Eén” loket kost €5.", (GUESSED,))


@pytest.mark.parametrize(
    ("raw", "reason"),
    [
        (b"De\0Wmo", "it is a binary file, not text"),
        (b"\xe9 \x81", "it is neither UTF-8 nor Windows-1252 text"),
        (codecs.BOM_UTF16_LE + b"a", "it begins as UTF-16 text and goes on as something else"),
        (codecs.BOM_UTF16_LE + b"\x00\xd8a\0", "it begins as UTF-16 text and goes on as something else"),
    ],
)
def test_what_is_no_text_is_refused_with_the_reason(raw: bytes, reason: str) -> None:
    with pytest.raises(UnreadableError, match=reason):
        extract(raw)


@given(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0\ufeff")))
def test_any_text_comes_back_as_it_was_written(text: str) -> None:
    for encoding in ("utf-8", "utf-8-sig", "utf-16"):
        assert decode(text.encode(encoding)) == (text, ())
