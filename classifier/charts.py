"""Charts as Altair specifications, from the counts of ``classifier/summary.py``.

Every figure stands beside its mark, so no chart needs a legend or an axis, and colour only repeats
what a word already says. Texts come in ready-made, in the language of the page.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from textwrap import wrap
from typing import Any

import altair as alt
import numpy as np
import pandas as pd
from numpy.typing import NDArray

from classifier.summary import Iceberg, IcebergSide, LabelCount, Staircase

PICK = "pick"
FONT = "Source Sans, sans-serif"
# A chart narrower than this (pixels) stands on a phone: smaller type, short names.
NARROW = 520


@dataclass(frozen=True)
class Style:
    """Colours that depend on the background: of texts, of softer texts, and of quiet surfaces."""

    ink: str = "#1F2A37"
    soft: str = "#55606E"
    surface: str = "#E6EBF1"
    quiet: str = "#B9C4D1"

    @classmethod
    def on(cls, background: str | None) -> "Style":
        """The style for a ``"light"`` or ``"dark"`` background."""
        return cls("#F2F5F9", "#B4BECB", "#2A3442", "#55637A") if background == "dark" else cls()


def percent(share: float) -> str:
    """A share (0..1) as people write it; what is there is never "0%"."""
    return "<1%" if 0 < share < 0.005 else f"{round(100 * share)}%"


def finished(chart: Any, height: int) -> alt.LayerChart:
    """The common dress: no frame, no background, the page's own font."""
    return (
        chart.properties(height=height, width="container", padding=0)
        .configure(background="transparent", font=FONT, autosize=alt.AutoSizeParams(type="fit", contains="padding"))
        .configure_view(stroke=None)
        .configure_axis(grid=False, domain=False, ticks=False)
    )


# -- bars ---------------------------------------------------------------------------------------

ROW_HEIGHT = 34


def bars(counts: Sequence[LabelCount], language: str, style: Style, chosen: str | None = None) -> alt.LayerChart:
    """Horizontal bars in the order given, with name, count and share; clicking one picks its label."""
    table = pd.DataFrame([_bar(item, language, style, chosen) for item in counts])
    longest = max((item.count for item in counts), default=0) or 1
    names = alt.Axis(title=None, labelFontSize=17, labelColor=style.ink, labelLimit=200, labelPadding=10)
    base = alt.Chart(table).encode(
        y=alt.Y("name:N", sort=None, axis=names, scale=alt.Scale(paddingInner=0.26, paddingOuter=0.1)),
        # Room on the right for the figures.
        x=alt.X("count:Q", axis=None, scale=alt.Scale(domain=[0, longest * 1.32])),
        tooltip=alt.Tooltip("full:N"),
    )
    marks = base.mark_bar(cornerRadiusEnd=3, cursor="pointer").encode(color=alt.Color("color:N", scale=None))
    figures = base.mark_text(align="left", dx=8, fontSize=17, color=style.ink, cursor="pointer").encode(
        text="figures:N"
    )
    pick = alt.selection_point(name=PICK, fields=["key"], on="click", clear=False)
    return finished(alt.layer(marks.add_params(pick), figures), ROW_HEIGHT * max(len(counts), 1))


def _bar(item: LabelCount, language: str, style: Style, chosen: str | None) -> dict[str, object]:
    return {
        "key": item.label.key,
        "name": item.label.text("short", language),
        "full": item.label.text("name", language),
        "count": item.count,
        "figures": _figures(item),
        # Only what is being read about has its own colour: sixteen colours at once say nothing.
        "color": item.label.color if chosen in (None, item.label.key) else style.quiet,
    }


def _figures(item: LabelCount) -> str:
    return f"{item.count}  ({percent(item.share)})"


# -- staircase ----------------------------------------------------------------------------------

FIRST_STEP, RISE = 52, 36
TALLEST_BAR = 150
# Above the highest bar for its figures, and below the ground for a name.
HEAD_ROOM, FOOT_ROOM = 58, 30
# Between the answers on no step and the first step.
GAP = 0.4


def stairs(picture: Staircase, language: str, style: Style) -> alt.LayerChart:
    """Rising steps; on each stands a bar with its count. What is on no step stands apart, on the ground."""
    table = pd.DataFrame(_steps(picture, language))
    x = {"x": alt.X("left:Q", axis=None, scale=alt.Scale(domain=[0, len(picture.steps) + 1 + GAP], nice=False))}
    top = float(table["top"].max()) + HEAD_ROOM
    height = alt.Scale(domain=[-FOOT_ROOM, top], nice=False)
    base = alt.Chart(table).encode(tooltip=alt.Tooltip("full:N"))
    ground = base.mark_rect(color=style.surface).encode(
        **x, x2="right:Q", y=alt.Y("ground:Q", axis=None, scale=height), y2="step:Q"
    )
    standing = base.mark_rect(stroke=style.soft, strokeWidth=0.6).encode(
        x=alt.X("bar_left:Q"),
        x2="bar_right:Q",
        y="step:Q",
        y2="top:Q",
        color=alt.Color("color:N", scale=None),
    )
    return finished(
        alt.layer(
            ground, standing, *_step_texts(base, style, narrow=False), *_step_texts(base, style, narrow=True)
        ),
        round(top + FOOT_ROOM),
    )


def _steps(picture: Staircase, language: str) -> list[dict[str, object]]:
    counts = (picture.none, *picture.steps)
    longest = max(item.count for item in counts) or 1
    return [_step(rank, item, item.count / longest, language) for rank, item in enumerate(counts)]


def _step(rank: int, item: LabelCount, part: float, language: str) -> dict[str, object]:
    left = rank + GAP if rank else 0.0
    step = FIRST_STEP + RISE * (rank - 1) if rank else 0
    name = item.label.text("name", language)
    return {
        "left": left, "middle": left + 0.5, "right": left + 1,
        "bar_left": left + 0.14, "bar_right": left + 0.86,
        "ground": 0, "step": step, "top": step + max(TALLEST_BAR * part, 1),
        "name_at": step - 10 if rank else -8,
        "name": "\n".join(wrap(name, 12)), "full": name, "short": item.label.text("short", language),
        "count": str(item.count), "share": percent(item.share), "figures": _figures(item),
        "color": item.label.color,
    }  # fmt: skip


def _step_texts(base: alt.Chart, style: Style, narrow: bool) -> list[alt.Chart]:
    """Count and share above each bar, the name in the step; in two sizes, of which one is visible."""
    shown = alt.ExprRef(f"width {'<' if narrow else '>='} {NARROW} ? 1 : 0")
    big, normal = (16, 11) if narrow else (25, 16)
    middle = base.encode(x=alt.X("middle:Q"))
    common: dict[str, Any] = {"lineBreak": "\n", "opacity": shown, "color": style.ink}
    return [
        middle.mark_text(baseline="bottom", dy=-normal - 7, fontSize=big, fontWeight=700, **common)
        .encode(y="top:Q", text="count:N"),
        middle.mark_text(baseline="bottom", dy=-4, fontSize=normal, **common)
        .encode(y="top:Q", text="share:N"),
        middle.mark_text(baseline="top", fontSize=normal, **common)
        .encode(y="name_at:Q", text="short:N" if narrow else "name:N"),
    ]  # fmt: skip


# -- iceberg ------------------------------------------------------------------------------------

BERG_HEIGHT = 300
# The outline from bottom (0) to top (1): height, left edge, ridge, right edge.
OUTLINE = np.array(
    [
        (0.00, 0.50, 0.51, 0.52), (0.07, 0.36, 0.50, 0.66), (0.16, 0.24, 0.54, 0.80),
        (0.26, 0.14, 0.50, 0.90), (0.36, 0.06, 0.56, 0.97), (0.44, 0.03, 0.52, 0.95),
        (0.50, 0.08, 0.55, 0.88), (0.58, 0.17, 0.50, 0.79), (0.66, 0.23, 0.53, 0.73),
        (0.74, 0.30, 0.49, 0.66), (0.80, 0.33, 0.50, 0.59), (0.88, 0.40, 0.47, 0.55),
        (0.95, 0.43, 0.48, 0.52), (1.00, 0.47, 0.47, 0.47),
    ]
)  # fmt: skip
# The texts stand right of the berg, which is 1 wide.
SEA_LEFT, TEXT_LEFT, SEA_RIGHT = -0.08, 1.06, 1.95
LINE, NAME_LINE, BIG_LINE, AIR = 22, 28, 46, 14


def waterline(share_above: float) -> float:
    """The height (0..1) at which the part of the berg's surface above it is ``share_above``."""
    heights = np.linspace(0, 1, 1001)
    widths = _edge(heights, 3) - _edge(heights, 1)
    under = np.concatenate([[0.0], np.cumsum((widths[1:] + widths[:-1]) / 2)])
    return float(np.interp(1 - share_above, under / under[-1], heights))


def _edge(heights: NDArray[np.float64], column: int) -> NDArray[np.float64]:
    return np.interp(heights, OUTLINE[:, 0], OUTLINE[:, column])


def iceberg(picture: Iceberg, language: str, style: Style) -> alt.LayerChart:
    """A berg of which the surface above water is the share above water, with what is typical beside it."""
    level = waterline(picture.above.side.share)
    above, below = _lines(picture.above, language), _lines(picture.below, language)
    depth = max(level * BERG_HEIGHT, _room(below)) + AIR
    sky = max((1 - level) * BERG_HEIGHT, _room(above)) + AIR
    x = alt.X("x:Q", axis=None, scale=alt.Scale(domain=[SEA_LEFT, SEA_RIGHT], nice=False))
    y = alt.Y("y:Q", axis=None, scale=alt.Scale(domain=[-depth, sky], nice=False))
    texts = pd.DataFrame([*_placed(above, _room(above)), *_placed(below, -AIR / 2)])
    layers = [
        _sea(depth, picture.above.side.label.color).encode(x=x, y=y, y2="bottom:Q"),
        *_berg(level, picture, x, y),
        *_berg_texts(texts, x, y, style),
    ]
    return finished(alt.layer(*layers), round(depth + sky))


def _sea(depth: float, color: str) -> alt.Chart:
    across = np.linspace(SEA_LEFT, SEA_RIGHT, 160)
    waves = pd.DataFrame({"x": across, "y": 2.5 * np.sin(across * 26), "bottom": -depth})
    return alt.Chart(waves).mark_area(
        color=color, opacity=0.28, line={"color": color, "strokeWidth": 2, "opacity": 1.0}, tooltip=None
    )


def _berg(level: float, picture: Iceberg, x: alt.X, y: alt.Y) -> list[alt.Chart]:
    """Both parts of the berg, each with a darker side, since light falls from the left."""
    parts = [(level, 1.0, picture.above.side.label.color), (0.0, level, picture.below.side.label.color)]
    return [
        alt.Chart(_slices(bottom, top, level, edge)).mark_area(
            orient="horizontal", color=color, opacity=opacity, tooltip=None
        ).encode(x=x, x2="right:Q", y=y)
        for bottom, top, own in parts if top - bottom > 0.001
        for edge, color, opacity in ((1, own, 1.0), (2, "#000000", 0.13))
    ]  # fmt: skip


def _slices(bottom: float, top: float, level: float, left: int) -> pd.DataFrame:
    corners = OUTLINE[(OUTLINE[:, 0] > bottom) & (OUTLINE[:, 0] < top), 0]
    heights = np.concatenate([[bottom], corners, [top]])
    return pd.DataFrame(
        {"y": (heights - level) * BERG_HEIGHT, "x": _edge(heights, left), "right": _edge(heights, 3)}
    )


def _lines(side: IcebergSide, language: str) -> list[tuple[str, int]]:
    """The texts of one side with the height of each."""
    typical = [(f"{item.label.text('short', language)} {item.count}", LINE) for item in side.typical]
    name = (side.side.label.text("name", language), NAME_LINE)
    return [(percent(side.side.share), BIG_LINE), name, *typical]


def _room(lines: list[tuple[str, int]]) -> float:
    return sum(height for _, height in lines) + AIR


def _placed(lines: list[tuple[str, int]], top: float) -> list[dict[str, object]]:
    """The lines under each other, the first one starting at ``top`` pixels above the waterline."""
    bottoms = np.cumsum([height for _, height in lines])
    return [
        {"x": TEXT_LEFT, "y": float(top - bottom), "text": text, "height": height}
        for (text, height), bottom in zip(lines, bottoms, strict=True)
    ]


def _berg_texts(texts: pd.DataFrame, x: alt.X, y: alt.Y, style: Style) -> list[alt.Chart]:
    sizes: Any = (
        (BIG_LINE, 30, 40, 700, style.ink),
        (NAME_LINE, 14, 19, 600, style.ink),
        (LINE, 13, 16, 400, style.ink),
    )
    return [
        alt.Chart(texts[texts["height"] == height]).mark_text(
            align="left", baseline="bottom", color=color, fontWeight=weight,
            fontSize=alt.ExprRef(f"width < {NARROW} ? {small} : {big}"),
        ).encode(x=x, y=y, text="text:N")
        for height, small, big, weight, color in sizes
    ]  # fmt: skip
