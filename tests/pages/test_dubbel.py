"""The screen "Dubbel coderen": a round, two people who do not see each other, and what came of it."""

import json
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from classifier import double_coding
from classifier import review as reviewing
from classifier.pages.parts import house
from classifier.server import SCRIPT
from classifier.store.coding_rounds import rounds_of
from classifier.texts import Texts

NL = Texts("nl")
SCREEN = Path(SCRIPT).parent / "dubbel.py"


@pytest.fixture
def app(database, foreign_house, kept_workshop, monkeypatch) -> AppTest:
    monkeypatch.setattr(house, "the_database", lambda: database)
    monkeypatch.setattr(house, "the_house", lambda: foreign_house)
    visit = AppTest.from_file(SCREEN, default_timeout=20)
    visit.session_state["who"] = "Anna"
    return visit.run()


def button(app: AppTest, label: str):
    return next(item for item in app.button if item.label.replace("*", "").replace("\\", "") == label)


def said(app: AppTest) -> str:
    shown = [*app.title, *app.text, *app.success, *app.warning, *app.header, *app.markdown]
    return "\n".join(str(item.value) for item in shown).replace("\\", "").replace("\u2060", "")


def start_round(app: AppTest, size: int) -> AppTest:
    app.number_input[0].set_value(size)
    return button(app, NL("double.round.start")).click().run()


def code_all(app: AppTest, label: str, times: int) -> AppTest:
    for _ in range(times):
        button(app, label).click().run()
        button(app, NL("double.card.keep")).click().run()
    return app


def test_a_coder_sees_neither_a_suggestion_nor_a_colleagues_codes(app):
    app = start_round(app, 3)
    assert "0 van 3" in str(app.get("progress")[0].proto).replace("\\", "")
    topics = [item for item in app.button if item.label in ("Helm en kleding", "Hoog", "Laag")]
    assert topics
    assert not any(item.proto.icon for item in topics)


def test_a_level_must_be_chosen_before_an_answer_is_kept(app):
    app = start_round(app, 3)
    button(app, NL("double.card.keep")).click().run()
    assert "Ernst" in app.warning[0].value
    assert not app.exception


def test_agreement_shows_only_when_two_people_are_done(app):
    app = start_round(app, 3)
    app = code_all(app, "Hoog", 3)
    assert NL("double.result.waiting") in said(app)
    app.session_state["who"] = "Bea"
    app = code_all(app.run(), "Laag", 3)
    assert NL("double.agreement.title") in said(app)
    assert "Anna" in said(app)
    assert NL("double.settle.left", left="3", all="3") in said(app)


def test_settling_a_difference_keeps_a_decision_with_its_reason(app, database):
    app = start_round(app, 3)
    app = code_all(app, "Hoog", 3)
    app.session_state["who"] = "Bea"
    app = code_all(app.run(), "Laag", 3)
    app.button_group[0].set_value("hoog")
    next(field for field in app.text_input if field.label == NL("double.settle.why")).set_value("valgevaar")
    app = button(app, NL("double.settle.keep")).click().run()
    assert NL("double.settle.left", left="2", all="3") in said(app)
    with database.reading() as connection:
        why = connection.exec_driver_sql("SELECT why FROM decision").scalars().all()
    assert why == ["valgevaar"]


# -- looking back and correcting ----------------------------------------------------------------------


def by_key(app: AppTest, key: str):
    return next(item for item in app.button if item.key == key)


def level(app: AppTest, key: str):
    return next(item for item in app.button if item.key.endswith(f".ernst.{key}"))


def given(database) -> list[str]:
    """The levels in the order in which they were kept."""
    with database.reading() as connection:
        rows = connection.exec_driver_sql("SELECT labels FROM blind_code ORDER BY id").scalars().all()
    return [(json.loads(own) if isinstance(own, str) else own)["ernst"][0] for own in rows]


def test_one_can_go_back_to_what_one_coded_and_change_it(app, database):
    app = code_all(start_round(app, 3), "Hoog", 2)
    level(app, "midden").click().run()
    by_key(app, "blind.back").click().run()
    assert level(app, "hoog").proto.type == "primary"
    assert NL("double.card.coded") in said(app)
    level(app, "laag").click().run()
    assert level(app, "laag").proto.type == "primary"
    assert given(database) == ["hoog", "hoog", "laag"]
    by_key(app, "blind.back").click().run()
    assert by_key(app, "blind.back").disabled
    assert level(app, "hoog").proto.type == "primary"
    for _ in range(2):
        by_key(app, "blind.forward").click().run()
    assert level(app, "midden").proto.type == "primary"
    assert by_key(app, "blind.forward").disabled
    assert given(database) == ["hoog", "hoog", "laag"]


def test_who_is_done_may_look_back_until_the_other_is_done_too(app):
    app = code_all(start_round(app, 3), "Hoog", 3)
    by_key(app, "blind.look_back").click().run()
    assert level(app, "hoog").proto.type == "primary"
    button(app, NL("double.card.go_on")).click().run()
    assert NL("double.result.waiting") in said(app)
    app.session_state["who"] = "Bea"
    app = code_all(app.run(), "Laag", 3)
    app.session_state["who"] = "Anna"
    app.run()
    assert NL("double.agreement.title") in said(app)
    assert "blind.look_back" not in [item.key for item in app.button]


def test_a_correction_that_comes_after_the_other_was_done_is_told(app, database, foreign_house, kept_workshop):
    app = code_all(start_round(app, 3), "Hoog", 3)
    by_key(app, "blind.look_back").click().run()
    house_ = foreign_house
    review = reviewing.open_review(database, kept_workshop, house_.codebook, house_.version, house_.model)
    with database.reading() as connection:
        coding_round = rounds_of(connection, kept_workshop)[0]
    for answer_id in coding_round.answers:
        labels = review.by_id[answer_id].judgement.labels
        double_coding.code(database, coding_round, answer_id, labels, "Bea", review.codebook, review.version)
    before = given(database)
    level(app, "laag").click().run()
    assert given(database) == before
    assert NL("error.round_closed") in said(app)
    assert NL("double.agreement.title") in said(app)


def test_what_was_chosen_for_an_answer_is_not_carried_to_another_coder(app):
    app = start_round(app, 3)
    level(app, "midden").click().run()
    assert level(app, "midden").proto.type == "primary"
    app.session_state["who"] = "Bea"
    app.run()
    assert level(app, "midden").proto.type == "tertiary"


def test_the_definition_of_the_label_that_was_pressed_is_one_key_away(app, foreign_codebook):
    app = start_round(app, 3)
    level(app, "midden").click().run()
    by_key(app, "explain").click().run()
    assert foreign_codebook.facet("ernst").label("midden").definition in [own.value for own in app.text]
