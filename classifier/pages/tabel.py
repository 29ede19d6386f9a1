"""The screen "Tabel": all answers of a kept workshop, one a row; filter, sort, search, change in place."""

import streamlit as st

from classifier.pages.parts.grid_table import table
from classifier.pages.parts.keep_open import on_opened_workshop
from classifier.pages.parts.language import page_texts

texts = page_texts()
st.title(texts("grid.heading"), anchor=False)
on_opened_workshop(table, texts)
