"""What came of the trainings, ready to look at: results, the answers that changed, and where models stand."""

from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass

from classifier.codebook import Codebook, Facet
from classifier.errors import UserMistake
from classifier.retraining.asking import trainings
from classifier.retraining.decided import ID_PREFIX
from classifier.retraining.material import shipped_as_written
from classifier.retraining.request import TrainingRequest
from classifier.retraining.result import TrainingResult
from classifier.store.database import Database
from classifier.store.jobs import DONE, Job
from classifier.store.workshops import answers_of
from classifier.training.comparison import ChangedAnswer, Comparison

BECAME_RIGHT, BECAME_WRONG, STILL_WRONG = "right", "wrong", "still_wrong"
Keys = tuple[str, ...]


@dataclass(frozen=True)
class Finished:
    """A training that ended well."""

    job: Job
    request: TrainingRequest
    result: TrainingResult


@dataclass(frozen=True)
class ChangedLabels:
    """An answer on a facet of which both models differ. ``text`` is None when the answer was deleted since.

    ``verdict``: the new model is ``right`` where the current was wrong, the other way round (``wrong``), or
    neither is right (``still_wrong``).
    """

    text: str | None
    facet: Facet
    before: Keys
    after: Keys
    truth: Keys
    verdict: str


def finished(database: Database) -> list[Finished]:
    """The trainings with a result, the newest first. Raises UserMistake."""
    return list(_readable(trainings(database, DONE)))


def _readable(done: list[Job]) -> Iterator[Finished]:
    for job in done:
        # A result of a later version may hold what this one cannot read.
        with suppress(ValueError, TypeError):
            yield Finished(job, TrainingRequest.from_json(job.settings), TrainingResult.from_json(job.result))


def fits(comparison: Comparison, codebook: Codebook) -> bool:
    """Whether a comparison speaks of the labels of this codebook."""
    known = {(facet.key, key) for facet in codebook for key in ("", *facet.keys)}
    compared = {(row.facet, row.label) for row in comparison.differences}
    return compared | {(row.facet, row.label) for row in comparison.left_out} <= known


def changed_labels(database: Database, codebook: Codebook, training: Finished) -> list[ChangedLabels]:
    """Every facet of every answer that the two models label differently. Raises UserMistake."""
    if training.result.comparison is None:
        return []
    changed = training.result.comparison.changed
    texts = _texts(database, training.request) if changed else {}
    return [
        ChangedLabels(
            texts.get(answer.id), codebook.facet(key), answer.before[key], answer.after[key], answer.truth[key],
            _verdict(answer, key),
        )
        for answer in changed for key in answer.facets
    ]  # fmt: skip


def _verdict(answer: ChangedAnswer, facet: str) -> str:
    truth = set(answer.truth[facet])
    if set(answer.after[facet]) == truth:
        return BECAME_RIGHT
    return BECAME_WRONG if set(answer.before[facet]) == truth else STILL_WRONG


def _texts(database: Database, request: TrainingRequest) -> Mapping[str, str]:
    """Texts by the id that they had in the training; they are not kept with its result."""
    found: dict[str, str] = {}
    with suppress(UserMistake):
        found |= {answer.id: answer.text for answer in shipped_as_written()[1]}
    with database.reading() as connection:
        for workshop_id in request.workshops:
            found |= {f"{ID_PREFIX}{kept.id}": kept.text for kept in answers_of(connection, workshop_id)}
    return found
