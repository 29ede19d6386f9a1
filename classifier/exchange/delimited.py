"""Text tables: csv, tsv and their kin, as Dutch Excel, survey tools and people write them."""

import csv
import io
import re
from collections.abc import Iterable, Mapping, Sequence
from itertools import islice

from classifier.exchange.cleaning import clean_cell, has_sleeping_formulas, put_formula_to_sleep, wake_formula
from classifier.exchange.damage import damage_is_a_mistake
from classifier.exchange.encoding import decode_text
from classifier.exchange.flattening import as_cell, flat_rows
from classifier.exchange.shaping import shape_table
from classifier.exchange.table import Table

# csv's own limit is 131,072 characters a cell, and it can only be set for the whole process.
csv.field_size_limit(2**31 - 1)

DELIMITERS = (";", "\t", ",", "|")
# Splits nowhere: it is no text, and the cleaning takes it out of cells.
_NO_DELIMITER = "\x1f"
_ROWS_TO_LOOK_AT = 200
_EXCEL_HINT = re.compile(r"\s*\"?sep=([,;:|^~]|\t)\"?(?:\r\n|\r|\n)", re.IGNORECASE)


def read_delimited(data: bytes, name: str) -> Table:
    """The table in the bytes of a csv or tsv file. Raises UserMistake; ``name`` is for its sentence."""
    return parse_delimited(decode_text(data, name), name)


def parse_delimited(text: str, name: str) -> Table:
    """The table in ``text``; the first row is the header. Raises UserMistake."""
    with damage_is_a_mistake(name, "csv"):
        text, delimiter = _with_delimiter(text)
        rows = _rows(text, delimiter)
        if has_sleeping_formulas(text):
            rows = [list(map(wake_formula, row)) for row in rows]
        return shape_table(rows, name, glue=delimiter)


def _with_delimiter(text: str) -> tuple[str, str]:
    """The text without Excel's ``sep=;`` line, and the delimiter: named there or found."""
    hint = _EXCEL_HINT.match(text)
    if hint:
        return text[hint.end() :], hint[1]
    return text, find_delimiter(text) or _NO_DELIMITER


def find_delimiter(text: str) -> str | None:
    """What separates the columns of ``text``, or None when there is one column.

    A delimiter splits the header and (nearly) every row with it. A comma in prose does not: it stands
    in some rows and not in others, or not in the header at all.
    """
    fits = [(_fit(text, delimiter), delimiter) for delimiter in DELIMITERS]
    best, delimiter = max(fits, key=lambda fit: fit[0])
    return delimiter if best > (0, 0) else None


def _fit(text: str, delimiter: str) -> tuple[float, int]:
    """How well a delimiter fits: the share of rows as wide as the header, then that width."""
    header, *body = first_rows(text, delimiter) or [[]]
    if len(header) < 2:
        return (0, 0)
    exact = _share(len(row) == len(header) for row in body)
    split = _share(len(row) > 1 for row in body)
    needed = 0.9 if delimiter == "," and _reads_as_prose(text, header) else 0.0
    return (exact, len(header)) if split >= 0.5 and exact >= needed and exact + split > 0.5 else (0, 0)


def _share(marks: Iterable[bool]) -> float:
    known = list(marks)
    return sum(known) / len(known) if known else 1.0


def _reads_as_prose(text: str, header: Sequence[str]) -> bool:
    """Whether the commas of a header are those of a sentence: "Wat vind je, eerlijk gezegd?"."""
    return header[-1].rstrip().endswith(("?", ".", ":")) or _is_spaced(text, ",")


def first_rows(text: str, delimiter: str, most: int = _ROWS_TO_LOOK_AT) -> list[list[str]]:
    """The first rows of ``text`` that hold anything, split by ``delimiter``."""
    spaced = _is_spaced(text, delimiter)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, skipinitialspace=spaced)
    return list(islice(filter(None, reader), most))


def _is_spaced(text: str, delimiter: str) -> bool:
    """Whether every name in the header follows a space, as in ``id, text``: then quotes do too."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    header = next(filter(None, reader), [])
    return len(header) > 1 and all(cell.startswith(" ") for cell in header[1:])


def _rows(text: str, delimiter: str) -> list[list[str]]:
    try:
        return _parsed(text, delimiter, csv.QUOTE_MINIMAL, strict=True)
    except csv.Error:
        # A quotation mark that belongs to an answer, such as one that is opened and never closed,
        # swallows the rows after it. Then whatever leaves the most rows whole: quotes as no more than
        # characters, or quotes around cells after all.
        bare = [list(map(_unquoted, row)) for row in _parsed(text, delimiter, csv.QUOTE_NONE)]
        return max(bare, _parsed(text, delimiter, csv.QUOTE_MINIMAL), key=_whole_rows)


def _parsed(text: str, delimiter: str, quoting: int, strict: bool = False) -> list[list[str]]:
    reader = csv.reader(
        io.StringIO(text, newline=""),
        delimiter=delimiter,
        quoting=quoting,  # type: ignore[arg-type]
        skipinitialspace=_is_spaced(text, delimiter),
        strict=strict,
    )
    return [row for row in reader if row]


def _whole_rows(rows: Sequence[Sequence[str]]) -> int:
    return sum(len(row) == len(rows[0]) for row in rows)


def _unquoted(cell: str) -> str:
    if len(cell) > 1 and cell[0] == cell[-1] == '"':
        return cell[1:-1].replace('""', '"')
    return cell


def csv_bytes(records: Iterable[Mapping[str, object]]) -> bytes:
    """``records`` as csv: commas, quotes where needed, UTF-8 with a mark so that Excel sees the accents.

    Nested values are flattened (see ``flattening``). A text cell that Excel would run as a formula
    gets an apostrophe in front, which ``read_delimited`` takes off again; numbers stay numbers.
    """
    columns, rows = flat_rows(records)
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(map(_safe_cell, columns))
    writer.writerows(map(_safe_cell, row) for row in rows)
    return out.getvalue().encode("utf-8-sig")


def _safe_cell(value: object) -> str:
    return put_formula_to_sleep(clean_cell(value)) if isinstance(value, str) else as_cell(value)
