import pytest

from bot.coverage import Missing, coverage, covered, missing, named


@pytest.mark.parametrize(
    ("term", "found", "expected"),
    [
        ("wijkteam", {"wijkteam"}, True),
        ("wijkteam", {"wijkteamgeneralist"}, True),
        ("wijkteamgeneralist", {"wijkteam"}, True),
        ("wet", {"wet"}, True),
        ("wet", {"wetgev"}, False),
        ("wetgev", {"wet"}, False),
        ("breda", {"almer", "almelo"}, False),
        ("breda", set(), False),
    ],
)
def test_a_term_is_covered_by_itself_or_by_a_compound(term: str, found: set[str], expected: bool) -> None:
    assert covered(term, frozenset(found)) is expected


def test_coverage_weighs_terms_by_their_rarity() -> None:
    rarity = {"breda": 3.0, "wijkteam": 1.0}
    assert coverage(["breda", "wijkteam"], "De wijkteams", rarity) == 0.25
    assert coverage(["breda", "wijkteam"], "Breda", rarity) == 0.75
    assert coverage(["breda", "wijkteam"], "Breda en zijn wijkteams", rarity) == 1.0
    assert coverage(["breda", "wijkteam"], "niets daarvan", rarity) == 0.0


def test_a_question_without_terms_is_covered() -> None:
    assert coverage([], "De gemeente", {}) == 1.0
    assert coverage(["gemeent"], "iets anders", {"gemeent": 0.0}) == 1.0


@pytest.mark.parametrize(
    ("question", "names"),
    [
        ("Wat doet Breda met de Wmo?", ["Breda", "Wmo"]),
        ("Breda doet wat met wijkteams?", []),  # the first word has a capital anyway
        ("SCP zegt wat?", ["SCP"]),
        ("“Almere” of Almelo?", ["Almelo"]),
        ("wat wil Silke van Arum", ["Silke", "Arum"]),
        ("Wat zegt De Kanteling?", ["Kanteling"]),
        ("wat doen gemeenten?", []),
    ],
)
def test_names_are_capitalised_words_but_the_first(question: str, names: list[str]) -> None:
    assert named(question) == names


def test_what_no_source_has_is_missing() -> None:
    known = frozenset({"breda", "gemeent", "2015"})
    assert missing("Wat deed Zwolle in 2015 en Breda in 1987?", known, "nl") == Missing(
        ("Zwolle",), ("1987",)
    )
    assert missing("Wat deed de gemeente Breda in 2015?", known, "nl") == Missing((), ())


def test_an_english_question_may_have_translated_names() -> None:
    assert missing("What did the Court of Audit do in 1987?", frozenset(), "en") == Missing((), ("1987",))


def test_a_place_is_missing_in_any_language_and_in_small_letters() -> None:
    known = frozenset({"breda", "den", "hag"})
    assert missing("What did The Hague do, and Zwolle?", known, "en").names == ("Zwolle",)
    assert missing("wat doet de gemeente zwolle en wat breda", known, "nl").names == ("Zwolle",)
    assert missing("Wat doet Bergen op Zoom?", known, "nl").names == ("Bergen", "Zoom")
    # No source has Utrecht that only has rights, but one on people of Utrecht has.
    assert missing("Wat doet Utrecht?", frozenset({"recht"}), "nl").names == ("Utrecht",)
    assert not missing("Wat doet Utrecht?", frozenset({"utrechter"}), "nl").names


def test_where_all_sources_are_from_is_no_missing_name() -> None:
    assert not missing("Doen alle gemeenten in Nederland dat?", frozenset({"gemeent"}), "nl").names
    assert missing("Doen alle gemeenten in Vlaanderen dat?", frozenset({"gemeent"}), "nl").names == (
        "Vlaanderen",
    )


@pytest.mark.parametrize(
    ("question", "names"),
    [
        ("Wie viel Prozent der Gemeinden nennen das als Ziel?", []),
        ("Hoeveel procent van de gemeenten noemt Utrecht als doel?", ["Utrecht"]),
        ("How many municipalities mention Utrecht?", ["Utrecht"]),
        ("Wat is de Kanteling?", ["Kanteling"]),
    ],
)
def test_german_nouns_are_no_names(question: str, names: list[str]) -> None:
    assert named(question) == names


def test_single_digits_are_no_missing_numbers() -> None:
    assert missing("Noem 3 dingen en 12 namen", frozenset(), "nl").numbers == ("12",)


@pytest.mark.parametrize(
    ("question", "numbers"),
    [
        ("Is de boete € 1.500?", ()),
        ("Is de boete 1.500,00 euro?", ()),
        ("Is de boete € 1.600?", ("1.600",)),
        ("Gold dat op 01-01-2015 al?", ()),
        ("Gold dat op 1 januari 2016 al?", ("2016",)),
        ("Wat zegt art. 18b?", ()),
        ("Wat zeggen de artikelen 18b en 19?", ("19",)),
    ],
)
def test_numbers_are_known_however_they_are_written(question: str, numbers: tuple[str, ...]) -> None:
    known = frozenset({"boet", "1500", "2015-01-01", "artikel 18b"})
    assert missing(question, known, "nl").numbers == numbers
