"""Inside the practice process: it ends when nobody has asked for a page for half an hour, or when its parent ends."""

from __future__ import annotations

import os
import resource
import signal
import sys
import threading
import time
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

KEEPER = "WAYSTATION_PRACTICE_KEEPER"
"""Environment: `<process to end> <seconds without a request>`; without it nothing is watched."""
IDLE_SECONDS = 1800
LOOK_SECONDS = 5
NICER = 10
MOST_FILE = 300_000_000
"""Bytes of one file: the invented county takes a hundredth of it."""
MOST_MEMORY = 1_000_000_000
"""Bytes of memory of its own."""


def end_with_parent() -> None:
    """End this process when its standard input closes: the pipe to the process that started it is gone with it."""
    pipe = sys.stdin.fileno()  # not the buffered reader, which would hold its lock while Python shuts down

    def wait() -> None:
        while os.read(pipe, 1):
            pass
        os.kill(os.getpid(), signal.SIGTERM)

    threading.Thread(target=wait, name="parent", daemon=True).start()


def hold_back() -> None:
    """Let the real work go first: a lower priority, and bounds for one file and for memory. For this process only."""
    os.nice(NICER)
    for what, most in ((resource.RLIMIT_FSIZE, MOST_FILE), (resource.RLIMIT_DATA, MOST_MEMORY)):
        hard = resource.getrlimit(what)[1]
        bound = most if hard == resource.RLIM_INFINITY else min(most, hard)
        resource.setrlimit(what, (bound, bound))


class Watching:
    """Middleware of practice only: notes each request, and ends the server when there was none for long."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self.last = time.monotonic()
        keeper = os.environ.get(KEEPER, "").split()
        if len(keeper) == 2:
            pid, idle = (int(word) for word in keeper)
            threading.Thread(target=self._watch, args=(pid, idle), name="idle", daemon=True).start()

    def __call__(self, request: HttpRequest) -> HttpResponse:
        self.last = time.monotonic()
        response = self.get_response(request)
        if "Clear-Site-Data" in response:  # cookies know no ports: the real pages' would go too
            response["Clear-Site-Data"] = '"cache", "storage"'
        return response

    def _watch(self, pid: int, idle: int) -> None:
        while time.monotonic() - self.last < idle:
            time.sleep(min(LOOK_SECONDS, idle))
        os.kill(pid, signal.SIGTERM)
