import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.types import Answer, Kind, Sentence, Support
from tests.bot.conftest import citation, quoted

SUPPORTS = st.sampled_from(["quote", "checked"])


@given(text=st.text(), support=SUPPORTS)
def test_a_sentence_without_a_citation_cannot_be_built(text: str, support: Support) -> None:
    with pytest.raises(ValueError, match="without a citation"):
        Sentence(text, support, ())


@given(text=st.text(), quote=st.text())
def test_a_quote_is_the_words_it_cites(text: str, quote: str) -> None:
    cited = citation(quote)
    if text == quote:
        assert Sentence(text, "quote", (cited,)).text == cited.quote
    else:
        with pytest.raises(ValueError, match="is not the quote"):
            Sentence(text, "quote", (cited,))


def test_a_quote_must_be_the_first_of_its_citations() -> None:
    first, second = citation("Een."), citation("Twee.")
    assert Sentence("Een.", "quote", (first, second)).citations == (first, second)
    with pytest.raises(ValueError, match=r"'Twee\.' is not the quote 'Een\.'"):
        Sentence("Twee.", "quote", (first, second))


def test_a_checked_sentence_may_have_other_words() -> None:
    assert Sentence("Breda kent het.", "checked", (citation(),)).text == "Breda kent het."


@pytest.mark.parametrize("kind", ["answer", "partial"])
def test_an_answer_without_sentences_cannot_be_built(kind: Kind) -> None:
    with pytest.raises(ValueError, match=f"kind '{kind}' with 0 sentences"):
        Answer("vraag", kind, "nl")


@pytest.mark.parametrize("kind", ["refusal", "greeting", "clarify"])
def test_what_is_no_answer_has_no_sentences(kind: Kind) -> None:
    with pytest.raises(ValueError, match=f"kind '{kind}' with 1 sentences"):
        Answer("vraag", kind, "nl", sentences=(quoted(citation()),))
    assert Answer("vraag", kind, "nl").abstained is True


@pytest.mark.parametrize("kind", ["answer", "partial"])
def test_an_answer_with_a_sentence_does_not_abstain(kind: Kind) -> None:
    assert Answer("vraag", kind, "nl", sentences=(quoted(citation()),)).abstained is False
