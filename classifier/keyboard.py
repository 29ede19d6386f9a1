"""Which key stands for which label: digits for the level, letters that remind of the name for the rest.

The same codebooks always give the same keys, on every machine and in every language of the screen. A label keeps
the key it came with, whatever happens to the labels around it and whatever its name becomes:

* labels get keys in the order in which they came into the codebook, those that came together all at once;
* the key of a label that went rests. Hands that know it must not give another label by mistake, so it is
  given again only when no other is left, the one that has rested longest first.
"""

import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
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
SHIFTED = tuple(WITH_SHIFT + letter for letter in LETTERS)
# What it costs to give a label another letter than its first; its place in the name comes on top.
_NOT_FIRST, _NOT_IN_NAME = 40, 100
Pair = tuple[str, str]
"""Facet key and label key."""
Wanted = tuple[Facet, Label]


def assign_keys(codebook: Codebook, earlier: Sequence[Codebook] = ()) -> dict[Pair, str]:
    """A key for every label one can choose; of a flag only for the label it raises.

    ``earlier``: the codebooks before this one, oldest first. The first ordinal facet gets digits. The other
    facets get letters in the order of the codebook, a facet for which too few are left gets Shift with a letter.
    Labels that are left over after that have no key.
    """
    board = _Board()
    for one in (*earlier, codebook):
        board.follow(one)
    return {pair: board.given[pair] for pair in _pairs(codebook) if pair in board.given}


def choices(facet: Facet) -> tuple[Label, ...]:
    """The labels one can press: all, but of a flag only the one it raises."""
    return facet.labels[-1:] if facet.kind == "flag" else facet.labels


def _pairs(codebook: Codebook) -> list[Pair]:
    return [(facet.key, label.key) for facet in codebook for label in choices(facet)]


@dataclass
class _Board:
    """The keys as they stand after some codebooks; ``resting`` are those of labels that went, longest first."""

    given: dict[Pair, str] = field(default_factory=dict)
    resting: dict[Pair, str] = field(default_factory=dict)

    def follow(self, codebook: Codebook) -> None:
        """Go on to the next codebook."""
        present = _pairs(codebook)
        self.resting |= {pair: self.given.pop(pair) for pair in list(self.given) if pair not in present}
        self.given |= {pair: self.resting.pop(pair) for pair in present if pair in self.resting}
        level = self._level(codebook)
        if level is not None:
            self._give(self._without(level), DIGITS)
        plain, shifted = self._split([facet for facet in codebook if facet is not level])
        for wanted, keys in ((plain, LETTERS), (shifted, SHIFTED)):
            self._give(wanted, keys)
        # Where one kind ran out the other helps, also a level with more labels than there are digits.
        for keys in (LETTERS, SHIFTED):
            self._give([own for facet in codebook for own in self._without(facet)], keys)

    def _without(self, facet: Facet) -> list[Wanted]:
        """The labels of a facet that have no key yet."""
        return [(facet, label) for label in choices(facet) if (facet.key, label.key) not in self.given]

    def _has(self, facet: Facet, keys: Sequence[str]) -> bool:
        return any(key in keys for (own, _), key in self.given.items() if own == facet.key)

    def _level(self, codebook: Codebook) -> Facet | None:
        """The facet with digits: the one that has them, else the first that is new and fits."""
        having = (facet for facet in codebook if self._has(facet, DIGITS))
        fitting = (f for f in codebook if f.kind == "ordinal" and len(f.keys) <= len(DIGITS) and not self._known(f))
        return next(having, None) or next(fitting, None)

    def _known(self, facet: Facet) -> bool:
        return any(own == facet.key for own, _ in self.given)

    def _split(self, facets: Sequence[Facet]) -> tuple[list[Wanted], list[Wanted]]:
        """What needs a letter alone, and what needs Shift: as the rest of its facet has it, else as it fits."""
        plain: list[Wanted] = []
        shifted: list[Wanted] = []
        for facet in facets:
            wanted = self._without(facet)
            left = len(self._free(LETTERS)) - len(plain)
            fits = self._has(facet, LETTERS) or (len(wanted) <= left and not self._has(facet, SHIFTED))
            (plain if fits else shifted).extend(wanted)
        return plain, shifted

    def _free(self, keys: Sequence[str]) -> list[str]:
        """Keys that nothing stands under, those of labels that went included."""
        return [key for key in keys if key not in self.given.values()]

    def _give(self, wanted: Sequence[Wanted], keys: Sequence[str]) -> None:
        """Give each a key of these, as long as there are; the first come first."""
        free = self._unused(keys, len(wanted))
        wanted = wanted[: len(free)]
        ordered = zip(wanted, free, strict=False) if keys is DIGITS else _by_name(wanted, free)
        given = {(facet.key, label.key): key for (facet, label), key in ordered}
        self.given |= given
        self.resting = {pair: key for pair, key in self.resting.items() if key not in given.values()}

    def _unused(self, keys: Sequence[str], number: int) -> list[str]:
        """Free keys in order, with as many of the resting ones as it takes to come to this number."""
        resting = [key for key in self.resting.values() if key in keys]
        never = [key for key in self._free(keys) if key not in resting]
        again = resting[: max(number - len(never), 0)]
        return [key for key in keys if key in never or key in again]


def _by_name(wanted: Sequence[Wanted], keys: Sequence[str]) -> Iterator[tuple[Wanted, str]]:
    """Keys so that most labels get their first letter (the assignment problem); of equals the first label wins."""
    if not wanted:
        return
    costs = np.array([[_cost(_name(*own), key[-1]) for key in keys] for own in wanted])
    # From 11 down to 10 in whole numbers: with fractions equals could fall otherwise on another machine.
    steps = max(len(wanted) - 1, 1)
    weights = 11 * steps - np.arange(len(wanted))
    rows, columns = linear_sum_assignment(costs * weights[:, None])
    for row, column in zip(rows, columns, strict=True):
        yield wanted[row], keys[column]


def _name(facet: Facet, label: Label) -> str:
    """The name as it stands on the key: capitals without accents. A flag goes by the facet's own."""
    name = facet.name if facet.kind == "flag" else label.text("short")
    return unicodedata.normalize("NFKD", name).upper()


def _cost(name: str, letter: str) -> int:
    position = name.find(letter)
    return _NOT_IN_NAME if position < 0 else position and _NOT_FIRST + position
