"""Quality of our classifier beside its peers: ``python -m benchmarks.quality [--data FILE_OR_FOLDER]...``.

All learn from the train split. Whatever ``--data`` names is measured on, and nothing else.
"""

import time
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Annotated

import typer

from benchmarks.coders import Coder, OwnCoder, PeerCoder
from benchmarks.material import Material, load_material
from benchmarks.peers import PEERS
from benchmarks.report import machine, print_table, say
from classifier.training.dataset import LabelledAnswer, read_labelled, texts_of
from classifier.training.evaluation import FacetScore, score_facets

HEADER = ("", "measured on", "themes micro-F1", "themes macro-F1", "level exact", "level QWK", "training (s)")
Scores = Mapping[str, FacetScore]


def fit_timed(coder: Coder, answers: list[LabelledAnswer]) -> float:
    """Fit; returns seconds of wall time."""
    say(f"training {coder.name}")
    started = time.perf_counter()
    coder.fit(answers)
    return time.perf_counter() - started


def measure(coder: Coder, answers: list[LabelledAnswer], material: Material) -> Scores:
    """Figures on the compared facets."""
    probabilities = coder.predict_proba(texts_of(answers))
    decisions = coder.decide(probabilities)
    return score_facets(material.compared, material.truth(answers), decisions, probabilities)


def quality_rows(coder: Coder, sets: Mapping[str, list[LabelledAnswer]], material: Material) -> Iterator[list[str]]:
    """Train once; one line of the table per set of answers."""
    seconds = fit_timed(coder, material.train)
    for name, answers in sets.items():
        scores = measure(coder, answers, material)
        themes, level = scores[material.themes.key], scores[material.level.key]
        figures = themes.micro_f1, themes.macro_f1, level.exact, level.quadratic_kappa
        yield [coder.name, name, *(f"{figure:.3f}" for figure in figures), f"{seconds:.1f}"]


def sets_to_measure(material: Material, files: list[Path]) -> dict[str, list[LabelledAnswer]]:
    """Name → answers: the validation split, then what was asked for."""
    named = {file.name: read_labelled(file, material.codebook) for file in files}
    return {"validation split": material.validation, **named}


def describe(name: str, answers: list[LabelledAnswer], material: Material) -> str:
    """What is measured on, and how much of it stands word for word in the train split."""
    known = {text.lower().strip() for text in texts_of(material.train)}
    seen = sum(text.lower().strip() in known for text in texts_of(answers))
    return f"- {name}: {len(answers)} answers, {seen} of them also in train"


def main(
    data: Annotated[
        list[Path] | None, typer.Option(help="Labelled answers to measure on as well; may be repeated.")
    ] = None,
) -> None:
    """Train all on the train split and print a Markdown table, each coder as soon as it is measured."""
    material = load_material()
    print(f"{len(material.train)} training answers; {machine()}\n")
    sets = sets_to_measure(material, data or [])
    print(*(describe(name, answers, material) for name, answers in sets.items()), sep="\n", end="\n\n")
    coders: list[Coder] = [PeerCoder(peer, material) for peer in PEERS] + [OwnCoder(material)]
    rows = (row for coder in coders for row in quality_rows(coder, sets, material))
    print_table(HEADER, rows)
    print("Training includes choosing thresholds; Klantkompas also learns the other facets and calibrates.")


if __name__ == "__main__":
    typer.run(main)
