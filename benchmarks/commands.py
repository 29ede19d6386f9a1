"""The ``klantkompas`` command as a process of its own, with its wall time and memory."""

import os
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

ENTRY = "from classifier.cli import main; main()"
# getrusage counts in KiB, on macOS in bytes.
MAXRSS_BYTES = 1 if sys.platform == "darwin" else 1024


@dataclass(frozen=True)
class CommandRun:
    """Wall time in seconds, and the most memory held at once (resident) in MiB."""

    seconds: float
    peak_mib: float


def run_command(*arguments: str, models: Path) -> CommandRun:
    """Run ``klantkompas`` on its own registry. Raises CalledProcessError. Not for Windows (wait4)."""
    command = [sys.executable, "-c", ENTRY, *arguments]
    environment = {**os.environ, "KLANTKOMPAS_MODELS_DIR": str(models)}
    started = time.perf_counter()
    process = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    seconds = time.perf_counter() - started
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, command)
    return CommandRun(seconds, usage.ru_maxrss * MAXRSS_BYTES / 2**20)
