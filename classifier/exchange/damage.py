"""Libraries that read binary formats fail in many ways; to a person it is one: the file is damaged."""

from collections.abc import Iterator
from contextlib import contextmanager

from classifier.errors import UserMistake


@contextmanager
def damage_is_a_mistake(name: str, kind: str) -> Iterator[None]:
    """Turns whatever goes wrong inside into ``UserMistake("file_damaged")``.

    A panic in a Rust library arrives as pyo3's ``PanicException``, which is not an ``Exception`` and
    cannot be imported; hence the name.
    """
    try:
        yield
    except UserMistake:
        raise
    except BaseException as error:
        if isinstance(error, Exception) or type(error).__name__ == "PanicException":
            raise UserMistake("file_damaged", name=name, kind=kind) from error
        raise
