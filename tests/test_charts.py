import json

import numpy as np
import pytest
from canteen import APPETITE, DISHES, PLACE, judged

from classifier import charts, summary
from classifier.charts import Style

ANSWERS = judged("soep", "trek in soep", "honger naar brood uit de keuken", "koffie")
STYLE = Style()


def spec(chart) -> str:
    """The whole specification, checked against Vega-Lite's schema on the way."""
    return json.dumps(chart.to_dict(), ensure_ascii=False)


def values(chart) -> list[dict]:
    return [row for rows in chart.to_dict()["datasets"].values() for row in rows]


def bars(**options):
    return charts.bars(summary.ranked(summary.count_labels(DISHES, ANSWERS)), "nl", STYLE, **options)


@pytest.mark.parametrize(("share", "text"), [(0, "0%"), (0.001, "<1%"), (0.1449, "14%"), (1, "100%")])
def test_percent_never_calls_something_nothing(share, text):
    assert charts.percent(share) == text


def test_bars_carry_their_own_figures_and_no_legend():
    chart = bars()
    assert [row["figures"] for row in values(chart)] == ["2  (50%)", "1  (25%)", "1  (25%)"]
    assert '"legend"' not in spec(chart)


def test_only_the_chosen_bar_has_its_own_colour():
    colors = {row["key"]: row["color"] for row in values(bars(chosen="brood"))}
    assert colors["brood"] == DISHES.label("brood").color
    assert colors["soep"] == colors["koffie"] == STYLE.quiet


def test_a_bar_can_be_clicked():
    assert [param["name"] for param in bars().to_dict()["params"]] == [charts.PICK]


def test_bars_are_in_the_language_of_the_page():
    english = charts.bars(summary.count_labels(DISHES, ANSWERS), "en", STYLE)
    assert "Coffee" in spec(english)


def test_charts_of_nothing_can_be_drawn():
    assert spec(charts.bars([], "nl", STYLE))
    assert spec(charts.stairs(summary.staircase(APPETITE, []), "nl", STYLE))
    assert spec(charts.iceberg(summary.iceberg(PLACE, [], DISHES), "nl", STYLE))


def test_steps_rise_and_no_step_stands_on_the_ground():
    rows = values(charts.stairs(summary.staircase(APPETITE, ANSWERS), "nl", STYLE))
    steps = [row["step"] for row in rows]
    assert steps[0] == 0
    assert steps[1:] == sorted(set(steps[1:]))
    assert [row["count"] for row in rows] == ["2", "1", "1"]


def test_bars_on_the_steps_are_drawn_to_one_scale():
    rows = values(charts.stairs(summary.staircase(APPETITE, ANSWERS), "nl", STYLE))
    heights = [row["top"] - row["step"] for row in rows]
    assert heights == [charts.TALLEST_BAR, charts.TALLEST_BAR / 2, charts.TALLEST_BAR / 2]


@pytest.mark.parametrize("share", [0.0, 0.1, 0.37, 0.81, 1.0])
def test_the_surface_of_the_berg_above_water_is_the_share_above_water(share):
    heights = np.linspace(0, 1, 4001)
    widths = np.interp(heights, charts.OUTLINE[:, 0], charts.OUTLINE[:, 3] - charts.OUTLINE[:, 1])
    above = widths[heights > charts.waterline(share)].sum() / widths.sum()
    assert above == pytest.approx(share, abs=0.002)


def test_the_iceberg_names_both_sides_with_their_share():
    texts = [
        row["text"] for row in values(charts.iceberg(summary.iceberg(PLACE, ANSWERS), "nl", STYLE)) if "text" in row
    ]
    assert {"75%", "In de zaal", "25%", "In de keuken"} <= set(texts)


@pytest.mark.parametrize("answers", [["soep"], ["keuken"]])
def test_texts_of_the_iceberg_stay_inside_the_picture(answers):
    chart = charts.iceberg(summary.iceberg(PLACE, judged(*answers), DISHES), "nl", STYLE).to_dict()
    low, high = chart["layer"][0]["encoding"]["y"]["scale"]["domain"]
    texts = [row for rows in chart["datasets"].values() for row in rows if "text" in row]
    assert all(low <= row["y"] and row["y"] + row["height"] <= high for row in texts)


def test_dark_pages_get_light_texts():
    assert Style.on("dark").ink != Style.on("light").ink
    assert Style.on(None) == Style.on("light")
