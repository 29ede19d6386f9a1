"""A whole small organisation in a folder: codebook, training data, models and database of its own."""

import json
import runpy
from dataclasses import dataclass
from pathlib import Path

import pytest

from classifier.codebook import Codebook
from classifier.codebook_reader import read_codebook
from classifier.training.dataset import read_labelled
from classifier.training.fitting import TrainedModel, save_model, train_model
from classifier.training.registry import Registry

# Read by its path: in a subfolder of tests another file has the name conftest.
_SHARED = runpy.run_path(str(Path(__file__).with_name("conftest.py")))
FOREIGN_CODEBOOK, FOREIGN_ANSWERS = _SHARED["FOREIGN_CODEBOOK"], _SHARED["FOREIGN_ANSWERS"]
# Sentences round the core of an answer, so that no two answers resemble each other too much.
FRAMES = (
    "{}", "op de steiger: {}", "volgens mij {} en verder niets", "elke ochtend voor de koffie {}",
    "{}, dat zeg ik ook tegen de nieuwe jongens", "onze ploeg vindt {} vanzelfsprekend",
)  # fmt: skip
TEST_FRAMES = ("wij spraken af: {}, ook in de regen", "bij de kraan en in de kuil altijd {} graag")


@dataclass(frozen=True)
class Organisation:
    """Its folders, and its codebook."""

    folder: Path
    codebook: Codebook

    @property
    def registry(self) -> Registry:
        return Registry(self.folder / "models")


def records(answers: list[tuple]) -> list[dict]:
    """Training records: a hundred and twenty to learn from, forty to measure on."""
    rows = []
    for split, frames in (("train", FRAMES), ("validation", TEST_FRAMES)):
        for number, frame in enumerate(frames):
            rows += [
                {"id": f"{split}-{number}-{place}", "text": frame.format(text), "onderwerp": list(topics),
                 "ernst": severity, "incident": incident, "sector": f"ploeg {split} {number}", "split": split}
                for place, (text, topics, severity, incident) in enumerate(answers)
            ]  # fmt: skip
    return rows


def settle(folder: Path, patch: pytest.MonkeyPatch) -> Organisation:
    """Write everything into a folder, point the environment at it, and train a first model of few answers."""
    (folder / "training" / "answers").mkdir(parents=True)
    (folder / "training" / "codebook.toml").write_text(FOREIGN_CODEBOOK, encoding="utf-8")
    lines = [json.dumps(record, ensure_ascii=False) for record in records(FOREIGN_ANSWERS)]
    data = folder / "training" / "answers" / "all.jsonl"
    data.write_text("\n".join(lines) + "\n", encoding="utf-8")
    patch.setenv("KLANTKOMPAS_TRAINING_DATA_DIR", str(folder / "training"))
    patch.setenv("KLANTKOMPAS_MODELS_DIR", str(folder / "models"))
    patch.setenv("KLANTKOMPAS_DATA_DIR", str(folder / "data"))
    organisation = Organisation(folder, read_codebook(folder / "training" / "codebook.toml"))
    save_model(_first_model(data, organisation.codebook), organisation.registry)
    return organisation


_fitted: dict[str, TrainedModel] = {}


def _first_model(data: Path, codebook: Codebook) -> TrainedModel:
    """Fitted once for all tests: on few answers, so that there is something to improve."""
    if codebook.fingerprint not in _fitted:
        few = [answer for answer in read_labelled(data, codebook) if answer.id.split("-")[1] == "0"]
        _fitted[codebook.fingerprint] = train_model(few, codebook, name="veilig", version="1")
    return _fitted[codebook.fingerprint]
