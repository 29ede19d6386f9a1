"""What more training answers bring: ``python -m benchmarks.learning_curve``.

Random parts of the train split, measured on the validation split; small parts are drawn more often.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

import numpy as np
import typer

from benchmarks.coders import SEED, OwnCoder
from benchmarks.line_chart import line_chart
from benchmarks.material import Material, load_material
from benchmarks.quality import measure
from benchmarks.report import machine, print_table, say
from classifier.places import PROJECT
from classifier.training.dataset import LabelledAnswer

SIZES = (250, 500, 1000, 2000, 4000)
# Up to this size the draw decides much, so that one draw would say little.
SMALL = 1000
DRAWS_SMALL, DRAWS_LARGE = 3, 2
HEADER = ("training answers", "draws", "themes micro-F1", "level QWK")


def sizes_up_to(count: int) -> list[int]:
    """The sizes that can be drawn, then all answers."""
    return [size for size in SIZES if size < count] + [count]


def draws(answers: list[LabelledAnswer], size: int) -> Iterator[list[LabelledAnswer]]:
    """Random parts of this size, the same on every run; all answers can be drawn in one way only."""
    wanted = DRAWS_SMALL if size <= SMALL else DRAWS_LARGE
    for draw in range(1 if size == len(answers) else wanted):
        chosen = np.random.default_rng([SEED, size, draw]).permutation(len(answers))[:size]
        yield [answers[index] for index in sorted(chosen)]


def figures_of(part: list[LabelledAnswer], material: Material) -> tuple[float, float]:
    """Themes micro-F1 (0..1) and level quadratic kappa (-1..1) on the validation split."""
    scores = measure(OwnCoder(material).fit(part), material.validation, material)
    return scores[material.themes.key].micro_f1, scores[material.level.key].quadratic_kappa


def point(size: int, material: Material) -> tuple[int, float, float]:
    """How many draws, and the means of both figures."""
    say(f"{size} answers")
    figures = [figures_of(part, material) for part in draws(material.train, size)]
    return len(figures), *np.mean(figures, axis=0)


def curve_row(size: int, figures: tuple[int, float, float]) -> list[str]:
    """One line of the table."""
    count, micro, kappa = figures
    return [str(size), str(count), f"{micro:.3f}", f"{kappa:.3f}"]


def main(
    chart: Annotated[Path, typer.Option(help="Where to write the chart (SVG).")] = PROJECT
    / "docs"
    / "leercurve.svg",
) -> None:
    """Print a Markdown table and write the chart."""
    material = load_material()
    print(f"measured on {len(material.validation)} answers of the validation split; {machine()}\n")
    sizes = sizes_up_to(len(material.train))
    points = [point(size, material) for size in sizes]
    print_table(HEADER, map(curve_row, sizes, points))
    lines = {"level QWK": [kappa for *_, kappa in points], "themes F1": [micro for _, micro, _ in points]}
    title = "Quality on sectors never seen in training"
    chart.write_text(line_chart(title, "training answers", [str(size) for size in sizes], lines), "utf-8")


if __name__ == "__main__":
    typer.run(main)
