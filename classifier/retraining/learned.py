"""Which models learned from which workshops, as the jobs say that made them."""

from classifier.retraining.request import TrainingRequest
from classifier.store.database import Database
from classifier.store.jobs import DONE, jobs
from classifier.store.workshops import workshops

KIND = "training"


def requests_by_model(database: Database) -> dict[str, TrainingRequest]:
    """``name/version`` → what was asked for; only models that were trained by a job."""
    with database.reading() as connection:
        done = [job for job in jobs(connection, DONE) if job.kind == KIND and job.result]
    return {job.result["model"]: TrainingRequest.from_json(job.settings) for job in done if job.result}


def workshops_without_test(database: Database, model: str) -> frozenset[int]:
    """The workshops of which a model learned every decision, so that none of them measures it fairly."""
    request = requests_by_model(database).get(model)
    if request is None or request.hold_out:
        return frozenset()
    with database.reading() as connection:
        here = {workshop.id for workshop in workshops(connection)}
    return frozenset(request.workshops) & here


def models_that_learned_from(database: Database, workshop_id: int) -> list[str]:
    """The models that learned words of a workshop; deleting the workshop leaves those in the models."""
    return sorted(
        model for model, request in requests_by_model(database).items() if workshop_id in request.workshops
    )
