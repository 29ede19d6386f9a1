"""From rows of unequal length to a clean rectangular table."""

from collections.abc import Iterable, Sequence

from classifier.errors import UserMistake
from classifier.exchange.cleaning import clean_cell
from classifier.exchange.headers import unique_names
from classifier.exchange.table import Table, longest_position

# 1,000,000 rows of 20 columns. Padding and spreadsheets make cells out of nothing, so a small file
# can ask for more cells than the machine has memory.
MAX_CELLS = 20_000_000

_QUALTRICS_MARK = '{"ImportId"'
_QUALTRICS_HEADER_ROWS = 3


def shape_table(rows: Iterable[Sequence[str]], name: str, glue: str = " ") -> Table:
    """The table in ``rows``, of which the first that holds anything is the header.

    Short rows are filled up with empty cells. Surplus cells come from a separator inside an unquoted
    answer: they are put back together with ``glue`` in the column with the longest texts. Empty rows
    at the end and the extra header rows of Qualtrics are left out.

    Raises UserMistake ``file_empty``, ``file_no_rows`` or ``file_too_many_cells``.
    """
    header, *body = _from_first_filled(rows, name)
    body = _without_ghosts(_without_qualtrics(body), len(header))
    if not body:
        raise UserMistake("file_no_rows", name=name)
    refuse_too_many_cells(len(body), len(header), name)
    cleaned = [tuple(map(clean_cell, row)) for row in _rectangular(body, len(header), glue)]
    return _without_nameless_empties(tuple(map(clean_cell, header)), cleaned)


def table_from_records(records: Sequence[dict[str, str]], name: str) -> Table:
    """The table with a row per record and a column per key, in order of first appearance.

    Raises UserMistake ``file_empty`` or ``file_too_many_cells``.
    """
    columns = list(dict.fromkeys(key for record in records for key in record))
    if not columns:
        raise UserMistake("file_empty", name=name)
    refuse_too_many_cells(len(records), len(columns), name)
    rows = tuple(tuple(clean_cell(record.get(column, "")) for column in columns) for record in records)
    return Table(unique_names(map(clean_cell, columns)), rows)


def refuse_too_many_cells(height: int, width: int, name: str) -> None:
    """Raises UserMistake ``file_too_many_cells`` when a table of this size would not fit."""
    if height * width > MAX_CELLS:
        raise UserMistake("file_too_many_cells", name=name, rows=height, columns=width)


def _from_first_filled(rows: Iterable[Sequence[str]], name: str) -> list[Sequence[str]]:
    kept = list(rows)
    for position, row in enumerate(kept):
        if not _is_blank(row):
            return kept[position:]
    raise UserMistake("file_empty", name=name)


def _is_blank(row: Sequence[str]) -> bool:
    return not any(cell and not cell.isspace() for cell in row)


def _without_qualtrics(body: list[Sequence[str]]) -> list[Sequence[str]]:
    """Qualtrics repeats its header as question texts and as import ids; neither is an answer."""
    for position, row in enumerate(body[: _QUALTRICS_HEADER_ROWS - 1]):
        if all(cell.startswith(_QUALTRICS_MARK) for cell in row):
            return body[position + 1 :]
    return body


def _without_ghosts(body: list[Sequence[str]], width: int) -> list[Sequence[str]]:
    """Without the rows of bare separators that Excel leaves at the end.

    In a file of one column an empty row is an empty answer, and stays.
    """
    while width > 1 and body and _is_blank(body[-1]):
        body.pop()
    return body


def _rectangular(body: list[Sequence[str]], width: int, glue: str) -> list[Sequence[str]]:
    if all(len(row) == width for row in body):
        return body
    fitting = [row for row in body if len(row) == width]
    answers = longest_position(fitting[:1_000], width) if fitting else width - 1
    return [_fitted(row, width, answers, glue) for row in body]


def _fitted(row: Sequence[str], width: int, answers: int, glue: str) -> Sequence[str]:
    if len(row) <= width:
        return [*row, *[""] * (width - len(row))]
    surplus = len(row) - width
    if not any(row[width:]):
        return row[:width]
    return [*row[:answers], glue.join(row[answers : answers + surplus + 1]), *row[answers + surplus + 1 :]]


def _without_nameless_empties(header: tuple[str, ...], body: list[tuple[str, ...]]) -> Table:
    """Without columns that have neither a name nor a filled cell: separators too many."""
    names = unique_names(header)
    kept = [i for i, name in enumerate(header) if name or any(row[i] for row in body)]
    if len(kept) == len(header):
        return Table(names, tuple(body))
    return Table(tuple(names[i] for i in kept), tuple(tuple(row[i] for i in kept) for row in body))
