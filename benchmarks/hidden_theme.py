"""Each theme in turn taken for new: hidden from the model, described by its definition and k examples."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import average_precision_score, f1_score, precision_score, recall_score

from benchmarks.material import Material, sectors_of
from classifier.codebook_changes import NewLabel
from classifier.dutch import build_pipeline
from classifier.encoder import SentenceEncoder
from classifier.estimators import CalibratedOneVsRest
from classifier.features import answer_features, read_answers
from classifier.nearest_meaning import CONTRAST, Meanings, Weighing
from classifier.training.dataset import texts_of

Floats = NDArray[np.float64]
SEED = 0
EXAMPLES = (0, 1, 3, 8)
DRAWS = 2
THRESHOLDS = np.round(np.arange(0.05, 0.61, 0.025), 3)
# Answers of the train split that the weights and thresholds are found on.
TUNING_ANSWERS = 5_000


@dataclass(frozen=True)
class Known:
    """What the model says of answers, and what is true; columns are themes."""

    texts: list[str]
    truth: NDArray[np.int8]
    probabilities: Floats
    matrix: object

    def of(self, rows: NDArray[np.intp]) -> "Known":
        texts = [self.texts[row] for row in rows]
        return Known(texts, self.truth[rows], self.probabilities[rows], self.matrix[rows])  # type: ignore[index]


def known_answers(material: Material) -> tuple[Known, Known]:
    """Train answers with held-out probabilities (whole sectors at a time), and validation answers."""
    nlp, themes = build_pipeline(material.codebook), len(material.themes.keys)
    train, validation = texts_of(material.train), texts_of(material.validation)
    features = answer_features(material.codebook, phrase_weight=1.0, vector_weight=1.0)
    seen = features.fit_transform(list(read_answers(nlp, train))).tocsr()
    unseen = features.transform(list(read_answers(nlp, validation))).tocsr()
    truth, other_truth = (material.truth(split)[:, :themes] for split in (material.train, material.validation))
    fitted = CalibratedOneVsRest(n_jobs=2).fit(seen, truth, groups=sectors_of(material.train))
    return (
        Known(train, truth, fitted.held_out_probabilities_, seen),
        Known(validation, other_truth, fitted.predict_proba(unseen), unseen),
    )


@dataclass(frozen=True)
class Case:
    """One theme, described with k examples; rows of ``tuning`` and ``test`` are answers.

    Columns: similarity by letters, by vector, and the sum of the probabilities of the other themes.
    """

    theme: int
    examples: int
    tuning: Floats
    tuning_truth: NDArray[np.int8]
    test: Floats
    test_truth: NDArray[np.int8]


def cases(
    material: Material, train: Known, test: Known, encoder: SentenceEncoder, contrast: float = CONTRAST
) -> list[Case]:
    """All themes, numbers of examples and draws. No example is among the answers tuned on."""
    rows = np.random.default_rng(SEED).permutation(len(train.texts))
    tuning, pool = train.of(np.sort(rows[:TUNING_ANSWERS])), train.of(np.sort(rows[TUNING_ANSWERS:]))
    described = list(_descriptions(material, pool))
    labels = material.themes.labels
    others = [[label for place, label in enumerate(labels) if place != theme] for theme, _ in described]
    meanings = Meanings([label for _, label in described], others, encoder, contrast)
    near, far = meanings.similarities(tuning.texts), meanings.similarities(test.texts)
    return [
        Case(
            theme, len(label.examples),
            _with_explained(near[:, number], tuning, theme), tuning.truth[:, theme],
            _with_explained(far[:, number], test, theme), test.truth[:, theme],
        )
        for number, (theme, label) in enumerate(described)
    ]  # fmt: skip


def _descriptions(material: Material, pool: Known) -> Iterator[tuple[int, NewLabel]]:
    for theme, label in enumerate(material.themes.labels):
        for draw in range(DRAWS):
            drawn = np.random.default_rng([SEED, draw, theme]).choice(
                np.flatnonzero(pool.truth[:, theme]), max(EXAMPLES), replace=False
            )
            for count in EXAMPLES if draw == 0 else [count for count in EXAMPLES if count]:
                examples = tuple(pool.texts[row] for row in drawn[:count])
                yield theme, NewLabel(label.name, label.definition, examples)


def _with_explained(similarities: Floats, known: Known, theme: int) -> Floats:
    explained = known.probabilities.sum(axis=1) - known.probabilities[:, theme]
    return np.column_stack([similarities, explained])


def fit_weighing(chosen: Sequence[Case], columns: Sequence[int] = (0, 1, 2)) -> Weighing:
    """The logistic regression on the tuning answers; columns that are left out weigh 0."""
    rows = np.vstack([case.tuning for case in chosen])[:, columns]
    truth = np.concatenate([case.tuning_truth for case in chosen])
    spread = rows.std(axis=0) + 1e-9
    fitted = LogisticRegression().fit(rows / spread, truth)
    weights = np.zeros(3)
    weights[list(columns)] = fitted.coef_[0] / spread
    letters, vector, explained = (round(float(weight), 2) for weight in weights)
    return Weighing(letters, vector, explained, round(float(fitted.intercept_[0]), 2))


def best_threshold(chosen: Sequence[Case], weighing: Weighing) -> float:
    """The probability with the best mean F1 over themes, on the tuning answers."""
    said = [(probabilities(weighing, case.tuning), case.tuning_truth) for case in chosen]
    means = [np.mean([_f1(truth == 1, own >= threshold) for own, truth in said]) for threshold in THRESHOLDS]
    return float(THRESHOLDS[int(np.argmax(means))])


def _f1(truth: NDArray[np.bool_], given: NDArray[np.bool_]) -> float:
    """As scikit-learn's, without its checks: it runs a hundred thousand times."""
    return 2 * float((truth & given).sum()) / max(float(truth.sum() + given.sum()), 1.0)


def probabilities(weighing: Weighing, rows: Floats) -> Floats:
    """Probability of the new label, shape (n_answers,)."""
    return weighing.probability(rows[:, :2], rows[:, 2])


Rule = Callable[[Floats, float], NDArray[np.bool_]]
"""Probabilities, and the threshold that suits the other themes → to which answers the label is given."""


@dataclass(frozen=True)
class Figures:
    """Means over themes on answers to test on, each 0..1."""

    average_precision: float
    f1: float
    precision: float
    recall: float

    def cells(self) -> list[str]:
        values = (self.average_precision, self.f1, self.precision, self.recall)
        return [f"{value:.2f}" for value in values]


def measure(
    every: Sequence[Case], counts: Sequence[int], columns: Sequence[int] = (0, 1, 2), rule: Rule = np.greater_equal
) -> Figures:
    """Means over cases; weights and threshold for each theme come from the other themes only."""
    return Figures(*np.mean(figures_by_case(every, counts, columns, rule), axis=0))


def figures_by_case(
    every: Sequence[Case], counts: Sequence[int], columns: Sequence[int], rule: Rule
) -> list[tuple[float, ...]]:
    """Average precision, F1, precision and recall of every case with so many examples."""
    chosen = [case for case in every if case.examples in counts]
    found = []
    for theme in sorted({case.theme for case in chosen}):
        rest = [case for case in chosen if case.theme != theme]
        weighing = fit_weighing(rest, columns)
        threshold = best_threshold(rest, weighing)
        found += [_figures(case, weighing, threshold, rule) for case in chosen if case.theme == theme]
    return found


def _figures(case: Case, weighing: Weighing, threshold: float, rule: Rule) -> tuple[float, ...]:
    said = probabilities(weighing, case.test)
    given, truth = rule(said, threshold), case.test_truth
    scores = (metric(truth, given, zero_division=0) for metric in (f1_score, precision_score, recall_score))
    return average_precision_score(truth, said), *scores
