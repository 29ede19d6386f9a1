"""The screen "Tabel": rows that fit the filters, and edits that are kept at once."""

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from classifier import review as reviewing
from classifier.pages.parts import grid_table, house
from classifier.server import SCRIPT
from classifier.texts import Texts

NL = Texts("nl")
SCREEN = Path(SCRIPT).parent / "tabel.py"


@pytest.fixture
def app(database, foreign_house, kept_workshop, monkeypatch) -> AppTest:
    monkeypatch.setattr(house, "the_database", lambda: database)
    monkeypatch.setattr(house, "the_house", lambda: foreign_house)
    visit = AppTest.from_file(SCREEN, default_timeout=20)
    visit.session_state["who"] = "Anna"
    return visit.run()


def rows(app: AppTest):
    return app.dataframe[0].value


def search(app: AppTest):
    return next(field for field in app.text_input if field.label == NL("grid.search"))


def edit(app: AppTest, row: int, column: str, cell) -> AppTest:
    """What the browser sends when someone changes a cell (AppTest has no table to type in)."""
    with pytest.MonkeyPatch.context() as patch:
        state = {
            grid_table._DRAWN: app.session_state[grid_table._DRAWN],
            grid_table._key(): {"edited_rows": {row: {column: cell}}},
        }
        patch.setattr(grid_table.st, "session_state", state)
        patch.setattr(grid_table, "_key", lambda: "grid.0")
        state["grid.0"] = {"edited_rows": {row: {column: cell}}}
        grid_table._keep()
        return state


def test_every_answer_is_a_row_with_its_labels(app):
    assert len(rows(app)) == 20
    assert not app.exception
    assert set(rows(app)["who"]) == {NL("grid.model")}


def test_a_search_narrows_the_rows(app):
    search(app).set_value("vegen").run()
    assert list(rows(app)["text"]) == ["vegen na elke klus"]
    search(app).set_value("bestaat niet").run()
    assert app.info[0].value == NL("grid.nothing")


def test_an_edit_is_kept_at_once_and_says_who(app, database, foreign_house, kept_workshop):
    edit(app, 0, "ernst", "hoog")
    house_ = foreign_house
    now = reviewing.open_review(database, kept_workshop, house_.codebook, house_.version, house_.model)
    assert now.answers[0].decided["ernst"].coder == "Anna"
    assert now.answers[0].labels(house_.codebook.facet("ernst")) == ("hoog",)


def test_an_edit_over_someone_elses_decision_is_not_kept_and_theirs_is_shown(
    app, database, foreign_house, kept_workshop
):
    house_ = foreign_house
    review = reviewing.open_review(database, kept_workshop, house_.codebook, house_.version, house_.model)
    reviewing.decide(database, review, {review.answers[0].answer.id: {"ernst": ("midden",)}}, "Bea")
    state = edit(app, 0, "ernst", "hoog")
    now = reviewing.refresh(database, review)
    assert now.answers[0].decided["ernst"].coder == "Bea"
    assert state[grid_table._MISTAKE].code == "decision_conflict"
    assert state[grid_table._DRAWN].rows[0].labels(house_.codebook.facet("ernst")) == ("midden",)


@pytest.mark.parametrize(("facet", "label"), [("onderwerp", "helm"), ("ernst", "hoog"), ("incident", "ja")])
def test_every_facet_of_the_codebook_can_be_filtered_on(app, foreign_codebook, facet, label):
    own = next(field for field in app.multiselect if field.label == foreign_codebook.facet(facet).name)
    assert len(own.options) == len(foreign_codebook.facet(facet).keys)
    own.set_value([label]).run()
    assert 0 < len(rows(app)) < 20
    assert all(label in cell if isinstance(cell, list) else label == cell for cell in rows(app)[facet])
