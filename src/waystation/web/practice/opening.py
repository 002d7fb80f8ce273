"""In the real server: the offer that `start` makes, and the child process that answers it."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

from waystation.web.listening import Listener, is_loopback
from waystation.web.practice import place
from waystation.web.practice.place import State

NOT_HANDED_ON = frozenset(
    f"WAYSTATION_{word}" for word in ("SECRET_KEY", "TLS", "PROXY", "ORIGINS", "ONION", "PUBLIC_HOST", "BACKUP_FOLDER")
) | {"DATABASE_URL"}
"""What the child must not get: it has a database and a key of its own, and no public face."""


@dataclass(frozen=True)
class Offer:
    """Where practice may be served: the addresses of the staff's pages, on a port of its own."""

    hosts: tuple[str, ...]
    port: int


@dataclass
class _Here:
    offer: Offer | None = None
    child: subprocess.Popen[bytes] | None = None


_here = _Here()
_one_at_a_time = threading.Lock()


def offer(made: Offer | None) -> None:
    """Offer practice from this process on; None takes the offer back."""
    _here.offer = made


def offer_beside(listeners: Sequence[Listener]) -> None:
    """Offer practice on the staff's addresses, unless the options say no or a proxy stands before them.

    Anybody who reaches the sign-in page may open it and write there: on a network only where the option says true.
    """
    staff = [listener for listener in listeners if not listener.public]
    wanted = settings.WAYSTATION_OFFERS_PRACTICE
    at_home = all(is_loopback(listener.host) for listener in staff)
    if not staff or settings.WAYSTATION_PROXY or not (wanted == "true" or (wanted == "loopback" and at_home)):
        return
    port, taken = settings.WAYSTATION_PRACTICE_PORT, {listener.port for listener in listeners}
    free = (number for number in range(staff[0].port + 1, 65536) if number not in taken)
    offer(Offer(tuple(dict.fromkeys(listener.host for listener in staff)), port or next(free, 8001)))


def offered() -> Offer | None:
    """The offer, where `start` made one; a practice folder offers none."""
    return _here.offer


def standing() -> State:
    """How practice stands; MAKING from the moment the child was started."""
    found = place.standing(_home()).state
    return State.MAKING if found is State.SHUT and _runs() else found


def has_room() -> bool:
    """Whether more is free on the disk than the option `least_free_mb` keeps for the real work."""
    return place.has_room(_home(), settings.WAYSTATION_LEAST_FREE)


def has_failed() -> bool:
    """Whether the child ended with an error; its words are in this server's log."""
    return _here.child is not None and _here.child.poll() not in (None, 0, -15)


def open_practice() -> None:
    """Start the child unless practice is served or being made already, or the disk has no room for it."""
    made = _here.offer
    with _one_at_a_time:
        if made is None or standing() is not State.SHUT or not has_room():
            return
        _here.child = subprocess.Popen(
            [sys.executable, "-m", "waystation.cli", "practice", "--child"],
            env=environment(os.environ, made), stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, start_new_session=True,
        )  # fmt: skip


def close_practice() -> None:
    """End the child, if this process has one."""
    if _here.child is not None and _here.child.stdin is not None:
        _here.child.stdin.close()
        _here.child.wait(timeout=20)
    _here.child = None


def environment(given: Mapping[str, str], made: Offer) -> dict[str, str]:
    """The child's environment: same addresses, language, time and exit; its own port, folder, database and key."""
    kept = {name: value for name, value in given.items() if name not in NOT_HANDED_ON}
    return kept | {
        "WAYSTATION_HOME": str(_home()),
        "WAYSTATION_HOST": " ".join(made.hosts),
        "WAYSTATION_PORT": str(made.port),
        "WAYSTATION_PUBLIC_PORT": "0",
        "WAYSTATION_HOSTS": " ".join(settings.ALLOWED_HOSTS),
        "WAYSTATION_TIME_ZONE": settings.TIME_ZONE,
        "WAYSTATION_LANGUAGE": settings.LANGUAGE_CODE,
        "WAYSTATION_EXIT_URL": settings.WAYSTATION_EXIT_URL,
        "WAYSTATION_LEAST_FREE_MB": str(settings.WAYSTATION_LEAST_FREE // 1_000_000),
        "WAYSTATION_THREADS": "2",
    }


def _runs() -> bool:
    return _here.child is not None and _here.child.poll() is None


def _home() -> Path:
    return Path(settings.WAYSTATION_HOME)
