"""The versions of the codebook: when, who, what changed, and the codebook of each to download."""

import streamlit as st

from classifier.codebook_changes import from_json
from classifier.pages.parts import house
from classifier.pages.parts.codebook_table import Table, codebook_at
from classifier.pages.parts.codebook_words import did
from classifier.pages.parts.plain import plain
from classifier.pages.parts.view import note
from classifier.store.codebooks import CodebookVersion

FILE, KIND, MOST_AT_FIRST = "codebook.toml", "application/toml", 20
_ALL, _WIDTH = "codebook.past.all", 980


def what_changed(number: int, table: Table) -> str:
    """What made this version (by its place in the list) of the one before it, in a sentence."""
    version = table.versions[number]
    if version.change is None or not number:
        return table.texts("codeboek.past.from_file")
    before = table.versions[number - 1]
    return did(from_json(version.change), _codebook(before), table.texts)


def _codebook(version: CodebookVersion):
    return codebook_at(house.the_database().place, version.id, version)


def versions(table: Table) -> None:
    """All versions, the newest first."""
    note(table.texts("codeboek.past.about"))
    numbers = range(len(table.versions) - 1, -1, -1)
    shown = numbers if st.session_state.get(_ALL) else numbers[:MOST_AT_FIRST]
    for number in shown:
        _version(number, table)
    if len(shown) < len(numbers):
        st.button(table.texts("codeboek.past.more"), on_click=_show_all)


def _show_all() -> None:
    st.session_state[_ALL] = True


def _version(number: int, table: Table) -> None:
    texts, version = table.texts, table.versions[number]
    own = _codebook(version).version
    with st.container(border=True, width=_WIDTH, gap="xsmall"):
        head = [f"**{plain(texts('codeboek.past.version', version=own))}**"]
        if version.id == table.house.version:
            head.append(f":green-badge[{plain(texts('codeboek.past.now'))}]")
        head.append(f":small[{plain(_when(version, table))}]")
        st.markdown("  ".join(head))
        st.markdown(plain(what_changed(number, table)))
        st.download_button(
            texts("codeboek.past.download", version=plain(own)), version.toml, FILE, KIND,
            key=f"codebook.toml.{version.id}", on_click="ignore", type="tertiary", icon=":material/download:",
        )  # fmt: skip


def _when(version: CodebookVersion, table: Table) -> str:
    date = f"{version.at.astimezone():%d-%m-%Y %H:%M}"
    return table.texts("codeboek.past.when", date=date, who=version.coder) if version.coder else date
