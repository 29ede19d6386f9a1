"""Every place on the wall, known before the first answer comes.

The plane is 16 wide and 9 high. Each label has a round region on it, and one region is for answers without
a label. A region holds seven discs: one in the middle and six around it. A disc holds slots on a triangular
lattice, filled from its middle outwards; when it is full the next slots lie halfway between those, so that
a place once taken is kept and the distance between points is known. The lattice starts as coarse as it can be,
1 slot and then 7, 31, 121, so that the points of a small room can be large.
"""

from dataclasses import dataclass
from functools import cache
from math import ceil, cos, pi, sin, sqrt

from classifier.codebook import Facet, Label

WIDTH, HEIGHT = 16.0, 9.0
DISCS_PER_REGION = 7
# Shares of the room there is; the rest keeps neighbours apart.
REGION_FILL, DISC_FILL = 0.96, 0.9
# Distance between slots of the first generation, in disc radii; every later generation halves it.
# Twice 0.7: seven points that just fit in a disc, each 0.3 wide.
FIRST_SPACING = 1.4
OUTSIDE = Label.color


@dataclass(frozen=True)
class Region:
    """A circle on the plane for the answers of one label; ``label`` is None for answers without one."""

    label: str | None
    colour: str
    x: float
    y: float
    radius: float

    @property
    def disc_radius(self) -> float:
        """Radius of each of the discs in this region."""
        return self.radius / 3 * DISC_FILL

    def anchor(self, disc: int) -> tuple[float, float]:
        """The middle of a disc, 0 to 6. Raises ValueError for any other."""
        if not 0 <= disc < DISCS_PER_REGION:
            raise ValueError(f"a region has discs 0 to {DISCS_PER_REGION - 1}; there is no disc {disc}")
        if disc == 0:
            return self.x, self.y
        angle = disc * 2 * pi / (DISCS_PER_REGION - 1) - pi / 2
        distance = self.radius * 2 / 3
        return self.x + distance * cos(angle), self.y + distance * sin(angle)

    def place(self, disc: int, slot: int) -> tuple[float, float]:
        """Where the point in one slot of a disc lies."""
        (x, y), (right, down) = self.anchor(disc), slot_offset(slot)
        return x + right * self.disc_radius, y + down * self.disc_radius


def lay_out(facet: Facet) -> tuple[Region, ...]:
    """The regions of a facet's labels in codebook order, row by row, and last the one for no label."""
    entries = [(label.key, label.color) for label in facet.labels]
    owners: list[tuple[str | None, str]] = [*entries, (None, OUTSIDE)]
    columns, rows = _grid(len(owners))
    wide, high = WIDTH / columns, HEIGHT / rows
    radius = min(wide, high) / 2 * REGION_FILL
    return tuple(
        Region(key, colour, (index % columns + 0.5) * wide, (index // columns + 0.5) * high, radius)
        for index, (key, colour) in enumerate(owners)
    )


def _grid(count: int) -> tuple[int, int]:
    """Columns and rows that leave the most room for every region."""
    shapes = [(columns, ceil(count / columns)) for columns in range(1, count + 1)]
    return max(shapes, key=lambda shape: min(WIDTH / shape[0], HEIGHT / shape[1]))


def slot_offset(slot: int) -> tuple[float, float]:
    """A slot's place in a disc of radius 1 around (0, 0). Raises ValueError below 0."""
    if slot < 0:
        raise ValueError(f"slots are counted from 0; got {slot}")
    generation = generation_of(slot)
    return _generation(generation)[slot - _slots_before(generation)]


def slot_spacing(slots: int) -> float:
    """The smallest distance between the first ``slots`` slots of a disc, in disc radii."""
    return FIRST_SPACING / 2 ** generation_of(max(slots - 1, 0))


def generation_of(slot: int) -> int:
    """How often the lattice has been halved before this slot is used."""
    generation = 0
    while slot >= _slots_before(generation + 1):
        generation += 1
    return generation


@cache
def _slots_before(generation: int) -> int:
    return sum(len(_generation(earlier)) for earlier in range(generation))


@cache
def _generation(number: int) -> tuple[tuple[float, float], ...]:
    """The slots that one halving adds, from the middle outwards.

    Counted and ordered in whole numbers, so that the order is the same on every machine.
    """
    spacing = FIRST_SPACING / 2**number
    farthest = int(1 / spacing**2)
    steps = ceil(2 / spacing)
    reach = range(-steps, steps + 1)
    cells = [
        (i * i + i * j + j * j, i, j)
        for i in reach
        for j in reach
        if i * i + i * j + j * j <= farthest and (number == 0 or i % 2 or j % 2)
    ]
    return tuple(((i + j / 2) * spacing, j * sqrt(3) / 2 * spacing) for _, i, j in sorted(cells))
