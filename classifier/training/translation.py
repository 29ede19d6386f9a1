"""Training answers that were labelled under an older codebook, in terms of a later one.

Nobody has looked in them for a label that came after: for that label they count as not given, wrongly so
where it belongs. :func:`without_near` leaves out the answers where that is likely; docs/nieuw_label.md says
what each way costs.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from classifier.codebook_changes import Change
from classifier.codebook_history import translate
from classifier.training.dataset import LabelledAnswer, texts_of
from classifier.working import WorkingReader


def translate_answers(answers: Iterable[LabelledAnswer], changes: Sequence[Change]) -> list[LabelledAnswer]:
    """The same answers, labelled in terms of the codebook after ``changes`` (settled, in order of time)."""
    return [replace(answer, labels=translate(answer.labels, changes).labels) for answer in answers]


def without_near(answers: Sequence[LabelledAnswer], reader: WorkingReader) -> list[LabelledAnswer]:
    """The answers that no new label of ``reader`` lies near to; for those, "not given" is most likely right."""
    judgements = reader.classify(texts_of(answers))
    return [
        answer
        for answer, judgement in zip(answers, judgements, strict=True)
        if not any(label in judgement.labels[facet] for facet, label in reader.new_labels)
    ]
