"""Writing records to a file, the format chosen by its extension."""

import contextlib
import errno
import os
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from uuid import uuid4

from classifier.errors import UserMistake
from classifier.exchange.delimited import csv_bytes
from classifier.exchange.jsonlines import jsonlines_bytes
from classifier.exchange.parquet import parquet_bytes
from classifier.exchange.spreadsheet import xlsx_bytes

Records = Iterable[Mapping[str, object]]

_WRITERS: dict[str, Callable[[Records], bytes]] = {
    ".jsonl": jsonlines_bytes,
    ".csv": csv_bytes,
    ".xlsx": xlsx_bytes,
    ".parquet": parquet_bytes,
}
EXTENSIONS = tuple(_WRITERS)
_FULL = {errno.ENOSPC, errno.EDQUOT}


def write_records(records: Records, target: Path) -> None:
    """Writes ``records`` to ``target`` in one go: after a failure the old file stands there, or none.

    Raises UserMistake ``write_kind_unknown``, ``write_disk_full`` or ``write_refused``, and what
    ``records_to_bytes`` raises.
    """
    content = records_to_bytes(records, target.suffix)
    try:
        _replace(target, content)
    except OSError as error:
        code = "write_disk_full" if error.errno in _FULL else "write_refused"
        raise UserMistake(code, name=target.name, folder=target.parent) from error


def records_to_bytes(records: Records, extension: str) -> bytes:
    """``records`` in the format of ``extension`` (".csv" or "csv"; see ``EXTENSIONS``).

    Raises UserMistake ``write_kind_unknown``, and for xlsx ``write_text_too_long`` or
    ``write_too_many_rows``.
    """
    writer = _WRITERS.get("." + extension.lower().removeprefix("."))
    if writer is None:
        raise UserMistake("write_kind_unknown", extension=extension, known=", ".join(EXTENSIONS))
    return writer(records)


def _replace(target: Path, content: bytes) -> None:
    # In the same folder, since only within one file system is a rename a single step.
    draft = target.parent / f".{uuid4().hex}.tmp"
    try:
        with draft.open("xb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        draft.replace(target)
    except BaseException:
        with contextlib.suppress(OSError):
            draft.unlink()
        raise
