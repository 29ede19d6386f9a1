"""A table of text cells, and the answers taken from it."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice

from classifier.errors import UserMistake
from classifier.exchange.headers import GROUP_NAMES, ID_NAMES, normal, position_of

# Guessing looks at the first rows only; more rows would not change the outcome.
_ROWS_TO_GUESS_FROM = 2_000
_MOST_GROUPS = 30
_LONGEST_GROUP_NAME = 60
_LONGEST_SHOWN_ID = 40


@dataclass(frozen=True)
class Table:
    """``rows`` of text cells, each as wide as ``columns``; an empty cell is ``""``."""

    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class Answer:
    """One answer: ``text`` may be empty, ``id`` never is, ``group`` is "" when not asked for."""

    id: str
    text: str
    group: str = ""


def answers_from(
    table: Table,
    text_column: str | None = None,
    id_column: str | None = None,
    group_column: str | None = None,
) -> list[Answer]:
    """One answer per row, in order; rows without text stay, with text "".

    Columns are named as in the file (case and spaces do not matter). Without ``text_column`` the one
    with the longest texts is taken; without ``id_column`` answers are numbered "1" to "n".
    Raises UserMistake ``column_unknown`` or ``id_duplicate``.
    """
    texts = _cells(table, text_column or guess_text_column(table))
    ids = _filled_ids(_cells(table, id_column) if id_column else [""] * len(texts))
    groups = _cells(table, group_column) if group_column else [""] * len(texts)
    return [Answer(*cells) for cells in zip(ids, texts, groups, strict=True)]


def _cells(table: Table, name: str) -> list[str]:
    position = position_of(name, table.columns)
    return [row[position].strip() for row in table.rows]


def _filled_ids(given: Sequence[str]) -> list[str]:
    """The ids, with the row number (from 1) where there is none. Raises UserMistake for duplicates."""
    _refuse_duplicates(given)
    taken = set(given)
    return [id_ or _free_id(number, taken) for number, id_ in enumerate(given, start=1)]


def _free_id(number: int, taken: set[str]) -> str:
    free = str(number)
    while free in taken:
        free = f"rij-{free}"
    taken.add(free)
    return free


def _refuse_duplicates(ids: Sequence[str]) -> None:
    counts = Counter(filter(None, ids))
    duplicates = [id_ for id_, times in counts.items() if times > 1]
    if duplicates:
        raise UserMistake("id_duplicate", count=len(duplicates), example=_example(duplicates[0], ids))


def _example(duplicate: str, ids: Sequence[str]) -> str:
    """The id itself, or its row when someone pointed at a column of answers: those stay out of messages."""
    if len(duplicate) <= _LONGEST_SHOWN_ID and " " not in duplicate:
        return duplicate
    return f"#{ids.index(duplicate) + 1}"


def guess_text_column(table: Table) -> str:
    """The column with the longest mean text: where the answers most likely stand."""
    sample = table.rows[:_ROWS_TO_GUESS_FROM]
    return table.columns[longest_position(sample, len(table.columns))]


def longest_position(rows: Sequence[Sequence[str]], width: int) -> int:
    """Which of ``width`` positions holds the most text; the first one when it is a tie."""
    return max(range(width), key=lambda position: sum(len(row[position]) for row in rows))


def guess_group_column(table: Table) -> str | None:
    """The column that says which team an answer comes from: by its name, else by having few values."""
    for column in table.columns:
        if normal(column) in GROUP_NAMES:
            return column
    text_column = guess_text_column(table)
    candidates = (column for column in table.columns if column != text_column)
    return next((column for column in candidates if _has_few_values(table, column)), None)


def _has_few_values(table: Table, column: str) -> bool:
    if normal(column) in ID_NAMES:
        return False
    position = table.columns.index(column)
    cells = [row[position] for row in islice(table.rows, _ROWS_TO_GUESS_FROM) if row[position]]
    values = set(cells)
    return 2 <= len(values) <= min(_MOST_GROUPS, len(cells) // 2) and all(map(_is_group_name, values))


def _is_group_name(value: str) -> bool:
    # Scores, dates and yes/no marks also have few values, but nobody works in a team called 4.
    return len(value) <= _LONGEST_GROUP_NAME and value[:1].isalpha() and normal(value) not in _MARKS


_MARKS = frozenset(["ja", "nee", "true", "false", "yes", "no", "waar", "onwaar"])
