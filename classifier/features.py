"""From answers to numbers: one pass over the text, shared by all facets.

A :class:`Reading` is what the Dutch pipeline saw in one answer. The transformers take sequences of
readings; :func:`answer_features` joins them.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix
from sklearn.base import BaseEstimator, TransformerMixin
from sklearn.decomposition import PCA
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.pipeline import FeatureUnion
from sklearn.utils.validation import check_is_fitted
from spacy.language import Language

from classifier.codebook import Codebook
from classifier.dutch import readable
from classifier.phrases import PhraseHit

PIPE_BATCH_ANSWERS = 512
VECTOR_AXES = 128


@dataclass(frozen=True)
class Reading:
    """One answer as the Dutch pipeline read it; ``words``, ``lemmas`` and ``offsets`` run in step.

    ``offsets`` are character positions in the answer as it came.
    """

    words: tuple[str, ...]
    lemmas: tuple[str, ...]
    offsets: tuple[int, ...]
    hits: tuple[PhraseHit, ...]
    vector: NDArray[np.float32] | None

    @property
    def has_words(self) -> bool:
        """Whether anything in the answer could be a word."""
        return any(word[:1].isalpha() for word in self.words)

    def spans(self, tokens: Iterable[int]) -> list[tuple[int, int]]:
        """Character spans of these tokens in the answer as it came."""
        return [(self.offsets[token], self.offsets[token] + len(self.words[token])) for token in tokens]


def read_answers(nlp: Language, texts: Iterable[str]) -> Iterator[Reading]:
    """Read answers in batches, in order."""
    for doc, indent in nlp.pipe(map(_trimmed, texts), as_tuples=True, batch_size=PIPE_BATCH_ANSWERS):
        yield Reading(
            words=doc._.lower_words,
            lemmas=doc._.lookup_lemmas,
            offsets=tuple((doc.to_array("IDX") + indent).tolist()),
            hits=doc._.codebook_hits,
            vector=doc._.sentence_vector,
        )


def _trimmed(text: str) -> tuple[str, int]:
    """The readable text without white space around it, and how many characters went in front."""
    cleaned = readable(text)
    return cleaned.strip(), len(cleaned) - len(cleaned.lstrip())


def lemmas_of(reading: Reading) -> tuple[str, ...]:
    """The lemmas."""
    return reading.lemmas


def spaced_words_of(reading: Reading) -> str:
    """The lower-case words with a space between: character n-grams then stay inside one token."""
    return " ".join(reading.words)


def same(tokens: Sequence[str]) -> Sequence[str]:
    """Tokens that are tokens already."""
    return tokens


def lemma_ngrams() -> TfidfVectorizer:
    """tf-idf of single lemmas and pairs."""
    return TfidfVectorizer(
        preprocessor=lemmas_of, tokenizer=same, token_pattern=None, ngram_range=(1, 2), sublinear_tf=True
    )


def character_ngrams() -> TfidfVectorizer:
    """tf-idf of two to five characters within a word: typos, inflection, compounds."""
    return TfidfVectorizer(
        preprocessor=spaced_words_of, analyzer="char_wb", ngram_range=(2, 5), min_df=2, sublinear_tf=True
    )


class PhraseCounts(TransformerMixin, BaseEstimator):
    """How often phrases of each label occur, affirmed and denied; log(1 + count).

    Output: sparse, shape (n_answers, 2 × number of labels in the codebook).
    """

    def __init__(self, codebook: Codebook | None = None):
        self.codebook = codebook

    def fit(self, X: Sequence[Reading], y=None):
        """Learn the columns from the codebook. Raises ValueError without one."""
        if self.codebook is None:
            raise ValueError("PhraseCounts needs a codebook")
        labels = [(facet.key, label.key) for facet in self.codebook for label in facet.labels]
        self.columns_ = {label: index for index, label in enumerate(labels)}
        return self

    def transform(self, X: Sequence[Reading]) -> csr_matrix:
        """Counts per label."""
        check_is_fitted(self)
        rows, columns = [], []
        for row, reading in enumerate(X):
            for hit in reading.hits:
                rows.append(row)
                columns.append(self.column(hit))
        counts = csr_matrix((np.ones(len(rows)), (rows, columns)), shape=(len(X), 2 * len(self.columns_)))
        counts.data = np.log1p(counts.data)
        return counts

    def __getstate__(self):
        # As a list: skops stores no dictionary whose keys are pairs.
        state = super().__getstate__()
        return {**state, "columns_": list(state["columns_"])} if "columns_" in state else state

    def __setstate__(self, state):
        if isinstance(columns := state.get("columns_"), list):
            state = {**state, "columns_": {label: index for index, label in enumerate(columns)}}
        super().__setstate__(state)

    def column(self, hit: PhraseHit) -> int:
        """The column that counts this hit."""
        return self.columns_[hit.facet, hit.label] + len(self.columns_) * hit.negated

    def get_feature_names_out(self, input_features=None) -> NDArray[np.object_]:
        """``facet.label`` and ``facet.label.denied``."""
        names = [f"{facet}.{label}" for facet, label in self.columns_]
        return np.array(names + [f"{name}.denied" for name in names], dtype=object)


class SentenceVectors(TransformerMixin, BaseEstimator):
    """The sentence vectors on their main axes: of the default encoder as good as all 512, and three times as
    fast to learn from.

    Parameters
    ----------
    axes : most axes to keep, > 0; fewer when there are not enough answers for them.

    Output: float64, shape (n_answers, kept axes).
    """

    def __init__(self, axes: int = VECTOR_AXES):
        self.axes = axes

    def fit(self, X: Sequence[Reading], y=None):
        """Find the main axes. Raises ValueError without readings, or when one has no vector."""
        vectors = _stacked(X)
        kept = min(self.axes, *vectors.shape)
        self.projection_ = PCA(kept, svd_solver="covariance_eigh").fit(vectors)
        return self

    def transform(self, X: Sequence[Reading]) -> NDArray[np.float64]:
        """The vectors on the axes. Raises ValueError when a reading has no vector."""
        check_is_fitted(self)
        if not len(X):
            return np.empty((0, self.projection_.n_components_))
        return self.projection_.transform(_stacked(X))

    def get_feature_names_out(self, input_features=None) -> NDArray[np.object_]:
        """``axis.0``, ``axis.1`` and on."""
        return np.array([f"axis.{index}" for index in range(self.projection_.n_components_)], dtype=object)


def _stacked(readings: Sequence[Reading]) -> NDArray[np.float64]:
    vectors = [reading.vector for reading in readings if reading.vector is not None]
    if len(vectors) < len(readings):
        raise ValueError("readings without a sentence vector; build the pipeline with vectors=True")
    return np.stack(vectors).astype(np.float64)


def answer_features(codebook: Codebook, phrase_weight: float, vector_weight: float) -> FeatureUnion:
    """All features side by side; blocks and weights were chosen by measurement (docs/model.md)."""
    return FeatureUnion(
        [
            ("characters", character_ngrams()),
            ("lemmas", lemma_ngrams()),
            ("phrases", PhraseCounts(codebook)),
            ("vectors", SentenceVectors()),
        ],
        transformer_weights={"phrases": phrase_weight, "vectors": vector_weight},
    )
