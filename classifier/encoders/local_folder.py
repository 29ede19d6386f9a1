"""An encoder in a folder on this machine, read by ``sentence-transformers``; nothing is ever downloaded."""

import hashlib
import os
from importlib import import_module
from pathlib import Path

import numpy as np

from classifier.encoder import LONGEST_TEXT_CHARS, Vectors
from classifier.errors import UserMistake

PREFIX = "sentence-transformers:"
PACKAGE = "sentence-transformers"
# Either makes a folder one that sentence-transformers can read.
MARKS = ("modules.json", "config.json")
# What does not move a vector.
NOT_WEIGHED = (".md", ".png", ".gitattributes")


def encoder_folder(name: str) -> Path:
    """The folder of ``sentence-transformers:<folder>``; a relative one lies in ``KLANTKOMPAS_ENCODERS_DIR``.

    Raises UserMistake when there is no encoder in it.
    """
    folder = Path(os.environ.get("KLANTKOMPAS_ENCODERS_DIR", "")) / name.removeprefix(PREFIX)
    if not any((folder / mark).is_file() for mark in MARKS):
        raise UserMistake("encoder_folder", folder=str(folder))
    return folder


def folder_version(name: str) -> str:
    """``sha256:`` over names and contents of all files that can move a vector. Raises UserMistake."""
    folder = encoder_folder(name)
    digest = hashlib.sha256()
    for file in sorted(file for file in folder.rglob("*") if _is_weighed(file.relative_to(folder), file)):
        digest.update(file.relative_to(folder).as_posix().encode("utf-8") + b"\0")
        with file.open("rb") as stream:
            digest.update(hashlib.file_digest(stream, "sha256").digest())
    return f"sha256:{digest.hexdigest()}"


def _is_weighed(place: Path, file: Path) -> bool:
    hidden = any(part.startswith(".") for part in place.parts)
    return file.is_file() and not hidden and file.suffix.lower() not in NOT_WEIGHED


class LocalFolderEncoder:
    """Any model that ``sentence-transformers`` reads. Code that comes with a model is not run."""

    def __init__(self, name: str) -> None:
        self.name = name
        folder = encoder_folder(name)
        try:
            package = import_module("sentence_transformers")
        except ImportError as error:
            raise UserMistake("encoder_package", encoder=name, package=PACKAGE) from error
        try:
            self._model = package.SentenceTransformer(
                str(folder), device="cpu", local_files_only=True, trust_remote_code=False
            )
            self.size = int(self.encode([""]).shape[1])
        # What a damaged folder raises differs with the part that reads it.
        except (OSError, ValueError, KeyError, TypeError, RuntimeError, ImportError) as error:
            raise UserMistake("encoder_damaged", folder=str(folder), reason=type(error).__name__) from error

    def encode(self, texts: list[str]) -> Vectors:
        """Unit vectors, shape (len(texts), size); company may move their last digits."""
        if not texts:
            return np.empty((0, self.size), dtype=np.float32)
        shortened = [text[:LONGEST_TEXT_CHARS] for text in texts]
        vectors = self._model.encode(shortened, normalize_embeddings=True, show_progress_bar=False)
        return np.asarray(vectors, dtype=np.float32)
