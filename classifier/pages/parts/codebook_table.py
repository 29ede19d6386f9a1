"""What the screen of the codebook looks at, and the small things its parts draw."""

import re
from dataclasses import dataclass
from functools import cached_property

import streamlit as st

from classifier.codebook import Codebook, Label
from classifier.codebook_effects import DecisionCounts, count_decisions
from classifier.codebook_reader import COLOR_FORM
from classifier.codebook_versions import codebook_of
from classifier.in_force import InForce
from classifier.pages.parts import house
from classifier.pages.parts.plain import plain
from classifier.store.codebooks import CodebookVersion
from classifier.texts import Texts

_MENTIONED = re.compile(r"`([^`]+)`")


@dataclass(frozen=True)
class Table:
    """The codebook in force, with its versions, as one visit sees it."""

    house: InForce
    texts: Texts

    @property
    def codebook(self) -> Codebook:
        return self.house.codebook

    @property
    def versions(self) -> tuple[CodebookVersion, ...]:
        """All versions, oldest first."""
        return self.house.history.versions

    @cached_property
    def counts(self) -> DecisionCounts:
        """Decisions in force of all kept workshops."""
        return count_decisions(house.the_database(), self.house.history)

    def name(self, facet: str, label: str) -> str:
        """A label's name in the language of the visit."""
        return self.codebook.facet(facet).label(label).text("name", self.texts.language)

    def excludes(self, facet: str, label: Label) -> str:
        """What does not belong to a label, with names in place of the keys that it mentions."""
        known = self.codebook.facet(facet).keys
        return _MENTIONED.sub(
            lambda found: self.texts("codeboek.read.quoted", name=self.name(facet, found[1]))
            if found[1] in known else found[1],
            label.excludes,
        )  # fmt: skip


def the_table(texts: Texts) -> Table:
    """The codebook as it is now. Raises UserMistake."""
    return Table(house.the_house(), texts)


def chip(color: str) -> str:
    """A block of a colour, as a formula: Markdown has no colours of its own, and HTML is not trusted here."""
    if not COLOR_FORM.fullmatch(color):
        raise ValueError("not a colour")
    return rf"$\textcolor{{{color}}}{{\rule{{0.85em}}{{0.85em}}}}$"


def chip_and_name(color: str, name: str) -> str:
    """A label as Markdown: its colour and its name."""
    return f"{chip(color)}\N{EN SPACE}**{plain(name)}**"


@st.cache_resource(show_spinner=False, max_entries=256)
def codebook_at(place: str, version_id: int, _version: CodebookVersion) -> Codebook:
    """The codebook of a version, which never changes: read once. Raises UserMistake."""
    return codebook_of(_version)
