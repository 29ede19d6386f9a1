"""Where things lie on this machine; each place can be set by an environment variable."""

import os
from pathlib import Path

PROJECT = Path(__file__).resolve().parent.parent


def models_folder() -> Path:
    """The registry of models: ``KLANTKOMPAS_MODELS_DIR``, or ``models/`` of the project."""
    return Path(os.environ.get("KLANTKOMPAS_MODELS_DIR") or PROJECT / "models")


def training_data_folder() -> Path:
    """Codebook and training answers: ``KLANTKOMPAS_TRAINING_DATA_DIR``, or ``training_data/``."""
    return Path(os.environ.get("KLANTKOMPAS_TRAINING_DATA_DIR") or PROJECT / "training_data")


def codebook_file() -> Path:
    """The codebook in force."""
    return training_data_folder() / "codebook.toml"


def sample_workshop_file() -> Path:
    """525 unlabelled answers of one imaginary organisation."""
    return training_data_folder() / "voorbeeld_workshop.csv"
