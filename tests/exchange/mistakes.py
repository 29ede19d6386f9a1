"""How the tests say that a person is told about a mistake."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from classifier.errors import UserMistake
from classifier.texts import LANGUAGES, Texts


@contextmanager
def told(code: str) -> Iterator[pytest.ExceptionInfo[UserMistake]]:
    """The body raises UserMistake ``code``, and every catalogue has its sentence."""
    with pytest.raises(UserMistake) as caught:
        yield caught
    assert caught.value.code == code
    for language in LANGUAGES:
        assert caught.value.message(Texts(language))
