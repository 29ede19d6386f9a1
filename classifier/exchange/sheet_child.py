"""A program of its own that reads one spreadsheet; ``sheet_process`` starts it. Not for import.

Standard input is the file, standard output ``{"rows": [[text, ...], ...]}`` or ``{"mistake": code}``.
"""

import io
import json
import sys
from collections.abc import Iterator
from datetime import date, datetime, time

from python_calamine import (
    CalamineSheet,
    CalamineWorkbook,
    PasswordError,
    SheetTypeEnum,
    SheetVisibleEnum,
)

_EXACT_WHOLE_NUMBERS = 1e15
TOO_LARGE = 3


def main(memory: int, most_cells: int) -> None:
    """Reads within ``memory`` bytes, where the system can hold a process to that."""
    _limit_memory(memory)
    try:
        answer = _answer(sys.stdin.buffer.read(), most_cells)
    except MemoryError:
        sys.exit(TOO_LARGE)
    sys.stdout.buffer.write(json.dumps(answer).encode("ascii"))


def _limit_memory(size: int) -> None:
    try:
        import resource
    except ImportError:  # Windows
        return
    resource.setrlimit(resource.RLIMIT_AS, (size, size))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))  # a core dump would hold answers


def _answer(data: bytes, most_cells: int) -> dict[str, object]:
    try:
        workbook = CalamineWorkbook.from_filelike(io.BytesIO(data))
    except PasswordError:
        return {"mistake": "file_password"}
    return {"rows": _rows_of_first_table(workbook, most_cells)}


def _rows_of_first_table(workbook: CalamineWorkbook, most_cells: int) -> list[list[str]]:
    """The rows of the first visible sheet with more than a header, else of the first with anything."""
    found: list[list[str]] = []
    for sheet in _visible_sheets(workbook):
        if sheet.height * sheet.width > most_cells:
            sys.exit(TOO_LARGE)
        rows = [[_text(cell) for cell in row] for row in sheet.to_python(skip_empty_area=True)]
        if len(rows) > 1:
            return rows
        found = found or rows
    return found


def _visible_sheets(workbook: CalamineWorkbook) -> Iterator[CalamineSheet]:
    for position, sheet in enumerate(workbook.sheets_metadata):
        if sheet.typ == SheetTypeEnum.WorkSheet and sheet.visible == SheetVisibleEnum.Visible:
            yield workbook.get_sheet_by_index(position)


def _text(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float) and value.is_integer() and abs(value) < _EXACT_WHOLE_NUMBERS:
        return str(int(value))
    if isinstance(value, datetime):
        return value.isoformat(sep=" ")
    if isinstance(value, date | time):
        return value.isoformat()
    return "" if value is None else str(value)


if __name__ == "__main__":
    main(memory=int(sys.argv[1]), most_cells=int(sys.argv[2]))
