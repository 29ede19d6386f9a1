"""Labelled answers that someone uploads: checked at once, kept in the data folder until the training is over.

Columns: one per facet by its key (or ``decided.<key>``, as ``klantkompas workshop export`` writes), labels of
one cell with ``;`` between them; also ``text``, and when there are such ``id``, ``sector`` and ``split``.
"""

import json
import os
import re
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO
from uuid import uuid4

from classifier.codebook import Codebook, Facet
from classifier.errors import UserMistake
from classifier.exchange.headers import ID_NAMES, normal
from classifier.exchange.reading import read_table
from classifier.exchange.table import Table, guess_text_column
from classifier.places import data_folder
from classifier.training.dataset import TRAIN, VALIDATION, LabelledAnswer, read_labelled

FOLDER = "own_training_data"
SEPARATOR = ";"
DECIDED = "decided"
# How far people decided on an answer, in exports of workshops; only rows that are wholly decided are learned from.
COMPLETE = "decided_by_people"
ALL, SOME, NONE = "all", "some", "none"
_KEY = re.compile(r"[0-9a-f]{32}")


@dataclass(frozen=True)
class OwnFile:
    """An upload that was taken in: its key, and how many answers it brings to learn from and to measure on."""

    key: str
    train: int
    test: int


def take_in(source: BinaryIO | Path, name: str, codebook: Codebook) -> OwnFile:
    """Check a file and keep its labelled answers. Raises UserMistake naming the row that does not fit."""
    table = read_table(source, name)
    records = [record for record in _records(table, name, codebook) if record]
    if not records:
        raise UserMistake("own_file_empty", name=name)
    key = uuid4().hex
    try:
        _write(_place(key), records)
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise UserMistake("own_file_not_kept", folder=str(data_folder()), reason=reason) from error
    test = sum(record["split"] == VALIDATION for record in records)
    return OwnFile(key, len(records) - test, test)


def read_own(key: str, codebook: Codebook) -> list[LabelledAnswer]:
    """The answers of an upload. Raises UserMistake when it is gone or does not fit the codebook any more."""
    return read_labelled(_place(key), codebook)


def forget(key: str) -> None:
    """Delete an upload; it held answers."""
    if _KEY.fullmatch(key):
        _place(key).unlink(missing_ok=True)


def _place(key: str) -> Path:
    if not _KEY.fullmatch(key):
        raise ValueError("not a key of an upload")
    return data_folder() / FOLDER / f"{key}.jsonl"


def _write(file: Path, records: list[dict]) -> None:
    file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    # Answers are personal data: made so that nobody else may read it.
    with os.fdopen(os.open(file, os.O_CREAT | os.O_WRONLY | os.O_TRUNC, 0o600), "w", encoding="utf-8") as stream:
        stream.writelines(json.dumps(record, ensure_ascii=False) + "\n" for record in records)


# -- rows to records ----------------------------------------------------------------------------


def _records(table: Table, name: str, codebook: Codebook):
    columns = {normal(column): position for position, column in enumerate(table.columns)}
    facets = {facet: _facet_column(facet, columns, name) for facet in codebook}
    text = columns.get("text", table.columns.index(guess_text_column(table)))
    complete = columns.get(COMPLETE)
    for number, row in enumerate(table.rows, start=2):
        if row[text].strip() and (complete is None or row[complete].strip() == ALL):
            yield _record(row, number, name, {"text": text, **_extras(columns)}, facets)


def _facet_column(facet: Facet, columns: dict[str, int], name: str) -> int:
    for wanted in (f"{DECIDED}.{facet.key}", facet.key):
        if normal(wanted) in columns:
            return columns[normal(wanted)]
    raise UserMistake("own_file_column", name=name, column=facet.key)


def _extras(columns: dict[str, int]) -> dict[str, int]:
    extras: dict[str, int] = {key: columns[key] for key in ("sector", "split") if key in columns}
    number = next((columns[key] for key in ID_NAMES if key in columns), None)
    return extras if number is None else {**extras, "id": number}


def _record(row: tuple[str, ...], number: int, name: str, places: dict[str, int], facets: dict[Facet, int]) -> dict:
    """A record of the training data; empty when the row was not decided on."""
    labels = {facet.key: _labels(facet, row[place], number, name) for facet, place in facets.items()}
    if any(not facet.takes_many and not labels[facet.key] for facet in facets):
        return {}
    cells = {key: row[place].strip() for key, place in places.items()}
    split = VALIDATION if cells.get("split") == VALIDATION else TRAIN
    own = {facet.key: list(labels[facet.key]) for facet in facets}
    return {"id": cells.get("id") or str(number), "text": cells["text"], "sector": cells.get("sector") or name,
            **own, "split": split}  # fmt: skip


def _labels(facet: Facet, cell: str, number: int, name: str) -> tuple[str, ...]:
    keys = tuple(key.strip() for key in cell.split(SEPARATOR) if key.strip())
    unknown = [key for key in keys if key not in facet.keys]
    if unknown or (len(keys) > 1 and not facet.takes_many):
        raise UserMistake("own_file_label", name=name, row=number, column=facet.key)
    return keys
