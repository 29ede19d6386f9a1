"""One training from beginning to end: read, fit, measure, compare, keep. It never puts a model to use."""

import os
import shutil
from collections.abc import Callable, Mapping
from dataclasses import asdict, replace

from classifier.codebook import Codebook
from classifier.codebook_versions import history_of
from classifier.errors import UserMistake
from classifier.model import AnswerClassifier
from classifier.retraining.beside import Beside, compare, current_beside
from classifier.retraining.card import retrained_card
from classifier.retraining.decided import Filling
from classifier.retraining.learned import workshops_without_test
from classifier.retraining.material import Material, codebook_now, gather
from classifier.retraining.request import TrainingRequest
from classifier.retraining.result import TrainingResult
from classifier.store.database import Database
from classifier.store.models import add_evaluation, remember_model
from classifier.training.comparison import Comparison
from classifier.training.fitting import SEED, TrainedModel, train_model
from classifier.training.learning_curve import CurvePoint, learning_curve, sizes_up_to
from classifier.training.registry import Manifest, Registry

READ, FIT, EVALUATE, COMPARE, CURVE, SAVE = STEPS = ("read", "fit", "evaluate", "compare", "curve", "save")
# Share of the work done (0..1) when a step begins; a learning curve takes several times as long as one fit.
_BEGINS = {READ: 0.0, FIT: 0.08, EVALUATE: 0.8, COMPARE: 0.85, SAVE: 0.95}
_WITH_CURVE = {READ: 0.0, FIT: 0.02, EVALUATE: 0.22, COMPARE: 0.24, CURVE: 0.26, SAVE: 0.98}
# A model on disk with its card, and as much again while it is being written.
ROOM_NEEDED = 200 * 2**20
Progress = Callable[[str, float], object]


def run_training(
    request: TrainingRequest, database: Database, registry: Registry, progress: Progress = lambda step, share: None
) -> TrainingResult:
    """Train, compare with the model in use and keep the model. Raises UserMistake; then there is no model.

    ``progress`` is told the code of each step and the share done, 0 to 1. One process, so that the other
    processors stay free for the app.
    """
    begins = _WITH_CURVE if request.learning_curve else _BEGINS
    refuse_full_or_read_only(registry)
    progress(READ, begins[READ])
    codebook, version = codebook_now(database)
    current = current_beside(registry, codebook, history_of(database))
    before = workshops_without_test(database, current.model) if current else frozenset()
    # Of a label that it never learned a model only guesses: nothing to fill up with.
    filling = Filling(current.model, version) if current and current.is_as_learned else None
    material = gather(request, database, codebook, filling=filling, learned_before=before)
    trained = _fit(request, material, codebook, registry, _steps(progress, begins))
    progress(COMPARE, begins[COMPARE])
    comparison = _comparison(trained, current, material, codebook)
    curve = _curve(request, trained, material, lambda done: progress(CURVE, _between(begins, done)))
    progress(SAVE, begins[SAVE])
    manifest = registry.save(trained.model, trained.manifest, retrained_card(trained, material))
    _remember(database, manifest, trained, material)
    return _result(manifest, material, comparison, curve)


def refuse_full_or_read_only(registry: Registry) -> None:
    """Better now than after minutes of fitting. Raises UserMistake."""
    folder = registry.folder
    try:
        folder.mkdir(parents=True, exist_ok=True)
        free = shutil.disk_usage(folder).free
    except OSError as error:
        raise UserMistake("models_folder_unusable", folder=str(folder)) from error
    if not os.access(folder, os.W_OK):
        raise UserMistake("models_folder_unusable", folder=str(folder))
    if free < ROOM_NEEDED:
        raise UserMistake("models_folder_full", folder=str(folder), needed=ROOM_NEEDED >> 20)


def _fit(
    request: TrainingRequest, material: Material, codebook: Codebook, registry: Registry,
    progress: Callable[[str], None],
) -> TrainedModel:  # fmt: skip
    trained = train_model(
        [*material.repeated, *material.test], codebook, name=request.name,
        version=registry.next_version(request.name), encoder=request.encoder, C=request.C, n_jobs=1,
        progress=progress,
    )  # fmt: skip
    # An answer that counts three times is still one answer.
    return replace(trained, manifest=replace(trained.manifest, training_answers=len(material.train)))


def _steps(progress: Progress, begins: Mapping[str, float]) -> Callable[[str], None]:
    def tell(step: str) -> None:
        progress(step, begins[step])

    return tell


def _comparison(
    trained: TrainedModel, current: Beside | None, material: Material, codebook: Codebook
) -> Comparison | None:
    return compare(trained.model, current.load(), material.test, codebook) if current else None


def _curve(
    request: TrainingRequest, trained: TrainedModel, material: Material, done: Callable[[float], object]
) -> tuple[CurvePoint, ...]:
    if not request.learning_curve:
        return ()
    model = AnswerClassifier(**{**trained.model.get_params(), "random_state": SEED})
    total = sum(sizes_up_to(len(material.train)))
    points: list[CurvePoint] = []
    for point in learning_curve(model, material.train, material.test):
        points.append(point)
        done(sum(own.answers for own in points) / total)
    return tuple(points)


def _between(begins: Mapping[str, float], done: float) -> float:
    return begins[CURVE] + done * (begins[SAVE] - begins[CURVE])


def _remember(database: Database, manifest: Manifest, trained: TrainedModel, material: Material) -> None:
    with database.writing() as connection:
        model_id = remember_model(connection, manifest.id, asdict(manifest))
        if trained.validation is not None:
            add_evaluation(connection, model_id, f"{len(material.test)} held out", trained.validation.to_json())


def _result(
    manifest: Manifest, material: Material, comparison: Comparison | None, curve: tuple[CurvePoint, ...]
) -> TrainingResult:
    return TrainingResult(
        model=manifest.id,
        train=len(material.train),
        test=len(material.test),
        sources=material.sources,
        near=material.near,
        partly=material.partly,
        outdated=material.outdated,
        comparison=comparison,
        curve=curve,
    )
