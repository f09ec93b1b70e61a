import math
from collections import Counter
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index import lexical
from index.dutch import terms
from index.lexical import WEIGHTS, LexicalSearch, Weights
from index.types import FloatArray

K1, B = 1.5, 0.75  # bm25s' own

# Lengths 3, 2 and 1, on average 2; 'zorg' occurs in two of the three, the other words in one.
CORPUS = ["moeder moeder zorg", "zorg rolstoel", "burger"]


def array(*scores: float) -> FloatArray:
    return np.array(scores, dtype=np.float32)


def naive(corpus: list[list[str]], query: list[str]) -> list[float]:
    """BM25 in Lucene's variant, from the formula."""
    mean = sum(len(passage) for passage in corpus) / len(corpus)
    scores = []
    for passage in corpus:
        counts, score = Counter(passage), 0.0
        for term in set(query):
            frequency = sum(term in other for other in corpus)
            idf = math.log(1 + (len(corpus) - frequency + 0.5) / (frequency + 0.5))
            length = K1 * (1 - B + B * len(passage) / mean)
            score += idf * counts[term] / (counts[term] + length)
        scores.append(score)
    return scores


def test_scores_worked_by_hand() -> None:
    search = LexicalSearch.build(CORPUS)
    # idf('zorg') = ln(1 + 1.5 / 2.5) = ln 1.6, idf('moeder') = ln(1 + 2.5 / 1.5) = ln(8 / 3); the lengths
    # 3, 2 and 1 give 1.5 x (0.25 + 0.75 x length / 2) = 2.0625, 1.5 and 0.9375.
    zorg = [math.log(1.6) / 3.0625, math.log(1.6) / 2.5, 0]
    assert search.scores("zorg").tolist() == pytest.approx(zorg, abs=1e-5)
    both = [zorg[0] + math.log(8 / 3) * 2 / 4.0625, zorg[1], 0]
    assert search.scores("Moeders en zorg?").tolist() == pytest.approx(both, abs=1e-5)
    assert search.scores("burgers").tolist() == pytest.approx([0, 0, math.log(8 / 3) / 1.9375], abs=1e-5)


def test_a_term_that_is_asked_twice_counts_once() -> None:
    search = LexicalSearch.build(CORPUS)
    np.testing.assert_array_equal(search.scores("zorg zorg Zorg"), search.scores("zorg"))


@pytest.mark.parametrize("query", ["", "de het een", "fiets", "?!"])
def test_without_a_known_term_all_scores_are_0(query: str) -> None:
    scores = LexicalSearch.build(CORPUS).scores(query)
    assert scores.tolist() == [0, 0, 0]
    assert scores.dtype == np.float32


def test_unknown_terms_beside_known_ones_change_nothing() -> None:
    search = LexicalSearch.build(CORPUS)
    np.testing.assert_array_equal(search.scores("fiets zorg"), search.scores("zorg"))


def test_a_corpus_of_stop_words_alone_can_be_searched() -> None:
    search = LexicalSearch.build(["de het", "van een"])
    assert search.scores("zorg").tolist() == [0, 0]
    assert search.scores("de").tolist() == [0, 0]


_WORDS = st.sampled_from(["moeder", "zorg", "burger", "rolstoel", "Breda", "350", "de", "niet"])
_TEXTS = st.lists(_WORDS, max_size=8).map(" ".join)


@settings(max_examples=60)
@given(st.lists(_TEXTS, min_size=1, max_size=8), _TEXTS)
def test_scores_are_those_of_the_formula(corpus: list[str], query: str) -> None:
    expected = naive([terms(text) or [""] for text in corpus], terms(query))
    assert LexicalSearch.build(corpus).scores(query).tolist() == pytest.approx(expected, abs=1e-5)


def test_rarity_is_the_formula_worked_by_hand() -> None:
    search = LexicalSearch.build(CORPUS)
    assert search.rarity("zorg") == pytest.approx(math.log(1 + 1.5 / 2.5), abs=1e-12)  # in 2 of 3
    assert search.rarity("moeder") == pytest.approx(math.log(1 + 2.5 / 1.5), abs=1e-12)  # in 1 of 3
    assert search.rarity("fiets") == pytest.approx(math.log(1 + 3.5 / 0.5), abs=1e-12)  # in none


def test_terms_are_what_occurs() -> None:
    # bm25s adds an empty word of its own, which no text and no question holds.
    assert LexicalSearch.build(CORPUS).terms - {""} == {"moeder", "zorg", "rolstoel", "burger"}


def test_best_leaves_out_what_scores_0_and_keeps_the_order_of_equals() -> None:
    scores = array(0, 2, 5, 2, 0, 7)
    assert LexicalSearch.best(scores, 10).tolist() == [5, 2, 1, 3]
    assert LexicalSearch.best(scores, 3).tolist() == [5, 2, 1]
    assert LexicalSearch.best(array(0, 0), 5).tolist() == []
    assert LexicalSearch.best(scores, 1).dtype == np.int64


def test_save_and_load_without_pickle_and_without_counting_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    corpus = [*CORPUS, "привет 中文 één café 3.500"]
    search = LexicalSearch.build(corpus)
    search.save(tmp_path)
    files = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert {path.parent for path in files} == {tmp_path / "lexical"}
    assert {path.suffix for path in files} <= {".npy", ".json"}
    for path in files:
        if path.suffix == ".npy":
            assert np.load(path, allow_pickle=False).dtype != object

    def refuse(text: str) -> list[str]:
        raise AssertionError("nothing is stemmed when an index is loaded")

    with monkeypatch.context() as patched:
        patched.setattr(lexical, "terms", refuse)
        loaded = LexicalSearch.load(tmp_path)
    for query in ("zorg", "wijkteam rolstoel", "привет", "Café", "3.500", "fiets"):
        np.testing.assert_array_equal(loaded.scores(query), search.scores(query))
        assert loaded.rarity(query) == search.rarity(query)
    assert loaded.terms == search.terms
    assert "привет" in loaded.terms


def found(query: str, *texts: str) -> list[int]:
    """Return the rows that a query finds, best first."""
    search = LexicalSearch.build(texts)
    return LexicalSearch.best(search.scores(query), len(texts)).tolist()


@pytest.mark.parametrize(
    ("query", "text"),
    [
        ("ondersteuning bij inkomen", "Inkomensondersteuning is er voor iedereen."),
        ("inkomensondersteuning", "Ondersteuning van mensen met een laag inkomen."),
        ("wijkteamgeneralisten", "Een team van generalisten in de wijk."),
        ("Wat doet het SCP?", "Het Sociaal en Cultureel Planbureau onderzoekt."),
        ("bijstandswet", "De Participatiewet regelt veel."),
        ("spaargeld", "Tot het vermogen wordt gerekend wat men bezit."),
        ("particpatie van burgers", "Over participatie wordt geschreven."),
        ("orgnisaties", "Twintig organisaties doen mee."),
        ("art. 18b", "Artikel 18b gaat over taal."),
        ("artikel 2.3.5, lid 3", "Zie art. 2.3.5 voor het onderzoek."),
        ("§ 3", "In paragraaf § 3 staat het."),
        ("01-07-2024", "Sinds 1 juli 2024 geldt dit."),
        ("1500 euro", "De boete is € 1.500,- hoog."),
        ("cafe", "Het café is open."),
    ],
)
def test_what_is_meant_is_found_however_it_is_spelled(query: str, text: str) -> None:
    assert found(query, "Het weer is mooi.", text, "Een boot vaart uit.") == [1]


def test_the_questions_own_word_counts_more_than_its_parts_and_other_names() -> None:
    texts = ("inkomen en ondersteuning", "inkomensondersteuning", "iets anders")
    assert found("inkomensondersteuning", *texts)[0] == 1
    assert found("bijstandswet", "de participatiewet", "de bijstandswet", "de rest")[0] == 1


def test_words_have_the_weight_of_their_kind_and_none_has_two() -> None:
    search = LexicalSearch.build(["Het wijkteam en de mantelzorger", "Wet maatschappelijke ondersteuning"])
    weights = search.weighted("Helpt de Wmo een mantelzrger in het wijkteam van de wijk?")
    assert {term: weights[term] for term in ("helpt", "wmo", "mantelzrger", "wijkteam", "wijk")} == {
        "helpt": 1, "wmo": 1, "mantelzrger": 1, "wijkteam": 1, "wijk": 1,
    }  # fmt: skip
    assert weights["mantelzorger"] == WEIGHTS.meant
    assert weights["team"] == WEIGHTS.parts
    assert weights["maatschapp"] == weights["ondersteun"] == WEIGHTS.other_names


@pytest.mark.parametrize(
    "query",
    [
        "Wat doet de gemeente Golda?",  # a name that no source has is not the nearest word that one has
        "WAT DOET GOLDENA?",
        "Wat zegt mevrouw Goldena?",
        "Hoe werkt een goudenkring?",  # made of words, if of other ones
    ],
)
def test_names_and_compounds_are_no_slips(query: str) -> None:
    search = LexicalSearch.build(["goldenaar goudenking golden", "iets anders"])
    assert WEIGHTS.meant not in search.weighted(query).values()
    assert search.weighted("een goldenaer")["goldenar"] == WEIGHTS.meant


def test_what_is_saved_splits_as_before(tmp_path: Path) -> None:
    texts = ["De stadsmakelaars komen. " * 5, "Er is een makelaarstraject."]
    built = LexicalSearch.build(texts)
    built.save(tmp_path)
    loaded = LexicalSearch.load(tmp_path)
    for query in ("stadsmakelaarstraject", "makelaars", "traject"):
        np.testing.assert_array_equal(loaded.scores(query), built.scores(query))
    assert loaded.weighted("stadsmakelaarstraject")["stadsmakelar"] == WEIGHTS.parts


def test_kinds_of_terms_can_be_left_out() -> None:
    search = LexicalSearch.build(["Het wijkteam", "De wet"])
    assert search.weighted("wijkteams", Weights(parts=0, other_names=0)) == {"wijkteam": 1.0}
    assert search.scores("teams", Weights(parts=0)).tolist() == search.scores("teams").tolist()


@settings(max_examples=60)
@given(st.integers(0, 2000), st.integers(1, 40), st.integers(0, 30), st.integers(0, 10**6))
def test_the_best_are_those_that_sorting_all_gives(count: int, k: int, levels: int, seed: int) -> None:
    scores = np.random.default_rng(seed).integers(0, levels + 1, count).astype(np.float32)
    expected = [row for row in np.argsort(-scores, kind="stable") if scores[row] > 0][:k]
    assert LexicalSearch.best(scores, k).tolist() == expected
