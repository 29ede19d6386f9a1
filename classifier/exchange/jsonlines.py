"""JSON, one object a line or one list in a file."""

import json
from collections.abc import Iterable, Mapping

from classifier.errors import UserMistake
from classifier.exchange.encoding import decode_text
from classifier.exchange.flattening import plain, text_record
from classifier.exchange.shaping import table_from_records
from classifier.exchange.table import Table

# The column for answers that come as bare strings.
_BARE = "antwoord"


def read_jsonlines(data: bytes, name: str) -> Table:
    """The table in a file with an object (or a string: an answer) on every line.

    Nested values are flattened (see ``flattening``). Raises UserMistake, among which
    ``json_line_broken`` with the line number from 1.
    """
    return parse_jsonlines(decode_text(data, name), name)


def parse_jsonlines(text: str, name: str) -> Table:
    """As ``read_jsonlines``, from text."""
    lines = enumerate(text.split("\n"), start=1)
    records = [_record_on_line(line, number, name) for number, line in lines if line.strip()]
    return table_from_records(records, name)


def _record_on_line(line: str, number: int, name: str) -> dict[str, str]:
    try:
        return _record(json.loads(line))
    # ValueError also covers a number of more digits than Python converts; RecursionError, deep nesting.
    except (ValueError, RecursionError) as error:
        raise UserMistake("json_line_broken", name=name, line=number) from error


def _record(value: object) -> dict[str, str]:
    if isinstance(value, dict):
        return text_record(value)
    if isinstance(value, str):
        return {_BARE: value}
    raise ValueError("neither an object nor a string")


def read_json(data: bytes, name: str) -> Table:
    """The table in a JSON file: a list of objects or strings, bare or as the only list in an object.

    A file with an object on every line is read as ``read_jsonlines`` does. Raises UserMistake, among
    which ``json_broken``.
    """
    text = decode_text(data, name)
    try:
        content = json.loads(text)
    except (ValueError, RecursionError) as error:
        if _starts_with_a_record(text):
            return parse_jsonlines(text, name)
        raise UserMistake("json_broken", name=name, line=getattr(error, "lineno", 1)) from error
    return _table_from_json(content, name)


def _starts_with_a_record(text: str) -> bool:
    return is_json(text.lstrip().partition("\n")[0])


def is_json(text: str) -> bool:
    """Whether ``text`` is a whole JSON object or list."""
    try:
        return isinstance(json.loads(text), dict | list)
    except (ValueError, RecursionError):
        return False


def _table_from_json(content: object, name: str) -> Table:
    try:
        records = [_record(item) for item in _items(content)]
    except (ValueError, RecursionError) as error:
        raise UserMistake("json_without_list", name=name) from error
    return table_from_records(records, name)


def _items(content: object) -> list[object]:
    if isinstance(content, list):
        return content
    lists = [value for value in content.values() if isinstance(value, list)] if isinstance(content, dict) else []
    if len(lists) != 1:
        raise ValueError("not one list")
    return lists[0]


def jsonlines_bytes(records: Iterable[Mapping[str, object]]) -> bytes:
    """``records`` as given, one JSON object a line, UTF-8 without mark."""
    lines = (json.dumps(plain(record), ensure_ascii=False) + "\n" for record in records)
    return "".join(lines).encode("utf-8")
