"""The practice folder: where it is, whether it is made, and which process serves it on which port."""

from __future__ import annotations

import fcntl
import os
import shutil
import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from enum import Enum
from pathlib import Path

from waystation.web import options

FOLDER = "practice"
MARK = "is-practice"
"""A file in the folder that says so: cookies of its own, the banner, and no real work there."""
LOCK = "practice.lock"
"""Beside the folder, since the folder itself is made anew: held by the process that serves it, with its port inside."""
MADE = "made"
"""A file in the folder, written when the county is complete: a folder without it was left half-made."""
OLDEST_SECONDS = 7 * 86_400
"""The county's dates count from the day it was made; after a week it is made anew."""
TRIES = 20


class State(Enum):
    """Whether practice is served now."""

    SHUT = "shut"
    MAKING = "making"
    OPEN = "open"


@dataclass(frozen=True)
class Standing:
    """What the lock says: the state, and the port when there is one."""

    state: State
    port: int = 0


def folder_of(home: Path) -> Path:
    return home / FOLDER


def standing(home: Path) -> Standing:
    """Who holds the lock, if anybody, and whether the port answers yet."""
    try:
        handle = os.open(home / LOCK, os.O_RDWR)
    except FileNotFoundError:
        return Standing(State.SHUT)
    try:
        fcntl.flock(handle, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        words = os.pread(handle, 100, 0).decode().split()
        if len(words) != 2:
            return Standing(State.MAKING)
        return Standing(State.OPEN if _answers(words[0], int(words[1])) else State.MAKING, int(words[1]))
    else:
        return Standing(State.SHUT)
    finally:
        os.close(handle)


def _answers(host: str, port: int) -> bool:
    try:
        with socket.create_connection((host, port), timeout=1):
            return True
    except OSError:
        return False


@contextmanager
def held(home: Path, host: str, port: int) -> Iterator[bool]:
    """Hold the lock with the place that will answer inside; False when another process holds it already."""
    handle = os.open(home / LOCK, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        if not _take(handle):
            yield False
            return
        os.ftruncate(handle, 0)
        os.pwrite(handle, f"{host} {port}".encode(), 0)
        yield True
    finally:
        os.close(handle)


def _take(handle: int) -> bool:
    for _turn in range(TRIES):  # whoever asks how things stand holds it for a moment
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            time.sleep(0.05)
        else:
            return True
    return False


def has_room(folder: Path, least_free: int) -> bool:
    """Whether the disk under a folder has at least so many bytes free."""
    return shutil.disk_usage(folder).free >= least_free


def is_practice(folder: Path) -> bool:
    """Whether a data folder is one of practice, by its mark."""
    return (folder / MARK).exists()


def is_fresh(folder: Path, now: float) -> bool:
    """Whether the county in it is whole and not too old. `now`: seconds of the epoch."""
    try:
        made = float((folder / MADE).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return False
    return 0 <= now - made < OLDEST_SECONDS


def clear(folder: Path) -> None:
    """An empty folder with both marks. Raises ValueError when what stands there is not a practice folder."""
    if folder.exists() and any(folder.iterdir()) and not is_practice(folder):
        raise ValueError(f"{folder} holds something that is not practice; move it away.")
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(mode=0o700, parents=True)
    for mark in (MARK, options.DEMO_FLAG):
        (folder / mark).write_text("This folder holds an invented county for practice. Nobody in it is real.\n")


def share_certificate(home: Path) -> None:
    """Let practice speak TLS with the server's certificate; renewed there, it is renewed here."""
    server, own = home / "tls" / "server.pem", folder_of(home) / "tls" / "server.pem"
    if server.exists() and not own.is_symlink():
        own.parent.mkdir(mode=0o700, exist_ok=True)
        own.symlink_to(server)


def complete(folder: Path, now: float) -> None:
    """Mark the county as whole."""
    (folder / MADE).write_text(f"{now:.0f}\n", encoding="utf-8")
