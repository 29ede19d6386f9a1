"""The database, and the codebook and model in force: one for all visits, fresh after every change."""

import streamlit as st

from classifier.in_force import InForce
from classifier.loaded_house import loaded_house
from classifier.store.database import Database
from classifier.store.upgrade import open_database


@st.cache_resource(show_spinner=False)
def the_database() -> Database:
    """Where everything is kept, with the tables of this version. Raises UserMistake."""
    return open_database()


def the_house() -> InForce:
    """Codebook and model as they are now. Raises UserMistake."""
    return loaded_house(the_database())
