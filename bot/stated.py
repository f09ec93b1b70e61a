"""Whether words state a fact that a right answer must state."""

import re


def says(text: str, wording: str) -> bool:
    """Tell whether a text has a wording: case and white space aside, from the beginning of a word, and not as
    a part of another number. 'vijftien' does not say 'tien', '28 procent' not '8 procent', '8,5' not '8'."""
    end = r"(?![.,]?\d)" if wording[-1:].isdigit() else ""
    plain = re.escape(" ".join(wording.casefold().split()))
    return re.search(rf"(?<!\w)(?<!\d[.,]){plain}{end}", " ".join(text.casefold().split())) is not None
