"""What each kind of feature adds, and which weights: ``python -m benchmarks.features``.

Held-out predictions on the train split, whole sectors at a time. The texts are read once and features
computed once: they know the texts of all answers, but no label of a held-out one.
"""

from dataclasses import dataclass, replace

import typer
from scipy.sparse import csr_matrix, hstack
from sklearn.metrics import cohen_kappa_score

from benchmarks.material import Material, load_material, sectors_of
from benchmarks.report import machine, print_table, say
from classifier.dutch import build_pipeline
from classifier.estimators import CalibratedOneVsRest, CumulativeOrdinal
from classifier.features import Reading, answer_features, lemma_ngrams, read_answers
from classifier.labels import LabelColumns
from classifier.model import AnswerClassifier
from classifier.training.dataset import texts_of
from classifier.trust import best_thresholds, decide, give, micro_f1

FIGURES = ("themes micro-F1", "level QWK")
HOUSE = ("characters", "lemmas", "phrases", "vectors")
SETS = {
    "characters": ("characters",),
    "words": ("words",),
    "lemmas": ("lemmas",),
    "characters + lemmas": ("characters", "lemmas"),
    "characters + lemmas + phrases": ("characters", "lemmas", "phrases"),
    "characters + lemmas + phrases + vectors": HOUSE,
    "lemmas + phrases + vectors": ("lemmas", "phrases", "vectors"),
    "all, with words": (*HOUSE, "words"),
}
DEFAULTS = AnswerClassifier()
# Each is changed alone; the others stay as they are.
WEIGHTS = {"C": (4.0, 16.0), "phrase_weight": (0.5, 2.0), "vector_weight": (0.25, 0.5, 1.0, 2.0)}
Blocks = dict[str, csr_matrix]


@dataclass(frozen=True)
class Setting:
    """One way to build the features; the defaults are those of the house."""

    blocks: tuple[str, ...] = HOUSE
    C: float = DEFAULTS.C
    phrase_weight: float = DEFAULTS.phrase_weight
    vector_weight: float = DEFAULTS.vector_weight

    def matrix(self, blocks: Blocks) -> csr_matrix:
        """The chosen blocks side by side, weighted."""
        weights = {"phrases": self.phrase_weight, "vectors": self.vector_weight}
        return hstack([blocks[name] * weights.get(name, 1.0) for name in self.blocks], format="csr")

    def __str__(self) -> str:
        return f"C {self.C:g}, phrases × {self.phrase_weight:g}, vectors × {self.vector_weight:g}"


def feature_blocks(material: Material) -> Blocks:
    """Every kind of feature of the train split, unweighted: those of the house, and plain words."""
    say(f"reading {len(material.train)} answers")
    readings = list(read_answers(build_pipeline(material.codebook), texts_of(material.train)))
    union = answer_features(material.codebook, phrase_weight=1.0, vector_weight=1.0)
    kinds = {**dict(union.transformer_list), "words": lemma_ngrams().set_params(preprocessor=words_of)}
    return {name: csr_matrix(block.fit_transform(readings)) for name, block in kinds.items()}


def words_of(reading: Reading) -> tuple[str, ...]:
    """The lower-case words."""
    return reading.words


def themes_f1(matrix: csr_matrix, setting: Setting, material: Material) -> float:
    """micro-F1 (0..1) of held-out predictions, at the thresholds that suit them best."""
    truth = material.truth(material.train)[:, LabelColumns(material.compared).of(material.themes)]
    estimator = CalibratedOneVsRest(C=setting.C, folds=DEFAULTS.folds, n_jobs=2)
    held_out = estimator.fit(matrix, truth, groups=sectors_of(material.train)).held_out_probabilities_
    return micro_f1(give(held_out, *best_thresholds(held_out, truth)), truth)


def level_kappa(matrix: csr_matrix, setting: Setting, material: Material) -> float:
    """Quadratic weighted kappa (-1..1) of held-out predictions."""
    truth = material.truth(material.train)[:, LabelColumns(material.compared).of(material.level)]
    ranks = truth.argmax(axis=1)
    estimator = CumulativeOrdinal(C=setting.C, folds=DEFAULTS.folds, n_jobs=2)
    held_out = estimator.fit(matrix, ranks, groups=sectors_of(material.train)).held_out_probabilities_
    chosen = estimator.classes_[decide(material.level, held_out, threshold=0.5).argmax(axis=1)]
    return cohen_kappa_score(ranks, chosen, weights="quadratic")


def feature_row(name: str, setting: Setting, blocks: Blocks, material: Material) -> list[str]:
    """One line of a table."""
    say(name)
    matrix = setting.matrix(blocks)
    figures = themes_f1(matrix, setting, material), level_kappa(matrix, setting, material)
    return [name, *(f"{figure:.3f}" for figure in figures)]


def grid() -> list[Setting]:
    """The defaults with one weight changed."""
    changed = [replace(Setting(), **{name: value}) for name, values in WEIGHTS.items() for value in values]
    return [setting for setting in changed if setting != Setting()]


def main() -> None:
    """Print a table of feature kinds and a table of weights."""
    material = load_material()
    print(f"{len(material.train)} training answers, {DEFAULTS.folds} folds over sectors; {machine()}\n")
    blocks = feature_blocks(material)
    kinds = {name: Setting(chosen) for name, chosen in SETS.items()}
    weights = {str(setting): setting for setting in grid()}
    for title, settings in {f"features ({Setting()})": kinds, "weights, all features": weights}.items():
        rows = (feature_row(name, setting, blocks, material) for name, setting in settings.items())
        print_table((title, *FIGURES), rows)


if __name__ == "__main__":
    typer.run(main)
