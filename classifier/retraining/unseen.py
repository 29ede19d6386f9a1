"""A label that came after the training data, and that people hardly gave yet, is not learned from nothing."""

from collections.abc import Sequence

from classifier.codebook import Codebook
from classifier.errors import UserMistake
from classifier.training.dataset import LabelledAnswer

# One for each fold of the calibration; with none at all a label would be given at random.
FEWEST_OF_NEW = 4


def refuse_unseen(train: Sequence[LabelledAnswer], codebook: Codebook) -> None:
    """Raise UserMistake for a new label with too few answers: training would make it worse than nearest meaning."""
    new = sorted({label for answer in train for label in answer.untold})
    few = [
        codebook.facet(facet).label(key).name
        for facet, key in new
        if sum(key in answer.labels[facet] for answer in train) < FEWEST_OF_NEW
    ]
    if few:
        raise UserMistake("retrain_new_label_unseen", labels=", ".join(few), needed=FEWEST_OF_NEW)
