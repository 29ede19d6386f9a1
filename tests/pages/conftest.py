import pytest
import streamlit as st
from canteen import WordModel
from streamlit.testing.v1 import AppTest

from classifier import workshop
from classifier.codebook_versions import codebook_of, history_of
from classifier.errors import UserMistake
from classifier.in_force import InForce
from classifier.pages.parts import house
from classifier.server import SCRIPT
from classifier.working import WorkingReader


@pytest.fixture
def fake_model(monkeypatch: pytest.MonkeyPatch):
    """Screens read with a small foreign model instead of the one in the registry, and without a database."""

    def closed():
        raise UserMistake("database_locked", place="klantkompas.sqlite")

    st.cache_resource.clear()
    monkeypatch.setattr(house, "the_database", closed)
    monkeypatch.setattr(house, "the_house", closed)
    monkeypatch.setattr(workshop, "load_model", WordModel)
    yield
    st.cache_resource.clear()


@pytest.fixture
def app(fake_model) -> AppTest:
    """The app as someone opens it."""
    return AppTest.from_file(SCRIPT, default_timeout=20).run()


@pytest.fixture
def now(database, foreign_house):
    """What is in force at this moment, with the same small model."""

    def in_force() -> InForce:
        history = history_of(database)
        newest, changes = history.versions[-1], history.changes_after(foreign_house.version)
        if not changes:
            return InForce(foreign_house.codebook, newest.id, foreign_house.reader, history=history)
        reader = WorkingReader(foreign_house.reader, foreign_house.codebook, changes)
        return InForce(codebook_of(newest), newest.id, reader, reader.new_labels, history)

    return in_force


@pytest.fixture
def screens_as_of_now(database, now, monkeypatch):
    """Screens on their own with this database, following every change of the codebook."""
    monkeypatch.setattr(house, "the_database", lambda: database)
    monkeypatch.setattr(house, "the_house", now)
    # On its own a screen has no others to go to.
    monkeypatch.setattr("streamlit.page_link", lambda *_, **__: None)
