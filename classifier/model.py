"""``AnswerClassifier``: one scikit-learn estimator for all facets of a codebook."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice

import numpy as np
from numpy.typing import NDArray
from sklearn.base import BaseEstimator, ClassifierMixin
from sklearn.utils.validation import check_is_fitted
from spacy.language import Language
from threadpoolctl import threadpool_limits

from classifier.codebook import Codebook, Facet
from classifier.dutch import build_pipeline
from classifier.encoders.choice import DEFAULT_ENCODER, encoder_version
from classifier.estimators import CalibratedOneVsRest, CumulativeOrdinal
from classifier.evidence import Evidence, EvidenceFinder
from classifier.features import Reading, answer_features, read_answers
from classifier.judgement import Judgement
from classifier.labels import Indicator, LabelColumns, LabelSet
from classifier.trust import ReviewRule, best_threshold, best_thresholds, certainty, decide, is_right

BATCH_ANSWERS = 2048
Floats = NDArray[np.float64]


class AnswerClassifier(ClassifierMixin, BaseEstimator):
    """Reads answers and labels them on every facet, with one feature pass.

    ``X`` is a sequence of texts; ``y`` an indicator matrix (n_answers, n_labels) with the columns of
    :class:`~classifier.labels.LabelColumns`.

    Parameters
    ----------
    codebook : the facets and labels.
    C : inverse regularisation strength of the logistic regressions, > 0.
    phrase_weight, vector_weight : weight of codebook phrases and sentence vectors beside tf-idf, > 0.
    folds : calibration folds, at least 2.
    n_jobs : processes over labels while fitting.
    name : ``name/version`` that judgements carry.
    encoder : which sentence encoder, by its name in ``classifier/encoders/choice.py``.

    Attributes
    ----------
    encoder_version_ : version of the encoder that the vectors came from.
    estimators_ : facet key → fitted estimator.
    thresholds_ : facet key → probability (0..1) from which a label is given.
    least_ : facet key → probability (0..1) from which the likeliest label of an answer without any is given.
    review_rules_ : facet key → :class:`~classifier.trust.ReviewRule`.
    classes_ : ``"facet.label"`` per column.
    """

    def __init__(
        self,
        codebook: Codebook | None = None,
        C: float = 8.0,
        phrase_weight: float = 1.0,
        vector_weight: float = 1.0,
        folds: int = 4,
        n_jobs: int | None = None,
        random_state: int = 0,
        name: str = "untrained/0",
        encoder: str = DEFAULT_ENCODER,
    ):
        self.codebook = codebook
        self.C = C
        self.phrase_weight = phrase_weight
        self.vector_weight = vector_weight
        self.folds = folds
        self.n_jobs = n_jobs
        self.random_state = random_state
        self.name = name
        self.encoder = encoder

    def __sklearn_tags__(self):
        tags = super().__sklearn_tags__()
        tags.input_tags.string = True
        tags.input_tags.two_d_array = False
        tags.target_tags.multi_output = True
        tags.target_tags.single_output = False
        tags.classifier_tags.multi_label = True
        return tags

    # -- learning -------------------------------------------------------------------------------

    def fit(
        self, X: Sequence[str], y: Indicator, groups: Iterable | None = None, told: NDArray[np.bool_] | None = None
    ) -> "AnswerClassifier":
        """Fit all facets. ``groups`` (sectors, writers) stay together in calibration.

        ``told``, of the shape of ``y``: where False, nobody looked for that label in that answer, and it is not
        learned from (facets with any number of labels); None when all is known.

        Raises ValueError when there is no codebook or X and y do not fit each other, and UserMistake when
        the encoder is not here.
        """
        for of_an_earlier_fit in ("_pipeline", "_evidence_finder"):
            self.__dict__.pop(of_an_earlier_fit, None)
        self.columns_ = LabelColumns(self._codebook)
        self.classes_ = np.array([".".join(name) for name in self.columns_.names], dtype=object)
        texts, targets = self._checked(X, y)
        self.encoder_version_ = encoder_version(self.encoder)
        readings = list(read_answers(self.pipeline_, texts))
        self.features_ = answer_features(self._codebook, self.phrase_weight, self.vector_weight)
        matrix = self.features_.fit_transform(readings).tocsr()
        group_list = None if groups is None else list(groups)
        self.estimators_: dict[str, CalibratedOneVsRest | CumulativeOrdinal] = {}
        self.thresholds_: dict[str, float] = {}
        self.least_: dict[str, float] = {}
        self.review_rules_: dict[str, ReviewRule] = {}
        # Many small fits side by side: BLAS threads of their own would only wait for each other (docs/model.md).
        with threadpool_limits(1, user_api="blas"):
            for facet in self._codebook:
                columns = self.columns_.of(facet)
                known = told[:, columns] if told is not None and facet.takes_many else None
                self._fit_facet(facet, matrix, targets[:, columns], group_list, known)
        return self

    @property
    def _codebook(self) -> Codebook:
        if self.codebook is None:
            raise ValueError("AnswerClassifier needs a codebook: AnswerClassifier(codebook=...)")
        return self.codebook

    def _checked(self, X: Sequence[str], y: Indicator) -> tuple[list[str], Indicator]:
        texts = self._checked_texts(X)
        targets = np.asarray(y)
        if targets.shape != (len(texts), len(self.columns_)):
            expected = (len(texts), len(self.columns_))
            raise ValueError(f"y has shape {targets.shape}, but {expected} (answers, labels) was expected")
        if not np.isin(targets, (0, 1)).all():
            raise ValueError("y is an indicator matrix; it may hold only 0 and 1")
        if len(texts) < 2:
            raise ValueError(f"fitting needs 2 answers or more; got {len(texts)} (n_samples={len(texts)})")
        for facet in self._codebook:
            if not facet.takes_many and not (targets[:, self.columns_.of(facet)].sum(axis=1) == 1).all():
                raise ValueError(f"facet {facet.key!r} takes exactly one label for every answer")
        return texts, targets.astype(np.int8)

    @staticmethod
    def _checked_texts(X: Sequence[str]) -> list[str]:
        if isinstance(X, str):
            raise TypeError("X is one string; give a sequence of answers")
        texts = list(X)
        wrong = next((text for text in texts if not isinstance(text, str)), None)
        if wrong is not None:
            raise TypeError(f"answers are strings; got {type(wrong).__name__}")
        return texts

    def _fit_facet(
        self, facet: Facet, matrix, targets: Indicator, groups: list | None, told: NDArray[np.bool_] | None
    ) -> None:
        estimator = self._estimator(facet)
        known = {} if told is None else {"told": told}
        estimator.fit(matrix, self._facet_target(facet, targets), groups=groups, **known)
        self.estimators_[facet.key] = estimator
        held_out = self.held_out_probabilities(facet)
        if told is not None:
            # Of what nobody looked for, neither a hit nor a miss can be counted.
            held_out = np.where(told, held_out, 0.0)
        threshold, least = self._thresholds(facet, held_out, targets)
        decisions = decide(facet, held_out, threshold, least)
        self.thresholds_[facet.key], self.least_[facet.key] = threshold, least
        self.review_rules_[facet.key] = ReviewRule.learn(
            certainty(facet, held_out, decisions), is_right(decisions, targets)
        )

    def _estimator(self, facet: Facet) -> CalibratedOneVsRest | CumulativeOrdinal:
        kind = CumulativeOrdinal if facet.kind == "ordinal" else CalibratedOneVsRest
        return kind(C=self.C, folds=self.folds, n_jobs=self.n_jobs, random_state=self.random_state)

    @staticmethod
    def _facet_target(facet: Facet, targets: Indicator) -> NDArray:
        """What the facet's estimator learns: the indicator matrix, or the index of the one label."""
        return targets if facet.takes_many else targets.argmax(axis=1)

    def held_out_probabilities(self, facet: Facet) -> Floats:
        """Probabilities of the training answers by models that did not see them, (n_answers, n_labels).

        Only a model that was fitted in this process has them; they are not stored.
        """
        estimator = self.estimators_[facet.key]
        return self._full_width(facet, estimator, estimator.held_out_probabilities_)

    @staticmethod
    def _full_width(facet: Facet, estimator, probabilities: Floats) -> Floats:
        """Columns for all labels of the facet; a label without training answers has probability 0."""
        if facet.takes_many:
            return probabilities
        full = np.zeros((len(probabilities), len(facet.keys)))
        full[:, estimator.classes_] = probabilities
        return full

    @staticmethod
    def _thresholds(facet: Facet, held_out: Floats, targets: Indicator) -> tuple[float, float]:
        if facet.kind == "multilabel":
            return best_thresholds(held_out, targets)
        if facet.kind == "flag":
            return best_threshold(held_out[:, -1:], targets[:, -1:]), 1.0
        return 0.5, 1.0

    # -- reading --------------------------------------------------------------------------------

    @property
    def pipeline_(self) -> Language:
        """The Dutch pipeline; built when first needed and never stored with the model."""
        if getattr(self, "_pipeline", None) is None:
            self._pipeline = build_pipeline(self._codebook, encoder=self.encoder)
        return self._pipeline

    def __getstate__(self) -> dict:
        state = super().__getstate__()
        return {key: value for key, value in state.items() if key not in {"_pipeline", "_evidence_finder"}}

    def __setstate__(self, state: dict) -> None:
        # Older models have neither: their encoder was the default, and no label came sooner than its threshold.
        super().__setstate__({"encoder": DEFAULT_ENCODER, "least_": {}, **state})

    def predict_proba(self, X: Sequence[str]) -> Floats:
        """Probabilities 0..1, shape (n_answers, n_labels); one-label facets sum to 1 in each row."""
        check_is_fitted(self)
        batches = [self._probabilities(readings) for readings in self._batches(self._checked_texts(X))]
        return np.vstack([np.empty((0, len(self.columns_))), *batches])

    def predict(self, X: Sequence[str]) -> Indicator:
        """The labels given, as an indicator matrix (n_answers, n_labels)."""
        return self.decide(self.predict_proba(X))

    def decide(self, probabilities: Floats) -> Indicator:
        """The labels given at these probabilities, shape (n_answers, n_labels)."""
        decisions = np.zeros(probabilities.shape, dtype=np.int8)
        for facet in self._codebook:
            columns = self.columns_.of(facet)
            bounds = self.thresholds_[facet.key], self.least_.get(facet.key, 1.0)
            decisions[:, columns] = decide(facet, probabilities[:, columns], *bounds)
        return decisions

    def classify(self, X: Iterable[str], *, evidence: bool = False) -> Iterator[Judgement]:
        """A judgement for every text, in order; texts are read in batches as they come."""
        check_is_fitted(self)
        for readings in self._batches(X):
            probabilities = self._probabilities(readings)
            yield from self.judge(probabilities, self._evidence(readings, probabilities) if evidence else None)

    def _evidence(self, readings: list[Reading], probabilities: Floats) -> list[Evidence]:
        return self.evidence_finder_.find(readings, self.columns_.decode(self.decide(probabilities)))

    def _batches(self, texts: Iterable[str]) -> Iterator[list[Reading]]:
        readings = read_answers(self.pipeline_, texts)
        while batch := list(islice(readings, BATCH_ANSWERS)):
            yield batch

    def _probabilities(self, readings: list[Reading]) -> Floats:
        matrix = self.features_.transform(readings).tocsr()
        probabilities = np.empty((len(readings), len(self.columns_)))
        for facet in self._codebook:
            estimator = self.estimators_[facet.key]
            own = self._full_width(facet, estimator, estimator.predict_proba(matrix))
            probabilities[:, self.columns_.of(facet)] = own
        probabilities[[not reading.has_words for reading in readings]] = self._wordless()
        return probabilities

    def _wordless(self) -> Floats:
        """What an answer without a single word gets: no label, and the neutral one where one must be."""
        row = np.zeros(len(self.columns_))
        for facet in self._codebook:
            if not facet.takes_many:
                row[self.columns_.column(facet.key, facet.neutral)] = 1.0
        return row

    def judge(self, probabilities: Floats, evidence: Sequence[Evidence] | None = None) -> list[Judgement]:
        """Judgements at these probabilities, shape (n_answers, n_labels)."""
        decisions = self.decide(probabilities)
        certainties = self._certainties(probabilities, decisions)
        found = evidence if evidence is not None else [{}] * len(probabilities)
        return [
            self._judgement(labels, row, {key: values[index] for key, values in certainties.items()}, words)
            for index, (labels, row, words) in enumerate(
                zip(self.columns_.decode(decisions), probabilities, found, strict=True)
            )
        ]

    def _judgement(self, labels: LabelSet, row: Floats, certainties: dict, words: Evidence) -> Judgement:
        own = {key: round(float(value), 4) for key, value in certainties.items()}
        return Judgement(
            labels=labels,
            scores=self._scores(row),
            certainty=own,
            review=any(own[key] < rule.least_certainty for key, rule in self.review_rules_.items()),
            model=self.name,
            evidence=words,
        )

    def _certainties(self, probabilities: Floats, decisions: Indicator) -> dict[str, Floats]:
        return {
            facet.key: certainty(facet, probabilities[:, own], decisions[:, own])
            for facet in self._codebook
            for own in [self.columns_.of(facet)]
        }

    def _scores(self, row: Floats) -> dict[str, dict[str, float]]:
        values = [round(float(value), 4) for value in row]
        return {
            facet.key: dict(zip(facet.keys, values[self.columns_.of(facet)], strict=True))
            for facet in self._codebook
        }

    @property
    def evidence_finder_(self) -> EvidenceFinder:
        """Finds the words behind a label; built when first needed."""
        if getattr(self, "_evidence_finder", None) is None:
            self._evidence_finder = EvidenceFinder(self.features_, self.estimators_, self._codebook)
        return self._evidence_finder
