"""What more training answers bring: ``python -m benchmarks.learning_curve``.

Random parts of the train split, measured on the validation split; small parts are drawn more often.
"""

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Annotated

import typer

from benchmarks.coders import SEED
from benchmarks.line_chart import line_chart
from benchmarks.material import Material, load_material
from benchmarks.report import machine, print_table, say
from classifier.model import AnswerClassifier
from classifier.places import PROJECT
from classifier.training.learning_curve import CurvePoint, learning_curve

HEADER = ("training answers", "draws", "themes micro-F1", "level QWK")


def curve_row(point: CurvePoint, material: Material) -> list[str]:
    """One line of the table."""
    figures = (point.mean[facet.key] for facet in material.compared)
    return [str(point.answers), str(point.draws), *(f"{figure:.3f}" for figure in figures)]


def announced(points: Iterable[CurvePoint]) -> Iterator[CurvePoint]:
    """The points, each told of when it is there."""
    for point in points:
        say(f"{point.answers} answers")
        yield point


def main(
    chart: Annotated[Path, typer.Option(help="Where to write the chart (SVG).")] = PROJECT
    / "docs"
    / "leercurve.svg",
) -> None:
    """Print a Markdown table and write the chart."""
    material = load_material()
    print(f"measured on {len(material.validation)} answers of the validation split; {machine()}\n")
    model = AnswerClassifier(material.codebook, n_jobs=2, random_state=SEED)
    points = list(announced(learning_curve(model, material.train, material.validation)))
    print_table(HEADER, (curve_row(point, material) for point in points))
    named = {"level QWK": material.level.key, "themes F1": material.themes.key}
    lines = {name: [point.mean[key] for point in points] for name, key in named.items()}
    title = "Quality on sectors never seen in training"
    chart.write_text(
        line_chart(title, "training answers", [str(point.answers) for point in points], lines), "utf-8"
    )


if __name__ == "__main__":
    typer.run(main)
