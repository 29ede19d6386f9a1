"""Where things lie on this machine; each place can be set by an environment variable."""

import os
from pathlib import Path

from platformdirs import user_data_path

PROJECT = Path(__file__).resolve().parent.parent
DATABASE_FILE = "klantkompas.sqlite"


def models_folder() -> Path:
    """The registry of models: ``KLANTKOMPAS_MODELS_DIR``, or ``models/`` of the project."""
    return Path(os.environ.get("KLANTKOMPAS_MODELS_DIR") or PROJECT / "models")


def training_data_folder() -> Path:
    """Codebook and training answers: ``KLANTKOMPAS_TRAINING_DATA_DIR``, or ``training_data/``."""
    return Path(os.environ.get("KLANTKOMPAS_TRAINING_DATA_DIR") or PROJECT / "training_data")


def data_folder() -> Path:
    """Workshops and decisions: ``KLANTKOMPAS_DATA_DIR``, or the user's own data folder of the system."""
    return Path(os.environ.get("KLANTKOMPAS_DATA_DIR") or user_data_path("klantkompas", appauthor=False))


def database_url() -> str:
    """The database: ``KLANTKOMPAS_DATABASE_URL``, or an SQLite file in the data folder."""
    return os.environ.get("KLANTKOMPAS_DATABASE_URL") or f"sqlite:///{data_folder() / DATABASE_FILE}"


def codebook_file() -> Path:
    """The codebook in force."""
    return training_data_folder() / "codebook.toml"


def sample_workshop_file() -> Path:
    """525 unlabelled answers of one imaginary organisation."""
    return training_data_folder() / "voorbeeld_workshop.csv"
