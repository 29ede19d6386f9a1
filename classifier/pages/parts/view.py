"""What a screen looks at, and the small things every part of it draws."""

from collections.abc import Iterable, Sequence, Set
from dataclasses import dataclass
from typing import Any

import altair as alt
import streamlit as st

from classifier import charts, summary
from classifier.codebook import Codebook
from classifier.pages.parts import desk
from classifier.pages.parts.numbers import count
from classifier.pages.parts.plain import plain
from classifier.summary import Judged, LabelCount
from classifier.texts import Texts


@dataclass(frozen=True)
class View:
    """What is being looked at: answers of everyone, or of one group ("" is everyone).

    ``scope`` tells the widgets of one source from those of another on the same screen. ``new``: (facet, label)
    that the model finds by nearest meaning; ``codebook`` says so in their names.
    """

    codebook: Codebook
    judged: Sequence[Judged]
    group: str
    texts: Texts
    scope: str = ""
    new: Set[tuple[str, str]] = frozenset()

    @property
    def language(self) -> str:
        return self.texts.language

    def key(self, *parts: str) -> str:
        """A widget's key: another source or language gives a fresh widget, since its options differ."""
        return ".".join([*parts, str(desk.turn()), self.scope, self.language])

    @property
    def answers(self) -> str:
        return count(len(self.judged), self.texts)


def style() -> charts.Style:
    """Chart colours that fit the page, light or dark."""
    return charts.Style.on(st.context.theme.type)


def draw(chart: alt.LayerChart, description: str, **options: Any) -> None:
    """A chart with its description for those who cannot see it."""
    st.altair_chart(chart, theme=None, alt=description, **options)


def note(text: str) -> None:
    """A smaller remark, in the full colour of text: captions fade on a projector."""
    st.markdown(f":small[{plain(text)}]")


def in_words(counts: Iterable[LabelCount], language: str) -> str:
    """Counts as a line of text."""
    return ", ".join(f"{item.label.text('name', language)} {item.count}" for item in counts)


def quote_list(item: LabelCount, view: View, most: int = 5) -> None:
    """The clearest answers with a label; none when one group gave too few to stay unrecognisable."""
    having = [judged for judged in view.judged if judged.has(item.facet, item.label.key)]
    if not summary.may_list(having, bool(view.group)):
        note(view.texts("indelen.themes.few", least=summary.SMALLEST_GROUP))
    elif having:
        quotes_box([judged.text for judged in summary.quotes(having, item.facet, item.label.key, most)])


def quotes_box(texts: Iterable[str]) -> None:
    """Answers, character for character."""
    with st.container(border=True):
        for text in texts:
            st.text(f"“{text}”")
