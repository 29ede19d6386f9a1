"""A label that came after the training data, and that people hardly gave yet, is not learned from nothing."""

from collections.abc import Sequence

from classifier.codebook import Codebook
from classifier.errors import UserMistake
from classifier.training.dataset import LabelledAnswer

# One for each fold of the calibration; with none at all a label would be given at random.
FEWEST_OF_NEW = 4
# From answers that all have a label nobody can learn where it does not belong: it was then given to nearly all.
FEWEST_WITHOUT = 10


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
    without = {label: _checked_without(train, label) for label in new}
    everywhere = [
        codebook.facet(facet).label(key).name for (facet, key), number in without.items() if number < FEWEST_WITHOUT
    ]
    if everywhere:
        raise UserMistake("retrain_new_label_everywhere", labels=", ".join(everywhere), needed=FEWEST_WITHOUT)


def _checked_without(train: Sequence[LabelledAnswer], label: tuple[str, str]) -> int:
    """How many answers someone looked at and did not give the label."""
    facet, key = label
    return len({answer.id for answer in train if label not in answer.untold and key not in answer.labels[facet]})
