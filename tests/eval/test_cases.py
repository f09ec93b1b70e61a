import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.stated import says
from eval.cases import Case, EarlierTurn, GoldSpan, as_json, load_cases
from index.errors import UsageError
from tests.eval.conftest import ALMELO, BREDA, CASES

TEXTS = {"breda.txt": BREDA, "almelo.txt": ALMELO}


def write(folder: Path, text: str) -> Path:
    path = folder / "cases.jsonl"
    path.write_text(text, encoding="utf-8")
    return path


def test_cases_are_read_as_they_are_written(tmp_path: Path) -> None:
    later = Case(
        "f",
        "follow-up",
        "en",
        "And there?",
        subject="f",
        history=(EarlierTurn("In Breda?", "Twenty."),),
        withheld=("breda.txt",),
    )
    path = write(tmp_path, as_json([*CASES, later]))
    assert load_cases(path, TEXTS) == [*CASES, later]


def test_a_line_end_of_another_script_is_no_end_of_a_row(tmp_path: Path) -> None:
    odd = Case("odd", "off-topic", "nl", "Eén\u2028regel?", subject="odd")
    path = write(tmp_path, json.dumps(json.loads(as_json([odd])), ensure_ascii=False))
    assert load_cases(path, TEXTS) == [odd]


ROW: dict[str, Any] = json.loads(as_json(CASES[:1]))
GOLD = ROW["evidence"][0]


@pytest.mark.parametrize(
    ("row", "told"),
    [
        ({**ROW, "evidance": []}, "is no case: 'evidance': Unexpected keyword argument"),
        ({key: ROW[key] for key in ROW if key != "kind"}, "is no case: 'kind': Field required"),
        ({**ROW, "language": "de"}, "is no case: 'language': Input should be 'nl' or 'en'"),
        ({**ROW, "role": "footer"}, "is no case: 'role"),
        ({**ROW, "evidence": [{**GOLD, "start": "0"}]}, "is no case: 'evidence.0.start'"),
        ({**ROW, "evidence": [{**GOLD, "end": 63}]}, "breda.txt does not say 'In Breda doen ongeveer"),
        ({**ROW, "evidence": [{**GOLD, "start": 5, "end": 5, "quote": ""}]}, "has no characters 5-5"),
        ({**ROW, "evidence": [{**GOLD, "start": -94, "end": -30}]}, "has no characters -94--30"),
        ({**ROW, "evidence": [{**GOLD, "end": 9999}]}, "has no characters 0-9999"),
        ({**ROW, "evidence": [{**GOLD, "source": "utrecht.txt"}]}, "there is no source 'utrecht.txt'"),
        ({**ROW, "facts": [["twintig"], ["dertig", "30"]]}, "no evidence says any of 'dertig', '30'"),
        ({**ROW, "facts": [["twintig", " "]]}, "a fact has an empty wording"),
        ({**ROW, "withheld": ["utrecht.txt"]}, "there is no source 'utrecht.txt' to withhold"),
        ({**ROW, "paraphrase_of": "never"}, "case 'twenty': there is no case 'never' to rephrase"),
        ({**ROW, "facts": []}, "a question with evidence has facts, and one without has none"),
        ({**ROW, "evidence": []}, "a question with evidence has facts, and one without has none"),
        ({**ROW, "evidence": [], "facts": []}, "a question without evidence has a 'subject'"),
        ({**ROW, "facts": [["twintig"], []]}, "no evidence says any of "),
        ({**ROW, "history": [{"answer": "Twintig."}]}, "is no case: 'history.0.question': Field required"),
        ({**ROW, "id": "early"}, "there are two cases 'early'"),
    ],
)
def test_a_row_that_is_no_case_is_named(tmp_path: Path, row: dict[str, Any], told: str) -> None:
    path = write(tmp_path, as_json(CASES[1:2]) + json.dumps(row) + "\n")
    with pytest.raises(UsageError) as caught:
        load_cases(path, TEXTS)
    assert str(caught.value).startswith(f"{path}, ")
    assert told in str(caught.value)


def test_what_is_no_file_of_cases_is_named(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"line 2: there are two cases 'twenty'"):
        load_cases(write(tmp_path, as_json(CASES[:1]) * 2), TEXTS)
    with pytest.raises(UsageError, match="There is no case in"):
        load_cases(write(tmp_path, ""), TEXTS)
    with pytest.raises(UsageError, match="line 1 is no case: Input should be"):
        load_cases(write(tmp_path, "[]"), TEXTS)
    with pytest.raises(UsageError, match=r"nowhere\.jsonl' cannot be read: .*No such file") as caught:
        load_cases(tmp_path / "nowhere.jsonl", TEXTS)
    assert caught.value.exit_code == UsageError.exit_code
    (tmp_path / "latin.jsonl").write_bytes("{'é'}".encode("latin-1"))
    with pytest.raises(
        UsageError, match=r"latin\.jsonl' cannot be read: .*Name a file of JSON lines in UTF-8"
    ):
        load_cases(tmp_path / "latin.jsonl", TEXTS)
    with pytest.raises(UsageError, match=r"cases\.jsonl, line 2 is no case: Invalid JSON"):
        load_cases(write(tmp_path, as_json(CASES[:1]) + '{"id": "cut'), TEXTS)
    with pytest.raises(UsageError, match=r"cases\.jsonl, line 2 is no case: Invalid JSON"):
        load_cases(write(tmp_path, as_json(CASES[:1]) + "\n" + as_json(CASES[1:2])), TEXTS)


@pytest.mark.parametrize(
    ("text", "wording", "said"),
    [
        ("Het zijn er tien.", "tien", True),
        ("Het zijn er vijftien.", "tien", False),
        ("Het zijn er TIEN\n gemeenten.", "tien gemeenten", True),
        ("Bij 8 procent.", "8 procent", True),
        ("Bij 28 procent.", "8 procent", False),
        ("Bij 2,8 procent.", "8 procent", False),
        ("Bij 8,5 procent.", "8", False),
        ("Het zijn er 20.000.", "20", False),
        ("Het zijn er 20. Meer niet.", "20", True),
        ("Het was 67%.", "67%", True),
        ("In 2015.", "2015", True),
        ("In 20150 gevallen.", "2015", False),
        ("Wmo-gespreksvoerder", "gespreksvoerder", True),
        ("burgerinitiatieven", "burgerinitiatie", True),
        ("(één gezin)", "één gezin", True),
        ("a+b", "a.b", False),
        ("Het was 167%.", "67%", False),
        ("In 2015.", "in 2015", True),
        ("Nr 50.", "nr 5", False),
        ("Artikel2", "artikel", True),
        ("Het zijn er 20, of 21.", "20", True),
    ],
)
def test_a_wording_is_said_from_the_beginning_of_a_word(text: str, wording: str, said: bool) -> None:
    assert says(text, wording) is said


@given(st.text(), st.text(min_size=1).filter(str.strip), st.text())
def test_what_stands_between_spaces_is_always_said(before: str, wording: str, after: str) -> None:
    assert says(f"{before} {wording} {after}", wording)


def test_a_gold_span_points_at_its_quote() -> None:
    gold = GoldSpan("breda.txt", 3, 8, "Breda")
    assert gold.span.of(BREDA) == "Breda"
    assert CASES[0].answerable
    assert not CASES[3].answerable


def test_a_fact_is_stated_by_any_evidence_in_any_wording(tmp_path: Path) -> None:
    spans = tuple(
        GoldSpan("almelo.txt", ALMELO.index(quote), ALMELO.index(quote) + len(quote), quote)
        for quote in ("wijkteams", "ook vrijwilligers")
    )
    case = Case("x", "fact", "nl", "Wie?", "", (("helpers", "vrijwilligers"), ("wijkteam", "teams")), spans)
    assert load_cases(write(tmp_path, as_json([case])), TEXTS) == [case]


def test_a_case_is_written_on_one_line_for_people_without_what_it_does_not_say() -> None:
    case = Case("één", "follow-up", "nl", "Hoeveel?", subject="x", history=(EarlierTurn("En nu?"),))
    assert as_json([case, case]) == 2 * (
        '{"id": "één", "kind": "follow-up", "language": "nl", "question": "Hoeveel?", "subject": "x", '
        '"history": [{"question": "En nu?"}]}\n'
    )
    assert as_json([]) == ""


_texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)


@st.composite
def _cases(draw: st.DrawFn) -> Case:
    name, question = draw(_texts), draw(_texts)
    history = tuple(draw(st.lists(st.builds(EarlierTurn, _texts, _texts), max_size=2)))
    withheld = tuple(draw(st.lists(st.sampled_from(sorted(TEXTS)), max_size=2)))
    if draw(st.booleans()):
        subject = draw(_texts.filter(bool))
        return Case(name, "near-miss", "en", question, "", (), (), subject, history, withheld)
    words = draw(st.lists(st.sampled_from(ALMELO.split()), min_size=1, max_size=3, unique=True))
    gold = tuple(
        GoldSpan("almelo.txt", ALMELO.index(word), ALMELO.index(word) + len(word), word) for word in words
    )
    facts = tuple((draw(_texts.filter(str.strip)), word) for word in words)
    return Case(
        name, "number", "nl", question, draw(st.sampled_from(["", "quote"])), facts, gold, "", history
    )


@given(st.lists(_cases(), min_size=1, max_size=4, unique_by=lambda case: case.id))
def test_whatever_is_written_is_read_again(
    tmp_path_factory: pytest.TempPathFactory, cases: list[Case]
) -> None:
    path = write(tmp_path_factory.mktemp("cases"), as_json(cases))
    assert load_cases(path, TEXTS) == cases
