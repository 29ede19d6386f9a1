"""Opening a spreadsheet in a process of its own, with a limit on memory and time.

calamine trusts the sizes a file claims. Two cells far apart (Excel's Solver leaves such sheets) make
it ask for 500 GB, and one wrong byte in an xls can do the same; that does not raise but aborts the
whole process: https://github.com/tafia/calamine/issues/693. A process of its own costs a tenth of a
second and may abort.
"""

import json
import subprocess
import sys
from pathlib import Path

from classifier.errors import UserMistake
from classifier.exchange.shaping import MAX_CELLS

_PROGRAM = Path(__file__).with_name("sheet_child.py")
_MEMORY = 4 * 2**30  # bytes; four times what a zip may hold
_SECONDS = 120
_FAILED = 1  # the status of a Python program that ends with an exception


def sheet_rows(data: bytes, name: str) -> list[list[str]]:
    """The rows of text in the xlsx, xls or ods ``data``.

    Raises UserMistake ``file_damaged``, ``file_password`` or ``file_unpacks_too_large``.
    """
    # -P: modules beside the program (csv's and json's neighbours) must not be taken for libraries.
    command = [sys.executable, "-P", str(_PROGRAM), str(_MEMORY), str(MAX_CELLS)]
    try:
        done = subprocess.run(command, input=data, capture_output=True, timeout=_SECONDS)  # noqa: S603
    except subprocess.TimeoutExpired as error:
        raise _too_large(name) from error
    if done.returncode == _FAILED:
        raise UserMistake("file_damaged", name=name, kind="Excel")
    if done.returncode:
        raise _too_large(name)
    return _rows(json.loads(done.stdout), name)


def _too_large(name: str) -> UserMistake:
    return UserMistake("file_unpacks_too_large", name=name, limit=_MEMORY >> 20)


def _rows(answer: dict, name: str) -> list[list[str]]:
    if "mistake" in answer:
        raise UserMistake(answer["mistake"], name=name)
    return answer["rows"]
