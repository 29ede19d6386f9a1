"""Answers that two people labelled apart from each other, and what was decided where they differed."""

import csv
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from classifier.agreement import Alpha, agreement
from classifier.codebook import Codebook, Facet
from classifier.errors import UserMistake
from classifier.labels import LabelSet
from classifier.training.dataset import LabelledAnswer

SECOND_LABELS_FILE = "tweede_labels.csv"
DECISIONS_FILE = "besluiten.csv"
SEPARATOR = ","


@dataclass(frozen=True)
class DoubleCoded:
    """Labels of the first and the second coder for the same answers, in the same order."""

    first: tuple[LabelSet, ...]
    second: tuple[LabelSet, ...]


def read_double_coded(answers: list[LabelledAnswer], codebook: Codebook, folder: Path) -> DoubleCoded:
    """The double-coded answers of a folder with training data. Raises UserMistake.

    The answers hold what was decided in the end; the decisions say what the first coder had.
    """
    final = {answer.id: answer.labels for answer in answers}
    had = _first_labels(folder / DECISIONS_FILE, codebook)
    first, second = [], []
    for row in _rows(folder / SECOND_LABELS_FILE):
        if row["id"] in final:
            first.append({**final[row["id"]], **had.get(row["id"], {})})
            second.append({facet.key: _keys(row[facet.key], facet) for facet in codebook})
    return DoubleCoded(tuple(first), tuple(second))


def measure_agreement(coded: DoubleCoded, codebook: Codebook) -> Mapping[tuple[str, str], Alpha]:
    """Krippendorff's alpha per theme and ordinal for levels."""
    return agreement(codebook, coded.first, coded.second)


def _first_labels(file: Path, codebook: Codebook) -> dict[str, dict[str, tuple[str, ...]]]:
    had: dict[str, dict[str, tuple[str, ...]]] = {}
    for row in _rows(file):
        facet = codebook.facet(row["facet"])
        # The earliest decision on a label says what the first coder had.
        had.setdefault(row["id"], {}).setdefault(facet.key, _keys(row["eerste"], facet))
    return had


def _rows(file: Path) -> Iterator[dict[str, str]]:
    try:
        with file.open(encoding="utf-8", newline="") as stream:
            yield from csv.DictReader(stream)
    except FileNotFoundError as error:
        raise UserMistake("training_data_missing", file=str(file)) from error


def _keys(cell: str, facet: Facet) -> tuple[str, ...]:
    keys = tuple(key for key in cell.split(SEPARATOR) if key)
    for key in keys:
        facet.label(key)
    return keys
