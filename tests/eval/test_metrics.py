"""Metrics on answers that were scored by hand."""

import math
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eval import metrics
from eval.answers import GivenAnswer, GivenCitation, GivenHit, GivenSentence, GivenTimings
from eval.cases import Case, GoldSpan
from eval.entailment import OwnChecks
from eval.metrics import Judge
from index.types import Span

A = "Het netwerk bestaat uit ongeveer twintig organisaties. In Breda dus."
B = "Ook Almelo doet mee."
TEXTS = {"a.txt": A, "b.txt": B}
FIRST = "Het netwerk bestaat uit ongeveer twintig organisaties."
SECOND = "In Breda dus."


def gold(source: str, quote: str) -> GoldSpan:
    start = TEXTS[source].index(quote)
    return GoldSpan(source, start, start + len(quote), quote)


CASE = Case(
    id="number-1",
    kind="number",
    language="nl",
    question="Hoeveel organisaties doen mee, en waar?",
    role="article",
    facts=(("twintig", "20"), ("breda",)),
    evidence=(gold("a.txt", FIRST), gold("a.txt", SECOND)),
)
UNKNOWN = Case("near-1", "near-miss", "nl", "En in Groningen?", subject="groningen")
NO_FACT = Case("w-1", "wikipedia", "nl", "?", "article", (), CASE.evidence)


def citing(
    source: str, start: int, end: int, role: str = "article", quote: str | None = None
) -> GivenCitation:
    return GivenCitation(source, start, end, quote, role)


def cites(source: str, quote: str, role: str = "article") -> GivenCitation:
    start = TEXTS[source].index(quote)
    return citing(source, start, start + len(quote), role, quote)


def said(text: str, *citations: GivenCitation, support: str = "quote") -> GivenSentence:
    return GivenSentence(text, support, citations)


def answer(*sentences: GivenSentence, **more: object) -> GivenAnswer:
    return GivenAnswer("x", not sentences, sentences, **more)  # type: ignore[arg-type]


REFUSAL = answer()
BOTH = answer(said(FIRST, cites("a.txt", FIRST)), said(SECOND, cites("a.txt", SECOND)))
HALF = answer(said(FIRST, cites("a.txt", FIRST)), said(B, cites("b.txt", B)))


def test_every_case_has_its_fate() -> None:
    assert metrics.verdict(CASE, BOTH) == "right"
    assert metrics.verdict(CASE, HALF) == "wrong"
    assert metrics.verdict(CASE, REFUSAL) == "refused"
    assert metrics.verdict(UNKNOWN, REFUSAL) == "refused_rightly"
    assert metrics.verdict(UNKNOWN, BOTH) == "invented"
    assert metrics.verdict(NO_FACT, BOTH) is None
    assert metrics.verdict(NO_FACT, REFUSAL) == "refused"


def test_facts_count_in_any_wording() -> None:
    assert metrics.missing_facts(CASE, answer(said("20 in BREDA."))) == ()
    assert metrics.missing_facts(CASE, answer(said("120 in Breda."))) == (("twintig", "20"),)
    assert metrics.missing_facts(CASE, REFUSAL) == CASE.facts


def test_who_is_shown_before_a_quote_is_told_by_the_answer() -> None:
    who = replace(CASE, question="Welke lezer noemt een aantal?", facts=(("niels",),))
    comment = replace(cites("a.txt", FIRST, role="comment"), speaker="Niels (oud-wethouder)")
    assert metrics.missing_facts(who, answer(said(FIRST, comment))) == ()
    # Of an article nobody is shown, nor before a sentence in other words.
    assert metrics.missing_facts(who, answer(said(FIRST, replace(comment, role="article")))) == who.facts
    assert metrics.missing_facts(who, answer(said(FIRST, comment, support="checked"))) == who.facts
    assert metrics.missing_facts(who, answer(said(FIRST))) == who.facts


def test_answers_are_right_or_not() -> None:
    assert (metrics.right(CASE, BOTH), metrics.right(CASE, HALF), metrics.right(CASE, REFUSAL)) == (1, 0, 0)
    assert metrics.right(UNKNOWN, REFUSAL) is metrics.right(NO_FACT, BOTH) is None
    assert (metrics.right_if_answered(CASE, BOTH), metrics.right_if_answered(CASE, REFUSAL)) == (1, None)
    assert (metrics.facts_stated(CASE, HALF), metrics.facts_stated(CASE, REFUSAL)) == (0.5, None)
    assert metrics.facts_stated(NO_FACT, BOTH) is None


def test_the_two_numbers_of_nomiracl() -> None:
    assert (metrics.hallucinated(UNKNOWN, BOTH), metrics.hallucinated(UNKNOWN, REFUSAL)) == (1, 0)
    assert metrics.hallucinated(CASE, BOTH) is None
    assert (metrics.refused(CASE, REFUSAL), metrics.refused(CASE, HALF)) == (1, 0)
    assert metrics.refused(UNKNOWN, REFUSAL) is None


@pytest.mark.parametrize(
    ("start", "end", "met"),
    [
        (0, 54, True),
        (0, 67, True),  # the sentence and the next one
        (30, 40, True),  # ten characters inside it
        (27, 81, True),  # as long, and half of it in common
        (28, 82, False),
    ],
)
def test_words_meet_where_half_of_the_shorter_is_common(start: int, end: int, met: bool) -> None:
    assert len(FIRST) == 54
    assert metrics.meets("a.txt", Span(start, end), CASE.evidence[0]) is met
    assert not metrics.meets("b.txt", Span(start, end), CASE.evidence[0])


def test_citations_are_precise_and_complete() -> None:
    assert (metrics.citation_precision(CASE, BOTH), metrics.citation_recall(CASE, BOTH)) == (1, 1)
    assert (metrics.citation_precision(CASE, HALF), metrics.citation_recall(CASE, HALF)) == (0.5, 0.5)
    # A citation that adds nothing costs.
    more = answer(said(FIRST, cites("a.txt", FIRST), cites("b.txt", B), cites("b.txt", B)))
    assert metrics.citation_precision(CASE, more) == 1 / 3
    nothing = answer(said("Twintig in Breda."))
    assert (metrics.citation_precision(CASE, nothing), metrics.citation_recall(CASE, nothing)) == (0, 0)
    for refusing in (metrics.citation_precision, metrics.citation_recall):
        assert refusing(CASE, REFUSAL) is refusing(UNKNOWN, BOTH) is None
    assert metrics.citation_recall(NO_FACT, HALF) == 1
    assert metrics.citation_recall(NO_FACT, answer(said(B, cites("b.txt", B)))) == 0


def test_any_evidence_that_states_a_fact_will_do() -> None:
    either = Case(
        "e", "number", "nl", "?", "article", (("twintig",),), (gold("a.txt", FIRST), gold("a.txt", "twintig"))
    )
    assert metrics.citation_recall(either, answer(said(FIRST, cites("a.txt", FIRST)))) == 1


def test_focus_is_the_share_of_cited_characters_that_answer() -> None:
    assert metrics.citation_focus(CASE, HALF) == len(FIRST) / (len(FIRST) + len(B))
    # The space between the two sentences answers nothing; what is cited twice counts once.
    whole = answer(said("x", citing("a.txt", 0, len(A)), citing("a.txt", 0, len(A))))
    assert metrics.citation_focus(CASE, whole) == (len(A) - 1) / len(A)
    assert metrics.citation_focus(CASE, REFUSAL) is metrics.citation_focus(UNKNOWN, BOTH) is None


def test_the_role_is_that_of_the_words_that_answer() -> None:
    comment = answer(said(FIRST, cites("a.txt", FIRST, "comment"), cites("b.txt", B, "article")))
    assert (metrics.role_right(CASE, BOTH), metrics.role_right(CASE, comment)) == (1, 0)
    assert metrics.role_right(CASE, answer(said(B, cites("b.txt", B)))) is None
    assert metrics.role_right(CASE, answer(said(FIRST, citing("a.txt", 0, 54, role="")))) is None
    no_role = Case("r", "number", "nl", "?", "", CASE.facts, CASE.evidence)
    assert metrics.role_right(no_role, BOTH) is None


def test_a_quote_stands_where_it_is_said_to() -> None:
    assert metrics.quotes_exact(BOTH, TEXTS) == 1
    shifted = GivenCitation("a.txt", 1, 55, FIRST)
    assert metrics.quotes_exact(answer(said(FIRST, shifted)), TEXTS) == 0.5  # the sentence is its quote
    assert metrics.quotes_exact(answer(said("x", cites("a.txt", FIRST), support="checked")), TEXTS) == 1
    assert metrics.quotes_exact(answer(said("anders", cites("a.txt", FIRST))), TEXTS) == 0.5
    beyond = citing("a.txt", 0, 200_000_000)
    assert metrics.quotes_exact(answer(said("x", beyond, support="")), TEXTS) == 0
    assert metrics.citation_focus(CASE, answer(said("x", beyond))) == (len(A) - 1) / 200_000_000
    nowhere = GivenCitation("c.txt", 0, 54, FIRST)
    assert metrics.quotes_exact(answer(said("x", nowhere, support="")), TEXTS) == 0
    assert metrics.quotes_exact(REFUSAL, TEXTS) is None
    assert metrics.quotes_exact(answer(said("x", citing("a.txt", 0, 5), support="")), TEXTS) is None


def test_a_sentence_is_supported_by_one_of_its_citations() -> None:
    checks = OwnChecks()
    mixed = answer(
        said(FIRST, cites("b.txt", B), cites("a.txt", FIRST)), said("Dertig.", cites("a.txt", FIRST))
    )
    assert metrics.supported(mixed, TEXTS, checks) == 0.5
    assert metrics.supported(answer(said(FIRST)), TEXTS, checks) == 0
    assert metrics.supported(REFUSAL, TEXTS, checks) is None


def test_passages_that_meet_evidence_are_relevant_and_so_is_what_is_missed() -> None:
    def hit(source: str, start: int, end: int) -> GivenHit:
        return GivenHit(source, start, end)

    # The second passage has both sentences: nothing is missed.
    both = metrics.retrieval(CASE, answer(hits=(hit("b.txt", 0, 20), hit("a.txt", 0, 68))))
    assert (both["recall"], both["reciprocal_rank"]) == (1, 0.5)
    assert both["ndcg"] == pytest.approx(1 / math.log2(3))
    # One of two sentences, each with a fact of its own; the same passage again is not another one.
    one = metrics.retrieval(CASE, answer(hits=(hit("a.txt", 0, 54), hit("a.txt", 0, 54))))
    assert (one["recall"], one["reciprocal_rank"]) == (0.5, 1)
    assert one["ndcg"] == pytest.approx(1 / (1 + 1 / math.log2(3)))
    apart = metrics.retrieval(CASE, answer(hits=(hit("a.txt", 55, 68), hit("a.txt", 0, 54))))
    assert (apart["recall"], apart["ndcg"]) == (1, pytest.approx(1))
    # Without a fact any evidence will do.
    assert metrics.retrieval(NO_FACT, answer(hits=(hit("a.txt", 0, 54),)))["recall"] == 1


def test_of_evidence_that_states_the_same_fact_one_will_do() -> None:
    other = GoldSpan("b.txt", 0, 11, "Ook Almelo ")
    either = Case("e", "who", "nl", "?", "article", (("almelo", "breda"),), (gold("a.txt", SECOND), other))
    found = metrics.retrieval(either, answer(hits=(GivenHit("b.txt", 0, 20),)))
    assert (found["recall"], found["ndcg"]) == (1, pytest.approx(1))


def test_retrieval_is_measured_where_something_can_be_found() -> None:
    assert metrics.retrieval(CASE, answer(hits=()))["recall"] == 0
    assert metrics.retrieval(CASE, answer()) == metrics.retrieval(UNKNOWN, answer(hits=())) == {}


def test_wordings_agree_where_they_cite_words_in_common_or_are_both_refused() -> None:
    assert metrics.agrees(REFUSAL, REFUSAL) == 1
    assert metrics.agrees(REFUSAL, BOTH) == metrics.agrees(BOTH, REFUSAL) == 0
    assert metrics.agrees(BOTH, HALF) == 1
    assert metrics.agrees(answer(said(B, cites("b.txt", B))), BOTH) == 0
    touching = answer(said("x", citing("a.txt", 54, 55)))
    assert metrics.agrees(touching, answer(said(FIRST, cites("a.txt", FIRST)))) == 0


def test_only_what_applies_is_measured() -> None:
    judge = Judge(TEXTS, OwnChecks())
    timed = GivenTimings(first_citation=0.1, total=2.0, evidence=0.05)
    refused = judge.values(UNKNOWN, answer(timings=timed))
    assert refused == {"hallucinated": 0.0, "seconds_refusal": 2.0}
    values = judge.values(CASE, answer(*BOTH.sentences, timings=timed))
    assert values.keys() == {
        "right",
        "right_if_answered",
        "facts_stated",
        "refused",
        "cited_right",
        "checked",
        "right_if_quoted",
        "words_quoted",
        "citation_precision",
        "citation_recall",
        "citation_focus",
        "role_right",
        "quotes_exact",
        "supported",
        "sentence_words",
        "long_words",
        "seconds",
        "seconds_first",
    }
    assert (values["seconds"], values["seconds_first"], values["sentence_words"]) == (2.0, 0.1, 5.0)


@pytest.mark.parametrize(
    ("start", "end", "met"), [(49, 61, True), (48, 60, False), (62, 74, True), (63, 75, False)]
)
def test_half_is_counted_from_where_the_words_begin(start: int, end: int, met: bool) -> None:
    # 'In Breda dus.' stands at 55-68: of spans of twelve characters, six in common are half.
    assert (CASE.evidence[1].start, CASE.evidence[1].end) == (55, 68)
    assert metrics.meets("a.txt", Span(start, end), CASE.evidence[1]) is met


@pytest.mark.parametrize(
    ("start", "end", "exact"), [(0, 54, 1), (1, 54, 0), (0, 53, 0), (0, 55, 0), (1, 55, 0)]
)
def test_a_quote_that_is_off_by_one_character_is_inexact(start: int, end: int, exact: int) -> None:
    cited = GivenCitation("a.txt", start, end, FIRST)
    assert metrics.quotes_exact(answer(said("x", cited, support="checked")), TEXTS) == exact


@pytest.mark.parametrize(
    ("text", "wording", "stated"),
    [
        ("Het zijn er vijftien.", "tien", 0),
        ("Het zijn er tien.", "tien", 1),
        ("Het was 28 procent.", "8 procent", 0),
        ("Het was 8 procent.", "8 procent", 1),
        ("Het was 67%.", "67%", 1),
        ("Het was 167%.", "67%", 0),
    ],
)
def test_a_fact_is_not_stated_by_part_of_a_word_or_number(text: str, wording: str, stated: int) -> None:
    asked = Case("n", "number", "nl", "?", "article", ((wording,),), CASE.evidence)
    assert (
        metrics.right(asked, answer(said(text))) == metrics.facts_stated(asked, answer(said(text))) == stated
    )


def test_only_right_answers_and_right_refusals_are_good() -> None:
    fates = [metrics.verdict(case, given) for case in (CASE, UNKNOWN) for given in (BOTH, HALF, REFUSAL)]
    # Right, wrong, refused; invented, invented, refused rightly.
    assert [fate in metrics.GOOD for fate in fates] == [True, False, False, False, False, True]


def test_one_character_in_common_is_words_in_common() -> None:
    last = answer(said("x", citing("a.txt", 53, 54)))
    assert metrics.agrees(last, answer(said(FIRST, cites("a.txt", FIRST)))) == 1
    elsewhere = answer(said("x", citing("b.txt", 0, 20)))
    assert metrics.agrees(answer(said("x", citing("a.txt", 0, 20))), elsewhere) == 0


def test_what_is_retrieved_is_measured_beside_the_answer() -> None:
    judge = Judge(TEXTS, OwnChecks())
    given = answer(*HALF.sentences, hits=(GivenHit("b.txt", 0, 20), GivenHit("a.txt", 0, 54)))
    values = judge.values(CASE, given)
    assert (values["recall"], values["reciprocal_rank"]) == (0.5, 0.5)
    # The best of two is 1 + 1 / log2(3); found is the second rank alone.
    assert values["ndcg"] == pytest.approx((1 / math.log2(3)) / (1 + 1 / math.log2(3)))
    assert (values["right"], values["facts_stated"], values["quotes_exact"], values["supported"]) == (
        0,
        0.5,
        1,
        1,
    )
    # Of eleven words only 'organisaties' has more than three syllables: 'ongeveer' has three.
    assert values["long_words"] == 1 / 11


_spans = st.tuples(st.integers(0, 60), st.integers(1, 30)).map(lambda span: (span[0], span[0] + span[1]))


@given(_spans, _spans)
def test_to_meet_is_mutual_and_asks_for_words_in_common(one: tuple[int, int], other: tuple[int, int]) -> None:
    met = metrics.meets("a.txt", Span(*one), GoldSpan("a.txt", *other, "x"))
    assert met is metrics.meets("a.txt", Span(*other), GoldSpan("a.txt", *one, "x"))
    common = set(range(*one)) & set(range(*other))
    assert met is (2 * len(common) >= min(one[1] - one[0], other[1] - other[0]))


@given(st.lists(_spans, max_size=3), st.lists(_spans, max_size=3))
def test_to_agree_is_mutual_and_every_answer_agrees_with_itself(
    one: list[tuple[int, int]], other: list[tuple[int, int]]
) -> None:
    first, second = (answer(*(said("x", citing("a.txt", *each)) for each in spans)) for spans in (one, other))
    assert metrics.agrees(first, second) == metrics.agrees(second, first)
    assert metrics.agrees(first, first) == 1


def test_a_sentence_may_follow_from_two_places_together() -> None:
    class Both:
        def entails(self, text: str, claim: str) -> bool:
            return FIRST in text and B in text

    joined = answer(said("x", cites("a.txt", FIRST), cites("b.txt", B)))
    assert metrics.supported(joined, TEXTS, Both()) == 1
    assert metrics.supported(answer(said("x", cites("a.txt", FIRST))), TEXTS, Both()) == 0


def test_answers_without_citations_cannot_be_compared() -> None:
    assert metrics.agrees(answer(said("Twintig.")), BOTH) is None
    assert metrics.agrees(BOTH, answer(said("Twintig."))) is None


def test_a_right_sentence_is_cited_where_any_citation_is_of_what_answers() -> None:
    assert metrics.cited_right(CASE, HALF) == 1
    assert metrics.cited_right(CASE, answer(said(B, cites("b.txt", B)))) == 0
    assert metrics.cited_right(CASE, REFUSAL) is metrics.cited_right(UNKNOWN, BOTH) is None


def test_own_words_and_quotes_are_counted_apart() -> None:
    own = said("Twintig organisaties dus.", cites("a.txt", FIRST), support="checked")
    mixed = answer(own, *BOTH.sentences, said("Twintig.", cites("a.txt", FIRST), support="checked"))
    assert metrics.checked(mixed) == {"checked": 0.5, "words_checked": 2.0, "words_quoted": 5.0}
    assert metrics.checked(BOTH) == {"checked": 0.0, "words_quoted": 5.0}
    assert metrics.checked(REFUSAL) == {}
    judge = Judge(TEXTS, OwnChecks())
    assert judge.values(CASE, mixed)["right_if_checked"] == 1
    assert "right_if_quoted" not in judge.values(CASE, mixed)
    assert "right_if_checked" not in judge.values(CASE, BOTH)
    assert judge.values(CASE, BOTH)["right_if_quoted"] == metrics.right(CASE, BOTH)
