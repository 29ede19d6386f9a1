"""From labelled answers to a saved model, with its figures."""

from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import UTC, datetime

from classifier.codebook import Codebook
from classifier.errors import UserMistake
from classifier.model import AnswerClassifier
from classifier.training.card import model_card
from classifier.training.dataset import (
    TRAIN,
    VALIDATION,
    LabelledAnswer,
    data_hash,
    indicator_of,
    of_split,
    texts_of,
)
from classifier.training.evaluation import Evaluation, evaluate
from classifier.training.registry import Manifest, Registry, library_versions, python_version

SEED = 0
FEWEST_ANSWERS = 20
Progress = Callable[[str], None]


@dataclass(frozen=True)
class TrainedModel:
    """A fitted model with its figures, not yet saved."""

    model: AnswerClassifier
    manifest: Manifest
    validation: Evaluation | None


def train_model(
    answers: list[LabelledAnswer],
    codebook: Codebook,
    *,
    name: str,
    version: str,
    n_jobs: int | None = None,
    progress: Progress = lambda step: None,
) -> TrainedModel:
    """Fit on the train split, measure on the validation split. Raises UserMistake for too little data.

    ``progress`` is called with the code of each step: ``fit``, ``evaluate``.
    """
    train = of_split(answers, TRAIN)
    if len(train) < FEWEST_ANSWERS:
        raise UserMistake("training_data_few", count=len(train), needed=FEWEST_ANSWERS)
    progress("fit")
    model = AnswerClassifier(codebook, n_jobs=n_jobs, random_state=SEED, name=f"{name}/{version}")
    model.fit(texts_of(train), indicator_of(train, codebook), groups=[answer.sector for answer in train])
    progress("evaluate")
    held_out = of_split(answers, VALIDATION)
    validation = evaluate(model, held_out, codebook) if held_out else None
    return TrainedModel(model, _manifest(model, codebook, train, validation, name, version), validation)


def _manifest(
    model: AnswerClassifier,
    codebook: Codebook,
    train: list[LabelledAnswer],
    validation: Evaluation | None,
    name: str,
    version: str,
) -> Manifest:
    parameters = {
        key: value for key, value in model.get_params().items() if key not in {"codebook", "n_jobs", "name"}
    }
    return Manifest(
        name=name,
        version=version,
        created=datetime.now(UTC).isoformat(timespec="seconds"),
        codebook=f"{codebook.name} {codebook.version}",
        codebook_fingerprint=codebook.fingerprint,
        training_data_sha256=data_hash(train),
        training_answers=len(train),
        seed=SEED,
        parameters=parameters,
        libraries=library_versions(),
        python=python_version(),
        thresholds=dict(model.thresholds_),
        review={key: asdict(rule) for key, rule in model.review_rules_.items()},
        metrics={"validation": validation.to_json()} if validation else {},
    )


def save_model(trained: TrainedModel, registry: Registry, *, make_current: bool = True) -> Manifest:
    """Keep a trained model in the registry. Raises UserMistake."""
    card = model_card(trained.manifest, trained.validation)
    manifest = registry.save(trained.model, trained.manifest, card)
    if make_current:
        registry.set_current(manifest.id)
    return manifest
