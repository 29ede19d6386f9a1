"""Labels that a model which did not learn from them finds hard to believe.

Source: Northcutt et al. 2021, "Confident Learning: Estimating Uncertainty in Dataset Labels"; ranked by
self-confidence, the held-out probability of the label given.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from classifier.codebook import Facet
from classifier.labels import Indicator
from classifier.model import AnswerClassifier
from classifier.training.dataset import LabelledAnswer, indicator_of

Floats = NDArray[np.float64]
# Below this held-out probability of what was labelled, a person should look again.
SUSPECT_PROBABILITY = 0.05


@dataclass(frozen=True)
class Suspect:
    """A label to look at again. ``is_given``: it was given (else it was left out); ``confidence``: the
    held-out probability (0..1) of the decision as labelled."""

    answer: LabelledAnswer
    facet: str
    label: str
    is_given: bool
    confidence: float


def suspects(
    model: AnswerClassifier, answers: list[LabelledAnswer], limit: float = SUSPECT_PROBABILITY
) -> list[Suspect]:
    """Least believable labels first. ``model`` must just have been fitted on exactly these answers.

    Raises ValueError when it was not: held-out probabilities exist only for answers it was fitted on.
    """
    truth = indicator_of(answers, model.columns_.codebook)
    found = []
    for facet in model.columns_.codebook:
        probabilities = model.held_out_probabilities(facet)
        if len(probabilities) != len(answers):
            raise ValueError(f"the model was fitted on {len(probabilities)} answers, not on these {len(answers)}")
        given = truth[:, model.columns_.of(facet)]
        believed = belief(facet, probabilities, given)
        for row, column in np.argwhere(believed < limit):
            confidence = round(float(believed[row, column]), 4)
            label = facet.keys[column]
            found.append(Suspect(answers[row], facet.key, label, bool(given[row, column]), confidence))
    return sorted(found, key=lambda suspect: suspect.confidence)


def belief(facet: Facet, probabilities: Floats, given: Indicator) -> Floats:
    """Held-out probability (0..1) of every labelling decision; 1 where there was none to make.

    Of a facet with one label only the given label is a decision; of levels a neighbour is close enough.
    """
    if facet.takes_many:
        return np.where(given == 1, probabilities, 1 - probabilities)
    if facet.kind == "ordinal":
        edge = np.zeros((len(probabilities), 1))
        padded = np.hstack([edge, probabilities, edge])
        probabilities = padded[:, :-2] + padded[:, 1:-1] + padded[:, 2:]
    return np.where(given == 1, probabilities, 1.0)
