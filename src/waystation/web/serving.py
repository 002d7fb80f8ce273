"""The server process: tables and styles made ready, one gunicorn worker with threads, the tick beside it."""

from __future__ import annotations

import fcntl
import gc
import logging
import os
import sys
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.wsgi import get_wsgi_application
from django.db import connections
from gunicorn import sock
from gunicorn.app.base import BaseApplication
from gunicorn.glogging import Logger

from waystation.care.intake import exchange
from waystation.care.intake.rings import BOARD
from waystation.core.vault.stretch import StretchParams
from waystation.foundation.keyring.selectors.unlocking import stretch_params
from waystation.web import hygiene, reporting, ticking, updating, warming
from waystation.web.listening import Listener
from waystation.web.workers import Worker

LINE_KEPT = 5
"""Seconds that a silent connection is kept."""
LINE_KEPT_FOR_PROXY = 65
"""The same for our proxy: longer than it keeps one itself, else a form could meet a line that is just being closed."""
LEAVING = 5
"""Seconds that the worker of a killed server may need to notice it and go."""

GARBAGE = 20_000
"""New objects between two looks for garbage: a page of two hundred rows makes several thousand, and leaves none."""


def prepare() -> None:
    """Bring the tables up to date and gather the hashed styles and scripts. Raises UpdateError."""
    updating.update()
    updating.hold_running(Path(settings.WAYSTATION_HOME))
    call_command("collectstatic", verbosity=0, interactive=False)


def weak_parameters() -> list[str]:
    """Sentences about stretching below 64 MiB: in the options, and in any stored verifier."""
    from waystation.foundation.keyring.models import MemberSecret

    found = []
    if not stretch_params().strong:
        found.append("New passphrases would be stretched with less than 64 MiB and 3 passes.")
    weak = sum(not StretchParams(**params).strong for params in MemberSecret.objects.values_list("params", flat=True))
    if weak:
        found.append(f"{weak} stored passphrase(s) are stretched with less than 64 MiB and 3 passes.")
    return found


def be_the_only_one(home: Path) -> bool:
    """Hold the data folder's one place for a server on SQLite, as long as this process lives; whether it was free."""
    place = os.open(home / ".serving-lock", os.O_RDWR | os.O_CREAT, 0o600)
    until = time.monotonic() + LEAVING
    while True:
        try:
            fcntl.flock(place, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if time.monotonic() > until:
                os.close(place)
                return False
            time.sleep(0.2)
        else:
            return True


class QuietLogger(Logger):  # type: ignore[misc]  # gunicorn ships no types
    """gunicorn's log without addresses, queries or values."""

    def setup(self, cfg: Any) -> None:
        super().setup(cfg)
        for handler in self.error_log.handlers:
            handler.setFormatter(reporting.BareFormatter())
        self.error_log.setLevel(logging.ERROR)  # its warnings name addresses

    def access(self, resp: Any, req: Any, environ: Any, request_time: Any) -> None:
        """Nothing: there is no access log."""

    def exception(self, msg: Any, *args: Any, **kwargs: Any) -> None:
        if isinstance(sys.exc_info()[1], TimeoutError):  # a browser that stalled is no failure of ours
            return
        kwargs.setdefault("exc_info", True)
        self.error_log.error("a request failed outside of the application", exc_info=kwargs["exc_info"])


class Server(BaseApplication):  # type: ignore[misc]  # gunicorn ships no types
    """gunicorn with our options and nothing from its command line or environment."""

    def __init__(self, chosen: dict[str, Any]) -> None:
        self.chosen = chosen
        super().__init__()

    def load_config(self) -> None:
        for name, value in self.chosen.items():
            self.cfg.set(name, value)

    def run(self) -> None:
        if is_one_of_several():
            # The sockets are bound here and listen when the worker is ready. Until then a connection is refused, and
            # the proxy asks the next process; a queue that nobody serves yet would make people wait for the start.
            sock.BaseSocket._is_listening = staticmethod(lambda _bound: True)
        super().run()

    def load(self) -> Callable[..., Any]:
        application = get_wsgi_application()
        warming.warm()
        with ThreadPoolExecutor(settings.WAYSTATION_THREADS) as pool:
            for practised in [pool.submit(_practise, application) for _thread in range(settings.WAYSTATION_THREADS)]:
                practised.result()
        return application


def _practise(application: Callable[..., Any]) -> None:
    """On a thread, with a connection of its own, as each thread of the server will."""
    warming.practise(application)
    connections.close_all()


def is_one_of_several() -> bool:
    """Whether other processes of ours may stand beside this one, behind the same proxy."""
    return bool(settings.WAYSTATION_PROXY) and connections["default"].vendor == "postgresql"


def serve(*listeners: Listener) -> None:
    """Serve until the process is stopped: one process (one writer queue), `threads` threads, every listener in it."""
    connections.close_all()
    hygiene.harden()
    hygiene.share_memory()
    trusted = "127.0.0.1,::1" if settings.WAYSTATION_PROXY else ""
    Server(
        {
            "bind": [listener.bind for listener in listeners],
            "workers": 1,
            "worker_class": Worker,
            "threads": settings.WAYSTATION_THREADS,
            "accesslog": None,
            "errorlog": "-",
            "loglevel": "warning",
            "logger_class": QuietLogger,
            "timeout": 120,
            "graceful_timeout": 10,
            "limit_request_line": 4094,
            "keepalive": LINE_KEPT_FOR_PROXY if settings.WAYSTATION_PROXY else LINE_KEPT,
            "forwarded_allow_ips": trusted,
            "forwarder_headers": "",
            "sendfile": False,  # it would pass by the TLS of one listener
            "umask": 0o077,
            "worker_tmp_dir": _heartbeat_folder(),
            "proc_name": "waystation",
            "post_worker_init": _begin,
            "control_socket_disable": True,
        }
    ).run()


def _heartbeat_folder() -> str:
    """Where the worker's heartbeat file lies, nameless and empty: in memory where there is such a place."""
    return "/dev/shm" if os.access("/dev/shm", os.W_OK) else str(settings.WAYSTATION_HOME)  # noqa: S108


def open_doors(worker: Any) -> None:
    """Listen on what is bound: from now on a connection is served at once."""
    for listener in worker.sockets:
        listener.sock.listen(worker.cfg.backlog)


def _begin(worker: Any) -> None:
    """Everything that lives as long as the process is loaded: the collector of garbage need not walk it again."""
    if is_one_of_several():
        open_doors(worker)
    gc.collect()
    gc.freeze()
    gc.set_threshold(GARBAGE, 10, 10)
    threading.Thread(target=ticking.forever, name="tick", daemon=True).start()
    exchange.start(*settings.WAYSTATION_RING_MANAGER, BOARD)
