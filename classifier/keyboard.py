"""Which key stands for which label: digits for the level, letters that remind of the name for the rest.

The same codebook always gives the same keys, in every language of the screen.
"""

import unicodedata
from collections.abc import Sequence
from string import ascii_uppercase

import numpy as np
from scipy.optimize import linear_sum_assignment

from classifier.codebook import Codebook, Facet, Label

# Keys of what one can do on an answer.
ACCEPT, UNDO, EXPLAIN = "Enter", "U", "D"
BACK, FORWARD, FOCUS_UP, FOCUS_DOWN = "Left", "Right", "Up", "Down"
# Streamlit keeps C and R for itself.
TAKEN = frozenset({"C", "R", UNDO, EXPLAIN})
LETTERS = tuple(letter for letter in ascii_uppercase if letter not in TAKEN)
DIGITS = tuple("0123456789")
WITH_SHIFT = "Shift+"
# What it costs to give a label another letter than its first; its place in the name comes on top.
_NOT_FIRST, _NOT_IN_NAME = 40, 100


def assign_keys(codebook: Codebook) -> dict[tuple[str, str], str]:
    """A key for every label one can choose; of a flag only for the label it raises.

    The first ordinal facet gets digits. The other facets get letters in the order of the codebook, a facet
    for which too few are left gets Shift with a letter. Labels that are left over after that have no key.
    """
    level = next((facet for facet in codebook if _fits_digits(facet)), None)
    keys = (
        {} if level is None else {(level.key, key): digit for key, digit in zip(level.keys, DIGITS, strict=False)}
    )
    plain, shifted = _split([facet for facet in codebook if facet is not level])
    return {**keys, **_letters(plain, ""), **_letters(shifted, WITH_SHIFT)}


def _fits_digits(facet: Facet) -> bool:
    return facet.kind == "ordinal" and len(facet.keys) <= len(DIGITS)


def _split(facets: Sequence[Facet]) -> tuple[list[Facet], list[Facet]]:
    """The facets whose labels get a letter alone, and those that need Shift."""
    plain: list[Facet] = []
    shifted: list[Facet] = []
    left = len(LETTERS)
    for facet in facets:
        if len(choices(facet)) <= left:
            plain.append(facet)
            left -= len(choices(facet))
        else:
            shifted.append(facet)
    return plain, shifted


def choices(facet: Facet) -> tuple[Label, ...]:
    """The labels one can press: all, but of a flag only the one it raises."""
    return facet.labels[-1:] if facet.kind == "flag" else facet.labels


def _letters(facets: Sequence[Facet], prefix: str) -> dict[tuple[str, str], str]:
    """Letters so that most labels get their first one (the assignment problem); of equals the first label wins."""
    wanted = [(facet, label) for facet in facets for label in choices(facet)][: len(LETTERS)]
    if not wanted:
        return {}
    costs = np.array([[_cost(_name(facet, label), letter) for letter in LETTERS] for facet, label in wanted])
    weights = np.linspace(1.1, 1.0, len(wanted))
    rows, columns = linear_sum_assignment(costs * weights[:, None])
    return {
        (wanted[row][0].key, wanted[row][1].key): prefix + LETTERS[column]
        for row, column in zip(rows, columns, strict=True)
    }


def _name(facet: Facet, label: Label) -> str:
    """The name as it stands on the key: capitals without accents. A flag goes by the facet's own."""
    name = facet.name if facet.kind == "flag" else label.text("short")
    return unicodedata.normalize("NFKD", name).upper()


def _cost(name: str, letter: str) -> int:
    position = name.find(letter)
    return _NOT_IN_NAME if position < 0 else position and _NOT_FIRST + position
