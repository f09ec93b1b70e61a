"""What somebody asked of the desk that cannot be done, to be said in the language of the desk."""

from index.errors import UsageError


class DeskError(UsageError):
    """Something that was asked for in a wrong way: the text of prompts/ that says so, and its variables.

    `View.told` makes words of it; the message itself is for whoever reads a log.
    """

    def __init__(self, text: str, /, **values: object) -> None:
        super().__init__(" ".join([text, *(f"{name}={value!r}" for name, value in values.items())]))
        self.text = text
        self.values = values
