import io
import zipfile
from datetime import date, datetime
from pathlib import Path

import openpyxl
import pytest

from classifier.exchange.reading import read_table
from classifier.exchange.spreadsheet import OLD_MAGIC, xlsx_bytes
from tests.exchange.mistakes import told

FILES = Path(__file__).parent / "files"


def workbook_bytes(*sheets: list[list[object]], hidden: int | None = None) -> bytes:
    workbook = openpyxl.Workbook()
    workbook.remove(workbook.active)
    for position, rows in enumerate(sheets):
        sheet = workbook.create_sheet(f"blad {position}")
        sheet.sheet_state = "hidden" if position == hidden else "visible"
        for row in rows:
            sheet.append(row)
    out = io.BytesIO()
    workbook.save(out)
    return out.getvalue()


def zip_bytes(**members: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name.replace("__", "/"), content)
    return out.getvalue()


def test_numbers_dates_and_marks_become_text():
    row = [3, 2.5, date(2025, 3, 1), datetime(2025, 3, 1, 9, 30), True, None, "één"]
    table = read_table(workbook_bytes([list("abcdefg"), row]), "a.xlsx")
    assert table.rows == (("3", "2.5", "2025-03-01", "2025-03-01 09:30:00", "true", "", "één"),)


def test_the_first_visible_sheet_with_answers_is_read():
    hidden, cover, answers = [["x"], ["geheim"]], [["Toelichting"]], [["antwoord"], ["goed"]]
    assert read_table(workbook_bytes(hidden, cover, answers, hidden=0), "a.xlsx").columns == ("antwoord",)


def test_an_empty_row_between_answers_stays():
    assert len(read_table(workbook_bytes([["id", "t"], [1, "x"], [], [2, "y"]]), "a.xlsx").rows) == 3


def test_qualtrics_headers_are_left_out_of_xlsx_too():
    rows = [
        ["ResponseId", "Q1"],
        ["Response ID", "Wat?"],
        ['{"ImportId":"a"}', '{"ImportId":"b"}'],
        ["R1", "x"],
    ]
    assert read_table(workbook_bytes(rows), "a.xlsx").rows == (("R1", "x"),)


@pytest.mark.parametrize("name", ["answers.xls", "answers.ods"])
def test_older_and_open_formats_are_read(name):
    table = read_table(FILES / name, name)
    assert table.columns[:2] == ("id", "antwoord")
    assert table.rows[0][1] == "Eén klant – café"


def test_a_zip_called_xlsx_is_told():
    with told("file_is_zip"):
        read_table(zip_bytes(antwoorden="id;antwoord"), "a.xlsx")


def test_an_xlsb_is_told():
    with told("file_save_as_xlsx"):
        read_table(zip_bytes(**{"xl/workbook.bin": ""}), "a.xlsb")


@pytest.mark.parametrize("data", [b"PK\x03\x04 and no zip", b"PK\x05\x06", zip_bytes(xl__workbook="<broken")])
def test_a_damaged_xlsx_is_told(data):
    with told("file_damaged"):
        read_table(data, "a.xlsx")


def test_a_damaged_xls_is_told():
    with told("file_damaged"):
        read_table(OLD_MAGIC + bytes(2_000), "a.xls")


def test_a_password_is_told():
    with told("file_password"):
        read_table(OLD_MAGIC + bytes(512) + "EncryptedPackage".encode("utf-16-le"), "a.xlsx")


def test_a_zip_bomb_is_told_before_it_is_opened(monkeypatch):
    monkeypatch.setattr("classifier.exchange.spreadsheet._MAX_UNPACKED", 2**20)
    with told("file_unpacks_too_large"):
        read_table(zip_bytes(xl__workbook="x" * 2**21), "a.xlsx")


def test_two_cells_far_apart_do_not_take_the_process_down():
    workbook = openpyxl.Workbook()
    workbook.active["A1"], workbook.active["XFD1048576"] = "id", "x"
    out = io.BytesIO()
    workbook.save(out)
    with told("file_unpacks_too_large"):
        read_table(out.getvalue(), "a.xlsx")


def test_an_xls_that_lies_about_its_size_does_not_take_the_process_down():
    data = bytearray((FILES / "answers.xls").read_bytes())
    start = data.index(b"\x00\x02\x0e\x00") + 4
    data[start : start + 14] = bytes([0, 0, 0, 0, 0xFF, 0xFF, 0xFF, 0x7F, 0, 0, 0xFF, 0x7F, 0, 0])
    with told("file_unpacks_too_large"):
        read_table(bytes(data), "a.xls")


def test_text_is_written_as_text_and_never_as_a_formula():
    sheet = openpyxl.load_workbook(io.BytesIO(xlsx_bytes([{"t": "=1+1"}, {"t": "#N/A"}, {"t": "+1"}]))).active
    assert [cell.data_type for cell in sheet["A"]] == ["s"] * 4
    assert sheet["A2"].value == "=1+1"


def test_the_header_is_bold_and_stays_in_sight():
    sheet = openpyxl.load_workbook(io.BytesIO(xlsx_bytes([{"id": 1, "tekst": "x" * 500}]))).active
    assert sheet.freeze_panes == "A2"
    assert sheet["B1"].font.bold
    assert sheet.column_dimensions["B"].width == 60


def test_values_keep_their_type_and_long_numbers_their_digits():
    records = [{"a": 0.5, "b": True, "c": 12345678901234567890, "d": None, "e": -3}]
    row = openpyxl.load_workbook(io.BytesIO(xlsx_bytes(records))).active[2]
    assert [cell.value for cell in row] == [0.5, True, "12345678901234567890", None, -3]


def test_text_that_looks_like_an_excel_escape_comes_back():
    assert read_table(xlsx_bytes([{"id": 1, "t": "_x0041_ _x000D_"}]), "a.xlsx").rows[0][1] == "_x0041_ _x000D_"


def test_a_text_too_long_for_excel_is_told_and_not_cut():
    with told("write_text_too_long"):
        xlsx_bytes([{"t": "x" * 32_768}])


def test_too_many_rows_for_excel_are_told(monkeypatch):
    monkeypatch.setattr("classifier.exchange.spreadsheet._MAX_ROWS", 3)
    with told("write_too_many_rows"):
        xlsx_bytes([{"t": 1}] * 3)
