"""What sixty decided answers of a workshop bring: ``python -m benchmarks.retraining``.

Answers of one writer are the workshop; the base model learned from others. A simulated reviewer gives the true
labels of the 60 answers that the base is least sure of (or of 60 random ones); measured is the rest.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Annotated

import numpy as np
import typer

from benchmarks.material import Material, load_material, sectors_of
from benchmarks.report import machine, print_table, say
from classifier.model import AnswerClassifier
from classifier.retraining.frozen import without_near
from classifier.training.dataset import LabelledAnswer, indicator_of, texts_of
from classifier.training.evaluation import score_facets

SEED = 0
DECIDED = 60
REPEATS = (1, 3, 6, 12)
# Writers wrote one after another: answers with a number this near are probably by the same one.
NEAR = 1200
HEADER = ("workshop", "base", "measured on", "decided", "times", "themes micro-F1", "level QWK", "facets right")
Answers = list[LabelledAnswer]


@dataclass(frozen=True)
class Stretch:
    """Answers written in a row, by the prefix and number of their ids."""

    prefix: str
    first: int
    last: int

    def holds(self, answer: LabelledAnswer, margin: int = 0) -> bool:
        prefix, _, number = answer.id.partition("-")
        return prefix == self.prefix and self.first - margin <= int(number) <= self.last + margin


WORKSHOPS = {
    "validation": Stretch("val", 1, 662),
    "A": Stretch("tr", 1, 600),
    "B": Stretch("ex", 6590, 7027),
    "C": Stretch("gr", 1006, 1434),
    "D": Stretch("tr", 3142, 3792),
    "E": Stretch("ex", 7910, 8299),
    "F": Stretch("ex", 5646, 6149),
}


def parts_of(stretch: Stretch, material: Material, size: int) -> tuple[Answers, Answers]:
    """The workshop, and a random base of at most ``size`` answers of other writers."""
    workshop = [answer for answer in [*material.train, *material.validation] if stretch.holds(answer)]
    others = [answer for answer in material.train if not stretch.holds(answer, NEAR)]
    order = np.random.default_rng(SEED).permutation(len(others))[:size]
    return workshop, [others[place] for place in order]


def least_certain(model: AnswerClassifier, workshop: Answers) -> np.ndarray:
    """The places of the answers that the model is least sure of."""
    sure = [min(judgement.certainty.values()) for judgement in model.classify(texts_of(workshop))]
    return np.argsort(sure, kind="stable")[:DECIDED]


def at_random(model: AnswerClassifier, workshop: Answers) -> np.ndarray:
    """Random places."""
    return np.random.default_rng(SEED).permutation(len(workshop))[:DECIDED]


PICKS: dict[str, Callable[[AnswerClassifier, Answers], np.ndarray]] = {
    "least certain": least_certain,
    "random": at_random,
}


def fitted(answers: Answers, material: Material) -> AnswerClassifier:
    indicator = indicator_of(answers, material.codebook)
    model = AnswerClassifier(material.codebook, n_jobs=1, random_state=SEED)
    return model.fit(texts_of(answers), indicator, groups=sectors_of(answers))


def figures(model: AnswerClassifier, rest: Answers, material: Material) -> list[str]:
    """Themes, level, and the mean over facets of the share that is entirely right."""
    probabilities = model.predict_proba(texts_of(rest))
    truth = indicator_of(rest, material.codebook)
    scores = score_facets(material.codebook, truth, model.decide(probabilities), probabilities)
    right = float(np.mean([score.exact for score in scores.values()]))
    level = scores[material.level.key].quadratic_kappa or 0.0
    return [f"{scores[material.themes.key].micro_f1:.3f}", f"{level:.3f}", f"{right:.4f}"]


def rows_of(name: str, material: Material, size: int, pick: str):
    """The base, then each weight of the decided answers."""
    workshop, base_answers = parts_of(WORKSHOPS[name], material, size)
    base = fitted(base_answers, material)
    chosen = set(PICKS[pick](base, workshop).tolist())
    decided = [replace(workshop[place], sector="own") for place in sorted(chosen)]
    others = [answer for place, answer in enumerate(workshop) if place not in chosen]
    rest, _ = without_near(others, decided)
    head = [name, str(len(base_answers)), str(len(rest)), pick]
    yield [*head, "0", *figures(base, rest, material)]
    for repeats in REPEATS:
        say(f"{name}, {pick}, {repeats} times")
        again = fitted([*base_answers, *decided * repeats], material)
        yield [*head, str(repeats), *figures(again, rest, material)]


def main(
    size: Annotated[int, typer.Option(help="Answers of the base; all when there are fewer.")] = 1000,
    workshop: Annotated[list[str] | None, typer.Option(help="Only these; repeatable.")] = None,
    pick: Annotated[list[str] | None, typer.Option(help="Only these ways of choosing; repeatable.")] = None,
) -> None:
    """Print a Markdown table."""
    material = load_material()
    print(f"{machine()}\n", flush=True)
    rows = (
        row for name in workshop or WORKSHOPS for way in pick or PICKS
        for row in rows_of(name, material, size, way)
    )  # fmt: skip
    print_table(HEADER, rows)


if __name__ == "__main__":
    typer.run(main)
