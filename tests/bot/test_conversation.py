"""What a conversation has before a question: more of it, where it is from, and the same of another town."""

from datetime import date

import pytest

from bot.answer import Bot
from bot.conversation import Before, followed, standing_alone, told_in, without_shown
from bot.provenance import with_speaker
from bot.trained import Trained
from bot.types import Answer, Citation, Kind, Reason, Sentence
from index.types import Block, Document, Span
from prompts import load
from tests.bot.conftest import BREDA, BREDA_QUESTION, asked_before, evidence_of, index_of, page
from tests.conftest import ScriptedGenerator

NL = load("nl")
ALMELO = "De gemeente Almelo zet de wijkteams meer in op vroegsignalering."
ALMERE = "De gemeente Almere betrekt de wijkteams bij het beleid."
GOALS = (
    "Het belangrijkste doel van de wijkteams is een integrale aanpak.",
    "Dit is niet verwonderlijk voor de wijkteams.",
    "Een ander belangrijk doel van de wijkteams is zelfredzaamheid.",
)


def quoting(text: str, source: str = "a.txt", start: int = 0) -> Citation:
    return Citation(source, "", "", "", None, "article", "", start, start + len(text), text)


def answered(question: str, *told: Citation, joined: tuple[str, ...] = ()) -> Answer:
    sentences = tuple(Sentence(each.quote, "quote", (each,)) for each in told)
    return Answer(question, "answer", "nl", sentences, joined=joined)


def bot_on(*texts: str) -> Bot:
    documents = [page(f"{chr(97 + n)}.txt", text, title=f"Titel {n}") for n, text in enumerate(texts)]
    return Bot(index_of(*documents), ScriptedGenerator(), 10, today=lambda: date(2026, 1, 1))


@pytest.mark.parametrize(
    ("kind", "reason"),
    [
        ("greeting", ""),
        ("crisis", ""),
        ("refusal", "instruction"),
        ("refusal", "personal_data"),
        ("refusal", "invalid_question"),
    ],
)
def test_what_asks_nothing_of_the_sources_is_not_followed(kind: Kind, reason: Reason) -> None:
    first = answered("Wat doet Almelo?", quoting(ALMELO))
    other = Answer("Hallo", kind, "nl", reason=reason)
    assert followed([first, other]) == followed([first])
    assert followed([other]) == followed([]) == Before()


def test_a_refused_question_is_followed_and_what_was_shown_stays_shown() -> None:
    first = answered("Wat doet Almelo?", quoting(ALMELO))
    before = followed([first, asked_before("Wat kost dat?")])
    assert (before.question, before.told, before.shown) == ("Wat kost dat?", (), (quoting(ALMELO),))


def test_a_reading_grows_no_longer_than_three_questions() -> None:
    said = ("Wat doet Almelo?", "Hoeveel teams zijn er?", "Wat kosten die?")
    before = followed([answered(" ".join(said), quoting(ALMELO), joined=said)])
    assert before.joined("En wie betaalt?") == ("Wat doet Almelo?", "Wat kosten die?", "En wie betaalt?")


def test_what_said_nothing_by_itself_is_not_read_again() -> None:
    before = Before("Wat doet Almelo waarom?", ("wat doet almelo", "waarom?"))
    assert before.joined("En wie betaalt?") == ("wat doet almelo?", "En wie betaalt?")


def test_what_was_shown_is_left_out_with_what_only_goes_on_from_it() -> None:
    evidence = evidence_of(index_of(page("a.txt", " ".join(GOALS))))
    left = without_shown(evidence, [quoting(GOALS[0])])
    assert [each.text for each in left] == [*GOALS[1:]]
    assert left[0].before is None
    assert [each.text for each in standing_alone(left)] == [GOALS[2]]


def test_of_a_source_that_is_gone_no_passage_is_told() -> None:
    index = index_of(page("a.txt", ALMELO))
    assert told_in(index, [quoting(ALMELO), quoting(ALMERE, "gone.txt")]) == [0]


def test_what_was_told_is_in_the_passages_that_share_a_character_with_it() -> None:
    long = " ".join(
        f"De gemeente Almelo zet wijkteam {number} in op vroegsignalering." for number in range(90)
    )
    index = index_of(page("a.txt", ALMERE), page("b.txt", long), page("c.txt", BREDA))
    assert len(index.sources.rows("b.txt")) > 3
    for start in range(0, len(long), 97):
        for end in range(start + 1, len(long), 311):
            told = quoting(long[start:end], "b.txt", start)
            shared = [
                row
                for row, passage in enumerate(index.passages)
                if passage.source == "b.txt"
                and set(range(start, end)) & set(range(passage.span.start, passage.span.end))
            ]
            assert told_in(index, [told]) == shared


@pytest.mark.parametrize("more", ["Zijn er nog meer?", "nog een doel", "wat nog meer", "Any more?"])
def test_more_is_what_was_not_shown_yet(more: str) -> None:
    other = BREDA.replace("twintig", "dertig")
    bot, question = bot_on(BREDA, other), BREDA_QUESTION
    texts = load("en" if "Any" in more else "nl")
    answer = bot.answer(more, [answered(question, quoting(BREDA))])
    assert [each.text for each in answer.sentences] == [other]
    assert answer.question == question
    assert answer.notices[0] == texts.get("answer.more_on", question=question)
    done = bot.answer(more, [answered(question, quoting(BREDA)), answer])
    assert done.abstained
    assert texts.get("answer.no_more") in done.notices


def test_more_of_an_overview_has_other_points() -> None:
    bot = bot_on(ALMELO, ALMERE)
    question = "Wat staat er over wijkteams?"
    answer = bot.answer("vertel me meer", [answered(question, quoting(ALMELO))])
    assert [each.text for each in answer.sentences] == [ALMERE]
    everything = answered("Waar gaan de bronnen over?", quoting(ALMELO), quoting(ALMERE, "b.txt"))
    assert bot.answer("nog meer?", [everything]).notices[1] == NL.get("answer.no_more")


def test_without_anything_before_it_more_is_a_question_like_any_other() -> None:
    assert bot_on(ALMELO).answer("Zijn er nog meer?").kind == "clarify"


@pytest.mark.parametrize("asked", ["Wie zegt dat?", "waar staat dat", "Bron?"])
def test_where_an_answer_is_from_is_told_with_its_words(asked: str) -> None:
    answer = bot_on(ALMELO, ALMERE).answer(asked, [answered("Wat doet Almelo?", quoting(ALMELO))])
    assert [each.text for each in answer.sentences] == [ALMELO]
    assert answer.question == "Wat doet Almelo?"


def test_the_source_of_an_answer_is_named_as_its_citation_has_it() -> None:
    told = Citation("a.txt", "Titel 0", "Movisie", "2021-08-30", None, "article", "", 0, len(ALMELO), ALMELO)
    answer = bot_on(ALMELO).answer("Waar staat dat?", [answered("Wat doet Almelo?", told)])
    assert answer.notices == ("Dit staat in: Titel 0, Artikel, Movisie, 30 augustus 2021.",)


def test_of_when_an_undated_source_is_cannot_be_told() -> None:
    earlier = [answered("Wat doet Almelo?", quoting(ALMELO))]
    answer = bot_on(ALMELO).answer("Van wanneer is dat?", earlier)
    assert (answer.kind, answer.reason) == ("refusal", "weak_evidence")
    assert answer.notices == (
        NL.get("answer.refusal"),
        "Dit staat in: zonder titel, Artikel, datum onbekend.",
    )
    assert [each.quote for each in answer.nearest] == [ALMELO]
    dated = Citation("a.txt", "", "", "2021-08-30", None, "article", "", 0, len(ALMELO), ALMELO)
    answer = bot_on(ALMELO).answer("Van wanneer is dat?", [answered("Wat doet Almelo?", dated)])
    assert answer.notices == ("Dit staat in: zonder titel, Artikel, 30 augustus 2021.",)


@pytest.mark.parametrize(
    ("text", "told", "cited"),
    [
        (f"{ALMELO} Dat blijkt uit het rapport.", ALMELO, f"{ALMELO} Dat blijkt uit het rapport."),
        (f"{ALMELO} Dat kost geld.", ALMELO, ALMELO),
        (f"{ALMELO} ‘Veel’, vindt Movisie.", ALMELO, f"{ALMELO} ‘Veel’, vindt Movisie."),
        ("Movisie deed onderzoek. Ze vond dat.", "Ze vond dat.", "Movisie deed onderzoek. Ze vond dat."),
        (f"Movisie deed onderzoek. {ALMELO}", ALMELO, ALMELO),
    ],
)
def test_who_says_it_may_stand_beside_it(text: str, told: str, cited: str) -> None:
    index = index_of(page("a.txt", text))
    start = text.index(told)
    [found] = with_speaker([quoting(told, start=start)], index)
    assert (found.quote, text[found.start : found.end]) == (cited, cited)


def test_who_says_it_may_be_told_by_a_quote_after_it() -> None:
    said = "‘Opvallend laag’, concludeert Van Arum."
    text = f"{ALMELO} {said}"
    blocks = (
        Block(Span(0, len(ALMELO)), "article"),
        Block(Span(len(ALMELO) + 1, len(text)), "quote", "Van Arum"),
    )
    found = with_speaker([quoting(ALMELO)], index_of(Document("a.txt", text, blocks)))
    assert [(each.quote, each.role, each.speaker) for each in found] == [
        (ALMELO, "article", ""),
        (said, "quote", "Van Arum"),
    ]


def test_what_a_source_said_that_is_gone_is_told_as_it_was() -> None:
    told = quoting(ALMERE, "gone.txt")
    assert with_speaker([told], index_of(page("a.txt", ALMELO))) == (told,)


def test_another_town_after_an_overview_is_asked_an_overview_of() -> None:
    bot = bot_on(ALMELO, ALMERE)
    first = bot.answer("Wat staat er over Almelo?")
    answer = bot.answer("en almere dan?", [first])
    assert [each.text for each in answer.sentences] == [ALMERE]
    assert answer.notices[0] == NL.get("answer.understood_as", question="Wat staat er over almere?")


def test_somebody_s_own_case_keeps_where_to_go_beside_whom_to_call() -> None:
    class Alarmed:
        def danger(self, message: str) -> float:
            return 1.0

    bot = Bot(index_of(page("a.txt", ALMELO)), ScriptedGenerator(), 10, trained=Trained(alarm=Alarmed()))
    answer = bot.answer("Heb ik recht op hulp van de wijkteams in Almelo?")
    assert (answer.kind, answer.reason) == ("crisis", "personal_case")
    assert answer.notices[0] == NL.get("answer.crisis")
    assert NL.get("answer.personal_case") in answer.notices
    assert [each.quote for each in answer.nearest] == [ALMELO]
