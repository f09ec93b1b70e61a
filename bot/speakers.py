"""Who says what is cited, where the article does not."""

from prompts import Texts


def commented(speaker: str, texts: Texts) -> str:
    """Return what leads in a reader's comment: 'Een lezer (Jos) schrijft:'."""
    return texts.get("answer.comment_by", speaker=speaker) if speaker else texts.get("answer.comment")
