"""Models made elsewhere, as ``skops`` files: arrays and settings, never a pickle.

A skops file names the type of everything in it. Each pair of a type and the way it is built must stand in
``ALLOWED``, which is what a model of this house consists of and nothing more (skops by itself trusts every
scikit-learn estimator and numpy function). Only then is anything built, and what was built must have our
settings, fit the codebook and answer sensibly. It is then kept in our own form.
"""

import io
import json
import math
import warnings
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import replace
from importlib import import_module
from pathlib import Path
from typing import Any

import numpy as np
from sklearn.exceptions import InconsistentVersionWarning
from sklearn.feature_extraction.text import TfidfVectorizer

from classifier.codebook import Codebook
from classifier.encoders.choice import encoder_version
from classifier.errors import UserMistake
from classifier.features import PhraseCounts, answer_features
from classifier.labels import LabelColumns
from classifier.model import AnswerClassifier
from classifier.training.card import model_card
from classifier.training.dataset import LabelledAnswer
from classifier.training.durable import replace_file
from classifier.training.evaluation import evaluate
from classifier.training.fitting import describe
from classifier.training.registry import IMPORTED, Manifest, Registry

# How a thing is built → types that may be built so.
ALLOWED: dict[str, frozenset[str]] = {
    "JsonNode": frozenset({"builtins.str"}),
    "DictNode": frozenset({"builtins.dict"}),
    "ListNode": frozenset({"builtins.list"}),
    "TupleNode": frozenset({"builtins.tuple"}),
    "TypeNode": frozenset({"builtins.str", "numpy.float64"}),
    "NdArrayNode": frozenset({"numpy.ndarray", "numpy.float64"}),
    "FunctionNode": frozenset(
        {"classifier.features.lemmas_of", "classifier.features.same", "classifier.features.spaced_words_of"}
    ),
    "ObjectNode": frozenset(
        {
            "classifier.codebook.Codebook",
            "classifier.codebook.Facet",
            "classifier.codebook.Label",
            "classifier.estimators.CalibratedOneVsRest",
            "classifier.estimators.CumulativeOrdinal",
            "classifier.features.PhraseCounts",
            "classifier.features.SentenceVectors",
            "classifier.labels.LabelColumns",
            "classifier.model.AnswerClassifier",
            "classifier.trust.ReviewRule",
            "sklearn.decomposition._pca.PCA",
            "sklearn.feature_extraction.text.TfidfTransformer",
            "sklearn.feature_extraction.text.TfidfVectorizer",
            "sklearn.pipeline.FeatureUnion",
            "sklearn.preprocessing._label.LabelBinarizer",
        }
    ),
}
SCHEMA_FILE = "schema.json"
# Our own model of 13,500 answers takes 13 MB, unpacked 98 MB.
MOST_MB, MOST_UNPACKED_MB = 200, 1_000
MOST_NAMED = 5
PROBE = ("een antwoord om te proberen", "")
# What reading a spoiled file can raise: it depends on the part that is spoiled.
DAMAGE = (
    zipfile.BadZipFile, zlib.error, OSError, EOFError, ValueError, KeyError, IndexError, TypeError, AttributeError,
    ArithmeticError, RuntimeError, MemoryError, ImportError,
)  # fmt: skip


def export_model(model: AnswerClassifier, file: Path) -> None:
    """Write a fitted model as a skops file, in one step. Raises UserMistake."""
    content = _skops().dumps(model, compression=zipfile.ZIP_DEFLATED)
    try:
        replace_file(file, content)
    except OSError as error:
        raise UserMistake("write_refused", name=file.name, folder=str(file.parent)) from error


def import_foreign(
    registry: Registry, file: Path, codebook: Codebook, name: str, answers: Sequence[LabelledAnswer] = ()
) -> Manifest:
    """Keep a model made elsewhere under the next version of ``name``; it is not put to use.

    ``answers``, when given, are what it is measured on here: the figures it came with would be hearsay. Raises
    UserMistake naming the types when the file holds anything but a model of ours, and when it does not fit.
    """
    model = read_foreign(file, codebook)
    version = registry.next_version(name)
    model.name = f"{name}/{version}"
    validation = evaluate(model, list(answers), codebook) if answers else None
    manifest = replace(describe(model, name, version, validation), origin=IMPORTED)
    return registry.save(model, manifest, model_card(manifest, validation))


def read_foreign(file: Path, codebook: Codebook) -> AnswerClassifier:
    """The model in a skops file. Raises UserMistake."""
    skops = _skops()
    try:
        content = _read(file)
        if refused := sorted(set(_refused_types(content))):
            raise UserMistake("foreign_types", file=file.name, types=_listed(refused))
        loaded = _built(skops, content, file)
        return _accepted(loaded, codebook, file)
    except DAMAGE as error:
        raise UserMistake("foreign_damaged", file=file.name, reason=type(error).__name__) from error


def _skops() -> Any:
    try:
        return import_module("skops.io")
    except ImportError as error:
        raise UserMistake("foreign_package") from error


def _read(file: Path) -> bytes:
    if not file.is_file():
        raise UserMistake("file_missing", name=file.name)
    if file.stat().st_size > MOST_MB * 10**6:
        raise UserMistake("file_too_large", name=file.name, limit=MOST_MB)
    content = file.read_bytes()
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        if sum(entry.file_size for entry in packed.infolist()) > MOST_UNPACKED_MB * 10**6:
            raise UserMistake("file_too_large", name=file.name, limit=MOST_UNPACKED_MB)
    return content


def _refused_types(content: bytes) -> Iterator[str]:
    """Types, or ways to build them, that are not allowed; nothing is built to find this out."""
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        waiting: list[object] = [json.loads(packed.read(SCHEMA_FILE))]
    while waiting:
        node = waiting.pop()
        if isinstance(node, dict):
            if "__loader__" in node:
                name = f"{node.get('__module__')}.{node.get('__class__')}"
                if name not in ALLOWED.get(str(node["__loader__"]), ()):
                    yield name
            waiting.extend(node.values())
        elif isinstance(node, list):
            waiting.extend(node)


def _listed(types: list[str]) -> str:
    more = f" (+{len(types) - MOST_NAMED})" if len(types) > MOST_NAMED else ""
    return ", ".join(name[:100] for name in types[:MOST_NAMED]) + more


def _built(skops: Any, content: bytes, file: Path) -> object:
    """Build what the file holds; skops holds every type against the list once more."""
    allowed = frozenset().union(*ALLOWED.values())
    untrusted = skops.get_untrusted_types(data=content)
    if refused := sorted(set(untrusted) - allowed):
        raise UserMistake("foreign_types", file=file.name, types=_listed(refused))
    with warnings.catch_warnings(record=True) as said:
        warnings.simplefilter("always", InconsistentVersionWarning)
        loaded = skops.loads(content, trusted=untrusted)
    for warning in said:
        if isinstance(warning.message, InconsistentVersionWarning):
            _check_version(warning.message, file)
    return loaded


def _check_version(said: InconsistentVersionWarning, file: Path) -> None:
    trained, here = said.original_sklearn_version, said.current_sklearn_version
    if trained.split(".")[:2] != here.split(".")[:2]:
        raise UserMistake("model_library", model=file.name, library="scikit-learn", trained=trained, here=here)


def _accepted(loaded: object, codebook: Codebook, file: Path) -> AnswerClassifier:
    """The loaded thing as a model that can be trusted to answer. Raises UserMistake and all of ``DAMAGE``."""
    if type(loaded) is not AnswerClassifier:
        raise UserMistake("foreign_other", file=file.name, found=type(loaded).__name__)
    # A fresh copy: the file could hold a fingerprint of its own making.
    if loaded.codebook is None or replace(loaded.codebook).fingerprint != codebook.fingerprint:
        raise UserMistake("model_codebook", model=file.name, codebook=codebook.name)
    loaded.codebook, loaded.columns_ = codebook, LabelColumns(codebook)
    _check_encoder(loaded, file)
    _check_features(loaded, codebook)
    _check_answers(loaded)
    return loaded


def _check_encoder(model: AnswerClassifier, file: Path) -> None:
    trained, here = getattr(model, "encoder_version_", ""), encoder_version(model.encoder)
    if trained not in ("", here):
        raise UserMistake("model_encoder", model=file.name, encoder=model.encoder, trained=trained, here=here)


def _check_features(model: AnswerClassifier, codebook: Codebook) -> None:
    """Features with our own settings, and numbers that point to columns there are. Raises ValueError."""
    ours = answer_features(codebook, model.phrase_weight, model.vector_weight)
    names = [name for name, _ in ours.transformer_list]
    if [name for name, _ in model.features_.transformer_list] != names:
        raise ValueError("other features")
    if model.features_.transformer_weights != ours.transformer_weights:
        raise ValueError("other weights")
    for (_, found), (_, own) in zip(model.features_.transformer_list, ours.transformer_list, strict=True):
        if isinstance(found, PhraseCounts):
            found.codebook = codebook
            found.fit([])
        if type(found) is not type(own) or found.get_params(deep=False) != own.get_params(deep=False):
            raise ValueError("other settings")
        if isinstance(found, TfidfVectorizer):
            _check_vocabulary(found)


def _check_vocabulary(vectorizer: TfidfVectorizer) -> None:
    places = sorted(vectorizer.vocabulary_.values())
    if places != list(range(len(places))) or vectorizer.idf_.shape != (len(places),):
        raise ValueError("a vocabulary with gaps")


def _check_answers(model: AnswerClassifier) -> None:
    """The model answers within the codebook. Raises ValueError and all of ``DAMAGE``."""
    probabilities = model.predict_proba(PROBE)
    if not np.isfinite(probabilities).all() or probabilities.min() < 0 or probabilities.max() > 1:
        raise ValueError("probabilities outside 0..1")
    for judgement in model.classify(PROBE, evidence=True):
        if not all(math.isfinite(value) for value in judgement.certainty.values()):
            raise ValueError("certainty that is no number")
