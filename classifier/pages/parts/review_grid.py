"""Where the buttons of labels stand: facets in rows, and buttons wide enough for every name.

Streamlit cuts a name that does not fit a button with a key on it. Buttons of one facet have one width, so that
they stand in a grid that does not move when a label comes or goes.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import streamlit as st

from classifier.codebook import Codebook, Facet
from classifier.keyboard import WITH_SHIFT, Pair, choices

# Facets with no more buttons than this stand beside each other.
FEW, IN_A_ROW = 2, 3
# Pixels on a screen at the usual size: between buttons, the least and the usual most of a button, and of a heading.
GAP, LEAST, MOST, HEADING = 5, 120, 214, 230
# What stands on a button besides the name: edges, a sign, the gaps between; then the key, and Shift before it.
_AROUND, _KEY, _SHIFT = 66, 10, 50
# How wide letters are, in parts of the size of type (bold Source Sans).
_TYPE = 15.1
_WIDTHS = {
    " ": 0.22, "ilj.,:;'|!I": 0.3, "tfr()/-": 0.39, "sczxvyekJ": 0.52, "wW": 0.78, "mM@%": 0.86,
    "ABCDEFGHKLNOPQRSTUVXYZ&": 0.64,
}  # fmt: skip
_USUAL = 0.565


@dataclass(frozen=True)
class Face:
    """What stands on the button of one label."""

    name: str
    key: str | None

    @property
    def width(self) -> int:
        """Pixels it takes to show all of it."""
        letters = sum(_letter(letter) for letter in self.name) * _TYPE
        key = 0 if self.key is None else _KEY + _SHIFT * self.key.startswith(WITH_SHIFT)
        return round(_AROUND + letters + key)


def _letter(letter: str) -> float:
    if ord(letter) > 0x2E80:
        return 1.0
    return next((width for letters, width in _WIDTHS.items() if letter in letters), _USUAL)


def widths(faces: Sequence[Face]) -> list[int]:
    """Pixels per button of one facet: all the same, but of a name that is far longer than most."""
    own = [face.width for face in faces]
    shared = max([LEAST, *(width for width in own if width <= MOST)])
    return [max(shared, width) for width in own]


Faces = Mapping[Pair, Face]


def places(codebook: Codebook, faces: Faces) -> Iterator[tuple[Facet, Any]]:
    """Each facet with the container to draw it in: in order, those with few buttons beside each other."""
    for row in _rows(codebook):
        wide = [_width(facet, faces) for facet in row]
        here = [st.container()] if len(row) == 1 else st.columns(wide, gap="small")
        yield from zip(row, here, strict=True)


def _rows(codebook: Codebook) -> Iterator[list[Facet]]:
    row: list[Facet] = []
    for facet in codebook:
        if len(choices(facet)) > FEW or len(row) == IN_A_ROW:
            yield from [row] if row else []
            row = []
        if len(choices(facet)) > FEW:
            yield [facet]
        else:
            row.append(facet)
    yield from [row] if row else []


def _width(facet: Facet, faces: Faces) -> int:
    own = widths([faces[facet.key, label.key] for label in choices(facet)])
    return max(HEADING, sum(own) + GAP * (len(own) - 1))
