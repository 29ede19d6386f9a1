"""Nested records as flat rows, for formats whose cells hold one value.

``{"id": "1", "themes": ["tijd", "geld"], "scores": {"facet": {"label": 0.5}}}`` becomes the columns
``id``, ``themes`` ("tijd; geld") and ``scores.facet.label`` (0.5). A list inside a list, or a mapping
inside one, is written as JSON.
"""

import json
import math
from collections.abc import Iterable, Mapping
from datetime import date, time

from classifier.exchange.cleaning import without_surrogates

Scalar = str | int | float | bool | None


def plain(value: object) -> object:
    """``value`` in the types JSON has: numpy scalars and arrays, dates and sets are turned into them.

    NaN and infinities become None, since no other program reads them back from JSON.
    """
    if isinstance(value, str):
        return without_surrogates(value)
    if value is None or isinstance(value, bool | int):
        return value
    if isinstance(value, float):
        return float(value) if math.isfinite(value) else None
    if isinstance(value, Mapping):
        return {without_surrogates(str(key)): plain(item) for key, item in value.items()}
    return _plain_other(value)


def _plain_other(value: object) -> object:
    if isinstance(value, list | tuple | set | frozenset):
        return [plain(item) for item in value]
    if isinstance(value, date | time):
        return value.isoformat()
    if hasattr(value, "tolist"):
        return plain(value.tolist())
    return without_surrogates(str(value))


def flatten(record: Mapping[str, object]) -> dict[str, Scalar]:
    """``record`` (of plain values) with one scalar per key; nested keys are joined with dots."""
    flat: dict[str, Scalar] = {}
    _flatten_into(flat, "", record)
    return flat


def _flatten_into(flat: dict[str, Scalar], prefix: str, record: Mapping[str, object]) -> None:
    for key, value in record.items():
        if isinstance(value, Mapping):
            _flatten_into(flat, f"{prefix}{key}.", value)
        else:
            flat[prefix + key] = _scalar(value)


def _scalar(value: object) -> Scalar:
    if isinstance(value, list):
        return "; ".join(map(_word, value))
    return value if isinstance(value, str | int | float) else None


def _word(item: object) -> str:
    if isinstance(item, list | Mapping):
        return json.dumps(item, ensure_ascii=False)
    return as_cell(item)


def as_cell(value: object) -> str:
    """A scalar as text: true/false for a bool, "" for None."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value)


def flat_rows(records: Iterable[Mapping[str, object]]) -> tuple[list[str], list[list[Scalar]]]:
    """The columns of all records in order of first appearance, and a row for each record."""
    flat = [flatten(_plain_record(record)) for record in records]
    columns = list(dict.fromkeys(key for record in flat for key in record))
    return columns, [[record.get(column) for column in columns] for record in flat]


def _plain_record(record: Mapping[str, object]) -> dict[str, object]:
    return {str(key): plain(value) for key, value in record.items()}


def text_record(record: Mapping[str, object]) -> dict[str, str]:
    """``record`` flattened, with text in every cell: what a reader makes of a nested object."""
    return {key: as_cell(value) for key, value in flatten(_plain_record(record)).items()}
