"""What a training brought: the new model beside the current one, and putting it to use."""

from collections.abc import Iterable

import pandas as pd
import streamlit as st

from classifier import comparison_charts
from classifier.codebook import Codebook
from classifier.comparison_charts import DifferenceLine
from classifier.pages.parts import research_details, research_promote
from classifier.pages.parts.numbers import count
from classifier.pages.parts.plain import plain
from classifier.pages.parts.research_words import figure, figure_name, left_out, signed, verdict
from classifier.pages.parts.view import draw, note, style
from classifier.retraining.material import DECIDED, OWN_FILE, SHIPPED
from classifier.retraining.outcome import Finished, finished, fits
from classifier.store.database import Database
from classifier.texts import Texts
from classifier.training.comparison import Comparison, Difference
from classifier.training.ground import NEW, NotCompared


def results(database: Database, codebook: Codebook, version: int, who: str, texts: Texts) -> None:
    """All about one training; the newest one first. ``version`` is that of the codebook."""
    found = finished(database)
    if not found:
        return
    st.header(texts("onderzoek.result.title"), anchor=False)
    by_job = {training.job.id: training for training in found}
    chosen = st.selectbox(
        texts("onderzoek.result.choose"), list(by_job), format_func=lambda job: _named(by_job[job], texts),
        key=f"research.result.{found[0].job.id}.{texts.language}",
    )  # fmt: skip
    training = by_job[chosen]
    _data(training, texts)
    comparison = training.result.comparison
    if comparison is None:
        st.text(texts("onderzoek.result.nothing_to_compare"))
    elif not fits(comparison, codebook):
        st.info(texts("onderzoek.result.other_codebook"))
        return
    else:
        _facets(comparison, codebook, texts)
    research_promote.promote(training, codebook, version, who, texts)
    if comparison is not None:
        _labels(comparison, codebook, texts)
        research_details.details(database, codebook, training, comparison, texts)
    research_details.curve(training, codebook, texts)


def _named(training: Finished, texts: Texts) -> str:
    ended = training.job.ended_at
    moment = f"{ended.astimezone():%d-%m-%Y %H:%M}" if ended else "-"
    return texts("onderzoek.result.named", model=training.result.model, moment=moment)


def _data(training: Finished, texts: Texts) -> None:
    result, request = training.result, training.request
    parts = {
        SHIPPED: texts("onderzoek.result.shipped", answers=count(result.sources[SHIPPED], texts)),
        DECIDED: texts(
            "onderzoek.result.decided", answers=count(result.sources[DECIDED], texts), times=request.repeats
        ),
        OWN_FILE: texts("onderzoek.result.own_file", answers=count(result.sources[OWN_FILE], texts)),
    }
    learned = ", ".join(text for source, text in parts.items() if result.sources[source])
    st.text(texts("onderzoek.result.learned", learned=learned, test=count(result.test, texts)))
    if result.near:
        note(texts("onderzoek.result.near", answers=count(result.near, texts)))
    if result.partly:
        note(texts("onderzoek.result.partly", answers=count(result.partly, texts)))
    if result.outdated:
        note(texts("onderzoek.result.outdated", answers=count(result.outdated, texts)))


def _facets(comparison: Comparison, codebook: Codebook, texts: Texts) -> None:
    st.subheader(
        texts("onderzoek.facets.title", candidate=comparison.candidate, current=comparison.current), anchor=False
    )
    for sentence in left_out(comparison.left_out, codebook, texts):
        st.info(plain(sentence))
    if not comparison.of_facets:
        return
    st.text(texts("onderzoek.facets.how"))
    lines = [_line(row, codebook, texts) for row in comparison.of_facets]
    described = "; ".join(f"{line.title}: {line.verdict}" for line in lines)
    draw(comparison_charts.differences(lines, style()), texts("onderzoek.facets.chart", lines=described))
    with st.expander(texts("onderzoek.facets.table")):
        _table([_cells(row, codebook, texts) for row in comparison.of_facets], texts)


def _line(row: Difference, codebook: Codebook, texts: Texts) -> DifferenceLine:
    name = codebook.facet(row.facet).text("name", texts.language)
    measure = figure_name(row.figure, texts)
    title = texts(
        "onderzoek.facets.line", name=name, measure=measure, before=figure(row.current, texts),
        after=figure(row.candidate, texts),
    )  # fmt: skip
    return DifferenceLine(title, verdict(row, texts), row.difference, row.low, row.high)


def _labels(comparison: Comparison, codebook: Codebook, texts: Texts) -> None:
    with st.expander(texts("onderzoek.labels.title")):
        st.text(texts("onderzoek.labels.how"))
        rows = [_cells(row, codebook, texts) for row in comparison.of_labels]
        rows += [_cells_left_out(row, codebook, texts) for row in comparison.left_out if row.label]
        _table(rows, texts)


def _table(cells: Iterable[dict[str, object]], texts: Texts) -> None:
    st.dataframe(pd.DataFrame(list(cells)), hide_index=True, alt=texts("onderzoek.table.alt"))


def _cells(row: Difference, codebook: Codebook, texts: Texts) -> dict[str, object]:
    return {
        texts("onderzoek.table.facet"): codebook.facet(row.facet).text("name", texts.language),
        texts("onderzoek.table.label"): _label(row, codebook, texts),
        texts("onderzoek.table.support"): row.support,
        texts("onderzoek.table.current"): figure(row.current, texts),
        texts("onderzoek.table.candidate"): figure(row.candidate, texts),
        texts("onderzoek.table.difference"): signed(row.difference, texts),
        texts("onderzoek.table.interval"): f"{signed(row.low, texts)} … {signed(row.high, texts)}",
        texts("onderzoek.table.verdict"): verdict(row, texts),
    }


def _cells_left_out(row: NotCompared, codebook: Codebook, texts: Texts) -> dict[str, object]:
    """A label without a difference: the figure of the new model alone, where some answers tell about it."""
    facet = codebook.facet(row.facet)
    why = texts("onderzoek.verdict.new") if row.why == NEW else texts("onderzoek.verdict.untold")
    return {
        texts("onderzoek.table.facet"): facet.text("name", texts.language),
        texts("onderzoek.table.label"): facet.label(row.label).text("name", texts.language),
        texts("onderzoek.table.support"): row.support,
        texts("onderzoek.table.current"): "",
        texts("onderzoek.table.candidate"): "" if row.candidate is None else figure(row.candidate, texts),
        texts("onderzoek.table.difference"): "",
        texts("onderzoek.table.interval"): "",
        texts("onderzoek.table.verdict"): why,
    }


def _label(row: Difference, codebook: Codebook, texts: Texts) -> str:
    if row.label:
        return codebook.facet(row.facet).label(row.label).text("name", texts.language)
    return figure_name(row.figure, texts)
