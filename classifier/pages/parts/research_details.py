"""Calibration, confusion, the answers that changed, and the learning curve."""

import pandas as pd
import streamlit as st

from classifier import comparison_charts
from classifier.codebook import Codebook, Facet
from classifier.pages.parts.numbers import count
from classifier.pages.parts.plain import plain
from classifier.pages.parts.research_words import figure
from classifier.pages.parts.view import draw, note, style
from classifier.retraining.outcome import (
    BECAME_RIGHT,
    BECAME_WRONG,
    STILL_WRONG,
    ChangedLabels,
    Finished,
    changed_labels,
)
from classifier.store.database import Database
from classifier.texts import Texts
from classifier.training.comparison import Comparison
from classifier.training.confusion import Confusion

HIGHEST_TABLE = 460


def details(
    database: Database, codebook: Codebook, training: Finished, comparison: Comparison, texts: Texts
) -> None:
    """What both models do on one facet, and where they differ."""
    _changed(changed_labels(database, codebook, training), codebook, texts)
    compared = [facet for facet in codebook if facet.key in comparison.facets]
    if not compared:
        return
    st.subheader(texts("onderzoek.facet.title"), anchor=False)
    facet = st.selectbox(
        texts("onderzoek.facet.choose"), compared, format_func=lambda own: own.text("name", texts.language),
        key=f"research.facet.{texts.language}", width=420,
    )  # fmt: skip
    left, right = st.columns(2, gap="large")
    with left:
        _calibration(facet, comparison, texts)
    with right:
        _confusion(facet, comparison.facets[facet.key].candidate.confusion, texts)


def _calibration(facet: Facet, comparison: Comparison, texts: Texts) -> None:
    views = comparison.facets[facet.key]
    st.markdown(f"**{texts('onderzoek.calibration.title')}**")
    note(texts("onderzoek.calibration.how"))
    chart = comparison_charts.calibration(
        views.current.calibration, views.candidate.calibration, (comparison.current, comparison.candidate),
        (texts("onderzoek.calibration.stated"), texts("onderzoek.calibration.observed")), style(),
    )  # fmt: skip
    described = ", ".join(
        f"{figure(own.stated, texts)} → {figure(own.observed, texts)}" for own in views.candidate.calibration
    )
    draw(chart, texts("onderzoek.calibration.chart", bins=described))


def _confusion(facet: Facet, confusion: Confusion, texts: Texts) -> None:
    st.markdown(f"**{texts('onderzoek.confusion.title')}**")
    note(texts("onderzoek.confusion.how"))
    names = {key: facet.label(key).text("name", texts.language) for key in facet.keys}
    if confusion.matrix:
        table = pd.DataFrame(confusion.matrix, columns=list(names.values()))
        table.insert(0, texts("onderzoek.confusion.truth"), list(names.values()))
        st.dataframe(table, hide_index=True, alt=texts("onderzoek.confusion.alt"))
        return
    pairs = [
        {
            texts("onderzoek.confusion.answers"): pair.answers,
            texts("onderzoek.confusion.missed"): names[pair.missed],
            texts("onderzoek.confusion.given"): names[pair.given],
        }
        for pair in confusion.pairs
    ]
    if not pairs:
        st.text(texts("onderzoek.confusion.none"))
        return
    st.dataframe(pd.DataFrame(pairs), hide_index=True, alt=texts("onderzoek.confusion.alt"))


# -- answers that changed -----------------------------------------------------------------------


def _changed(rows: list[ChangedLabels], codebook: Codebook, texts: Texts) -> None:
    st.subheader(texts("onderzoek.changed.title"), anchor=False)
    verdicts = {
        BECAME_RIGHT: texts("onderzoek.changed.right"),
        BECAME_WRONG: texts("onderzoek.changed.wrong"),
        STILL_WRONG: texts("onderzoek.changed.still_wrong"),
    }
    counts = [f"{name}: {sum(row.verdict == key for row in rows)}" for key, name in verdicts.items()]
    st.text(texts("onderzoek.changed.count", labels=count(len(rows), texts), counts=", ".join(counts)))
    if not rows:
        return
    facets, wanted = _filter(codebook, verdicts, texts)
    shown = [
        row for row in rows if row.facet.key in (facets or [row.facet.key]) and row.verdict in (wanted or verdicts)
    ]
    table = pd.DataFrame([_cells(row, verdicts, texts) for row in shown])
    height = min(HIGHEST_TABLE, 35 * (len(shown) + 1) + 3)
    st.dataframe(table, hide_index=True, height=height, alt=texts("onderzoek.changed.alt"))


def _filter(codebook: Codebook, verdicts: dict[str, str], texts: Texts) -> tuple[list[str], list[str]]:
    """Facets and verdicts to show; nothing chosen shows all."""
    with st.container(horizontal=True):
        facets = st.multiselect(
            texts("onderzoek.table.facet"), [facet.key for facet in codebook], width=300,
            format_func=lambda key: codebook.facet(key).text("name", texts.language),
            key=f"research.changed.facet.{texts.language}", placeholder=texts("onderzoek.changed.all"),
        )  # fmt: skip
        wanted = st.multiselect(
            texts("onderzoek.table.verdict"), list(verdicts), format_func=lambda key: verdicts[key], width=300,
            key=f"research.changed.verdict.{texts.language}", placeholder=texts("onderzoek.changed.all"),
        )  # fmt: skip
    return facets, wanted


def _cells(row: ChangedLabels, verdicts: dict[str, str], texts: Texts) -> dict[str, str]:
    return {
        texts("onderzoek.changed.text"): texts("onderzoek.changed.gone") if row.text is None else row.text,
        texts("onderzoek.table.verdict"): verdicts[row.verdict],
        texts("onderzoek.table.facet"): row.facet.text("name", texts.language),
        texts("onderzoek.changed.before"): _names(row.facet, row.before, texts),
        texts("onderzoek.changed.after"): _names(row.facet, row.after, texts),
        texts("onderzoek.changed.truth"): _names(row.facet, row.truth, texts),
    }


def _names(facet: Facet, keys: tuple[str, ...], texts: Texts) -> str:
    given = ", ".join(facet.label(key).text("name", texts.language) for key in keys)
    return given or texts("onderzoek.changed.nothing")


def curve(training: Finished, codebook: Codebook, texts: Texts) -> None:
    """What more answers would bring; only when it was asked for."""
    if not training.result.curve:
        return
    st.subheader(texts("onderzoek.curve.title"), anchor=False)
    st.text(texts("onderzoek.curve.how"))
    names = {facet.key: facet.text("name", texts.language) for facet in codebook}
    axes = (texts("onderzoek.curve.answers"), texts("onderzoek.curve.figure"))
    described = "; ".join(
        f"{point.answers}: " + ", ".join(f"{name} {figure(point.mean[key], texts)}" for key, name in names.items())
        for point in training.result.curve
    )
    chart = comparison_charts.learning_curve(training.result.curve, names, axes, style())
    draw(chart, texts("onderzoek.curve.chart", points=plain(described)))
