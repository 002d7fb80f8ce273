"""A server process on loopback as `waystation start` runs it, on the benchmark's data, and clients that load it."""

from __future__ import annotations

import http.client
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

TICKS = os.sysconf("SC_CLK_TCK")


class Server(NamedTuple):
    """Where it listens, and its processes: gunicorn's arbiter and the worker that does everything."""

    port: int
    arbiter: int
    worker: int


def free_port() -> int:
    """A port nobody listens on now."""
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        return int(listening.getsockname()[1])


@contextmanager
def server() -> Iterator[Server]:
    """Run this file as a process of its own; it answers when this returns, and is stopped afterwards."""
    port = free_port()
    child = subprocess.Popen([sys.executable, __file__, str(port)], start_new_session=True)
    try:
        wait_for(port, child)
        yield Server(port, child.pid, children_of(child.pid)[0])
    finally:
        os.killpg(child.pid, signal.SIGTERM)
        child.wait(30)


def wait_for(port: int, child: subprocess.Popen[bytes]) -> None:
    """Until the server answers. Raises SystemExit when it ends before."""
    for _ in range(600):
        if child.poll() is not None:
            break
        try:
            line = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
            line.request("GET", "/health/", headers={"Host": "localhost", "Connection": "close"})
            line.getresponse().read()
            return
        except (OSError, http.client.HTTPException):
            time.sleep(0.1)
    raise SystemExit("the server does not answer")


def children_of(pid: int) -> list[int]:
    """Processes started by this one."""
    return [int(item) for item in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def cpu_of(pid: int) -> float:
    """CPU seconds a process has spent, its own and the kernel's for it."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / TICKS


def load(at: Server, path: str, cookies: str, clients: int, seconds: float) -> dict[str, float]:
    """Ask for one page over and over from some connections at once: requests a second and server CPU for each."""
    answers: Counter[int] = Counter()
    walls: list[float] = []
    _ask(at.port, path, cookies, time.monotonic() + 1, Counter(), [])
    began, spent = time.monotonic(), cpu_of(at.worker)
    threads = [
        threading.Thread(target=_ask, args=(at.port, path, cookies, began + seconds, answers, walls))
        for _ in range(clients)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    took, spent, count = time.monotonic() - began, cpu_of(at.worker) - spent, len(walls)
    if set(answers) != {200}:
        raise SystemExit(f"the server answered {dict(answers)}")
    walls.sort()
    return {
        "requests": count, "requests_per_s": count / took, "server_cpu_ms": spent / count * 1000,
        "requests_per_cpu_s": count / spent,
        "p50_ms": walls[count // 2] * 1000, "p95_ms": walls[int(count * 0.95)] * 1000,
    }  # fmt: skip


def _ask(port: int, path: str, cookies: str, until: float, answers: Counter[int], walls: list[float]) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    while time.monotonic() < until:
        start = time.monotonic()
        connection.request("GET", path, headers={"Cookie": cookies, "Host": "localhost"})
        answer = connection.getresponse()
        answer.read()
        walls.append(time.monotonic() - start)
        answers[answer.status] += 1


if __name__ == "__main__" and len(sys.argv) == 2:
    import ground  # noqa: F401  # its settings and its data folder

    from waystation.web.listening import Listener
    from waystation.web.serving import serve

    serve(Listener("127.0.0.1", int(sys.argv[1])))
