"""What protects the people behind the answers: personal data taken out of a text, and the smallest group.

Rules find the data (``classifier/contact_details.py``, ``classifier/person_names.py``); how often they are
right stands in docs/clusters.md. They lower a risk and do not take it away: an unusual name without a hint
in the sentence stays.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from spacy.language import Language

from classifier.contact_details import find_contact_details
from classifier.person_names import find_persons
from classifier.texts import Texts

# A smaller group is never shown on its own: people would be recognised.
SMALLEST_GROUP = 5

MARKS = {
    "person": "privacy.mark.person",
    "phone": "privacy.mark.phone",
    "email": "privacy.mark.email",
    "account": "privacy.mark.account",
    "citizen_number": "privacy.mark.citizen_number",
    "address": "privacy.mark.address",
    "plate": "privacy.mark.plate",
    "link": "privacy.mark.link",
}


@dataclass(frozen=True)
class Found:
    """One piece of personal data; ``kind`` is a key of ``MARKS``, positions are characters of the original."""

    kind: str
    start: int
    end: int


@dataclass(frozen=True)
class Masked:
    """A text that may be shown, and what was taken out of it.

    ``without_found`` has a space for every character taken out, so that positions stay what they were.
    """

    text: str
    found: tuple[Found, ...]
    without_found: str


def mask(text: str, texts: Texts | None = None, statistical: Language | None = None) -> Masked:
    """A text with a mark such as "[naam]" in the place of personal data, in the language of ``texts`` (Dutch).

    ``statistical``: a pipeline whose names of persons and proper nouns are used beside the rules. Takes time
    in proportion to the length of the text.
    """
    found = find_personal_data(text, statistical)
    if not found:
        return Masked(text, (), text)
    catalogue = texts or Texts()
    marked = _replaced(text, found, lambda item: catalogue(MARKS[item.kind]))
    return Masked(marked, found, _replaced(text, found, lambda item: " " * (item.end - item.start)))


def find_personal_data(text: str, statistical: Language | None = None) -> tuple[Found, ...]:
    """All personal data in a text, in order and without overlap."""
    details = [Found(*item) for item in find_contact_details(text)]
    persons = [Found("person", *span) for span in find_persons(text, statistical)]
    return tuple(sorted(_without_overlap([*details, *persons]), key=lambda item: item.start))


def _without_overlap(found: Iterable[Found]) -> list[Found]:
    """Those that do not overlap one that stands before them in the list."""
    taken: set[int] = set()
    kept = []
    for item in found:
        places = range(item.start, item.end)
        if taken.isdisjoint(places):
            taken.update(places)
            kept.append(item)
    return kept


def _replaced(text: str, found: Iterable[Found], replacement) -> str:
    parts, position = [], 0
    for item in found:
        parts += [text[position : item.start], replacement(item)]
        position = item.end
    return "".join([*parts, text[position:]])
