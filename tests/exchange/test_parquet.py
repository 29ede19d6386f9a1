import io

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from classifier.exchange.parquet import parquet_bytes, read_parquet
from tests.exchange.mistakes import told

RECORDS = [
    {"id": 1, "tekst": "één 😀", "labels": ["a", "b"], "scores": {"thema": {"tijd": 0.5}}},
    {"id": 2, "tekst": None, "extra": True},
]


def as_bytes(table: pa.Table) -> bytes:
    out = io.BytesIO()
    pq.write_table(table, out)
    return out.getvalue()


def test_nested_values_are_kept_when_written():
    rows = pq.read_table(io.BytesIO(parquet_bytes(RECORDS))).to_pylist()
    assert rows[0]["scores"] == {"thema": {"tijd": 0.5}}
    assert rows[0]["labels"] == ["a", "b"]
    assert rows[1]["extra"] is True


def test_nested_values_are_flattened_when_read():
    table = read_parquet(parquet_bytes(RECORDS), "a.parquet")
    assert table.columns == ("id", "tekst", "labels", "scores.thema.tijd", "extra")
    assert table.rows == (("1", "één 😀", "a; b", "0.5", ""), ("2", "", "", "", "true"))


def test_values_without_a_common_type_become_json():
    records = [{"a": "x", "b": {}, "c": np.float32(0.5)}, {"a": 1, "b": {}}, {"a": [2], "c": 2**70}]
    rows = pq.read_table(io.BytesIO(parquet_bytes(records))).to_pylist()
    assert [row["a"] for row in rows] == ["x", "1", "[2]"]


def test_binary_text_is_read_as_text():
    table = pa.table({"tekst": pa.array(["één".encode()], pa.binary())})
    assert read_parquet(as_bytes(table), "a.parquet").rows == (("één",),)


def test_a_damaged_file_is_told():
    with told("file_damaged"):
        read_parquet(parquet_bytes(RECORDS)[:-20], "a.parquet")


def test_a_file_without_rows_is_told():
    with told("file_no_rows"):
        read_parquet(as_bytes(pa.table({"tekst": pa.array([], pa.string())})), "a.parquet")


def test_more_rows_than_the_memory_holds_are_told_before_reading():
    data = as_bytes(pa.table({"a": pa.nulls(25_000_000, pa.int8())}))
    assert len(data) < 2**20
    with told("file_too_many_cells"):
        read_parquet(data, "a.parquet")


@pytest.mark.parametrize("decoded", [True, False])
def test_one_long_text_repeated_is_told(monkeypatch, decoded):
    monkeypatch.setattr("classifier.exchange.parquet._MAX_UNPACKED", 2**20)
    text = pa.DictionaryArray.from_arrays(pa.array([0] * 2_000, pa.int32()), pa.array(["x" * 2**10]))
    text = text.dictionary_decode() if decoded else text
    with told("file_unpacks_too_large"):
        read_parquet(as_bytes(pa.table({"a": text})), "a.parquet")
