"""The one family of errors that users see: each says what is wrong and what to do about it."""


class WijkwijzerError(Exception):
    """A problem that the user can act on. The command line prints it and leaves with `exit_code`."""

    exit_code = 2


def first_line(error: BaseException) -> str:
    """Return what a library's error says in its first line, or its kind where it says nothing."""
    return (str(error).strip().splitlines() or [type(error).__name__])[0]


class UsageError(WijkwijzerError):
    """Something that was asked for in a wrong way: an argument, a setting, an input file."""

    exit_code = 2


class IndexUnavailableError(WijkwijzerError):
    """There is no index, or it cannot be trusted."""

    exit_code = 3


class StoreUnavailableError(WijkwijzerError):
    """What is kept beside the index cannot be read or written."""

    exit_code = 3


class ModelUnavailableError(WijkwijzerError):
    """A model or endpoint cannot be had, or its files cannot be trusted."""

    exit_code = 4


class UnreadableError(Exception):
    """A file that cannot become a document; the message is the reason that is reported beside its name."""
