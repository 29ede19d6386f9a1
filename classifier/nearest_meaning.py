"""A label that no model has learned yet, read by nearest meaning: its name, definition and 0 to 8 examples.

An answer is near a label when it shares pieces of words with the description, and when its sentence vector
lies near; both count only for what sets the label apart from the other labels of its facet. What the model
explains with labels it does know speaks against a new one. A logistic regression turns these three into a
probability. How they were chosen, and what lost, is in docs/nieuw_label.md.

Nothing here is learned from the answers at hand: the same text gets the same probability.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix
from scipy.special import expit
from sklearn.feature_extraction.text import HashingVectorizer
from sklearn.preprocessing import normalize

from classifier.codebook import Label
from classifier.codebook_changes import NewLabel
from classifier.dutch import readable
from classifier.encoder import SentenceEncoder, UniversalSentenceEncoder
from classifier.encoders.choice import encoder_of
from classifier.evidence import EMPTY_WORDS
from classifier.lemmas import lemma_of

Floats = NDArray[np.float64]
WORD = re.compile(r"[^\W\d_]+")
LETTERS, HASHED_FEATURES = (3, 5), 2**18
# An example counts once; name and definition count as much as this many examples.
DEFINITION_WEIGHT, NAME_WEIGHT = 3.0, 1.0
# This part of what the other labels have in common is taken off.
CONTRAST = 0.5
DECIMALS = 4


@dataclass(frozen=True)
class Weighing:
    """Log-odds of a new label: ``offset`` plus a weight times each similarity and times what is explained."""

    letters: float
    vector: float
    explained: float
    offset: float

    def probability(self, similarities: Floats, explained: Floats) -> Floats:
        """Probability 0..1 at similarities (..., 2) and explained sums (...)."""
        near = similarities @ np.array([self.letters, self.vector])
        return np.round(expit(near + self.explained * explained + self.offset), DECIMALS)


# By number of examples; fitted on all themes, each in turn taken for new (python -m benchmarks.new_label).
WEIGHINGS = {
    0: Weighing(letters=11.18, vector=7.60, explained=-1.33, offset=-1.46),
    1: Weighing(letters=12.59, vector=6.85, explained=-1.34, offset=-1.77),
    3: Weighing(letters=14.10, vector=6.42, explained=-1.35, offset=-2.28),
    8: Weighing(letters=16.12, vector=4.84, explained=-1.46, offset=-2.92),
}
# From this probability a new label is given: the best mean F1 over those themes.
THRESHOLD = 0.20


def weighing_for(examples: int) -> Weighing:
    """How to weigh the similarities of a label with so many examples."""
    return WEIGHINGS[max(count for count in WEIGHINGS if count <= examples)]


@dataclass(frozen=True)
class Views:
    """Texts seen in two ways, unit rows: pieces of lemmas (sparse) and sentence vectors."""

    letters: csr_matrix
    vectors: Floats


def meaning_encoder() -> SentenceEncoder:
    """The whole encoder: the mean of word pieces, the default elsewhere, tells meanings apart too little."""
    return encoder_of(UniversalSentenceEncoder.name)


def words_of(text: str) -> list[tuple[str, int, int]]:
    """The telling words of a text as lemmas, with the characters where each stands."""
    found = ((match.group().lower(), *match.span()) for match in WORD.finditer(readable(text)))
    return [(lemma_of(word), start, end) for word, start, end in found if word not in EMPTY_WORDS]


def letters_of(texts: Sequence[str]) -> csr_matrix:
    """Pieces of three to five letters of the lemmas, log-weighted unit rows, sparse."""
    counts = HashingVectorizer(
        analyzer="char_wb", ngram_range=LETTERS, n_features=HASHED_FEATURES, alternate_sign=False, norm=None
    ).transform([" ".join(lemma for lemma, *_ in words_of(text)) for text in texts])
    counts.data = 1 + np.log(counts.data)
    return normalize(counts).tocsr()


def view(texts: Sequence[str], encoder: SentenceEncoder) -> Views:
    """Both views of texts."""
    vectors = np.asarray(encoder.encode(list(texts)), dtype=np.float64)
    return Views(letters_of(texts), vectors.reshape(len(texts), encoder.size))


class Meanings:
    """Descriptions of new labels, ready to be compared with answers.

    ``labels``: the new ones, n of them. ``others``: for each, the labels it must be told apart from.
    ``contrast`` (0..1): the part of what those others have in common that is taken off.
    """

    def __init__(
        self,
        labels: Sequence[NewLabel],
        others: Sequence[Sequence[Label]],
        encoder: SentenceEncoder,
        contrast: float = CONTRAST,
    ) -> None:
        self._encoder = encoder
        prototypes = _Prototypes(encoder)
        pairs = [
            tuple(_contrasted(rows, contrast) for rows in prototypes.beside(label, other_labels))
            for label, other_labels in zip(labels, others, strict=True)
        ]
        self._letters = np.array([letters for letters, _ in pairs]).reshape(len(pairs), HASHED_FEATURES)
        self._vectors = np.array([vector for _, vector in pairs]).reshape(len(pairs), encoder.size)

    def similarities(self, texts: Sequence[str]) -> Floats:
        """Similarity by letters and by vector, about -0.5..1, shape (n_texts, n_labels, 2)."""
        seen = view(texts, self._encoder)
        return np.stack([seen.letters @ self._letters.T, seen.vectors @ self._vectors.T], axis=2)

    def word_weights(self, text: str, label: int) -> list[tuple[int, int, float]]:
        """Every telling word of a text: where it stands, and how near it alone is to a label by letters."""
        words = words_of(text)
        near = letters_of([lemma for lemma, *_ in words]) @ self._letters[label] if words else []
        return [(start, end, float(weight)) for (_, start, end), weight in zip(words, near, strict=True)]


class _Prototypes:
    """Directions of described labels in both views; a label that occurs twice is read once."""

    def __init__(self, encoder: SentenceEncoder) -> None:
        self._encoder = encoder
        self._known: dict[tuple[str, str], tuple[Floats, Floats]] = {}

    def beside(self, label: NewLabel, others: Sequence[Label]) -> tuple[Floats, Floats]:
        """Per view the new label's direction in the first row, those of the others below it."""
        own = self._of(label.name, label.definition, label.examples)
        rest = [self._kept(other) for other in others]
        letters, vectors = (np.stack(rows) for rows in zip(own, *rest, strict=True))
        return letters, vectors

    def _kept(self, label: Label) -> tuple[Floats, Floats]:
        name = label.name, label.definition
        if name not in self._known:
            self._known[name] = self._of(*name, ())
        return self._known[name]

    def _of(self, name: str, definition: str, examples: Sequence[str]) -> tuple[Floats, Floats]:
        seen = view([f"{name}. {definition}", name, *examples], self._encoder)
        weights = np.array([DEFINITION_WEIGHT, NAME_WEIGHT, *(1.0 for _ in examples)])
        return _unit(seen.letters.T @ weights), _unit(seen.vectors.T @ weights)


def _contrasted(rows: Floats, contrast: float) -> Floats:
    """The first row less a part of what the rest have in common."""
    return rows[0] - contrast * _unit(rows[1:].mean(axis=0)) if len(rows) > 1 else rows[0]


def _unit(row: Floats) -> Floats:
    return row / max(float(np.linalg.norm(row)), 1e-9)
