"""How a server with many threads keeps its memory small."""

import ctypes
import sys

# Number of the setting in malloc.h of glibc.
_M_ARENA_MAX = -8
ARENAS = 2


def share_arenas() -> bool:
    """Let all threads share two heaps; whether this system can do so. To be called before there are many threads.

    The GNU C library otherwise gives a thread a heap of its own, and what reading an answer takes for a moment stays
    behind in each of them: a sixth of the memory in a full room (docs/benchmarks.md).
    """
    if sys.platform != "linux":
        return False
    adjust = getattr(ctypes.CDLL(None), "mallopt", None)
    return bool(adjust and adjust(_M_ARENA_MAX, ARENAS))
