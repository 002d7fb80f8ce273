"""How many pages may be kept waiting for news at once, so that they never take all of the server's threads."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest

from waystation.care.intake.chat.models import Chat

HOLD = 20
"""Seconds that one request is held at most."""
LOOK = 1.0
_open = threading.Semaphore(max(1, settings.WAYSTATION_THREADS // 4))


@contextmanager
def place() -> Iterator[bool]:
    """Whether this request may be held: a quarter of the threads at most are."""
    mine = _open.acquire(blocking=False)
    try:
        yield mine
    finally:
        if mine:
            _open.release()


def wait_for(chat: UUID, version: int, seconds: float = HOLD) -> int:
    """The version of a chat once it is no longer `version`, or after some seconds; 0 once it is destroyed.

    Another process may have written it, so the row is asked: a read of one number by its key.
    """
    until = time.monotonic() + seconds
    while True:
        found = Chat.objects.filter(pk=chat).exclude(door=b"").values_list("version", flat=True).first() or 0
        if found != version or time.monotonic() >= until:
            return found
        time.sleep(LOOK)


def events(chat: UUID, seen: int) -> Iterator[bytes]:
    """Server-sent events: `news` with the version once there is something new, `busy` when there is no place."""
    with place() as held:
        yield b"retry: 4000\n\n"
        found = wait_for(chat, seen, HOLD if held else 0)
        if found != seen:
            yield f"event: news\ndata: {found}\n\n".encode()
        elif not held:
            yield b"event: busy\ndata: 0\n\n"


def seen_in(request: HttpRequest) -> int:
    """The version a page says it shows."""
    text = request.GET.get("seen", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 9 else 0
