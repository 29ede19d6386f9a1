"""Colours of labels: told apart by eye within a facet, and a free one for a new label."""

import colorsys
from collections.abc import Iterable
from functools import cache

import numpy as np
from numpy.typing import NDArray

# CIE76 distance below which two colours look alike on a bar; the closest pair that ships is at 15.9.
LEAST_DISTANCE = 12.0
_MIXTURES = [(hue / 24, lightness, 0.55) for lightness in (0.45, 0.33, 0.57) for hue in range(24)]
CANDIDATES = tuple(
    "#" + "".join(f"{round(part * 255):02X}" for part in colorsys.hls_to_rgb(*mixture)) for mixture in _MIXTURES
)
# sRGB to CIE XYZ, reference white D65: IEC 61966-2-1.
RGB_TO_XYZ = np.array(
    [[0.4124564, 0.3575761, 0.1804375], [0.2126729, 0.7151522, 0.0721750], [0.0193339, 0.1191920, 0.9503041]]
)
WHITE = np.array([0.95047, 1.0, 1.08883])


def distance(one: str, other: str) -> float:
    """CIE76 distance of two colours ``#rrggbb``: 0 the same, about 2 just visible, 100 black to white."""
    return float(np.linalg.norm(_lab(one) - _lab(other)))


def nearest(color: str, others: Iterable[str]) -> float:
    """Distance to the most similar of the others; infinite when there are none."""
    return min((distance(color, other) for other in others), default=float("inf"))


def free_color(taken: Iterable[str]) -> str:
    """The colour of a fixed set that is farthest from all that are taken; always the same answer."""
    used = list(taken)
    if not used:
        return CANDIDATES[0]
    apart = np.linalg.norm(_labs(CANDIDATES)[:, None] - np.array([_lab(color) for color in used]), axis=2)
    return CANDIDATES[int(np.argmax(np.round(apart.min(axis=1), 6)))]


@cache
def _lab(color: str) -> NDArray[np.float64]:
    """CIE L*a*b* of ``#rrggbb`` (CIE 15:2004)."""
    coded = np.array([int(color[at : at + 2], 16) for at in (1, 3, 5)]) / 255
    linear = np.where(coded <= 0.04045, coded / 12.92, ((coded + 0.055) / 1.055) ** 2.4)
    x, y, z = _lab_curve(RGB_TO_XYZ @ linear / WHITE)
    return np.array([116 * y - 16, 500 * (x - y), 200 * (y - z)])


def _lab_curve(ratio: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.where(ratio > 216 / 24389, np.cbrt(ratio), (24389 / 27 * ratio + 16) / 116)


@cache
def _labs(colors: tuple[str, ...]) -> NDArray[np.float64]:
    return np.array([_lab(color) for color in colors])
