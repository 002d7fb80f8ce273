"""The server process: tables and styles made ready, one gunicorn worker with threads, the tick beside it."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.wsgi import get_wsgi_application
from django.db import connections
from gunicorn.app.base import BaseApplication
from gunicorn.glogging import Logger

from waystation.core.vault.stretch import StretchParams
from waystation.foundation import keyfiles
from waystation.foundation.keyring.selectors.unlocking import stretch_params
from waystation.web import reporting, ticking


def prepare() -> None:
    """Bring the tables up to date and gather the hashed styles and scripts."""
    call_command("migrate", verbosity=0, interactive=False)
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


def reasons_not_to_serve(home: Path) -> list[str]:
    """Sentences about weak stretching and about key files that others may read."""
    open_keys = keyfiles.readable_by_others(home)
    return [f"{path} can be read by others: run chmod go-rwx on it." for path in open_keys] + weak_parameters()


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

    def load(self) -> Callable[..., Any]:
        return get_wsgi_application()


def serve(host: str, port: int) -> None:
    """Serve until the process is stopped: one process (one writer queue), `threads` threads."""
    connections.close_all()
    place = f"[{host}]:{port}" if ":" in host else f"{host}:{port}"
    Server(
        {
            "bind": [place],
            "workers": 1,
            "worker_class": "gthread",
            "threads": settings.WAYSTATION_THREADS,
            "accesslog": None,
            "errorlog": "-",
            "loglevel": "warning",
            "logger_class": QuietLogger,
            "timeout": 120,
            "graceful_timeout": 10,
            "limit_request_line": 4094,
            "proc_name": "waystation",
            "post_worker_init": _start_ticking,
            "control_socket_disable": True,
        }
    ).run()


def _start_ticking(worker: Any) -> None:
    threading.Thread(target=ticking.forever, name="tick", daemon=True).start()
