"""Our server in a process of its own, and what it takes of the machine."""

import asyncio
import os
import re
import signal
import socket
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

import httpx

from classifier.places import PROJECT

LOOK_AT_MEMORY_S = 0.2
MOST_SECONDS_TO_START = 60


@dataclass
class Server:
    """One server on a free port of the loopback address. Moments are of ``time.monotonic``."""

    url: str
    port: int
    process: subprocess.Popen | None = None
    most_mb: float = 0.0
    killed_at: float | None = None
    up_at: float = 0.0

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> None:
        """Start, and wait until it answers."""
        code = f"from classifier.server import serve; serve(port={self.port})"
        environment = {**os.environ, "KLANTKOMPAS_DATABASE_URL": self.url}
        quiet = subprocess.DEVNULL
        self.process = subprocess.Popen([sys.executable, "-c", code], cwd=PROJECT, env=environment, stdout=quiet)
        with httpx.Client(timeout=2) as visitor:
            end = time.monotonic() + MOST_SECONDS_TO_START
            while time.monotonic() < end:
                if _is_up(visitor, self.address):
                    self.up_at = time.monotonic()
                    return
                time.sleep(0.1)
        raise RuntimeError("the server did not come up")

    def kill(self) -> None:
        """End it without a warning, and start another on the same data."""
        self.killed_at = time.monotonic()
        self.end(signal.SIGKILL)
        self.start()

    def end(self, how: signal.Signals = signal.SIGTERM) -> None:
        """Stop it, kindly or not."""
        self.process.send_signal(how)
        self.process.wait(timeout=30)

    async def watch(self) -> None:
        """Keep the most memory it held, the processes it started included, until cancelled."""
        while True:
            self.most_mb = max(self.most_mb, memory_mb(self.process.pid))
            await asyncio.sleep(LOOK_AT_MEMORY_S)


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return free.getsockname()[1]


def _is_up(visitor: httpx.Client, address: str) -> bool:
    try:
        return visitor.get(f"{address}/staff/_stcore/health").is_success
    except httpx.TransportError:
        return False


def memory_mb(process: int) -> float:
    """MB that a process has held at most, with what its children hold now; 0 where no file tells (only Linux does).

    What they share counts double.
    """
    folder = Path(f"/proc/{process}")
    try:
        status = (folder / "status").read_text()
        children = [
            child for task in (folder / "task").iterdir() for child in (task / "children").read_text().split()
        ]
    except OSError:
        return 0.0
    found = re.search(r"VmHWM:\s+(\d+)", status)
    return (int(found[1]) * 1.024e-3 if found else 0.0) + sum(memory_mb(int(child)) for child in children)
