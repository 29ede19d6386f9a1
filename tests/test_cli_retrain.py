"""``klantkompas retrain`` and ``klantkompas workshop``, on a small organisation of another world."""

import csv
import json

import pytest
from organisation import FOREIGN_ANSWERS
from typer.testing import CliRunner

from classifier.cli import app
from classifier.exchange.writing import write_records
from classifier.in_force import in_force
from classifier.retraining.own_file import take_in
from classifier.review import decide, open_review
from classifier.store.upgrade import open_database
from classifier.training.history import history

run = CliRunner().invoke
TRUTH = {text: {"onderwerp": a, "ernst": (b,), "incident": (c,)} for text, a, b, c in FOREIGN_ANSWERS}


@pytest.fixture
def workshop(organisation, tmp_path) -> str:
    """A workshop of twenty answers, added by the command; its number."""
    file = tmp_path / "keet.csv"
    rows = [
        {"nr": number, "antwoord": text, "ploeg": "A" if number % 2 else "", "plaats": "Breda"}
        for number, (text, *_) in enumerate(FOREIGN_ANSWERS, start=1)
    ]
    write_records(rows, file)
    result = run(app, ["workshop", "add", str(file), "--name", "Keet", "--group", "ploeg", "--group", "plaats"])
    assert result.exit_code == 0, result.output
    return result.stdout.strip()


def decide_all(workshop: str, labels=TRUTH, facets=("onderwerp", "ernst", "incident")) -> None:
    database = open_database()
    house = in_force(database)
    review = open_review(database, int(workshop), house.codebook, house.version, house.model)
    decided = {own.answer.id: {facet: labels[own.answer.text][facet] for facet in facets} for own in review.answers}
    decide(database, review, decided, "Ada")
    database.close()


def test_a_workshop_is_added_judged_listed_and_deleted_after_saying_what_goes(workshop):
    listed = run(app, ["workshop", "list"], env={"COLUMNS": "200"}).stdout
    assert "Keet" in listed and "keet.csv" in listed and "20" in listed
    refused = run(app, ["workshop", "delete", workshop], input="n\n")
    assert refused.exit_code == 1 and "20 answers, 20 predictions, 0 decisions" in " ".join(refused.output.split())
    assert "Keet" in run(app, ["workshop", "list"]).stdout
    assert run(app, ["workshop", "delete", workshop, "--yes"]).exit_code == 0
    assert "Keet" not in run(app, ["workshop", "list"]).stdout
    gone = run(app, ["workshop", "delete", workshop, "--yes"])
    assert gone.exit_code == 2 and "Traceback" not in gone.output


def test_an_export_says_per_facet_what_was_predicted_and_what_was_decided(workshop, tmp_path):
    decide_all(workshop, facets=("ernst",))
    target = tmp_path / "uit.jsonl"
    assert run(app, ["workshop", "export", workshop, str(target)]).exit_code == 0
    first = json.loads(target.read_text(encoding="utf-8").splitlines()[0])
    assert (first["id"], first["text"], first["decided_by_people"]) == ("1", FOREIGN_ANSWERS[0][0], "some")
    assert (first["group.ploeg"], first["group.plaats"]) == ("A", "Breda")
    assert set(first["predicted"]) == {"onderwerp", "ernst", "incident"}
    assert first["decided"] == {"onderwerp": None, "ernst": "laag", "incident": None}
    sheet = tmp_path / "uit.csv"
    assert run(app, ["workshop", "export", workshop, str(sheet)]).exit_code == 0
    with sheet.open(encoding="utf-8-sig", newline="") as stream:
        header = next(csv.reader(stream, delimiter=csv.Sniffer().sniff(stream.readline()).delimiter), [])
        stream.seek(0)
        assert "decided.ernst" in stream.readline() and header


@pytest.mark.parametrize("extension", ["csv", "xlsx", "jsonl"])
def test_an_export_can_be_learned_from_where_people_decided_on_everything(
    workshop, organisation, tmp_path, extension
):
    from classifier.errors import UserMistake

    target = tmp_path / f"uit.{extension}"
    decide_all(workshop, facets=("ernst", "incident"))
    run(app, ["workshop", "export", workshop, str(target)])
    with pytest.raises(UserMistake, match="no answer has labels on all facets"):
        take_in(target, target.name, organisation.codebook)
    decide_all(workshop)
    run(app, ["workshop", "export", workshop, str(target)])
    assert take_in(target, target.name, organisation.codebook).train == len(FOREIGN_ANSWERS)


def test_retraining_learns_from_decisions_and_promotes_only_when_asked(workshop, organisation):
    decide_all(workshop)
    result = run(app, ["retrain", "--from-decisions", "--no-hold-out"])
    assert result.exit_code == 0, result.output
    assert "Saved veilig/2" in result.output and "20 decided here" in result.output
    assert organisation.registry.current() == "veilig/1"
    result = run(app, ["retrain", "--from-decisions", "--workshop", workshop, "--promote", "--who", "Ada"])
    assert result.exit_code == 0, result.output
    assert organisation.registry.current() == "veilig/3"
    change = history(organisation.registry)[-1]
    assert (change.who, change.before, change.after) == ("Ada", "veilig/1", "veilig/3")
    going = run(app, ["workshop", "delete", workshop], input="n\n").output
    assert "veilig/2, veilig/3" in going


@pytest.mark.slow
def test_a_worse_model_is_promoted_only_with_a_reason(organisation, workshop, monkeypatch):
    wrong = {text: {**labels, "ernst": ("hoog",), "onderwerp": ()} for text, labels in TRUTH.items()}
    decide_all(workshop, wrong)
    good = run(app, ["retrain", "--from-decisions", "--promote", "--who", "Ada", "--repeats", "1"])
    assert good.exit_code == 0, good.output
    asked = ["retrain", "--from-decisions", "--promote", "--who", "Ada", "--repeats", "20", "--no-hold-out"]
    refused = run(app, asked)
    assert refused.exit_code == 1, refused.output
    assert organisation.registry.current() == "veilig/2"
    reasoned = run(app, [*asked, "--reason", "de ploeg telt zwaarder"])
    assert reasoned.exit_code == 0, reasoned.output
    assert organisation.registry.current() == "veilig/4"
    assert history(organisation.registry)[-1].reason == "de ploeg telt zwaarder"


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["retrain"], "--from-decisions"),
        (["retrain", "--from-decisions"], "No workshop has decisions"),
        (["retrain", "--from-decisions", "--workshop", "7"], "Workshop 7"),
        (["workshop", "export", "7", "weg/uit.csv"], "Workshop 7"),
        (["workshop", "add", "weg.csv"], "weg.csv"),
    ],
)
def test_a_users_mistake_is_a_sentence_and_exit_code_2(organisation, arguments, sentence):
    result = run(app, arguments)
    assert result.exit_code == 2, result.output
    assert sentence in " ".join(result.output.split())
    assert "Traceback" not in result.output
