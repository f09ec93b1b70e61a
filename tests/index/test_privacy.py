import json
import re
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from index.build import build
from index.privacy import HELPLINES_ONLY, MASK, Find, PublicContacts, finds, mask, masked, without_masks
from index.read import read_sources
from index.types import Extract, Span
from tests.conftest import SEEDS, HashingEncoder

# 9 * 1 + 8 * 2 + 7 * 3 + 6 * 4 + 5 * 5 + 4 * 6 + 3 * 7 + 2 * 8 - 2 = 154 = 14 * 11
SERVICE_NUMBER = "123456782"
# The example of the Dutch banks: 98 - (ABNA0417164300NL00 in digits) mod 97 = 91
ACCOUNT = "NL91ABNA0417164300"


@pytest.mark.parametrize(
    ("personal", "kind"),
    [
        ("jan.jansen@gemeente.nl", "email"),
        ("JAN@GEMEENTE.NL", "email"),
        ("o'neill@ziggo.nl", "email"),
        ("zoë_müller+wmo@post.körner.de", "email"),
        ("jan [at] gemeente.nl", "email"),
        ("jan @ gemeente.nl", "email"),
        ("jan@xn--fiq.xn--p1ai", "email"),
        ("06 - 12 34 56 78", "phone"),
        ("06-12345678", "phone"),
        ("06.12.34.56.78", "phone"),
        ("06\u201112\u00a034\u00a056\u00a078", "phone"),
        ("(06) 12345678", "phone"),
        ("+31 (0)6 12345678", "phone"),
        ("(+31) 6 12 34 56 78", "phone"),
        ("0031 6 12345678", "phone"),
        ("00 31 (0)30 123 45 67", "phone"),
        ("31612345678", "phone"),
        ("030-1234567", "phone"),
        ("(030) 123 45 67", "phone"),
        ("0343 - 12 34 56", "phone"),
        ("088 123 45 67", "phone"),
        ("0800-1234", "phone"),
        ("0900 123 4567", "phone"),
        ("+32 2 123 45 67", "phone"),
        ("02 123 45 67", "phone"),
        ("081/12.34.56", "phone"),
        ("+1 (555) 123-4567", "phone"),
        (ACCOUNT, "iban"),
        ("nl91 abna 0417 1643 00", "iban"),
        ("NL00 ABNA 0417 1643 00", "iban"),
        ("BE71 0961 2345 6769", "iban"),
        ("GB29 NWBK 6016 1331 9268 19", "iban"),
        (SERVICE_NUMBER, "bsn"),
        ("123.456.782", "bsn"),
        ("123 456 782", "bsn"),
        ("1234.56.782", "bsn"),
    ],
)
def test_personal_data_is_found_in_every_notation(personal: str, kind: str) -> None:
    for before, after in (("", ""), ("Neem contact op: ", "."), ("Jan (", ") weet het."), ("is ", ", toch?")):
        span = Span(len(before), len(before + personal))
        text = before + personal + after
        assert finds(text) == [Find(kind, span)]  # type: ignore[arg-type]
        assert mask(text) == before + MASK * len(personal) + after


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        # What says that it is a service number needs no eleven-test, and eight digits are enough.
        ("BSN 12345678", "BSN ████████"),
        ("Zijn burgerservicenummer is 111.222.333.", "Zijn burgerservicenummer is ███████████."),
        ("111222333 (BSN)", "█████████ (BSN)"),
        ("tel 2861000", "tel ███████"),
        # Two in a row, each by itself.
        ("06-12345678/06-87654321", "███████████/███████████"),
        ("BE71 0961 2345 6769 of DE89 3704 0044 0532 0130 00", f"{MASK * 19} of {MASK * 27}"),
        ("jan@x.nl,els@y.org", "████████,█████████"),
        # A sentence that begins without a blank is no part of the address.
        ("Mail jan@x.nl.Dan hoort u van ons.", "Mail ████████.Dan hoort u van ons."),
        # A number goes on in the next line, and the line end stays.
        ("Bel 06-1234\n5678 nu", "Bel ███████\n████ nu"),
        # What a company is called does not cover the phone behind it.
        ("KvK, tel. 030-1234567", "KvK, tel. ███████████"),
        ("06-12345678 2021", "███████████ 2021"),
    ],
)
def test_the_words_around_a_number_count(text: str, shown: str) -> None:
    assert mask(text) == shown


@pytest.mark.parametrize(
    "text",
    [
        "In 2014-2015 en 2019/2020.",
        "artikel 2.3.5, 8.1.1 en 0.1.2.3.4.5.6.7.8.9",
        "€ 1.234.567,89 van de € 123.456.782",
        "123.456.782,50 euro, EUR 123456782",
        "12,5% van 123456782 inwoners",
        "BWBR0015703 en CVDR719087",
        "op 30-08-2021 en 06-12-2021",
        "06-07-2021 08:30",
        "Postbus 12345, 3500 AB Utrecht",
        "ISBN 978-90-123-4567-8 en ISBN 0306406152",
        "ECLI:NL:CRVB:2016:1402",
        "Stb. 2014, 105",
        "nummer 644936-123830",
        "KvK 30123456, RSIN 123456782, KvK-nummer 0123456782",
        "01 02 03 04 05",
        "120 123 456 782 5",
        "0,123456782",
        "U123456782B01",
        "123456783",
        "000000000 bij BSN 000000000",
        "NL91ABNA04171643001 en BE72 0961 2345 6769",
        "van 0900 1700 uur",
        "@Peter Goede observatie, en wat was de @politie.nl al",
        "a@b",
    ],
)
def test_ordinary_numbers_and_signs_stay(text: str) -> None:
    assert mask(text) == text


@pytest.mark.parametrize(
    "helpline",
    ["112", "113", "0800-0113", "0800 2000", "+31 800 2000", "0900 - 8844", "14 030", "tel. 116 111"],
)
def test_helplines_and_municipal_numbers_are_shown(helpline: str) -> None:
    assert mask(f"Bel {helpline}.") == f"Bel {helpline}."


def test_public_contacts_are_shown_in_every_notation() -> None:
    public = PublicContacts.of(["utrecht.nl", "Info@Wijk.nl", "+31 (0)30 286 10 00", ACCOUNT])
    shown = (
        "info@utrecht.nl, a@post.Utrecht.nl, info@wijk.nl, 030-2861000, 0031302861000, NL91 ABNA 0417 1643 00"
    )
    assert mask(shown, public) == shown
    hidden = "info@nietutrecht.nl, jan@wijk.nl, info@utrecht.nl.evil.com, 030-2861001"
    assert re.findall(r"\w", mask(hidden, public)) == []


@pytest.mark.parametrize(
    "entry", ["", "Utrecht", "utrecht.", "@utrecht.nl", "1", "NL92ABNA0417164300", "a b@c.nl"]
)
def test_what_is_no_contact_is_refused(entry: str) -> None:
    with pytest.raises(ValueError, match="is neither a domain"):
        PublicContacts.of(["utrecht.nl", entry])


PARTS = st.sampled_from(
    [
        "06",
        "-",
        "1234",
        "5678",
        " ",
        "030",
        ".",
        "@",
        "jan",
        "x.nl",
        "NL91",
        "ABNA",
        "BSN",
        "\n",
        "\r\n",
        ",",
        "/",
        "8",
    ]
)


@given(st.one_of(st.text(), st.lists(PARTS, max_size=30).map("".join)))
@example("8.0612345678.0612345678")
def test_a_mask_keeps_length_and_lines_and_needs_no_second_one(text: str) -> None:
    once = mask(text)
    assert len(once) == len(text)
    assert all(now in (was, MASK) for was, now in zip(text, once, strict=True))
    assert [i for i, each in enumerate(once) if each in "\r\n"] == [
        i for i, each in enumerate(text) if each in "\r\n"
    ]
    assert mask(once) == once


@given(st.text(st.characters(exclude_categories=["Nd"], exclude_characters="@＠[({")))
def test_without_digits_and_signs_nothing_is_masked(text: str) -> None:
    assert mask(text) == text


def test_facts_of_a_file_are_masked_too() -> None:
    extract = Extract("Mail jan@x.nl", title="Bel 0612345678", publisher="els@y.org", date="2021-08-30")
    assert masked(extract, HELPLINES_ONLY) == Extract(
        "Mail ████████", title="Bel ██████████", publisher="█████████", date="2021-08-30"
    )


def test_masked_runs_are_left_out() -> None:
    assert without_masks("Mail ████████ of bel █.") == "Mail  of bel ."


RAW = ("e.dorscheidt@kokxdevoogd.nl", "dorscheidt@", "06 - 46 21 56 26", "46 21 56", "46215626")


def test_nothing_personal_of_the_seeds_reaches_the_disk(tmp_path: Path) -> None:
    corpus = tmp_path / "corpus.jsonl"
    corpus.write_text(
        '{"_id": "1", "title": "Bel 06 - 46 21 56 26", "text": "Mail e.dorscheidt@kokxdevoogd.nl."}\n'
    )
    home = tmp_path / "home"
    build(home, [SEEDS, corpus], HashingEncoder(), 160)
    written = [path for path in home.rglob("*") if path.is_file()]
    assert any(json.dumps(MASK)[1:-1].encode() in path.read_bytes() for path in written)
    for path in written:
        for raw in RAW:
            assert raw.encode() not in path.read_bytes(), path


def test_offsets_into_a_masked_source_are_those_of_the_file() -> None:
    documents, _ = read_sources([SEEDS])
    for document in documents:
        original = (SEEDS / document.source).read_bytes().decode("utf-8")
        assert len(document.text) == len(original)
        same = [now == was for now, was in zip(document.text, original, strict=True)]
        personal = document.source.startswith("001")
        assert same.count(False) == (len("e.dorscheidt@kokxdevoogd.nl") + len("06 - 46 21 56 26")) * personal
