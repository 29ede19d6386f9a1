"""From labelled answers to a saved model, with its figures."""

from collections.abc import Callable
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime

from classifier.codebook import Codebook
from classifier.encoders.choice import DEFAULT_ENCODER
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
    told_in,
)
from classifier.training.evaluation import Evaluation, evaluate
from classifier.training.history import TRAINED, choose
from classifier.training.registry import Manifest, Registry, library_versions, python_version

SEED = 0
FEWEST_ANSWERS = 20
DEFAULT_C = AnswerClassifier().C
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
    encoder: str = DEFAULT_ENCODER,
    C: float = DEFAULT_C,
    n_jobs: int | None = None,
    progress: Progress = lambda step: None,
) -> TrainedModel:
    """Fit on the train split, measure on the validation split.

    Raises UserMistake for too little data and for an encoder that is not here. ``encoder`` is a name of
    ``classifier/encoders/choice.py``; ``C`` the inverse regularisation strength, > 0. ``progress`` is called
    with the code of each step: ``fit``, ``evaluate``.
    """
    train = of_split(answers, TRAIN)
    if len(train) < FEWEST_ANSWERS:
        raise UserMistake("training_data_few", count=len(train), needed=FEWEST_ANSWERS)
    progress("fit")
    model = AnswerClassifier(
        codebook, C=C, n_jobs=n_jobs, random_state=SEED, name=f"{name}/{version}", encoder=encoder
    )
    model.fit(
        texts_of(train), indicator_of(train, codebook),
        groups=[answer.sector for answer in train], told=told_in(train, codebook),
    )  # fmt: skip
    progress("evaluate")
    held_out = of_split(answers, VALIDATION)
    validation = evaluate(model, held_out, codebook) if held_out else None
    manifest = replace(
        describe(model, name, version, validation),
        training_data_sha256=data_hash(train),
        training_answers=len(train),
    )
    return TrainedModel(model, manifest, validation)


def describe(model: AnswerClassifier, name: str, version: str, validation: Evaluation | None) -> Manifest:
    """The manifest of a fitted model, but for what it learned from."""
    codebook = model.columns_.codebook
    parameters = {
        key: value for key, value in model.get_params().items() if key not in {"codebook", "n_jobs", "name"}
    }
    return Manifest(
        name=name,
        version=version,
        created=datetime.now(UTC).isoformat(timespec="seconds"),
        codebook=f"{codebook.name} {codebook.version}",
        codebook_fingerprint=codebook.fingerprint,
        training_data_sha256="",
        training_answers=0,
        seed=model.random_state,
        parameters=parameters,
        libraries=library_versions(),
        python=python_version(),
        thresholds=dict(model.thresholds_),
        least=dict(model.least_),
        review={key: asdict(rule) for key, rule in model.review_rules_.items()},
        metrics={"validation": validation.to_json()} if validation else {},
        encoder_version=getattr(model, "encoder_version_", ""),
    )


def save_model(trained: TrainedModel, registry: Registry, *, make_current: bool = True, who: str = "") -> Manifest:
    """Keep a trained model in the registry. Raises UserMistake.

    ``make_current`` puts it to use without comparing it; the history then says that ``who`` trained it.
    """
    card = model_card(trained.manifest, trained.validation)
    manifest = registry.save(trained.model, trained.manifest, card)
    if make_current:
        choose(registry, manifest.id, who=who, what=TRAINED)
    return manifest
