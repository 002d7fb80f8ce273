"""The gunicorn worker: threads, with TLS on each connection that came in off loopback, and with patience for none."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.conf import settings
from gunicorn import http
from gunicorn.workers.gthread import TConn, ThreadWorker

from waystation.web.listening import is_loopback
from waystation.web.tls.certificates import Contexts

PATIENCE = 30.0
"""Seconds that a thread waits for one more byte of a handshake or a request, or to be rid of one of an answer."""


class OverTls:
    """gunicorn's configuration as it looks to a connection that speaks TLS."""

    is_ssl = True

    def __init__(self, cfg: Any) -> None:
        self._cfg = cfg

    def __getattr__(self, name: str) -> Any:
        return getattr(self._cfg, name)


class Connection(TConn):  # type: ignore[misc]  # gunicorn ships no types
    """A connection that may stall for half a minute and not for ever. `contexts` is None for plain http."""

    sock: Any
    initialized: bool

    def __init__(self, cfg: Any, sock: Any, client: Any, server: Any, contexts: Contexts | None) -> None:
        super().__init__(cfg if contexts is None else OverTls(cfg), sock, client, server)
        self.contexts = contexts

    def init(self) -> None:
        self.sock.settimeout(PATIENCE)
        if self.initialized:
            return
        self.initialized = True
        if self.contexts is not None:
            self.sock = self.contexts.current().wrap_socket(self.sock, server_side=True)
        self.parser = http.get_parser(self.cfg, self.sock, self.client)


class Worker(ThreadWorker):  # type: ignore[misc]  # gunicorn ships no types
    """gunicorn's threaded worker; which listener a connection came to decides whether it speaks TLS."""

    def init_process(self) -> None:
        self.contexts = Contexts(Path(settings.WAYSTATION_TLS_HOME))
        super().init_process()

    def accept(self, listener: Any) -> None:
        try:
            sock, client = listener.accept()
        except OSError:  # gone again, or taken by nobody: the next one comes
            return
        server = listener.getsockname()
        sock.setblocking(True)
        self.nr_conns += 1
        self.enqueue_req(Connection(self.cfg, sock, client, server, None if is_loopback(server[0]) else self.contexts))
