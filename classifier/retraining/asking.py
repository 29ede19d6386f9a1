"""Asking for a training: it waits in the queue until a process takes it."""

from dataclasses import dataclass

from classifier.codebook import Codebook
from classifier.errors import UserMistake
from classifier.retraining.decided import decided_in
from classifier.retraining.learned import KIND
from classifier.retraining.own_file import forget
from classifier.retraining.request import TrainingRequest, refuse_unfit
from classifier.store.database import Database
from classifier.store.jobs import QUEUED, Job, add_job, cancel, job_by_id, jobs
from classifier.store.workshops import KeptWorkshop, workshop_by_id, workshops
from classifier.training.registry import Registry

FIRST_NAME = "model"


def ask_for_training(database: Database, request: TrainingRequest, who: str = "") -> int:
    """Put a training in the queue; its job's id. Raises UserMistake for what cannot be trained."""
    refuse_unfit(request)
    with database.writing() as connection:
        for workshop_id in request.workshops:
            workshop_by_id(connection, workshop_id)
        return add_job(connection, KIND, request.to_json(), " ".join(who.split())[:80])


def withdraw(database: Database, job_id: int) -> None:
    """Take a training out of the queue. Raises UserMistake when it is running or over."""
    with database.writing() as connection:
        job = job_by_id(connection, job_id)
        if job.state != QUEUED:
            raise UserMistake("training_not_waiting", job=job_id)
        cancel(connection, job_id)
    forget_upload(job)


def forget_upload(job: Job) -> None:
    """Delete the file that only this training needed."""
    if key := TrainingRequest.from_json(job.settings).own_file:
        forget(key)


def trainings(database: Database, *states: str) -> list[Job]:
    """All trainings, or those in these states, the newest first. Raises UserMistake."""
    with database.reading() as connection:
        return [job for job in jobs(connection, *states) if job.kind == KIND]


@dataclass(frozen=True)
class Choice:
    """A workshop to learn from: how many of its answers are decided on every facet, and how many in part."""

    workshop: KeptWorkshop
    decided: int
    partly: int


def choices(database: Database, codebook: Codebook) -> list[Choice]:
    """The workshops with decisions, the newest first. Raises UserMistake."""
    with database.reading() as connection:
        kept = workshops(connection)
    found = [(workshop, decided_in(database, [workshop.id], codebook)) for workshop in kept]
    return [
        Choice(workshop, len(decided.answers), decided.partly)
        for workshop, decided in found
        if decided.answers or decided.partly
    ]


def usual_name(registry: Registry) -> str:
    """The name of the model in use, so that a new one becomes its next version."""
    return registry.current().partition("/")[0] if registry.has_current() else FIRST_NAME
