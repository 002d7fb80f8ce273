"""What the process must not leave behind: no core dump, no look into its memory, no file that others can read."""

from __future__ import annotations

import ctypes
import os
import resource
import sys

_SET_DUMPABLE = 4
"""PR_SET_DUMPABLE of prctl(2)."""


_ARENA_MAX = -8
"""M_ARENA_MAX of mallopt(3)."""
_ARENAS = 2


def share_memory() -> None:
    """Let all threads take memory from the same two places (glibc); else each keeps what it once freed to itself."""
    set_option = getattr(ctypes.CDLL(None), "mallopt", None) if sys.platform == "linux" else None
    if set_option is not None:
        set_option(_ARENA_MAX, _ARENAS)


def harden() -> None:
    """No core dumps, no ptrace by other programs of the same user (Linux), and files for their owner only.

    Child processes inherit the limit and the mask; a program they execute is dumpable again until it does the same.
    """
    os.umask(0o077)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_SET_DUMPABLE, 0, 0, 0, 0)
