"""All texts that people read on screens and in messages: one catalogue per language.

A catalogue is a folder of files, one per screen or subject: ``nl/`` is the default and complete; ``en/``
stands beside it with the same keys.
"""

import tomllib
from functools import cache
from importlib import resources

LANGUAGES = ("nl", "en")


@cache
def load_catalogue(language: str) -> dict[str, str]:
    """The catalogue of one language, flattened to dotted keys.

    Raises ValueError for a language without a catalogue and for a key that stands in it twice.
    """
    if language not in LANGUAGES:
        raise ValueError(f"no text catalogue for language {language!r}; there are {', '.join(LANGUAGES)}")
    found: dict[str, str] = {}
    for file in resources.files(__name__).joinpath(language).iterdir():
        own = dict(_flatten(tomllib.loads(file.read_text(encoding="utf-8"))))
        if twice := found.keys() & own.keys():
            raise ValueError(f"texts stand twice in catalogue {language!r}: {', '.join(sorted(twice))}")
        found |= own
    return found


def _flatten(tree: dict, prefix: str = ""):
    for key, value in tree.items():
        if isinstance(value, dict):
            yield from _flatten(value, f"{prefix}{key}.")
        else:
            yield prefix + key, str(value)


class Texts:
    """The texts of one language: ``Texts("nl")("classify.title")``."""

    def __init__(self, language: str = "nl") -> None:
        self.language = language
        self._catalogue = load_catalogue(language)

    def __call__(self, key: str, /, **facts: object) -> str:
        """The text under ``key`` with ``facts`` filled in. Raises KeyError for an unknown key or fact."""
        return self._catalogue[key].format(**facts)
