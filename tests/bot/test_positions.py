"""Who says what of a subject, each voice once."""

from bot.answer import Bot
from bot.positions import positions
from index.types import Block, Document, Role, Span
from tests.bot.conftest import index_of, page
from tests.conftest import ScriptedGenerator

PARTS: tuple[tuple[Role, str, str], ...] = (
    ("heading", "", "Wijkteams onder de loep"),
    ("article", "", "De wijkteams bestaan drie jaar."),
    ("article", "", "Volgens Movisie slagen de wijkteams. "),
    ("quote", "Silke van Arum", "‘Dat is laag’, zegt Silke van Arum."),
    ("quote", "Silke van Arum", "‘De wijkteams kunnen beter.’"),
    ("quote", "Jetta Klijnsma", "‘Ik maak mij geen zorgen’, zegt Klijnsma."),
    ("boilerplate", "", "1."),
    ("comment", "", "De wijkteams doen niets."),
    ("boilerplate", "", "2."),
    ("comment", "", "Goed stuk."),
    ("boilerplate", "", "3."),
    ("comment", "", "Ook ik zie de wijkteams nooit. En de wijkteams mij niet."),
)


def document() -> Document:
    text, blocks = "", []
    for role, speaker, said in PARTS:
        blocks.append(Block(Span(len(text), len(text) + len(said)), role, speaker))
        text += f"{said}\n\n"
    return Document("a.txt", text, tuple(blocks), title="Wijkteams onder de loep")


def test_every_voice_has_a_sentence_and_the_article_comes_last() -> None:
    index = index_of(document(), page("b.txt", "De buurtbus rijdt."))
    hits = index.hits_at("wijkteams", range(len(index.passages)))
    found = positions("de wijkteams", hits, index)
    said = {each.text for each in found}
    # Of Van Arum what she says of the teams; of Klijnsma, who speaks below that title, what there is; not the
    # comment on something else, nor a second sentence of one.
    assert {
        "‘De wijkteams kunnen beter.’",
        "‘Ik maak mij geen zorgen’, zegt Klijnsma.",
        "Volgens Movisie slagen de wijkteams.",
        "De wijkteams doen niets.",
    } < said
    assert len(said & {"Ook ik zie de wijkteams nooit.", "En de wijkteams mij niet."}) == 1
    assert found[-1].text == "De wijkteams bestaan drie jaar."
    assert len(found) == 6


def test_who_says_what_is_answered_with_each_voice() -> None:
    answer = Bot(index_of(document()), ScriptedGenerator(), 10).answer("Wie zegt wat over de wijkteams?")
    voices = [(each.citations[0].role, each.citations[0].speaker) for each in answer.sentences]
    assert sorted(voices) == [
        ("article", ""),
        ("article", ""),
        ("comment", ""),
        ("comment", ""),
        ("quote", "Jetta Klijnsma"),
        ("quote", "Silke van Arum"),
    ]
