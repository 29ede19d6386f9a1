"""Which words moved which label.

Every facet is a linear model, so the tf-idf and phrase part of a decision splits exactly over the
words; sentence vectors belong to no single word and are left out. For an ordinal facet the cuts
below the given level count for it and the cuts above it against it.
"""

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix, hstack
from sklearn.pipeline import FeatureUnion

from classifier.codebook import Codebook, Facet
from classifier.estimators import CumulativeOrdinal
from classifier.features import Reading
from classifier.judgement import EvidenceWord
from classifier.labels import LabelSet
from classifier.phrases import FUNCTION_WORDS

Floats = NDArray[np.float64]
# At most this many words are shown for a label, each carrying at least this share of the evidence.
MOST_WORDS = 3
SMALLEST_SHARE = 0.12

# Words that a reader would not take for a reason, unless a codebook phrase rests on them.
EMPTY_WORDS = FUNCTION_WORDS | {
    "aan", "al", "als", "ben", "bent", "bij", "dan", "dus", "en", "had", "heb", "hebben", "hebt", "heeft", "ik",
    "in", "is", "kan", "kunnen", "maar", "men", "met", "moet", "moeten", "naar", "nog", "of", "om", "op", "tot",
    "van", "voor", "was", "waren", "we", "wij", "wil", "word", "worden", "wordt", "zal", "zullen",
}  # fmt: skip

Evidence = dict[str, dict[str, tuple[EvidenceWord, ...]]]


class EvidenceFinder:
    """Finds the words behind labels of a fitted model."""

    def __init__(self, features: FeatureUnion, estimators: Mapping[str, object], codebook: Codebook) -> None:
        self._blocks = _Blocks(features)
        self._phrase_weight = (features.transformer_weights or {}).get("phrases", 1.0)
        self._columns: dict[tuple[str, str], int] = {}
        weights: list[Floats] = []
        for facet in codebook:
            for label in facet.keys:
                self._columns[facet.key, label] = len(weights)
                weights.append(_label_weights(facet, label, estimators[facet.key]))
        self._weights = np.column_stack(weights)
        self._token_cache: dict[tuple[str, str], Floats] = {}

    def find(self, readings: Sequence[Reading], label_sets: Sequence[LabelSet]) -> list[Evidence]:
        """For every answer: facet → given label → its strongest words (may be empty)."""
        self._prepare(readings)
        return [self._of_one(reading, labels) for reading, labels in zip(readings, label_sets, strict=True)]

    def _prepare(self, readings: Sequence[Reading]) -> None:
        """Weigh all words of a batch at once; the same word costs nothing the second time."""
        seen = {
            pair for reading in readings for pair in zip(reading.words, reading.lemmas, strict=True)
        } - self._token_cache.keys()
        if seen:
            tokens = sorted(seen)
            contributions = self._blocks.token_weights(tokens) @ self._weights
            self._token_cache.update(zip(tokens, contributions, strict=True))

    def _of_one(self, reading: Reading, labels: LabelSet) -> Evidence:
        if not reading.words:
            return {}
        tokens = np.array(
            [self._token_cache[pair] for pair in zip(reading.words, reading.lemmas, strict=True)]
        ) / np.sqrt(len(reading.words))
        self._add_phrases(tokens, reading)
        return {
            facet: {key: _strongest(tokens[:, self._columns[facet, key]], reading) for key in keys}
            for facet, keys in labels.items()
        }

    def _add_phrases(self, tokens: Floats, reading: Reading) -> None:
        for hit in reading.hits:
            weight = self._phrase_weight * self._weights[self._blocks.phrase_feature(hit)] / len(hit.tokens)
            for token in hit.tokens:
                tokens[token] += weight


class _Blocks:
    """Where each transformer's features stand in the joined matrix."""

    def __init__(self, features: FeatureUnion) -> None:
        self._transformers = dict(features.transformer_list)
        self._start: dict[str, int] = {}
        position = 0
        for name, transformer in features.transformer_list:
            self._start[name] = position
            position += len(transformer.get_feature_names_out())
        self.width = position

    def phrase_feature(self, hit) -> int:
        return self._start["phrases"] + self._transformers["phrases"].column(hit)

    def token_weights(self, tokens: Sequence[tuple[str, str]]):
        """tf-idf of each (word, lemma) on its own, sparse, shape (n_tokens, all features)."""
        alone = [Reading((word,), (lemma,), (0,), (), None) for word, lemma in tokens]
        parts, position = [], 0
        for name in ("characters", "lemmas"):
            parts.append(csr_matrix((len(alone), self._start[name] - position)))
            block = self._transformers[name].transform(alone)
            parts.append(block)
            position = self._start[name] + block.shape[1]
        parts.append(csr_matrix((len(alone), self.width - position)))
        return hstack(parts).tocsr()


def _label_weights(facet: Facet, label: str, estimator) -> Floats:
    """One weight per feature: how it moves the decision towards this label."""
    index = facet.keys.index(label)
    if facet.takes_many:
        return estimator.coef_[index]
    known = list(estimator.classes_)
    if index not in known or len(known) < 2:
        return np.zeros(estimator.coef_.shape[1])
    rank = known.index(index)
    if isinstance(estimator, CumulativeOrdinal):
        return estimator.coef_[:rank].sum(axis=0) - estimator.coef_[rank : rank + 1].sum(axis=0)
    if len(known) == 2:
        return estimator.coef_[0] * (1 if rank == 1 else -1)
    return estimator.coef_[rank]


def _telling(reading: Reading) -> list[bool]:
    """Which tokens may be shown as a reason."""
    in_phrase = {token for hit in reading.hits for token in hit.tokens}
    return [
        word[:1].isalnum() and (token in in_phrase or word not in EMPTY_WORDS)
        for token, word in enumerate(reading.words)
    ]


def _strongest(weights: Floats, reading: Reading) -> tuple[EvidenceWord, ...]:
    """The words that carry most of what speaks for a label, in reading order."""
    speaks_for = np.where(_telling(reading), np.maximum(weights, 0), 0)
    total = speaks_for.sum()
    if total <= 0:
        return ()
    shares = speaks_for / total
    best = [int(token) for token in np.argsort(-shares, kind="stable")[:MOST_WORDS]]
    kept = sorted(token for token in best if shares[token] >= SMALLEST_SHARE)
    return tuple(
        EvidenceWord(start, end, round(float(shares[token]), 3))
        for token, (start, end) in zip(kept, reading.spans(kept), strict=True)
    )
