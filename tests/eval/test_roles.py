"""The figures on roles and speakers are what a hand counts."""

from collections.abc import Sequence
from pathlib import Path

import pytest

from eval import roles
from eval.gold import GoldPage
from eval.roles import (
    align,
    confusion,
    differences,
    macro_f1,
    precision_recall_f1,
    report,
    speaker_share,
)
from eval.statistics import Share
from index.errors import UsageError
from index.read import Skipped
from index.types import Block, Document, Role, Span


def blocks_of(*stretches: tuple[str, Role, str]) -> tuple[str, tuple[Block, ...]]:
    text, blocks = "", []
    for words, role, speaker in stretches:
        start = len(text) + bool(text)
        text = f"{text}\n{words}" if text else words
        blocks.append(Block(Span(start, len(text)), role, speaker))
    return text, tuple(blocks)


def gold_page(*stretches: tuple[str, Role, str]) -> GoldPage:
    text, blocks = blocks_of(*stretches)
    return GoldPage(Path("page.txt"), text, blocks, title="Hulp", publisher="", date="2020-01-02")


def document(*stretches: tuple[str, Role, str], title: str = "Hulp") -> Document:
    text, blocks = blocks_of(*stretches)
    return Document("page.txt", text, blocks, title=title)


PAGE = gold_page(
    ("Menu", "boilerplate", ""),
    ("Hulp", "heading", ""),
    ("Hulp is er.", "article", ""),
    ("'Ja,' zei Bo.", "quote", "Bo Vos"),
    ("Nee!", "comment", "Ans"),
)
# The menu was left out, the quote became article, Ans lost her name.
READ = document(
    ("Hulp", "heading", ""),
    ("Hulp  is er.", "article", ""),
    ("'Ja,' zei Bo.", "article", ""),
    ("Nee!", "comment", ""),
)


def test_figures_of_a_page_counted_by_hand() -> None:
    words = align(PAGE, READ)
    counts = confusion(words)
    # Without white space: Menu 4, Hulp 4, 'Hulpiser.' 9, "'Ja,'zeiBo." 11, 'Nee!' 4.
    assert counts == {
        ("boilerplate", "boilerplate"): 4,
        ("heading", "heading"): 4,
        ("article", "article"): 9,
        ("quote", "article"): 11,
        ("comment", "comment"): 4,
    }
    # Article: 9 right of 20 given and 9 labelled, F1 = 2 * 9 / 29.
    assert precision_recall_f1(counts, "article") == pytest.approx((9 / 20, 1, 18 / 29))
    assert precision_recall_f1(counts, "quote") == (0, 0, 0)
    assert macro_f1(counts) == pytest.approx((1 + 1 + 18 / 29 + 0 + 1) / 5)
    assert speaker_share(words) == Share(0, 15)
    assert list(differences(PAGE, words)) == [
        "quote (Bo Vos) | article | 'Ja,' zei Bo.",
        "comment (Ans) | comment | Nee!",
    ]


def test_speakers_are_right_in_any_case_and_only_in_the_right_role() -> None:
    read = document(("'Ja,' zei Bo.", "quote", "bo vos"), ("Nee!", "quote", "Ans"))
    assert speaker_share(align(PAGE, read)) == Share(11, 15)


def test_the_document_may_lack_text_and_have_other_text() -> None:
    read = document(
        ("Hulp is er.", "article", ""), ("Extra tekst hier", "comment", "X"), ("Nee!", "comment", "Ans")
    )
    # 'Hulp', the heading, is not there: the article's own 'Hulp' is part of the longest common run.
    assert confusion(align(PAGE, read)) == {
        ("boilerplate", "boilerplate"): 4,
        ("heading", "boilerplate"): 4,
        ("article", "article"): 9,
        ("quote", "boilerplate"): 11,
        ("comment", "comment"): 4,
    }


def test_text_that_no_block_covers_is_boilerplate() -> None:
    read = Document("page.txt", "Hulp is er. Nee!", (Block(Span(0, 11), "article"),))
    counts = confusion(align(PAGE, read))
    assert counts["article", "article"] == 9
    assert counts["comment", "boilerplate"] == 4


def test_report_counts_exact_fields_and_prints_every_role() -> None:
    other = document(("Hulp", "heading", ""), title="Hulp.")
    lines = [" ".join(line.split()) for line in report("dev", [(PAGE, READ), (PAGE, other)])]
    assert lines[0] == "dev: 2 pages, 64 characters"
    assert lines[1] == "role precision recall F1 characters"
    # Of the second document only the heading is there.
    assert "heading 1.000 1.000 1.000 8" in lines
    assert "article 0.450 0.500 0.474 18" in lines
    assert "metadata 0.000 0.000 0.000 0" in lines
    assert "speaker, of characters said 0.000 (0 of 30)" in lines
    assert [line.rpartition("(")[2] for line in lines[-3:]] == ["1 of 2)", "2 of 2)", "0 of 2)"]


def test_main_reports_each_folder_and_names_what_it_cannot_read(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def read(files: Sequence[Path]) -> tuple[list[Document], list[Skipped]]:
        if files[0].suffix == ".html":
            raise UsageError(f"No documents in '{files[0].name}'.")
        return [Document(files[0].name, files[0].read_text(encoding="utf-8"), ())], []

    monkeypatch.setattr(roles, "FOLDERS", ("seeds", "dev", "not-there"))
    monkeypatch.setattr(roles, "read_sources", read)
    roles.main([])
    printed = capsys.readouterr().out
    assert "not scored: No documents in '15-wordpress-jeugdteam.html'." in printed
    assert [line for line in printed.splitlines() if "pages, " in line] == [
        "seeds: 5 pages, 14400 characters",
        "dev: 44 pages, 56113 characters",
    ]
    assert "  quote            0.000     0.000     0.000" in printed

    roles.main(["--page", "13-fragment-anoniem"])
    first, *_, last = capsys.readouterr().out.splitlines()
    assert first.startswith("article | boilerplate | van de wijkteams, die sinds 2017")
    assert last.startswith("comment (r.smit) | boilerplate | @Anoniem: lees het stuk")


def test_main_refuses_a_page_that_is_not_labelled(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        roles.main(["--page", "99-nergens"])
    assert "there is no labelled page '99-nergens'" in capsys.readouterr().err
