"""What more training answers bring: random parts of the training answers, measured on answers set apart."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
from sklearn.base import clone

from classifier.errors import UserMistake
from classifier.model import AnswerClassifier
from classifier.training.dataset import LabelledAnswer, indicator_of, texts_of
from classifier.training.evaluation import evaluate
from classifier.training.figures import leading_figure

SIZES = (250, 500, 1000, 2000, 4000)
# Up to this size the draw decides much, so that one draw would say little.
SMALL = 1000
DRAWS_SMALL, DRAWS_LARGE = 3, 2
SEED = 0


@dataclass(frozen=True)
class CurvePoint:
    """Figures at one number of training answers: facet → mean, lowest and highest over the draws.

    Kappa (-1..1) of levels, F1 (0..1) of other facets.
    """

    answers: int
    draws: int
    mean: Mapping[str, float]
    lowest: Mapping[str, float]
    highest: Mapping[str, float]

    def to_json(self) -> dict[str, Any]:
        """A plain dictionary, ready for json."""
        return asdict(self)


def sizes_up_to(count: int, sizes: Sequence[int] = SIZES) -> list[int]:
    """The sizes that can be drawn, then all answers."""
    return [size for size in sizes if size < count] + [count]


def draws(answers: Sequence[LabelledAnswer], size: int) -> Iterator[list[LabelledAnswer]]:
    """Random parts of this size, the same on every run; all answers can be drawn in one way only."""
    wanted = DRAWS_SMALL if size <= SMALL else DRAWS_LARGE
    for draw in range(1 if size == len(answers) else wanted):
        chosen = np.random.default_rng([SEED, size, draw]).permutation(len(answers))[:size]
        yield [answers[index] for index in sorted(chosen)]


def learning_curve(
    model: AnswerClassifier,
    train: Sequence[LabelledAnswer],
    test: Sequence[LabelledAnswer],
    sizes: Sequence[int] = SIZES,
) -> Iterator[CurvePoint]:
    """A point for every size, smallest first, as soon as it is measured; the last one is of all answers.

    ``model`` says how to fit and is left as it is. Raises UserMistake when there is nothing to measure on.
    """
    if not test:
        raise UserMistake("comparison_empty")
    for size in sizes_up_to(len(train), sizes):
        yield _point(size, [_figures(model, part, test) for part in draws(train, size)])


def _figures(
    model: AnswerClassifier, part: list[LabelledAnswer], test: Sequence[LabelledAnswer]
) -> dict[str, float]:
    codebook = model.codebook
    if codebook is None:
        raise ValueError("the model needs a codebook: AnswerClassifier(codebook=...)")
    sectors = [answer.sector for answer in part]
    fitted = clone(model).fit(texts_of(part), indicator_of(part, codebook), groups=sectors)
    scores = evaluate(fitted, list(test), codebook).facets
    return {facet.key: leading_figure(facet, scores[facet.key]) for facet in codebook}


def _point(size: int, figures: list[dict[str, float]]) -> CurvePoint:
    by_facet = {key: [own[key] for own in figures] for key in figures[0]}
    return CurvePoint(
        answers=size,
        draws=len(figures),
        mean={key: round(float(np.mean(own)), 4) for key, own in by_facet.items()},
        lowest={key: min(own) for key, own in by_facet.items()},
        highest={key: max(own) for key, own in by_facet.items()},
    )
