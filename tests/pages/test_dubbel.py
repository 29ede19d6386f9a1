"""The screen "Dubbel coderen": a round, two people who do not see each other, and what came of it."""

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from classifier.pages.parts import house
from classifier.server import SCRIPT
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
    return "\n".join(
        str(item.value) for item in [*app.text, *app.success, *app.warning, *app.header, *app.markdown]
    )


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
