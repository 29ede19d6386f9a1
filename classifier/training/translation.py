"""Training answers that were labelled under an older codebook, in terms of a later one.

Nobody has looked in those answers for a label that came after: it is absent from them, which is not the same
as not given. :func:`told_columns` says which labels they tell about. Learning a new label from them as if it
were given nowhere is far worse than leaving them out for it (docs/nieuw_label.md).
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from classifier.codebook import Codebook
from classifier.codebook_changes import Change, SplitLabel
from classifier.codebook_history import key_now, translate, unlearned_labels
from classifier.labels import LabelColumns
from classifier.training.dataset import LabelledAnswer


def translate_answers(answers: Iterable[LabelledAnswer], changes: Sequence[Change]) -> list[LabelledAnswer]:
    """The same answers, labelled in terms of the codebook after ``changes`` (settled, in order of time).

    Each says of which labels it does not tell: those that came with the changes.
    """
    untold = frozenset((label.facet, label.now) for label in unlearned_labels(changes))
    return [
        replace(answer, labels=translate(answer.labels, changes).labels, untold=answer.untold | untold)
        for answer in answers
    ]


def translate_to_measure(answers: Iterable[LabelledAnswer], changes: Sequence[Change]) -> list[LabelledAnswer]:
    """The same for answers to measure on: they do not tell either about a label that was split since.

    To learn from, such a label stands as it did: the first part goes on as it was learned. As a measure it would
    blame a model for having learned the narrower meaning.
    """
    split = frozenset(
        (change.facet, key_now(change.facet, change.label, changes[number + 1 :]))
        for number, change in enumerate(changes)
        if isinstance(change, SplitLabel)
    )
    return [replace(answer, untold=answer.untold | split) for answer in translate_answers(answers, changes)]


def told_columns(codebook: Codebook, changes: Sequence[Change]) -> NDArray[np.bool_]:
    """Which labels of ``codebook``, the one after ``changes``, older answers tell about; shape (n_labels,).

    False for what was added or split off since, also where it has been merged into another label: then the
    other label may be missing too.
    """
    unlearned = {(label.facet, label.now) for label in unlearned_labels(changes)}
    return np.array([name not in unlearned for name in LabelColumns(codebook).names])
