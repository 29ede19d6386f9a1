"""Which answers belong together: leader clustering with running centres.

An answer joins the most similar group, or opens a group when none is near and a disc is free. It is decided
once, when the answer comes, so groups never merge, split or swap. Source: Hartigan 1975, "Clustering
Algorithms", ch. 3 (the leader algorithm); the running centre is MacQueen's (1967). How it compares with
k-means and other rules stands in docs/clusters.md.
"""

import numpy as np
from numpy.typing import NDArray

from classifier.clusters.layout import DISCS_PER_REGION

# Cosine from which an answer joins a group, chosen on training answers (docs/clusters.md).
NEAR = 0.25
SMALLEST_LENGTH = 1e-9


class Groups:
    """The groups of one region, in the order in which they were opened.

    Parameters
    ----------
    near : cosine (-1..1) from which an answer joins a group.
    most : most groups, at least 1; when they are all open every answer joins the most similar.
    """

    def __init__(self, near: float = NEAR, most: int = DISCS_PER_REGION) -> None:
        self.near, self.most = near, most
        self._sums: list[NDArray[np.float64]] = []
        self._centres = np.empty((0, 0))

    def __len__(self) -> int:
        return len(self._sums)

    def join(self, vector: NDArray) -> int:
        """The number of the group that a vector of shape (size,) joins or opens."""
        own = np.asarray(vector, dtype=np.float64)
        number = self._nearest(own)
        if number is None:
            self._sums.append(own)
            self._centres = np.vstack([self._centres.reshape(-1, len(own)), _unit(own)])
            return len(self._sums) - 1
        self._sums[number] = self._sums[number] + own
        self._centres[number] = _unit(self._sums[number])
        return number

    def _nearest(self, vector: NDArray) -> int | None:
        if not self._sums:
            return None
        # Rounded, so that a tie is a tie on every machine and the group opened first wins.
        similar = (self._centres @ vector).round(9)
        best = int(similar.argmax())
        is_full = len(self._sums) >= self.most
        return best if is_full or similar[best] >= self.near else None


def _unit(vector: NDArray) -> NDArray:
    return vector / max(float(np.linalg.norm(vector)), SMALLEST_LENGTH)
