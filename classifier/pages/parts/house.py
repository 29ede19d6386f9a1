"""The database, and the codebook and model in force: one for all visits, fresh after every change."""

import streamlit as st

from classifier.in_force import InForce, codebook_in_force, in_force
from classifier.store.database import Database
from classifier.store.upgrade import open_database
from classifier.training.registry import Registry

# The model in force and the one before it, for visits that are still busy.
_KEPT = 2


@st.cache_resource(show_spinner=False)
def the_database() -> Database:
    """Where everything is kept, with the tables of this version. Raises UserMistake."""
    return open_database()


def the_house() -> InForce:
    """Codebook and model as they are now. Raises UserMistake."""
    return _house(Registry().current(), codebook_in_force(the_database()).id)


@st.cache_resource(show_spinner=False, max_entries=_KEPT)
def _house(model: str, codebook_version: int) -> InForce:
    # The arguments say when another has to be loaded.
    house = in_force(the_database())
    list(house.reader.classify(["klaarstaan"], evidence=True))
    return house
