"""What the benchmarks print: Markdown on standard output, progress on standard error."""

import importlib.metadata
import os
import platform
import sys
from collections.abc import Iterable, Sequence
from itertools import chain
from pathlib import Path

from joblib import cpu_count

from classifier.training.registry import library_versions

PEER_LIBRARIES = ("fasttext-numpy2-wheel",)


def print_table(header: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """A Markdown table, each row printed as soon as it is there; columns after the first align right."""
    rule = ["---"] + ["---:"] * (len(header) - 1)
    for cells in chain([header, rule], rows):
        print(f"| {' | '.join(cells)} |", flush=True)
    print()


def machine() -> str:
    """Where and on what a measurement was made; the load tells whether the machine was otherwise idle."""
    peers = {name: importlib.metadata.version(name) for name in PEER_LIBRARIES}
    versions = ", ".join(f"{name} {version}" for name, version in {**library_versions(), **peers}.items())
    load = f"{os.getloadavg()[0]:.1f}" if hasattr(os, "getloadavg") else "unknown"
    return (
        f"{cpu_count()} cores, {_processor()}, {platform.system()}, load average {load} at the start; "
        f"Python {platform.python_version()}, {versions}"
    )


def _processor() -> str:
    """The processor's model; only Linux tells it in a file."""
    info = Path("/proc/cpuinfo")
    lines = info.read_text(encoding="utf-8").splitlines() if info.exists() else []
    models = (line.split(":", 1)[1].strip() for line in lines if line.startswith("model name"))
    return next(models, platform.processor() or "unknown processor")


def say(step: str) -> None:
    """Tell whoever waits what is being done."""
    print(step, file=sys.stderr, flush=True)
