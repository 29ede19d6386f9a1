"""Writing so that a file is there whole or not at all, whenever the process or the power stops."""

import os
import time
from pathlib import Path

# A scratch file this old was left by a process that was killed.
ABANDONED_SECONDS = 3600


def replace_file(file: Path, content: bytes) -> None:
    """Put ``content`` in the place of whatever the file holds, in one step. Raises OSError."""
    scratch = file.parent / f".{file.name}.{os.getpid()}"
    try:
        with scratch.open("wb") as stream:
            stream.write(content)
            stream.flush()
            os.fsync(stream.fileno())
        scratch.replace(file)
    finally:
        scratch.unlink(missing_ok=True)
    sync_folder(file.parent)


def append_line(file: Path, line: str) -> None:
    """Add one line and wait until it is on disk. Raises OSError.

    A half line that a killed process left stays half: the new one starts below it.
    """
    handle = os.open(file, os.O_RDWR | os.O_APPEND | os.O_CREAT, 0o644)
    try:
        data = _fresh_line(handle) + line.encode("utf-8") + b"\n"
        if (written := os.write(handle, data)) < len(data):
            raise OSError(f"{written} of {len(data)} bytes written")
        os.fsync(handle)
    finally:
        os.close(handle)
    sync_folder(file.parent)


def _fresh_line(handle: int) -> bytes:
    size = os.lseek(handle, 0, os.SEEK_END)
    if not size:
        return b""
    os.lseek(handle, size - 1, os.SEEK_SET)
    return b"" if os.read(handle, 1) == b"\n" else b"\n"


def sync_file(file: Path) -> None:
    """Wait until a file's content is on disk."""
    with file.open("rb+") as stream:
        os.fsync(stream.fileno())


def sync_folder(folder: Path) -> None:
    """Wait until a folder's list of names is on disk; Windows has no such call and needs none."""
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def abandoned(folder: Path, pattern: str) -> list[Path]:
    """Scratch places in a folder that nobody works on any more."""
    before = time.time() - ABANDONED_SECONDS
    return [place for place in folder.glob(pattern) if place.lstat().st_mtime < before]
