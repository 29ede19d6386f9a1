"""The figures and charts of a set of judged answers."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import altair as alt
import streamlit as st

from classifier import charts, summary
from classifier.codebook import Codebook, Facet
from classifier.pages.parts import desk
from classifier.pages.parts.numbers import count
from classifier.pages.parts.plain import plain
from classifier.summary import Groups, Judged, LabelCount
from classifier.texts import Texts
from classifier.workshop import Workshop


@dataclass(frozen=True)
class View:
    """What is being looked at: answers of everyone, or of one group ("" is everyone)."""

    codebook: Codebook
    judged: Sequence[Judged]
    group: str
    texts: Texts

    @property
    def language(self) -> str:
        return self.texts.language

    @property
    def answers(self) -> str:
        return count(len(self.judged), self.texts)


def style() -> charts.Style:
    """Chart colours that fit the page, light or dark."""
    return charts.Style.on(st.context.theme.type)


def draw(chart: alt.LayerChart, description: str, **options: object) -> None:
    """A chart with its description for those who cannot see it."""
    st.altair_chart(chart, theme=None, alt=description, **options)


def note(text: str) -> None:
    """A smaller remark, in the full colour of text: captions fade on a projector."""
    st.markdown(f":small[{plain(text)}]")


def in_words(counts: Iterable[LabelCount], language: str) -> str:
    """Counts as a line of text."""
    return ", ".join(f"{item.label.text('name', language)} {item.count}" for item in counts)


# -- what is being looked at --------------------------------------------------------------------


def origin(workshop: Workshop, groups: Groups, texts: Texts) -> None:
    """Where the answers come from, and what is left out of sight."""
    source = desk.source()
    answers = count(len(workshop.judged), texts)
    name = source.name if source else ""
    st.text(
        texts("indelen.source.file", answers=answers, name=name)
        if name
        else texts("indelen.source.pasted", answers=answers)
    )
    if workshop.empty:
        note(texts("indelen.source.empty", rows=count(workshop.empty, texts)))
    if groups.shown and groups.rest:
        note(texts("indelen.source.hidden", least=summary.SMALLEST_GROUP))


def choose_group(workshop: Workshop, groups: Groups, texts: Texts) -> str:
    """The group to look at; "" for everyone."""
    if not groups.shown:
        return ""
    sizes, answers = dict(groups.shown), count(len(workshop.judged), texts)

    def shown(name: str) -> str:
        if not name:
            return texts("indelen.source.everyone", answers=answers)
        return texts("indelen.source.one_group", name=name, answers=count(sizes[name], texts))

    return st.selectbox(
        texts("indelen.source.group"), ["", *groups.names], format_func=shown, key=f"group{desk.turn()}"
    )


# -- key figures --------------------------------------------------------------------------------


def key_figures(view: View, model: str) -> None:
    """The figures that come first, and what they may be used for."""
    found, texts = summary.key_figures(view.codebook, view.judged), view.texts
    with st.container(horizontal=True):
        _metric(texts("indelen.figures.answers"), view.answers, "")
        for item in found.headlines:
            _headline(item, view)
        of = texts("indelen.figures.of_answers", count=count(found.to_review, texts), answers=view.answers)
        _metric(texts("indelen.figures.to_review"), charts.percent(found.review_share), of)
    uncertain = texts("indelen.figures.uncertain", share=charts.percent(found.review_share))
    certain = texts("indelen.figures.all_certain")
    st.text(
        " ".join(
            [uncertain if found.to_review else certain, texts("indelen.figures.about_group", model=model)]
        )
    )


def _headline(item: LabelCount, view: View) -> None:
    label, share = item.label.text("short", view.language), charts.percent(item.share)
    if item.facet.chart == "iceberg":
        found = count(item.count, view.texts)
        _metric(label, share, view.texts("indelen.figures.of_answers", count=found, answers=view.answers))
    else:
        most = view.texts("indelen.figures.most", share=share)
        _metric(item.facet.text("name", view.language), label, most)


def _metric(label: str, value: str, below: str) -> None:
    st.metric(
        plain(label),
        value,
        below or None,
        delta_color="off",
        delta_arrow="off",
        border=True,
        height="stretch",
    )


# -- themes -------------------------------------------------------------------------------------


def themes(view: View) -> None:
    """Bars and, beside them, the answers behind one of them."""
    for facet in (*view.codebook.by_chart("bars"), *view.codebook.by_chart("shares")):
        _bars(facet, view)


@st.fragment
def _bars(facet: Facet, view: View) -> None:
    texts, counts = view.texts, summary.ranked(summary.count_labels(facet, view.judged))
    st.header(plain(facet.text("name", view.language)), anchor=False)
    st.text(texts("indelen.themes.how"))
    picked = f"picked.{facet.key}.{desk.turn()}"
    left, right = st.columns([11, 9], gap="large")
    with right:
        chosen = _choose(texts("indelen.themes.choose"), counts, picked, view)
        _quotes(chosen, view)
    with left:
        _clickable_bars(counts, chosen, picked, view)
        without = summary.count_without_label(facet, view.judged)
        if without:
            share = charts.percent(summary.share(without, len(view.judged)))
            note(texts("indelen.themes.without", count=count(without, texts), share=share))


def _choose(label: str, counts: Sequence[LabelCount], key: str, view: View) -> LabelCount:
    """The label to read about: by keyboard here, or by a click on its bar."""
    by_key = {item.label.key: item for item in counts}
    if st.session_state.get(key) not in by_key:
        st.session_state[key] = counts[0].label.key
    chosen = st.selectbox(
        label, list(by_key), format_func=lambda name: by_key[name].label.text("name", view.language), key=key
    )
    return by_key[chosen]


def _clickable_bars(counts: Sequence[LabelCount], chosen: LabelCount, picked: str, view: View) -> None:
    chart = charts.bars(counts, view.language, style(), chosen.label.key)
    key = f"bars.{picked}"

    def take_click() -> None:
        points = st.session_state[key]["selection"].get(charts.PICK) or []
        if points:
            st.session_state[picked] = points[0]["key"]

    words = view.texts("indelen.themes.chart", counts=in_words(counts, view.language))
    draw(chart, words, key=key, on_select=take_click, selection_mode=charts.PICK)


def _quotes(item: LabelCount, view: View) -> None:
    """What a label means and the clearest answers that got it."""
    texts = view.texts
    note(item.label.text("definition", view.language))
    if not item.count:
        st.text(texts("indelen.themes.none"))
        return
    st.text(texts("indelen.themes.quotes", count=count(item.count, texts), of=view.answers))
    quote_list(item, view)


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


# -- levels and iceberg -------------------------------------------------------------------------


def levels_and_iceberg(view: View) -> None:
    """The staircase and the iceberg, beside each other where there is room."""
    drawn = [(facet, _levels) for facet in view.codebook.by_chart("staircase")]
    drawn += [(facet, _iceberg) for facet in view.codebook.by_chart("iceberg")]
    for start in range(0, len(drawn), 2):
        pair = drawn[start : start + 2]
        for column, (facet, show) in zip(st.columns(len(pair), gap="large"), pair, strict=True):
            with column:
                show(facet, view)


def _levels(facet: Facet, view: View) -> None:
    picture = summary.staircase(facet, view.judged)
    st.header(view.texts("indelen.levels.title"), anchor=False)
    st.text(view.texts("indelen.levels.how"))
    words = in_words((picture.none, *picture.steps), view.language)
    draw(charts.stairs(picture, view.language, style()), view.texts("indelen.levels.chart", counts=words))
    _level_quotes(facet, view)


@st.fragment
def _level_quotes(facet: Facet, view: View) -> None:
    counts = {item.label.key: item for item in summary.count_labels(facet, view.judged)}
    most = summary.headline(facet, view.judged).label.key
    chosen = st.selectbox(
        view.texts("indelen.levels.choose"),
        list(counts),
        list(counts).index(most),
        format_func=lambda key: _level_name(counts[key], view),
        key=f"level.{facet.key}.{desk.turn()}",
    )
    label = counts[chosen].label
    note(" ".join([label.text("definition", view.language), label.text("next", view.language)]))
    quote_list(counts[chosen], view, most=3)


def _level_name(item: LabelCount, view: View) -> str:
    short, name = item.label.text("short", view.language), item.label.text("name", view.language)
    return view.texts("indelen.levels.option", short=short, name=name, count=count(item.count, view.texts))


def _iceberg(facet: Facet, view: View) -> None:
    bars = view.codebook.by_chart("bars")
    picture = summary.iceberg(facet, view.judged, bars[0] if bars else None)
    st.header(view.texts("indelen.iceberg.title"), anchor=False)
    st.text(view.texts("indelen.iceberg.how"))
    words = in_words((picture.above.side, picture.below.side), view.language)
    draw(charts.iceberg(picture, view.language, style()), view.texts("indelen.iceberg.chart", counts=words))
    for side in (picture.above.side, picture.below.side):
        name, meaning = side.label.text("name", view.language), side.label.text("definition", view.language)
        st.markdown(f":small[**{plain(name)}**: {plain(meaning)}]")
