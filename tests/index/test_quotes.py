import pytest

from index.quotes import with_quotes
from index.types import Block, Span


def said(*paragraphs: str) -> list[tuple[str, str]]:
    """Return what is quoted, each with its speaker, from paragraphs of an article."""
    text, blocks = "", []
    for paragraph in paragraphs:
        blocks.append(Block(Span(len(text), len(text) + len(paragraph)), "article"))
        text += paragraph + "\n\n"
    return [(each.speaker, each.span.of(text)) for each in with_quotes(text, blocks) if each.role == "quote"]


@pytest.mark.parametrize(
    ("sentence", "speaker"),
    [
        ("Onderzoeker Lian Stouthard zegt: 'We zijn begonnen met de stukken.'", "Lian Stouthard"),
        ("Onderzoeker Nick Zonneveld: 'Ik maak een vergelijking met voetbal.'", "Nick Zonneveld"),
        ("Hoogleraar P.J. van der Meer: 'Dat klopt.'", "P.J. van der Meer"),
        ("‘Opvallend laag’, concludeert senior onderzoeker Silke van Arum van Movisie.", "Silke van Arum"),
        ("‘Dat is zo’, aldus Klijnsma.", "Klijnsma"),
        ("“Dat gaat niet,” zegt wethouder Els de Groot (42).", "Els de Groot"),
        ("„Het rapport”, vervolgt Bos, „laat zien dat het kan.”", "Bos"),
        ("De VNG schrijft: “Gemeenten moeten meer geld krijgen.”", "VNG"),
        ("“Wij doen ons best”, laat de gemeente Utrecht weten.", "gemeente Utrecht"),
        ("‘Ik kom er niet uit’, zegt een bewoner.", "een bewoner"),
        ("‘Waarom niet?’ vraagt Jan Bos.", "Jan Bos"),
        ('Directeur Jan Bos is het er niet mee eens: "Het is alleen verplaatst."', "Jan Bos"),
        ("Wilma Terpstra zegt “Dat is ons beleid niet.”", "Wilma Terpstra"),
    ],
)
def test_whole_sentences_that_somebody_says(sentence: str, speaker: str) -> None:
    assert said(sentence) == [(speaker, sentence)]


@pytest.mark.parametrize(
    "sentence",
    [
        "Gemeenten lijken ‘een grotere slag te slaan’ in “de Kanteling”.",
        "De toeleiding ‘is vaak een tussenvorm,’ schrijft het SCP.",
        "Dat constateert het SCP in de evaluatie: “De weg naar maatschappelijke ondersteuning”.",
        "Dat is beter bekend als: “de Kanteling”.",
        "Indachtig Nike zeggen wij: ‘just do it.’",
        "Volgens Bos is ‘de rek eruit’.",
        "Er was veel te doen om het motto ‘één gezin, één plan’.",
    ],
)
def test_terms_titles_and_fragments_stay_the_authors(sentence: str) -> None:
    assert said(sentence) == []


def test_the_authors_sentences_around_a_quotation_stay_theirs() -> None:
    text = "Dat is laag. ‘Het zij zo. We gaan door’, zegt Jan Bos. Hij gaat door."
    blocks = with_quotes(text, [Block(Span(0, len(text)), "article")])
    assert [(each.role, each.speaker, each.span.of(text)) for each in blocks] == [
        ("article", "", "Dat is laag."),
        ("quote", "Jan Bos", "‘Het zij zo. We gaan door’, zegt Jan Bos."),
        ("article", "", "Hij gaat door."),
    ]


def test_a_surname_and_a_first_name_stand_for_the_whole_name() -> None:
    assert said(
        "Staatssecretaris Jetta Klijnsma kwam langs.", "‘Dat is goed’, aldus Klijnsma.", "‘Ja’, zegt Jetta."
    ) == [("Jetta Klijnsma", "‘Dat is goed’, aldus Klijnsma."), ("Jetta Klijnsma", "‘Ja’, zegt Jetta.")]


def test_a_pronoun_means_whom_the_text_named_last() -> None:
    assert said(
        "‘Goed’, zegt Jan Bos. ‘Heel goed’, zegt hij. Els de Groot kijkt toe. ‘Slecht’, zegt ze.",
    ) == [
        ("Jan Bos", "‘Goed’, zegt Jan Bos."),
        ("Jan Bos", "‘Heel goed’, zegt hij."),
        ("Els de Groot", "‘Slecht’, zegt ze."),
    ]


def test_who_spoke_goes_on_and_who_is_introduced_begins() -> None:
    assert said(
        "‘Het kan’, zegt Jan Bos. ‘We doen het ook.’ Els de Groot ziet dat anders. ‘Het lukt niet zo.’"
    ) == [
        ("Jan Bos", "‘Het kan’, zegt Jan Bos."),
        ("Jan Bos", "‘We doen het ook.’"),
        ("Els de Groot", "‘Het lukt niet zo.’"),
    ]


def test_an_interview_is_said_by_whom_it_is_about() -> None:
    assert said(
        "Naima el Idrissi is wijkcoach in Hogeveld. Een gesprek met El Idrissi.",
        "‘Ik fiets vooral. Dat is mijn werk.",
        "‘En ik praat met mensen.’",
    ) == [
        ("Naima el Idrissi", "‘Ik fiets vooral. Dat is mijn werk."),
        ("Naima el Idrissi", "‘En ik praat met mensen.’"),
    ]


def test_nobody_speaks_where_nobody_is_named() -> None:
    assert said("‘Dat is zo, zeggen we dan.’ En dat was het.") == []


def test_other_roles_are_left_alone() -> None:
    text = "‘Dat is zo’, zegt Jan Bos."
    comment = Block(Span(0, len(text)), "comment", "Niels")
    assert with_quotes(text, [comment]) == [comment]
