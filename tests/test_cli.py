import csv
import json

import pytest
from typer.testing import CliRunner

from classifier.cli import app
from classifier.places import sample_workshop_file

ANSWERS = ["goed luisteren", "afspraken nakomen", "weet niet", "", "klant is koning"]
run = CliRunner().invoke


@pytest.fixture
def answers_file(tmp_path):
    file = tmp_path / "antwoorden.csv"
    rows = "".join(f'a{number};"{text}"\n' for number, text in enumerate(ANSWERS, start=1))
    file.write_text("id;text\n" + rows, encoding="utf-8")
    return file


def test_classify_keeps_the_json_lines_contract(answers_file, tmp_path, codebook, model):
    output = tmp_path / "uit.jsonl"
    arguments = [
        "classify",
        str(answers_file),
        "--text-column",
        "text",
        "--id-column",
        "id",
        "--output",
        str(output),
    ]
    result = run(app, arguments)
    assert result.exit_code == 0, result.output
    records = [json.loads(line) for line in output.read_text(encoding="utf-8").splitlines()]
    assert [record["id"] for record in records] == ["a1", "a2", "a3", "a4", "a5"]
    assert [record["text"] for record in records] == ANSWERS
    for record in records:
        assert list(record) == [
            "id", "text", "themas", "niveau", "stroom", "valkuil", "intern", "star", "scores", "review", "model",
        ]  # fmt: skip
        assert isinstance(record["themas"], list) and isinstance(record["star"], list)
        assert record["niveau"] in {"1", "2", "3", "4", "5", "geen"}
        assert record["valkuil"] in {"ja", "nee"} and record["intern"] in {"ja", "nee"}
        assert isinstance(record["review"], bool)
        assert record["model"] == model.name
        assert set(record["scores"]) == set(codebook.keys)
        for facet in codebook:
            assert set(record["scores"][facet.key]) == set(facet.keys)
            assert all(0 <= score <= 1 for score in record["scores"][facet.key].values())


@pytest.mark.parametrize("extension", ["csv", "xlsx", "parquet"])
def test_classify_writes_by_extension(answers_file, tmp_path, extension):
    output = tmp_path / f"uit.{extension}"
    result = run(app, ["classify", str(answers_file), "--text-column", "text", "--output", str(output)])
    assert result.exit_code == 0, result.output
    assert output.stat().st_size > 100


def test_classify_reads_standard_input_and_writes_standard_output(model):
    result = run(app, ["classify", "-", "--text-column", "text"], input='{"text": "goed luisteren"}\n')
    assert result.exit_code == 0, result.output
    assert json.loads(result.stdout)["themas"] == ["luisteren"]


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["classify", "bestaatniet.csv"], "bestaatniet.csv"),
        (["classify", "ANSWERS", "--text-column", "antwoord"], "id, text"),
        (["classify", "ANSWERS", "--model", "anders/9"], "There is no model anders/9"),
        (["classify", "ANSWERS", "--output", "uit.docx"], "docx"),
        (["evaluate", "weg.jsonl"], "weg.jsonl"),
        (["models", "show", "anders/9"], "There is no model anders/9"),
    ],
)
def test_a_users_mistake_is_a_sentence_and_exit_code_2(answers_file, arguments, sentence):
    result = run(app, [str(answers_file) if argument == "ANSWERS" else argument for argument in arguments])
    assert result.exit_code == 2
    assert sentence in " ".join(result.output.split())
    assert "Traceback" not in result.output


def test_evaluate_prints_all_figures_as_json(tmp_path):
    record = {
        "id": "1", "text": "goed luisteren", "themas": ["luisteren"], "niveau": "2", "stroom": "boven",
        "valkuil": "nee", "intern": "nee", "star": [],
    }  # fmt: skip
    file = tmp_path / "data.jsonl"
    file.write_text(json.dumps(record) + "\n", encoding="utf-8")
    figures = json.loads(run(app, ["evaluate", str(file), "--json"]).stdout)
    assert set(figures["facets"]["niveau"]) == {
        "labels", "micro_f1", "macro_f1", "exact", "calibration_error", "adjacent", "quadratic_kappa",
        "mean_absolute_error",
    }  # fmt: skip
    assert set(figures["facets"]["themas"]["labels"]["luisteren"]) == {"precision", "recall", "f1", "support"}


def test_models_are_listed_shown_and_verified(model):
    assert model.name in run(app, ["models", "list"]).stdout
    assert json.loads(run(app, ["models", "show"]).stdout)["files"]
    assert run(app, ["models", "verify"]).exit_code == 0


def test_verify_exits_with_3_on_a_changed_file(tmp_path, monkeypatch):
    place = tmp_path / "m" / "1"
    place.mkdir(parents=True)
    (place / "manifest.json").write_text("{}", encoding="utf-8")
    monkeypatch.setenv("KLANTKOMPAS_MODELS_DIR", str(tmp_path))
    assert run(app, ["models", "verify", "m/1"]).exit_code == 3


def test_the_sample_workshop_gives_525_results(tmp_path):
    output = tmp_path / "uit.jsonl"
    result = run(app, ["classify", str(sample_workshop_file()), "--output", str(output)])
    assert result.exit_code == 0, result.output
    with sample_workshop_file().open(encoding="utf-8", newline="") as stream:
        texts = [row["antwoord"] for row in csv.DictReader(stream)]
    assert [json.loads(line)["text"] for line in output.read_text(encoding="utf-8").splitlines()] == texts
    assert len(texts) == 525


def test_help_is_english_throughout():
    for command in ([], ["classify"], ["train"], ["evaluate"], ["start"], ["models"]):
        result = run(app, [*command, "--help"])
        assert result.exit_code == 0
        assert "Usage" in result.output
