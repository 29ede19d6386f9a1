"""Parquet, the format of data warehouses: columns with types, nested values kept."""

import io
import json
from collections.abc import Iterable, Mapping, Set

import pyarrow as pa
import pyarrow.parquet as pq

from classifier.errors import UserMistake
from classifier.exchange.damage import damage_is_a_mistake
from classifier.exchange.flattening import plain, text_record
from classifier.exchange.shaping import refuse_too_many_cells, table_from_records
from classifier.exchange.table import Table

# Parquet stores a repeated value once, so the size of a file says little about what comes out of it.
_MAX_UNPACKED = 2**30
_ROWS_AT_ONCE = 256


def read_parquet(data: bytes, name: str) -> Table:
    """The table in a parquet file; nested values are flattened (see ``flattening``). Raises UserMistake."""
    with damage_is_a_mistake(name, "parquet"):
        source = pq.ParquetFile(io.BytesIO(data))
        refuse_too_many_cells(source.metadata.num_rows, source.metadata.num_columns, name)
        nested = {field.name for field in source.schema_arrow if pa.types.is_struct(field.type)}
        records = [text_record(_readable(record, nested)) for record in _records(source, name)]
        if not records:
            raise UserMistake("file_no_rows", name=name)
        return table_from_records(records, name)


def _records(source: pq.ParquetFile, name: str) -> Iterable[dict[str, object]]:
    unpacked = 0
    for packed in source.iter_batches(_ROWS_AT_ONCE):
        batch = _unpacked(packed)
        unpacked += batch.nbytes
        if unpacked > _MAX_UNPACKED:
            raise UserMistake("file_unpacks_too_large", name=name, limit=_MAX_UNPACKED >> 20)
        yield from batch.to_pylist()


def _unpacked(batch: pa.RecordBatch) -> pa.RecordBatch:
    """``batch`` with a text for every cell instead of a number in a list of texts: its real size."""
    columns = [
        column.dictionary_decode() if pa.types.is_dictionary(column.type) else column for column in batch.columns
    ]
    return pa.RecordBatch.from_arrays(columns, names=batch.schema.names)


def _readable(record: Mapping[str, object], nested: Set[str]) -> dict[str, object]:
    """``record`` with text for bytes. A mapping that is absent gets no column beside those of its keys."""
    items = ((key, value) for key, value in record.items() if value is not None or key not in nested)
    return {key: _text(value) for key, value in items}


def _text(value: object) -> object:
    return value.decode("utf-8", errors="replace") if isinstance(value, bytes) else value


def parquet_bytes(records: Iterable[Mapping[str, object]]) -> bytes:
    """``records`` as parquet; lists and mappings stay nested, a key that is absent becomes null."""
    rows = [_plain_record(record) for record in records]
    columns = dict.fromkeys(key for row in rows for key in row)
    arrays = {column: _array([row.get(column) for row in rows]) for column in columns}
    out = io.BytesIO()
    pq.write_table(pa.table(arrays), out)
    return out.getvalue()


def _plain_record(record: Mapping[str, object]) -> dict[str, object]:
    return {str(key): plain(value) for key, value in record.items()}


def _array(values: list[object]) -> pa.Array:
    """A typed column; as JSON text when its values share no type or hold a mapping without keys."""
    try:
        array = pa.array(values)
    except (pa.ArrowException, OverflowError):
        return pa.array([_json(value) for value in values])
    return pa.array([_json(value) for value in values]) if _is_hollow(array.type) else array


def _json(value: object) -> str | None:
    return value if value is None or isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _is_hollow(kind: pa.DataType) -> bool:
    """Whether a struct without fields is somewhere in ``kind``: parquet cannot write it."""
    if pa.types.is_struct(kind):
        return kind.num_fields == 0 or any(_is_hollow(field.type) for field in kind)
    return pa.types.is_list(kind) and _is_hollow(kind.value_type)
