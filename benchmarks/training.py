"""How long training takes: ``python -m benchmarks.training``.

A whole training as the screen "Onderzoek" asks for it (read, fit, measure, compare, save) in one process, on the
shipped data and on a small organisation of another world.
"""

import os
import sys
import time
from itertools import pairwise
from pathlib import Path
from shutil import copytree
from tempfile import TemporaryDirectory
from typing import Annotated

import typer

from benchmarks.report import machine, print_table, say
from classifier.places import PROJECT, models_folder, training_data_folder
from classifier.retraining.request import TrainingRequest
from classifier.retraining.run import run_training
from classifier.store.upgrade import open_database
from classifier.training.registry import Registry

HEADER = ("data", "answers", "read (s)", "fit (s)", "measure and compare (s)", "save (s)", "whole (s)")


def timed(name: str, learning_curve: bool) -> list[str]:
    """One training in folders of its own; a row of the table. The environment says which data."""
    say(f"training on {name}")
    moments: list[tuple[str, float]] = []
    with TemporaryDirectory() as folder:
        models = copytree(models_folder(), Path(folder) / "models")
        database = open_database(f"sqlite:///{folder}/data.sqlite")
        registry = Registry(models)
        request = TrainingRequest(registry.current().partition("/")[0], learning_curve=learning_curve)
        result = run_training(
            request, database, registry, lambda step, _: moments.append((step, time.perf_counter()))
        )
        moments.append(("end", time.perf_counter()))
        database.close()
    took = {step: later - began for (step, began), (_, later) in pairwise(moments)}
    measured = took["evaluate"] + took["compare"] + took.get("curve", 0.0)
    parts = took["read"], took["fit"], measured, took["save"], sum(took.values())
    return [name, str(result.train), *(f"{seconds:.1f}" for seconds in parts)]


def foreign(folder: Path) -> None:
    """Point the environment at the small organisation of the tests."""
    import pytest

    sys.path.insert(0, str(PROJECT / "tests"))
    from organisation import settle  # type: ignore[import-not-found]

    settle(folder, pytest.MonkeyPatch())


def main(
    learning_curve: Annotated[bool, typer.Option(help="Also time a training with a learning curve.")] = False,
) -> None:
    """Print a Markdown table of training times."""
    print(f"one process; data in {os.path.relpath(training_data_folder(), PROJECT)}; {machine()}\n", flush=True)
    rows = [timed("shipped", learning_curve=False)]
    if learning_curve:
        rows.append(timed("shipped, with a learning curve", learning_curve=True))
    with TemporaryDirectory() as folder:
        foreign(Path(folder))
        rows.append(timed("foreign", learning_curve=False))
    print_table(HEADER, rows)


if __name__ == "__main__":
    typer.run(main)
