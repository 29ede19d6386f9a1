import io
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from classifier.errors import UserMistake
from classifier.exchange import reading
from classifier.exchange.reading import read_table
from classifier.exchange.spreadsheet import OLD_MAGIC
from classifier.exchange.table import Table, answers_from, guess_group_column
from classifier.exchange.writing import records_to_bytes
from tests.exchange.mistakes import told

CSV = "id;antwoord\n1;één\n".encode()


def test_a_path_bytes_and_an_open_file_read_the_same(tmp_path):
    path = tmp_path / "a.csv"
    path.write_bytes(CSV)
    read_before = io.BytesIO(CSV)
    read_before.read()
    expected = Table(("id", "antwoord"), (("1", "één"),))
    assert read_table(path, "a.csv") == read_table(CSV, "a.csv") == read_table(read_before, "a.csv") == expected


@pytest.mark.parametrize("extension", [".xlsx", ".parquet"])
@pytest.mark.parametrize("name", ["a.csv", "a.doc", "-", ""])
def test_what_is_inside_goes_before_the_name(extension, name):
    data = records_to_bytes([{"id": "1", "antwoord": "één"}], extension)
    assert read_table(data, name).rows == (("1", "één"),)


@pytest.mark.parametrize("name", ["-", "", "a.txt"])
@pytest.mark.parametrize(
    ("text", "columns"),
    [
        ('{"id": 1, "tekst": "x"}\n{"id": 2, "tekst": "y"}', ("id", "tekst")),
        ('[{"id": 1, "tekst": "x"}]', ("id", "tekst")),
        ("id;tekst\n1;goed\n2;slecht", ("id", "tekst")),
        ("id,tekst\n1,goed\n2,slecht", ("id", "tekst")),
        ("Goed, maar duur\nSnel, maar ver\nMooi, maar klein", ("antwoord",)),
        ("{zo begint} een antwoord\n[en zo] ook", ("antwoord",)),
        ("kolom a\tkolom b\n1\t2", ("kolom 1", "kolom 2")),
    ],
)
def test_without_a_telling_name_the_text_decides(text, columns, name):
    assert read_table(text.encode(), name).columns == columns


@pytest.mark.parametrize("name", ["a.csv", "a.xlsx", "a.doc", "-"])
def test_an_empty_file_is_told(name):
    with told("file_empty"):
        read_table(b"", name)


def test_an_unknown_extension_is_told_with_the_known_ones():
    with told("file_kind_unknown") as caught:
        read_table(b"tekst", "antwoorden.docx")
    assert ".csv" in caught.value.facts["known"]


def test_text_called_xlsx_is_told():
    with told("file_other_inside"):
        read_table(CSV, "a.xlsx")


def test_a_file_too_large_is_told(monkeypatch):
    monkeypatch.setattr(reading, "MAX_BYTES", 10)
    for source in (b"x" * 11, io.BytesIO(b"x" * 11)):
        with told("file_too_large"):
            read_table(source, "a.csv")


def test_a_device_without_end_ends(monkeypatch):
    monkeypatch.setattr(reading, "MAX_BYTES", 10_000)
    with told("file_too_large"):
        read_table(Path("/dev/zero"), "a.csv")


def test_a_missing_file_and_a_folder_are_told(tmp_path):
    with told("file_missing"):
        read_table(tmp_path / "a.csv", "a.csv")
    with told("file_unreadable"):
        read_table(tmp_path, "a.csv")


NAMES = ["a.csv", "a.tsv", "a.txt", "a.jsonl", "a.json", "a.xlsx", "a.parquet", "-"]


@given(st.binary(max_size=300) | st.text(alphabet='{}[]":,;\t\n ab1').map(str.encode), st.sampled_from(NAMES))
@example(b"PAR1PAR1", "a.parquet")
@example(b"PAR1" + bytes(100) + b"PAR1", "a.parquet")
@example(b"sep=;\n", "a.csv")
@example(b'"', "a.csv")
@example(b"\xff\xfe\x00\xd8", "a.csv")
def test_any_bytes_give_a_table_or_a_mistake(data, name):
    try:
        table = read_table(data, name)
    except UserMistake as mistake:
        assert str(mistake)
    else:
        assert all(len(row) == len(table.columns) for row in table.rows)
        assert len(answers_from(table)) == len(table.rows)
        guess_group_column(table)


@pytest.mark.parametrize("magic", [b"PK\x03\x04", b"PAR1", OLD_MAGIC])
@pytest.mark.parametrize("rest", [b"", b"\x00" * 600, b"\xff" * 600, bytes(range(256)) * 4])
def test_a_familiar_start_with_rubbish_after_it_is_told(magic, rest):
    with told("file_damaged"):
        read_table(magic + rest, "a.xlsx")
