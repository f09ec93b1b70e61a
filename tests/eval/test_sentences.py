import json
from pathlib import Path

import pytest

from eval.sentences import FOLDER, SPLITS, Score, Snippet, load_snippets, score
from index.errors import UsageError
from index.sentences import split_sentences
from index.types import Span


def written(folder: Path, text: str, *sentences: str) -> Path:
    path = folder / "texts.jsonl"
    path.write_text(json.dumps({"text": text, "sentences": sentences}) + "\n", encoding="utf-8")
    return path


def test_snippets_are_read_with_their_spans(tmp_path: Path) -> None:
    path = written(tmp_path, "Nee. Nee.\nJa.", "Nee.", "Nee.", "Ja.")
    assert load_snippets(path) == [Snippet("Nee. Nee.\nJa.", (Span(0, 4), Span(5, 9), Span(10, 13)))]


@pytest.mark.parametrize(
    ("sentences", "message"),
    [
        (("Ja.", "Nee."), "line 1: 'Ja.' does not follow there"),
        (("Nee.", "ja."), "line 1: 'ja.' does not follow there"),
        (("Nee.",), "line 1: ' Ja.' is in no sentence"),
    ],
)
def test_sentences_that_are_not_the_text_are_refused(
    sentences: tuple[str, ...], message: str, tmp_path: Path
) -> None:
    with pytest.raises(UsageError, match=message):
        load_snippets(written(tmp_path, "Nee. Ja.", *sentences))


def test_boundaries_inside_texts_are_counted() -> None:
    snippets = [
        Snippet("Een. Twee. Drie.", (Span(0, 4), Span(5, 10), Span(11, 16))),
        Snippet("Vier. Vijf.", (Span(0, 5), Span(6, 11))),
    ]

    def split(text: str, span: Span) -> list[Span]:
        # Of the three boundaries one is found, and one that is none.
        return [Span(0, 4), Span(4, 7), Span(7, span.end)] if text.startswith("Een") else [span]

    assert score(snippets, split) == Score(precision=1 / 2, recall=1 / 3, f1=2 / 5, exact=0)
    perfect = score(snippets, lambda text, _: next(s.sentences for s in snippets if s.text == text))
    assert perfect == Score(1, 1, 1, 1)


def test_the_splitter_stays_as_good_as_it_was_measured() -> None:
    snippets = {name: load_snippets(FOLDER / f"{name}.jsonl") for name in SPLITS}
    assert not {each.text for each in snippets["dev"]} & {each.text for each in snippets["test"]}
    assert score(snippets["dev"], split_sentences).exact >= 0.99
