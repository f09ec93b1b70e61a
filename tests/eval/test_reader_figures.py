from collections.abc import Sequence

import pytest

from bot.reader.reading import Reading
from eval.reader_figures import area, articles, marked, paraphrases, wikipedia, word_f1
from eval.reading import Asked, paragraph_of
from eval.supporting import Claim
from index.types import Span


def test_area_is_the_share_of_pairs_in_the_right_order() -> None:
    # 3 > 1, 3 > 2, 2 = 2 (a half), 2 > 1.
    assert area([3, 2], [1, 2]) == pytest.approx(3.5 / 4)


def test_word_f1_counts_shared_words() -> None:
    # 1 of 2 and 1 of 3 words.
    assert word_f1("de zorg", "zorg in Breda") == pytest.approx(2 * (1 / 2) * (1 / 3) / (1 / 2 + 1 / 3))
    assert word_f1("ja", "nee") == 0


class Literal:
    """Believes in texts by how many of the question's words they have, and points at the first word."""

    def read(self, question: str, texts: Sequence[str]) -> list[Reading]:
        asked = set(question.split())
        return [Reading(float(len(asked & set(text.split()))), Span(0, text.find(" "))) for text in texts]


def test_figures_on_paragraphs_are_those_worked_by_hand() -> None:
    one = paragraph_of("Breda kent twintig teams. Het loket is dicht.", "Steden")
    other = paragraph_of("Appels groeien aan bomen.", "Steden")
    asked = [
        Asked("Breda kent hoeveel teams.", one, (0,), Span(0, 5)),
        Asked("Breda kent wat", one, (1,), None),
        Asked("Appels", other, (0,), Span(0, 14)),
    ]
    lines = list(wikipedia(Literal(), asked))
    assert lines[0] == "right sentence 0.667 of 3"
    # Every question has more words in its own paragraph than in the other one.
    assert lines[1].endswith("AUROC 1.000")
    # 'Breda' is right; 'Appels' is one of two words: F1 2/3.
    assert lines[2] == "span in the right sentence: F1 0.833, exact 0.500 of 2"


class Sure:
    """Points at the first word, and is as sure as the question is long."""

    def read(self, question: str, texts: Sequence[str]) -> list[Reading]:
        return [Reading(0.0, Span(0, text.find(" ")), len(question) / 100) for text in texts]


def test_answers_that_are_set_apart_are_counted_and_compared_between_neighbours() -> None:
    text = paragraph_of("Breda kent teams. Almere ook. Het loket is dicht. Het is laat.", "Steden")
    sure, unsure = "w" * 25, "w" * 24
    asked = [
        # With the sentence before it, which begins with 'Breda'.
        Asked(sure, text, (1,), Span(0, 5)),
        Asked(sure, text, (1,), Span(0, 10)),
        # 'Het' is none of it; of the third sentence the one before is read, too.
        Asked(sure, text, (3,), Span(57, 61)),
        Asked(unsure, text, (1,), Span(0, 5)),
        Asked(sure, text, (1,), None),
    ]
    # F1 of 'Breda' and 'Breda kent' is 2/3: the mean of 1, 2/3 and 0.
    assert marked(Sure(), asked) == "3 of 4 answers are set apart: F1 0.556, none of it right 0.333"
    assert marked(Sure(), asked[3:4]) == "0 of 1 answers are set apart: F1 0.000, none of it right 0.000"


def test_figures_on_whole_articles_are_those_worked_by_hand() -> None:
    one = paragraph_of("Breda kent twintig teams. Het loket is dicht.", "Steden")
    other = paragraph_of("Appels groeien aan bomen.", "Steden")
    asked = [
        # Two words of the right sentence; its near miss has none of any.
        Asked("Breda kent wat", one, (0,), near=("Waarom",)),
        # Most words of a sentence of another paragraph; its near miss has as many of it.
        Asked("Appels groeien", one, (1,), near=("groeien aan",)),
        # Not the right place, but one that is known to answer too.
        Asked("Het loket is", other, (0,), elsewhere=("Het loket is dicht.",), near=("bomen.",)),
    ]
    lines = list(articles(Literal(), asked))
    assert lines[0] == "right sentence of the whole article 0.667 of 3"
    # Answered 2, 2, 3; near misses 0, 2, 1: of nine pairs two are alike.
    assert lines[1] == "answerable against near misses (3): AUROC 0.889"


class Sharing:
    """Believes in a sentence by how many words it shares with the text."""

    def supports(self, text: str, sentences: Sequence[str]) -> list[float]:
        return [float(len(set(text.split()) & set(each.split()))) for each in sentences]


def test_paraphrases_are_compared_with_the_false_ones_of_the_same_words() -> None:
    text = "Breda kent twintig teams"
    told = [
        Claim("Breda kent er twintig", text, True),
        Claim("Breda kent er tien", text, False),
        Claim("Er zijn teams", text, True),
        Claim("Er zijn twintig teams weg", text, False),
    ]
    # 3 > 2 and 1 < 2; of all four pairs 3 > 2 twice.
    assert paraphrases(Sharing(), told) == "2 pairs of paraphrases: AUROC 0.500, the honest one higher 0.500"
