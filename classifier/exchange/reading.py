"""Reading a file of any kind: what is in it decides, then what it is called."""

from collections.abc import Callable
from pathlib import Path, PurePath
from typing import BinaryIO

from classifier.errors import UserMistake
from classifier.exchange.delimited import find_delimiter, first_rows, parse_delimited, read_delimited
from classifier.exchange.encoding import decode_text
from classifier.exchange.headers import is_header
from classifier.exchange.jsonlines import is_json, parse_jsonlines, read_json, read_jsonlines
from classifier.exchange.parquet import read_parquet
from classifier.exchange.pasted import read_pasted
from classifier.exchange.spreadsheet import OLD_MAGIC, read_xls, read_zipped
from classifier.exchange.table import Table

MAX_BYTES = 200 * 2**20

_Reader = Callable[[bytes, str], Table]


def read_table(source: Path | bytes | BinaryIO, name: str) -> Table:
    """The table in ``source``.

    ``name`` is the file's name: its extension decides about text files, and it stands in messages.
    With "" or "-" (a pipe) the content alone decides. An open file is read from its start when it
    can be wound back. Raises UserMistake for everything that cannot be read, and nothing else.
    """
    shown = PurePath(name).name if name not in ("", "-") else "stdin"
    data = _content(source, shown)
    if not data:
        raise UserMistake("file_empty", name=shown)
    reader = _reader_by_content(data) or _reader_by_extension(PurePath(name).suffix.lower(), shown)
    return reader(data, shown)


def _content(source: Path | bytes | BinaryIO, name: str) -> bytes:
    try:
        data = source if isinstance(source, bytes) else _read_up_to_limit(source)
    except FileNotFoundError as error:
        raise UserMistake("file_missing", name=name) from error
    except (OSError, ValueError) as error:  # ValueError: a path with a NUL in it, a closed file
        raise UserMistake("file_unreadable", name=name) from error
    if len(data) > MAX_BYTES:
        raise UserMistake("file_too_large", name=name, limit=MAX_BYTES >> 20)
    return data


def _read_up_to_limit(source: Path | BinaryIO) -> bytes:
    """One byte more than allowed at most, so that a device without end also ends."""
    if isinstance(source, Path):
        with source.open("rb") as file:
            return file.read(MAX_BYTES + 1)
    if source.seekable():
        source.seek(0)
    return source.read(MAX_BYTES + 1)


def _reader_by_content(data: bytes) -> _Reader | None:
    for magic, reader in _MAGIC.items():
        if data.startswith(magic):
            return reader
    return None


def _reader_by_extension(extension: str, name: str) -> _Reader:
    if extension in _BINARY:
        raise UserMistake("file_other_inside", name=name, extension=extension)
    if extension not in _TEXT:
        raise UserMistake("file_kind_unknown", name=name, extension=extension, known=", ".join(EXTENSIONS))
    return _TEXT[extension]


def _read_any_text(data: bytes, name: str) -> Table:
    """Text of which only the content is known: JSON, a table, or an answer a line."""
    text = decode_text(data, name)
    if text.lstrip()[:1] == "{" and is_json(text.lstrip().partition("\n")[0]):
        return parse_jsonlines(text, name)
    if text.lstrip()[:1] in ("{", "[") and is_json(text):
        return read_json(data, name)
    return parse_delimited(text, name) if _is_delimited(text) else read_pasted(text)


def _is_delimited(text: str) -> bool:
    """Whether ``text`` is a table; sentences have commas too, so a comma needs a header we know."""
    delimiter = find_delimiter(text)
    if delimiter is None:
        return False
    header = next(iter(first_rows(text, delimiter)), [])
    return delimiter in ";|" or is_header(header)


_MAGIC: dict[bytes, _Reader] = {
    b"PK\x03\x04": read_zipped,
    b"PK\x05\x06": read_zipped,  # a zip with nothing in it
    b"PAR1": read_parquet,
    OLD_MAGIC: read_xls,
}
_TEXT: dict[str, _Reader] = {
    ".csv": read_delimited,
    ".tsv": read_delimited,
    ".txt": _read_any_text,
    ".jsonl": read_jsonlines,
    ".ndjson": read_jsonlines,
    ".json": read_json,
    "": _read_any_text,
}
_BINARY = (".xlsx", ".xlsm", ".xls", ".ods", ".parquet")
EXTENSIONS = (".csv", ".tsv", ".txt", ".xlsx", ".xls", ".ods", ".jsonl", ".ndjson", ".json", ".parquet")
