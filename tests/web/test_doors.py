"""A process beside others takes no connection before it can answer one: the proxy then asks its neighbour."""

from __future__ import annotations

import socket
from types import SimpleNamespace
from typing import Any

import pytest
from gunicorn import sock
from gunicorn.app.base import BaseApplication
from gunicorn.config import Config

from waystation.web import serving


@pytest.fixture
def bound(monkeypatch: pytest.MonkeyPatch) -> Any:
    """A socket as gunicorn makes it in a process that is one of several."""
    monkeypatch.setattr(sock.BaseSocket, "_is_listening", sock.BaseSocket._is_listening)
    monkeypatch.setattr(serving, "is_one_of_several", lambda: True)
    monkeypatch.setattr(BaseApplication, "run", lambda self: None)
    server = serving.Server.__new__(serving.Server)
    server.run()
    made = sock.TCPSocket(("127.0.0.1", 0), Config(), None)
    yield made
    made.sock.close()


def test_a_connection_is_refused_until_the_worker_is_ready_and_taken_from_then_on(bound: Any) -> None:
    place = bound.sock.getsockname()
    with pytest.raises(ConnectionRefusedError):
        socket.create_connection(place, timeout=5)
    serving.open_doors(SimpleNamespace(sockets=[bound], cfg=Config()))
    socket.create_connection(place, timeout=5).close()


def test_a_server_of_its_own_lets_visitors_wait_while_it_starts() -> None:
    assert not serving.is_one_of_several()
