"""The screen "Onderzoek", driven without a browser on a small organisation of another world."""

import dataclasses

import pytest
import streamlit as st
from organisation import Organisation, settle
from streamlit.testing.v1 import AppTest

from classifier import keeping, worker_process
from classifier.codebook_changes import MergeLabels
from classifier.codebook_versions import change_codebook
from classifier.in_force import in_force
from classifier.retraining.asking import ask_for_training, trainings
from classifier.retraining.request import TrainingRequest
from classifier.retraining.run import run_training
from classifier.server import SCRIPT
from classifier.store import jobs
from classifier.store.upgrade import open_database
from classifier.store.workshops import NewAnswer
from classifier.texts import Texts
from classifier.training.ground import NEW, UNTOLD, NotCompared
from classifier.training.history import history

NL = Texts("nl")


@pytest.fixture
def organisation(tmp_path, monkeypatch) -> Organisation:
    """Nothing is started by itself: the tests say what the process did."""
    st.cache_resource.clear()
    monkeypatch.setattr(worker_process, "keep_going", lambda database: None)
    yield settle(tmp_path, monkeypatch)
    st.cache_resource.clear()


def opened(name: str = "Ada") -> AppTest:
    """The screen, as someone who gave their name sees it."""
    app = AppTest.from_file(SCRIPT, default_timeout=60).run()
    app.session_state["who"] = name
    return app.switch_page("onderzoek.py").run()


def trained(organisation: Organisation, **change) -> int:
    """A training that has ended: measured for real, its result with changes."""
    database = open_database()
    job_id = ask_for_training(database, TrainingRequest("veilig"), "Ada")
    result = run_training(TrainingRequest("veilig"), database, organisation.registry)
    with database.writing() as connection:
        jobs.finish(connection, job_id, dataclasses.replace(result, **change).to_json())
    database.close()
    return job_id


def button(app: AppTest, label: str):
    return next(button for button in app.button if button.label == label)


def texts_on(app: AppTest) -> str:
    return " ".join(element.value for kind in ("text", "markdown", "info", "success", "warning", "error")
                    for element in app.get(kind))  # fmt: skip


def test_a_training_is_asked_for_with_all_its_choices_and_stands_in_the_queue(organisation):
    app = opened()
    app.number_input[0].set_value(2.0)
    app.checkbox[2].check()
    button(app, NL("onderzoek.ask.go")).click().run()
    assert not app.exception
    [job] = trainings(open_database())
    request = TrainingRequest.from_json(job.settings)
    assert (job.state, job.asked_by, request.name, request.C, request.learning_curve) == (
        "queued", "Ada", "veilig", 2.0, True
    )  # fmt: skip
    assert NL("onderzoek.queue.waiting") in texts_on(app)
    button(app, NL("onderzoek.queue.withdraw")).click().run()
    assert trainings(open_database())[0].state == "cancelled"


def test_nothing_to_learn_from_is_a_sentence(organisation):
    app = opened()
    app.checkbox[0].uncheck()
    button(app, NL("onderzoek.ask.go")).click().run()
    assert "Er is niets gekozen" in app.error[0].value
    assert not trainings(open_database())


def test_a_running_training_shows_its_step_and_an_interrupted_one_says_so(organisation):
    database = open_database()
    job_id = ask_for_training(database, TrainingRequest("veilig"), "Bram")
    with database.writing() as connection:
        jobs.queue_again(connection, job_id, {"code": "training_killed", "facts": {}})
        jobs.take_next(connection, 1)
        jobs.report(connection, job_id, "fit", 0.3)
    app = opened()
    assert NL("onderzoek.step.fit") in str(app.get("progress")[0].proto)
    assert "onderbroken" in texts_on(app) and "Je kunt dit scherm sluiten" in texts_on(app)
    with database.writing() as connection:
        jobs.fail(connection, job_id, {"code": "training_memory", "facts": {}})
    app.run()
    assert "te weinig geheugen" in app.error[0].value


def test_a_better_model_is_promoted_and_rolled_back_with_one_click_each(organisation):
    trained(organisation)
    app = opened()
    assert not app.exception and not app.error
    assert {header.value for header in app.header} >= {NL("onderzoek.result.title"), NL("onderzoek.models.title")}
    changed = next(frame.value for frame in app.dataframe if NL("onderzoek.changed.text") in frame.value)
    assert set(changed[NL("onderzoek.table.verdict")]) == {NL("onderzoek.changed.right")}
    assert changed[NL("onderzoek.changed.text")].str.contains("helm").any()
    button(app, NL("onderzoek.promote.go", model="veilig/2")).click().run()
    assert organisation.registry.current() == "veilig/2"
    assert NL("onderzoek.promote.in_use", model="veilig/2") in texts_on(app)
    button(app, NL("onderzoek.models.rollback", model="veilig/1")).click().run()
    assert organisation.registry.current() == "veilig/1"
    assert [change.who for change in history(organisation.registry)[1:]] == ["Ada", "Ada"]


def test_a_worse_model_needs_a_written_reason(organisation):
    database = open_database()
    good = run_training(TrainingRequest("veilig"), database, organisation.registry)
    worse = tuple(
        dataclasses.replace(row, current=row.candidate, candidate=row.current, low=-row.high, high=-row.low)
        for row in good.comparison.differences
    )
    job_id = ask_for_training(database, TrainingRequest("veilig"), "Ada")
    comparison = dataclasses.replace(good.comparison, differences=worse)
    with database.writing() as connection:
        jobs.finish(connection, job_id, dataclasses.replace(good, comparison=comparison).to_json())
    app = opened()
    assert "slechter" in app.warning[0].value
    button(app, NL("onderzoek.promote.go", model="veilig/2")).click().run()
    assert organisation.registry.current() == "veilig/1" and app.error
    app.text_area[0].set_value("nieuwe helmen").run()
    button(app, NL("onderzoek.promote.go", model="veilig/2")).click().run()
    assert organisation.registry.current() == "veilig/2"
    assert history(organisation.registry)[-1].reason == "nieuwe helmen"


def test_without_a_name_nothing_can_be_started_or_promoted(organisation):
    trained(organisation)
    app = opened(name="")
    labels = {button.label for button in app.button}
    assert NL("onderzoek.ask.go") not in labels
    assert NL("onderzoek.promote.go", model="veilig/2") not in labels


def test_the_screen_speaks_english_too(organisation):
    trained(organisation)
    app = AppTest.from_file(SCRIPT, default_timeout=60).run()
    app.session_state["lang"], app.session_state["who"] = "en", "Ada"
    app.switch_page("onderzoek.py").run()
    assert not app.exception
    assert Texts("en")("onderzoek.heading") == app.title[0].value


# -- after a change of the codebook ---------------------------------------------------------------------


def changed_and_trained(organisation: Organisation, change) -> None:
    database = open_database()
    change_codebook(database, change, "Ada", in_force(database).version)
    database.close()
    trained(organisation)


def test_after_a_merge_the_new_model_is_compared_and_needs_no_reason(organisation):
    changed_and_trained(organisation, MergeLabels("onderwerp", ("melden",), "opruimen"))
    app = opened()
    assert not app.exception and not app.warning and not app.text_area
    button(app, NL("onderzoek.promote.go", model="veilig/2")).click().run()
    assert organisation.registry.current() == "veilig/2"


def test_what_was_compared_with_nothing_is_measured_first_when_that_can_be_done_now(organisation):
    trained(organisation, comparison=None)
    app = opened()
    assert not app.exception
    assert NL("onderzoek.promote.measure_first", current="veilig/1") in plainly(app)
    assert NL("onderzoek.promote.go", model="veilig/2") not in [own.label for own in app.button]


def test_what_could_not_be_compared_is_named_and_asks_a_reason(organisation):
    database = open_database()
    result = run_training(TrainingRequest("veilig"), database, organisation.registry)
    missing = NotCompared("onderwerp", "helm", UNTOLD), NotCompared("ernst", "", UNTOLD)
    new = NotCompared("onderwerp", "melden", NEW, 3, 0.5)
    comparison = dataclasses.replace(result.comparison, left_out=(*missing, new))
    job_id = ask_for_training(database, TrainingRequest("veilig"), "Ada")
    with database.writing() as connection:
        jobs.finish(connection, job_id, dataclasses.replace(result, comparison=comparison).to_json())
    app = opened()
    names = "Helm en kleding (Onderwerp), Ernst als geheel"
    assert NL("onderzoek.left_out.untold", names=names) in plainly(app)
    assert NL("onderzoek.left_out.new", names="Melden (Onderwerp)") in plainly(app)
    assert NL("onderzoek.promote.left_out", names=f"{names}, Melden (Onderwerp)") in plainly(app)
    table = next(frame.value for frame in app.dataframe if NL("onderzoek.verdict.new") in str(frame.value.values))
    row = table[table[NL("onderzoek.table.label")] == "Melden"].iloc[-1]
    assert (row[NL("onderzoek.table.candidate")], row[NL("onderzoek.table.difference")]) == ("0,50", "")
    button(app, NL("onderzoek.promote.go", model="veilig/2")).click().run()
    assert organisation.registry.current() == "veilig/1" and "onderwerp.helm" in plainly(app)
    app.text_area[0].set_value("nieuwe labels").run()
    button(app, NL("onderzoek.promote.go", model="veilig/2")).click().run()
    assert organisation.registry.current() == "veilig/2"


def test_after_promotion_one_button_judges_the_kept_workshops(organisation):
    trained(organisation)
    database = open_database()
    keeping.keep_answers(database, "Keet", [NewAnswer("helm op", "1"), NewAnswer("vegen", "2")])
    app = opened()
    assert NL("workshops.judge_all.go") not in {item.label for item in app.button}, "first a choice of a model"
    button(app, NL("onderzoek.promote.go", model="veilig/2")).click().run()
    button(app, NL("workshops.judge_all.go")).click().run()
    assert not app.exception
    assert NL("workshops.judge_all.done", answers="2") in plainly(app)
    assert keeping.waiting(database, "veilig/2", in_force(database).version) == []


def plainly(app: AppTest) -> str:
    return texts_on(app).replace("\\", "").replace("\u2060", "")
