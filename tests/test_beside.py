"""After a change of the codebook a new model is compared with the one in use, in terms of the new codebook."""

import json

import pytest
from test_codebook_to_model import ABOUT_COFFEE, COFFEE, TOPIC, changed, decided_workshop, elsewhere
from typer.testing import CliRunner

from classifier.cli import app
from classifier.codebook_changes import AddLabel, MergeLabels, NewLabel, SplitLabel
from classifier.codebook_reader import read_codebook
from classifier.codebook_versions import history_of
from classifier.errors import UserMistake
from classifier.in_force import in_force
from classifier.retraining.beside import beside, current_beside
from classifier.retraining.material import codebook_now, shipped_answers
from classifier.retraining.outcome import changed_labels, finished
from classifier.retraining.request import TrainingRequest
from classifier.retraining.result import TrainingResult
from classifier.retraining.run import run_training
from classifier.store.jobs import add_job, finish
from classifier.training.dataset import VALIDATION, of_split
from classifier.training.ground import NEW, UNTOLD
from classifier.training.history import history
from classifier.training.promotion import check, promote

MERGE = MergeLabels(TOPIC, ("melden",), "opruimen")
SPLIT = SplitLabel(TOPIC, "helm", (NewLabel("Helm", "Een helm."), NewLabel("Schoenen", "Schoenen.")))
run = CliRunner().invoke


def left_out(comparison):
    return {(one.facet, one.label): one.why for one in comparison.left_out}


def test_after_a_merge_all_is_compared_and_the_margin_decides(organisation, own_database):
    house = changed(own_database, MERGE)
    result = run_training(TrainingRequest("veilig"), own_database, organisation.registry)
    comparison = result.comparison
    assert (comparison.current, comparison.candidate, comparison.left_out) == ("veilig/1", "veilig/2", ())
    assert {row.label for row in comparison.of_labels if row.facet == TOPIC} == {"helm", "opruimen"}
    assert check(comparison).may_promote
    promote(organisation.registry, result.model, check=check(comparison), who="Ada", codebook=house.codebook)
    assert history(organisation.registry)[-1].reason == ""
    assert TrainingResult.from_json(json.loads(json.dumps(result.to_json()))) == result


def test_the_model_in_use_is_measured_as_it_works_under_the_new_codebook(organisation, own_database):
    house = changed(own_database, MERGE)
    result = run_training(TrainingRequest("veilig"), own_database, organisation.registry)
    answers = of_split(shipped_answers(own_database), VALIDATION)
    said = list(house.reader.classify(answer.text for answer in answers))
    right = sum(one.labels["ernst"] == answer.labels["ernst"] for one, answer in zip(said, answers, strict=True))
    [exact] = [row for row in result.comparison.of_facets if (row.facet, row.figure) == ("ernst", "exact")]
    assert exact.current == round(right / len(answers), 4)
    differing = {one.id for one in result.comparison.changed if TOPIC in one.facets}
    before = {one.id: one.before[TOPIC] for one in result.comparison.changed}
    for one, answer in zip(said, answers, strict=True):
        assert answer.id not in differing or before[answer.id] == one.labels[TOPIC]


def test_answers_that_changed_can_be_read_after_a_merge(organisation, own_database):
    house = changed(own_database, MERGE)
    request = TrainingRequest("veilig")
    result = run_training(request, own_database, organisation.registry)
    with own_database.writing() as connection:
        job = add_job(connection, "training", request.to_json())
        finish(connection, job, result.to_json())
    rows = changed_labels(own_database, house.codebook, finished(own_database)[0])
    assert rows and all(row.text for row in rows)


@pytest.mark.slow
def test_a_new_label_is_told_as_new_and_only_it_asks_a_reason(organisation, own_database):
    house = changed(own_database, AddLabel(TOPIC, COFFEE))
    answers = {**elsewhere(), **dict.fromkeys(ABOUT_COFFEE, (("koffie",), "laag", "nee"))}
    workshop = decided_workshop(own_database, house, answers)
    result = run_training(TrainingRequest("veilig", workshops=(workshop,)), own_database, organisation.registry)
    assert left_out(result.comparison) == {(TOPIC, "koffie"): NEW}
    compared = {row.label for row in result.comparison.of_labels if row.facet == TOPIC}
    assert compared == {"helm", "melden", "opruimen"}
    found = check(result.comparison)
    assert found.worse == ()
    with pytest.raises(UserMistake, match=r"onderwerp\.koffie") as caught:
        promote(organisation.registry, result.model, check=found, who="Ada", codebook=house.codebook)
    assert caught.value.code == "promotion_left_out"
    assert "ernst" not in str(caught.value)


def test_a_label_that_was_split_is_not_measured_on_what_nobody_looked_at_again(organisation, own_database):
    changed(own_database, SPLIT)
    codebook, _ = codebook_now(own_database)
    shipped = shipped_answers(own_database)
    assert all((TOPIC, "helm") in answer.untold for answer in of_split(shipped, VALIDATION))
    assert not any((TOPIC, "helm") in answer.untold for answer in of_split(shipped, "train")), "to learn from"
    model = current_beside(organisation.registry, codebook, history_of(own_database))
    assert model is not None and not model.is_as_learned and model.load().name == "veilig/1"


def test_the_command_says_the_same_as_a_training(organisation, own_database):
    changed(own_database, SPLIT)
    plain = json.loads(run(app, ["models", "compare", "veilig/1", "--json"]).stdout)
    assert {one["label"]: one["why"] for one in plain["left_out"]} == {"helm": UNTOLD, "schoenen": NEW}
    told = " ".join(run(app, ["models", "compare", "veilig/1"], env={"COLUMNS": "160"}).stdout.split())
    assert "Not compared" in told and "onderwerp.schoenen" in told and "onderwerp.helm" in told


def test_after_a_merge_the_commands_compare_promote_and_go_back(organisation, own_database):
    changed(own_database, MERGE)
    result = run_training(TrainingRequest("veilig"), own_database, organisation.registry)
    compared = json.loads(run(app, ["models", "compare", result.model, "--json"]).stdout)
    assert compared == json.loads(json.dumps(result.comparison.to_json()))
    promoted = run(app, ["models", "promote", result.model, "--who", "Ada"])
    assert promoted.exit_code == 0, promoted.output
    assert in_force(own_database).model == result.model
    back = run(app, ["models", "rollback", "--who", "Ada"])
    assert back.exit_code == 0, back.output
    assert in_force(own_database).model == "veilig/1"


@pytest.mark.slow
def test_retraining_by_command_names_what_is_new_and_asks_a_reason_for_it(organisation, own_database):
    house = changed(own_database, AddLabel(TOPIC, COFFEE))
    answers = {**elsewhere(), **dict.fromkeys(ABOUT_COFFEE, (("koffie",), "laag", "nee"))}
    decided_workshop(own_database, house, answers)
    asked = ["retrain", "--from-decisions", "--promote", "--who", "Ada"]
    refused = run(app, asked, env={"COLUMNS": "160"})
    assert refused.exit_code == 1, refused.output
    told = " ".join(refused.output.split())
    assert "Not compared" in told and "onderwerp.koffie" in told and "never learned it" in told
    assert organisation.registry.current() == "veilig/1"
    assert run(app, [*asked, "--reason", "nieuw label"]).exit_code == 0
    assert history(organisation.registry)[-1].reason == "nieuw label"


def test_a_model_of_a_codebook_that_nobody_knows_is_not_compared(organisation, own_database):
    file = organisation.folder / "training" / "codebook.toml"
    file.write_text(file.read_text(encoding="utf-8").replace('"vegen"', '"bezem"'), encoding="utf-8")
    codebook, _ = codebook_now(own_database)
    assert current_beside(organisation.registry, codebook, history_of(own_database)) is None
    with pytest.raises(UserMistake, match="another codebook"):
        beside(organisation.registry, "veilig/1", codebook, history_of(own_database))


def test_a_codebook_file_edited_after_changes_on_screen_is_a_sentence_and_not_read_as_if_nothing_changed(
    organisation, own_database
):
    changed(own_database, MERGE)
    file = organisation.folder / "training" / "codebook.toml"
    file.write_text(file.read_text(encoding="utf-8").replace('"helm", ', '"helm", "hoofdkap", '), encoding="utf-8")
    assert codebook_now(own_database)[0].fingerprint != read_codebook(file).fingerprint
    with pytest.raises(UserMistake) as caught:
        shipped_answers(own_database)
    assert caught.value.code == "codebook_file_passed"
    told = run(app, ["models", "compare", "veilig/1", "veilig/1"])
    assert told.exit_code and "codebook.toml" in told.output.replace("\n", "")
