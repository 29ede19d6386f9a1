"""How good is a new label before it is learned, and after a merge: ``python -m benchmarks.new_label``.

Each theme is hidden in turn and described by its definition and k answers from the train split. Weights and
thresholds for it come from the other themes; figures are means over the themes, on validation answers.
"""

from collections.abc import Callable, Iterator, Sequence
from itertools import combinations

import numpy as np
import typer
from numpy.typing import NDArray
from sklearn.metrics import average_precision_score, brier_score_loss, f1_score

from benchmarks.hidden_theme import (
    EXAMPLES,
    Case,
    Floats,
    Known,
    Rule,
    best_threshold,
    cases,
    fit_weighing,
    known_answers,
    measure,
)
from benchmarks.material import Material, load_material
from benchmarks.report import machine, print_table, say
from classifier.codebook_changes import NewLabel
from classifier.encoder import PieceAverageEncoder
from classifier.estimators import CalibratedOneVsRest
from classifier.facet_at_work import at_least_one
from classifier.nearest_meaning import (
    THRESHOLD,
    Meanings,
    meaning_encoder,
    weighing_for,
)
from classifier.trust import best_threshold as threshold_of_all

LETTERS, VECTOR, EXPLAINED = 0, 1, 2
FIGURES = ("AP", "F1", "precision", "recall")
WITHOUT, WITH = (0,), tuple(count for count in EXAMPLES if count)
# A workshop whose answers people looked through for the new label, taken out of the train split.
REVIEWED_ANSWERS = 400
Way = tuple[list[Case], tuple[int, ...]]
Indicator = NDArray[np.int8]
Rows = NDArray[np.intp]
Merge = Callable[[Floats], Floats]


# -- which similarity -------------------------------------------------------------------------------


def tried(whole: list[Case], pieces: list[Case], plain: list[Case]) -> dict[str, Way]:
    """Every way to score that was measured, by name."""
    return {
        "vector, mean of word pieces": (pieces, (VECTOR,)),
        "vector, whole encoder": (whole, (VECTOR,)),
        "letters": (whole, (LETTERS,)),
        "letters + word pieces": (pieces, (LETTERS, VECTOR)),
        "letters + whole encoder": (whole, (LETTERS, VECTOR)),
        "the same, without contrast": (plain, (LETTERS, VECTOR)),
        "letters + explained by other themes": (whole, (LETTERS, EXPLAINED)),
        "letters + whole encoder + explained (in use)": (whole, (LETTERS, VECTOR, EXPLAINED)),
    }


def scoring_rows(ways: dict[str, Way]) -> Iterator[list[str]]:
    for name, (every, columns) in ways.items():
        say(name)
        found = [measure(every, counts, columns) for counts in ((0,), (3,), (8,))]
        yield [name, *(f"{value:.2f}" for one in found for value in (one.average_precision, one.f1))]


# -- which threshold --------------------------------------------------------------------------------


def rules() -> dict[str, Rule]:
    """Rules for giving the label, by name."""
    return {
        "best mean F1 of the other themes (in use)": np.greater_equal,
        "probability 0.5": lambda said, _: said >= 0.5,
        "the 5 % nearest answers": lambda said, _: said >= np.quantile(said, 0.95),
        "the 10 % nearest answers": lambda said, _: said >= np.quantile(said, 0.90),
    }


def rule_rows(every: list[Case]) -> Iterator[list[str]]:
    for name, rule in rules().items():
        yield [
            name,
            *(cell for counts in (WITHOUT, WITH) for cell in measure(every, counts, rule=rule).cells()[1:]),
        ]


def constant_rows(every: list[Case]) -> Iterator[list[str]]:
    """What the constants of ``classifier/nearest_meaning.py`` are, and what they would be on this data."""
    for count in EXAMPLES:
        chosen = [case for case in every if case.examples == count]
        fitted = fit_weighing(chosen)
        yield [f"k = {count}", str(weighing_for(count)), str(fitted), str(best_threshold(chosen, fitted))]


# -- after a merge ----------------------------------------------------------------------------------


def merge_rules() -> dict[str, Merge]:
    """Probability of either of two labels, shape (n_answers, 2) → (n_answers,)."""
    return {
        "at least one, independent (score in use)": at_least_one,
        "the largest (given when either is: labels in use)": lambda pair: pair.max(axis=1),
        "the sum, at most 1": lambda pair: np.minimum(pair.sum(axis=1), 1),
    }


def merge_rows(train: Known, test: Known) -> Iterator[list[str]]:
    """Means over all pairs of themes; the threshold is that of the unmerged themes."""
    threshold = threshold_of_all(train.probabilities, train.truth)
    pairs = [list(pair) for pair in combinations(range(test.truth.shape[1]), 2)]
    for name, rule in merge_rules().items():
        found = [_merged(known, pairs, rule, threshold) for known in (train, test)]
        yield [name, *(f"{value:.4f}" for figures in found for value in figures)]


def _merged(known: Known, pairs: list[list[int]], rule: Merge, threshold: float) -> list[float]:
    """F1, Brier score, and by how much the mean probability is too high."""
    found = []
    for pair in pairs:
        said, truth = rule(known.probabilities[:, pair]), known.truth[:, pair].max(axis=1)
        found.append(
            (f1_score(truth, said >= threshold), brier_score_loss(truth, said), said.mean() - truth.mean())
        )
    return list(np.mean(found, axis=0))


# -- learned from answers that nobody checked for it --------------------------------------------------


def learning_rows(train: Known, test: Known, near: dict[int, Floats]) -> Iterator[list[str]]:
    """A new theme learned from a reviewed workshop, with and without the answers that were never checked."""
    rows = np.random.default_rng(1).permutation(len(train.texts))
    reviewed, rest = rows[:REVIEWED_ANSWERS], rows[REVIEWED_ANSWERS:]
    ways = {
        "only the reviewed answers": lambda theme: reviewed,
        "and all others, as if it is not in them": lambda theme: rows,
        "and the others that are not near it": lambda theme: np.concatenate(
            [reviewed, rest[near[theme][rest] < THRESHOLD]]
        ),
    }
    for name, chosen in ways.items():
        say(name)
        found = [_learned(train, test, theme, reviewed, chosen(theme)) for theme in near]
        yield [name, *(f"{value:.2f}" for value in np.mean(found, axis=0))]
    usual = threshold_of_all(train.probabilities, train.truth)
    known = [_scores(test.truth[:, theme], test.probabilities[:, theme], usual) for theme in near]
    yield ["all answers checked for it", *(f"{value:.2f}" for value in np.mean(known, axis=0))]


def _learned(train: Known, test: Known, theme: int, reviewed: Rows, chosen: Rows) -> tuple[float, float]:
    truth = np.zeros(len(train.texts), dtype=int)
    truth[reviewed] = train.truth[reviewed, theme]
    fitted = CalibratedOneVsRest().fit(train.matrix[chosen], truth[chosen])  # type: ignore[index]
    own = fitted.held_out_probabilities_[:, -1:]
    checked = np.isin(chosen, reviewed)
    threshold = threshold_of_all(own[checked], truth[chosen][checked])
    return _scores(test.truth[:, theme], fitted.predict_proba(test.matrix)[:, -1], threshold)


def _scores(truth: Indicator, said: Floats, threshold: float) -> tuple[float, float]:
    return average_precision_score(truth, said), f1_score(truth, said >= threshold, zero_division=0)


# -- the report -------------------------------------------------------------------------------------


def nearness(material: Material, train: Known, every: Sequence[str]) -> dict[int, Floats]:
    """Per theme the probability by nearest meaning of all train answers, from its definition alone."""
    labels = material.themes.labels
    described = [NewLabel(label.name, label.definition) for label in labels]
    others = [[other for other in labels if other is not label] for label in labels]
    rows = Meanings(described, others, meaning_encoder()).similarities(every)
    everything = train.probabilities.sum(axis=1)
    return {
        theme: weighing_for(0).probability(rows[:, theme], everything - train.probabilities[:, theme])
        for theme in range(len(labels))
    }


def main() -> None:
    """Print the tables."""
    material = load_material()
    print(f"{len(material.train)} train and {len(material.validation)} validation answers; {machine()}\n")
    train, test = known_answers(material)
    say("hidden themes, three times")
    whole = cases(material, train, test, meaning_encoder())
    pieces = cases(material, train, test, PieceAverageEncoder())
    plain = cases(material, train, test, meaning_encoder(), contrast=0.0)
    header = ("score", "AP, k = 0", "F1", "AP, k = 3", "F1", "AP, k = 8", "F1")
    print_table(header, scoring_rows(tried(whole, pieces, plain)))
    by_count = ([f"k = {count}", *measure(whole, (count,)).cells()] for count in EXAMPLES)
    print_table(("as in use", *FIGURES), by_count)
    rule_header = ("rule", *(f"{name}, k {count}" for count in ("= 0", "> 0") for name in FIGURES[1:]))
    print_table(rule_header, rule_rows(whole))
    print_table(
        ("constants", "in use", "fitted here", f"threshold here (in use {THRESHOLD})"), constant_rows(whole)
    )
    merge_figures = ("F1", "Brier", "mean too high by")
    merge_header = (
        "merged pair",
        *(f"{name}, {on}" for on in ("held-out train", "validation") for name in merge_figures),
    )
    print_table(merge_header, merge_rows(train, test))
    say("all train answers, for each theme")
    learning = learning_rows(train, test, nearness(material, train, train.texts))
    print_table((f"learned from {REVIEWED_ANSWERS} reviewed answers", "AP", "F1"), learning)


if __name__ == "__main__":
    typer.run(main)
