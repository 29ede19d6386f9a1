"""Spreadsheets: xlsx, xls and ods in, xlsx out."""

import io
import re
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from openpyxl import Workbook  # type: ignore[import-untyped]
from openpyxl.cell import WriteOnlyCell  # type: ignore[import-untyped]
from openpyxl.styles import Font  # type: ignore[import-untyped]
from openpyxl.utils import get_column_letter  # type: ignore[import-untyped]

from classifier.errors import UserMistake
from classifier.exchange.cleaning import clean_cell
from classifier.exchange.damage import damage_is_a_mistake
from classifier.exchange.flattening import Scalar, as_cell, flat_rows
from classifier.exchange.shaping import shape_table
from classifier.exchange.sheet_process import sheet_rows
from classifier.exchange.table import Table

OLD_MAGIC = bytes.fromhex("d0cf11e0a1b11ae1")
# Office puts an xlsx with a password inside an old container, under this name.
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_ODS = b"application/vnd.oasis.opendocument.spreadsheet"

_MAX_UNPACKED = 2**30
_MAX_ROWS = 1_048_576
_MAX_CELL = 32_767  # in UTF-16 units, as Excel counts; openpyxl would cut a longer text off in silence
_EXACT_WHOLE_NUMBERS = 10**15


def read_zipped(data: bytes, name: str) -> Table:
    """The table in an xlsx or ods.

    The first visible sheet with a header and a row below it is read. Raises UserMistake, among which
    ``file_is_zip`` for a zip that is no spreadsheet and ``file_unpacks_too_large`` for a zip bomb.
    """
    with damage_is_a_mistake(name, "xlsx"), zipfile.ZipFile(io.BytesIO(data)) as archive:
        _refuse_bomb(archive, name)
        _refuse_other_zips(archive, name)
    return shape_table(sheet_rows(data, name), name)


def _refuse_bomb(archive: zipfile.ZipFile, name: str) -> None:
    if sum(member.file_size for member in archive.infolist()) > _MAX_UNPACKED:
        raise UserMistake("file_unpacks_too_large", name=name, limit=_MAX_UNPACKED >> 20)


def _refuse_other_zips(archive: zipfile.ZipFile, name: str) -> None:
    members = archive.namelist()
    if "xl/workbook.bin" in members:
        raise UserMistake("file_save_as_xlsx", name=name)
    is_ods = "mimetype" in members and archive.read("mimetype").startswith(_ODS)
    if not is_ods and not any(member.startswith("xl/") for member in members):
        raise UserMistake("file_is_zip", name=name)


def read_xls(data: bytes, name: str) -> Table:
    """The table in a spreadsheet of before 2007. Raises UserMistake, among which ``file_password``."""
    if _ENCRYPTED in data:
        raise UserMistake("file_password", name=name)
    return shape_table(sheet_rows(data, name), name)


def xlsx_bytes(records: Iterable[Mapping[str, object]]) -> bytes:
    """``records`` as a workbook of one sheet, its header bold and frozen.

    Nested values are flattened (see ``flattening``). Text is always written as text, never as a
    formula. Raises UserMistake ``write_too_many_rows`` or ``write_text_too_long``: more than Excel
    has room for.
    """
    columns, rows = flat_rows(records)
    if len(rows) >= _MAX_ROWS:
        raise UserMistake("write_too_many_rows", rows=len(rows), limit=_MAX_ROWS - 1)
    # All values before the first cell: openpyxl does not take kindly to a workbook left half written.
    workbook = _filled_workbook(
        [_writable(column) for column in columns], [[_value(value) for value in row] for row in rows]
    )
    out = io.BytesIO()
    workbook.save(out)
    return out.getvalue()


def _value(value: Scalar) -> Scalar:
    if isinstance(value, str):
        return _writable(value)
    # Excel knows fifteen digits: a longer number (an id, mostly) keeps all of them as text.
    is_exact = value is None or isinstance(value, float) or abs(value) < _EXACT_WHOLE_NUMBERS
    return value if is_exact else str(value)


def _writable(text: str) -> str:
    """``text`` cleaned, with ``_x0041_`` spelled so that Excel does not read it as the letter A."""
    cleaned = re.sub("_(?=x[0-9A-Fa-f]{4}_)", "_x005F_", clean_cell(text))
    if len(cleaned.encode("utf-16-le")) // 2 > _MAX_CELL:
        raise UserMistake("write_text_too_long", limit=_MAX_CELL)
    return cleaned


def _filled_workbook(columns: Sequence[str], rows: Sequence[Sequence[Scalar]]) -> Workbook:
    workbook = Workbook(write_only=True)
    sheet = workbook.create_sheet("antwoorden")
    sheet.freeze_panes = "A2"
    for position, width in enumerate(_widths(columns, rows), start=1):
        sheet.column_dimensions[get_column_letter(position)].width = width
    sheet.append([_bold(sheet, column) for column in columns])
    for row in rows:
        sheet.append([_cell(sheet, value) for value in row])
    return workbook


def _widths(columns: Sequence[str], rows: Sequence[Sequence[Scalar]]) -> list[int]:
    """In characters: as wide as the first rows ask, within reason."""
    sample = [list(columns), *rows[:200]]
    return [min(max(len(as_cell(row[i])) for row in sample) + 2, 60) for i in range(len(columns))]


def _bold(sheet: Any, column: str) -> WriteOnlyCell:
    cell = _text_cell(sheet, column)
    cell.font = Font(bold=True)
    return cell


def _cell(sheet: Any, value: Scalar) -> object:
    # openpyxl takes "=..." for a formula and "#N/A" for an error unless told otherwise.
    is_risky = isinstance(value, str) and value[:1] in ("=", "#")
    return _text_cell(sheet, str(value)) if is_risky else value


def _text_cell(sheet: Any, text: str) -> WriteOnlyCell:
    cell = WriteOnlyCell(sheet, text)
    cell.data_type = "s"
    return cell
