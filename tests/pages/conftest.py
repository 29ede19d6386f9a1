import pytest
import streamlit as st
from canteen import WordModel
from streamlit.testing.v1 import AppTest

from classifier import workshop
from classifier.errors import UserMistake
from classifier.pages.parts import house
from classifier.server import SCRIPT


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
