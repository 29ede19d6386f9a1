import errno
import os

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from classifier.exchange.cleaning import clean_cell
from classifier.exchange.reading import read_table
from classifier.exchange.writing import EXTENSIONS, records_to_bytes, write_records
from tests.exchange.mistakes import told

RECORDS = [
    {
        "id": "1",
        "tekst": "- één\n“klant” 😀; ja,",
        "labels": ["tijd", "geld"],
        "scores": {"thema": {"tijd": 0.5}},
    },
    {"id": "2", "tekst": "", "labels": [], "scores": {"thema": {"tijd": 1.0, "geld": 0.25}}, "zeker": True},
]


@pytest.mark.parametrize("extension", EXTENSIONS)
def test_what_is_written_can_be_read(tmp_path, extension):
    target = tmp_path / f"uit{extension}"
    write_records(RECORDS, target)
    table = read_table(target, target.name)
    assert {"id", "tekst", "labels", "scores.thema.tijd", "scores.thema.geld", "zeker"} == set(table.columns)
    first, second = (dict(zip(table.columns, row, strict=True)) for row in table.rows)
    assert (first["tekst"], first["labels"]) == (RECORDS[0]["tekst"], "tijd; geld")
    assert (first["scores.thema.tijd"], second["scores.thema.geld"]) == ("0.5", "0.25")
    assert second["zeker"] == "true"


@pytest.mark.parametrize("extension", EXTENSIONS)
def test_nothing_to_write_is_written_too(extension):
    assert isinstance(records_to_bytes([], extension), bytes)


@pytest.mark.parametrize("extension", EXTENSIONS)
@settings(max_examples=40, deadline=None)
@given(texts=st.lists(st.text(), min_size=1, max_size=8))
def test_any_text_comes_back_after_the_documented_cleaning(extension, texts):
    records = [{"id": str(i), "antwoord": text} for i, text in enumerate(texts)]
    table = read_table(records_to_bytes(records, extension), f"a{extension}")
    assert [row[1] for row in table.rows] == [clean_cell(text) for text in texts]


def test_an_extension_without_dot_or_in_capitals_is_known():
    assert records_to_bytes(RECORDS, "CSV") == records_to_bytes(RECORDS, ".csv")


@pytest.mark.parametrize("name", ["uit.doc", "uit"])
def test_an_unknown_extension_is_told(tmp_path, name):
    with told("write_kind_unknown"):
        write_records(RECORDS, tmp_path / name)


def test_a_folder_that_is_not_there_is_told(tmp_path):
    with told("write_refused"):
        write_records(RECORDS, tmp_path / "weg" / "uit.csv")


def test_a_full_disk_is_told_and_leaves_the_old_file(tmp_path, monkeypatch):
    target = tmp_path / "uit.csv"
    target.write_text("oud")

    def full(_descriptor: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(os, "fsync", full)
    with told("write_disk_full"):
        write_records(RECORDS, target)
    assert [path.name for path in tmp_path.iterdir()] == ["uit.csv"]
    assert target.read_text() == "oud"


def test_a_file_is_replaced_in_one_go(tmp_path):
    target = tmp_path / "uit.jsonl"
    target.write_text("oud")
    write_records([{"a": 1}], target)
    assert target.read_text() == '{"a": 1}\n'
    assert [path.name for path in tmp_path.iterdir()] == ["uit.jsonl"]


def test_a_record_that_fails_halfway_leaves_no_file(tmp_path):
    def records():
        yield {"a": 1}
        raise RuntimeError("model")

    with pytest.raises(RuntimeError):
        write_records(records(), tmp_path / "uit.csv")
    assert list(tmp_path.iterdir()) == []
