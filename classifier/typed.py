"""What a person typed, without what cannot be seen: control characters, marks that turn writing round."""

import unicodedata

_UNSEEN = {"Cc", "Cf", "Cs"}


def one_line(text: str) -> str:
    """The text on one line, with single spaces; empty when there was nothing to see in it."""
    seen = (" " if character.isspace() else character for character in text)
    return " ".join("".join(own for own in seen if unicodedata.category(own) not in _UNSEEN).split())


def lines(text: str) -> tuple[str, ...]:
    """The lines in which there is something to see."""
    return tuple(filter(None, map(one_line, text.splitlines())))
