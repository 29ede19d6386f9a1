"""Charts of a comparison of two models, as Altair specifications; texts come in ready-made.

Colours are Okabe and Ito's, which people with any colour vision tell apart, and only repeat what a word or a
shape says.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import altair as alt
import pandas as pd

from classifier.charts import NARROW, Style, finished
from classifier.training.calibration import CalibrationBin
from classifier.training.learning_curve import CurvePoint

BETTER, WORSE = "#0072B2", "#D55E00"
LINES = ("#0072B2", "#D55E00", "#009E73", "#CC79A7", "#56B4E9", "#8A6D00")
ROW_HEIGHT, SQUARE, CURVE_HEIGHT = 58, 330, 320
# The scale of differences never zooms in further than this, so that noise does not look like news.
LEAST_SPAN = 0.05


@dataclass(frozen=True)
class DifferenceLine:
    """One line of the chart: a title with both figures, the difference with its interval, and a verdict."""

    title: str
    verdict: str
    difference: float
    low: float
    high: float

    @property
    def side(self) -> int:
        """1 when clearly better, -1 when clearly worse, 0 when the interval holds zero."""
        return (self.low > 0) - (self.high < 0)


def differences(lines: Sequence[DifferenceLine], style: Style) -> alt.LayerChart:
    """A dot with its interval per line, right of zero when the new model is better."""
    colors = {1: BETTER, -1: WORSE, 0: style.soft}
    table = pd.DataFrame(
        [
            {"row": number, "title": line.title, "verdict": line.verdict, "difference": line.difference,
             "low": line.low, "high": line.high, "color": colors[line.side]}
            for number, line in enumerate(lines)
        ]
    )  # fmt: skip
    span = max([LEAST_SPAN, *table["low"].abs(), *table["high"].abs()]) * 1.1
    scale = alt.Scale(domain=[-span, span], nice=False)
    rows = alt.Scale(domain=[-0.6, len(lines) - 0.4], reverse=True, nice=False)
    y = alt.Y("row:Q", axis=None, scale=rows)
    base = alt.Chart(table).encode(y=y, color=alt.Color("color:N", scale=None))
    zero = alt.Chart(pd.DataFrame({"zero": [0]})).mark_rule(color=style.quiet, strokeWidth=2)
    layers = [
        zero.encode(x=alt.X("zero:Q", axis=None, scale=scale)),
        base.mark_rule(strokeWidth=3).encode(x=alt.X("low:Q"), x2="high:Q"),
        base.mark_point(filled=True, size=110, opacity=1).encode(x=alt.X("difference:Q")),
        *_line_texts(table, y, span, style),
    ]
    return finished(alt.layer(*layers), ROW_HEIGHT * max(len(lines), 1))


def _line_texts(table: pd.DataFrame, y: alt.Y, span: float, style: Style) -> list[alt.Chart]:
    """Above each dot: the title at the left edge, the verdict at the right."""
    base = alt.Chart(table.assign(left=-span, right=span)).encode(y=y)
    size = alt.ExprRef(f"width < {NARROW} ? 12 : 15")
    return [
        base.mark_text(align="left", dy=-20, fontSize=size, color=style.ink).encode(x="left:Q", text="title:N"),
        base.mark_text(align="right", dy=-20, fontSize=size, color=style.ink, fontWeight=600)
        .encode(x="right:Q", text="verdict:N"),
    ]  # fmt: skip


def calibration(
    current: Sequence[CalibrationBin], candidate: Sequence[CalibrationBin], names: tuple[str, str],
    axes: tuple[str, str], style: Style,
) -> alt.LayerChart:  # fmt: skip
    """Stated probability beside what was so, for both models; on the diagonal a model says what is true."""
    table = pd.DataFrame(
        [
            {"model": name, "stated": own.stated, "observed": own.observed, "decisions": own.decisions}
            for name, bins in zip(names, (current, candidate), strict=True)
            for own in bins
        ]
    )
    base = alt.Chart(table).encode(
        x=alt.X("stated:Q", axis=_share_axis(axes[0], style), scale=alt.Scale(domain=[0, 1])),
        y=alt.Y("observed:Q", axis=_share_axis(axes[1], style), scale=alt.Scale(domain=[0, 1])),
        color=alt.Color("model:N", scale=alt.Scale(domain=list(names), range=[style.soft, BETTER]), legend=None),
        tooltip=[alt.Tooltip("model:N"), alt.Tooltip("stated:Q"), alt.Tooltip("observed:Q"),
                 alt.Tooltip("decisions:Q")],
    )  # fmt: skip
    ends = pd.DataFrame({"stated": [0, 1], "observed": [0, 1]})
    diagonal = alt.Chart(ends).mark_line(color=style.quiet).encode(x="stated:Q", y="observed:Q")
    shape = alt.Shape("model:N", scale=alt.Scale(domain=list(names), range=["square", "circle"]), legend=None)
    points = base.mark_point(filled=True, size=90, opacity=0.9).encode(shape=shape)
    return finished(alt.layer(diagonal, base.mark_line(opacity=0.5), points, _key(names, style)), SQUARE)


def _share_axis(title: str, style: Style) -> alt.Axis:
    return alt.Axis(title=title, format=".0%", values=[0, 0.25, 0.5, 0.75, 1], **_axis_text(style))


def _axis_text(style: Style) -> dict[str, Any]:
    return {"labelColor": style.ink, "titleColor": style.ink, "labelFontSize": 13, "titleFontSize": 13}


def _key(names: tuple[str, str], style: Style) -> alt.Chart:
    """The names in the empty corner, each in the colour of its points and with their shape."""
    table = pd.DataFrame({"model": [f"■ {names[0]}", f"● {names[1]}"], "x": 0.02, "y": [0.97, 0.89],
                          "color": [style.soft, BETTER]})  # fmt: skip
    text = alt.Chart(table).mark_text(align="left", fontSize=14, fontWeight=600)
    return text.encode(x="x:Q", y="y:Q", text="model:N", color=alt.Color("color:N", scale=None))


def learning_curve(
    points: Sequence[CurvePoint], names: Mapping[str, str], axes: tuple[str, str], style: Style
) -> alt.LayerChart:
    """A line per facet over the number of training answers, with its name at its end."""
    table = pd.DataFrame(
        [
            {"answers": point.answers, "facet": name, "mean": point.mean[key], "low": point.lowest[key],
             "high": point.highest[key]}
            for point in points for key, name in names.items()
        ]
    )  # fmt: skip
    color = alt.Color("facet:N", scale=alt.Scale(domain=list(names.values()), range=LINES), legend=None)
    last = max(point.answers for point in points)
    text = _axis_text(style)
    sizes = alt.Axis(title=axes[0], values=[point.answers for point in points], labelOverlap=True, **text)
    first = min(point.answers for point in points)
    # Room on the right for the names.
    room = alt.Scale(type="log", domain=[first * 0.9, last * max(1.6, (last / first) ** 0.45)], nice=False)
    base = alt.Chart(table).encode(x=alt.X("answers:Q", axis=sizes, scale=room), color=color)
    y = alt.Y("mean:Q", axis=alt.Axis(title=axes[1], **text), scale=alt.Scale(zero=False))
    layers = [
        base.mark_rule(opacity=0.4, strokeWidth=3).encode(y=alt.Y("low:Q"), y2="high:Q"),
        base.mark_line(point=True).encode(y=y),
        base.transform_filter(alt.datum.answers == last)
        .mark_text(align="left", dx=8, fontSize=13).encode(y=alt.Y("mean:Q"), text="facet:N"),
    ]  # fmt: skip
    return finished(alt.layer(*layers), CURVE_HEIGHT)
