"""Where a computing process leaves what it found: sealed files below the data folder, and a lock while it lives.

The lock is handed to the child open, so it ends with the child, however that ends: a killed run is seen as such.
"""

from __future__ import annotations

import fcntl
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any
from uuid import UUID

from django.conf import settings

SECONDS = 900
"""CPU a run may use before it ends with what it has."""
MOST = 2
"""Processes that compute at one time on the whole site, whichever agency's."""
_children: list[subprocess.Popen[bytes]] = []


class Busy(Exception):
    """As many processes compute as this site bears."""


@dataclass(frozen=True)
class Progress:
    """How far a run is: whether its process lives, whether it left a result, what it does, and `done` of `of`."""

    is_alive: bool
    has_ended: bool
    step: str = ""
    done: int = 0
    of: int = 0

    @property
    def percent(self) -> int:
        return min(100, 100 * self.done // self.of) if self.of else 0


@contextmanager
def reserved(run: UUID) -> Iterator[IO[str]]:
    """The lock of a run whose process is about to start: from here on the run is alive. Raises Busy."""
    place = _place(run, "progress")
    with _one_at_a_time():
        if sum(is_alive(UUID(other.stem)) for other in _folder().glob("*.progress")) >= MOST:
            raise Busy
        held = place.open("w")
        fcntl.flock(held, fcntl.LOCK_EX)
    with held:
        try:
            yield held
        except BaseException:
            place.unlink(missing_ok=True)
            raise


@contextmanager
def _one_at_a_time() -> Iterator[None]:
    """Nobody else on this site reserves while this one counts."""
    folder = os.open(_folder(), os.O_RDONLY)
    try:
        fcntl.flock(folder, fcntl.LOCK_EX)
        yield
    finally:
        os.close(folder)


def start(run: UUID, held: IO[str], public: bytes, asked: dict[str, Any]) -> None:
    """Start the process of a run, which takes the reserved lock over.

    `asked` goes to it by a pipe, never by a file; what it finds is sealed to `public`. Raises OSError when no process
    can be started.
    """
    _children[:] = [child for child in _children if child.poll() is None]
    child = subprocess.Popen(  # noqa: S603 (this interpreter, our own module)
        [sys.executable, "-m", "waystation.numbers.prevalence.child", str(_folder()), run.hex, str(held.fileno())],
        stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True,
        pass_fds=[held.fileno()], env=_environment(),
    )  # fmt: skip
    _children.append(child)
    assert child.stdin is not None
    with child.stdin:
        child.stdin.write(json.dumps({**asked, "public": public.hex(), "seconds": SECONDS}).encode())


def progress(run: UUID) -> Progress:
    """How far a run is; a run whose process died without a result is neither alive nor ended."""
    told = _told(_place(run, "progress"))
    alive = is_alive(run)
    ended = _place(run, "sealed").exists()
    return Progress(alive and not ended, ended, str(told.get("step", "")), told.get("done", 0), told.get("of", 0))


def is_alive(run: UUID) -> bool:
    """Whether the process of a run still holds its lock."""
    try:
        with _place(run, "progress").open() as held:
            fcntl.flock(held, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except FileNotFoundError:
        return False
    except BlockingIOError:
        return True
    return False


def taken(run: UUID) -> bytes | None:
    """The sealed result, None while there is none."""
    try:
        return _place(run, "sealed").read_bytes()
    except FileNotFoundError:
        return None


def ask_to_stop(run: UUID) -> None:
    """The process ends soon, with what it has."""
    _place(run, "stop").touch()


def forget(run: UUID) -> None:
    """Take the files of a run away; a process that still writes leaves nothing anybody looks for."""
    for kind in ("progress", "stop", "sealed"):
        _place(run, kind).unlink(missing_ok=True)


def _environment() -> dict[str, str]:
    """Only what an interpreter needs: the child has no business with secrets of this server."""
    kept = {name: value for name, value in os.environ.items() if name in {"PATH", "PYTHONPATH", "LANG", "TZ", "HOME"}}
    return kept | {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "PYTHONHASHSEED": "0"}


def _folder() -> Path:
    folder = Path(settings.WAYSTATION_HOME) / "estimates"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder


def _place(run: UUID, kind: str) -> Path:
    return _folder() / f"{run.hex}.{kind}"


def _told(place: Path) -> dict[str, Any]:
    try:
        found = json.loads(place.read_text(encoding="utf-8"))
    except (FileNotFoundError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}
