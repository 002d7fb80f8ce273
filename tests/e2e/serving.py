"""The demo as a newcomer starts it, in a process and a data folder of its own, for the browser to walk through."""

from __future__ import annotations

import fcntl
import http.server
import os
import random
import re
import shutil
import socket
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import ClassVar

WAIT_SECONDS, STOP_SECONDS = 180, 60
PORTS = range(20_000, 30_000)
"""Below those that a system gives to connections going out, which come and go while a server starts."""
CHEAP = {
    "WAYSTATION_STRETCH_MEMORY_KIB": "8",
    "WAYSTATION_STRETCH_TIME": "1",
    "WAYSTATION_STRETCH_PARALLELISM": "1",
}
"""The real settings with the cheapest key stretching: many people sign in here."""


def free_port() -> int:
    """A TCP port nobody listens on now. Raises RuntimeError where there is none."""
    for port in random.sample(PORTS, len(PORTS)):
        with socket.socket() as probe, suppress(OSError):
            probe.bind(("127.0.0.1", port))
            return port
    raise RuntimeError(f"every port of {PORTS} is taken")


class _Weather(http.server.BaseHTTPRequestHandler):
    """The neutral page that quick exit leads to, here on another origin of this computer."""

    def do_GET(self) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.end_headers()
        self.wfile.write(b"<!doctype html><title>Weather</title><h1>Sunny</h1>")

    def log_message(self, format: str, *args: object) -> None:
        return


@dataclass
class Site:
    """A running Waystation: its folder, its address, the address of the neutral page, its log."""

    home: Path
    port: int = field(default_factory=free_port)
    server: subprocess.Popen[bytes] | None = None
    stretching: dict[str, str] = field(default_factory=lambda: dict(CHEAP))
    filled: ClassVar[Path | None] = None
    """A demo that nobody works in: filled by whoever needs one first, copied by all; None to fill each anew."""

    def __post_init__(self) -> None:
        self.weather = http.server.ThreadingHTTPServer(("127.0.0.1", 0), _Weather)
        threading.Thread(target=self.weather.serve_forever, daemon=True).start()
        self.address = f"http://localhost:{self.port}"
        self.exit_address = f"http://127.0.0.1:{self.weather.server_port}/"
        self.log = self.home.parent / f"{self.home.name}.log"
        self.templates = self.home.parent / f"{self.home.name}.templates"

    def environment(self) -> dict[str, str]:
        settings = {"DJANGO_SETTINGS_MODULE": "tests.e2e.noting", "WAYSTATION_TEMPLATES_SEEN": str(self.templates)}
        place = {"WAYSTATION_EXIT_URL": self.exit_address, "WAYSTATION_HOME": str(self.home)}
        return os.environ | self.stretching | settings | place

    def arguments(self) -> list[str]:
        """The command line: the demo, or an empty house."""
        return ["demo", "--home", str(self.home), "--port", str(self.port), *(["--keep"] if self.filled else [])]

    def move_in(self) -> None:
        """Take a copy of the filled demo, if there is to be one. Raises RuntimeError with the end of its log."""
        if self.filled is None or self.home.exists():
            return
        with self.filled.with_suffix(".lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            if not self.filled.exists():
                self._fill(self.filled)
        shutil.copytree(self.filled, self.home)

    def _fill(self, target: Path) -> None:
        """The folder appears when it is whole."""
        made, log = target.with_suffix(".filling"), target.with_suffix(".log")
        command = [sys.executable, "-m", "waystation.cli", "demo", "--home", str(made), "--seed-only"]
        with log.open("wb") as said:
            done = subprocess.run(command, env=os.environ | self.stretching, stdout=said, stderr=said)
        if done.returncode != 0:
            raise RuntimeError(f"the demo was not filled:\n{log.read_text()[-4000:]}")
        made.rename(target)

    def templates_seen(self) -> set[str]:
        """Paths of the templates that pages were made of so far."""
        return set(self.templates.read_text().splitlines()) if self.templates.exists() else set()

    def start(self) -> None:
        """`waystation demo` on the folder; returns when it answers. Raises RuntimeError with the end of its log."""
        self.move_in()
        command = [sys.executable, "-m", "waystation.cli", *self.arguments()]
        with self.log.open("ab") as log:
            self.server = subprocess.Popen(command, env=self.environment(), stdout=log, stderr=log)
        until = time.monotonic() + WAIT_SECONDS
        while time.monotonic() < until and self.server.poll() is None:
            try:
                urllib.request.urlopen(f"{self.address}/robots.txt", timeout=2)
            except urllib.error.HTTPError:
                return
            except OSError:
                time.sleep(0.1)
            else:
                return
        self.stop()
        raise RuntimeError(f"the demo did not start:\n{self.log.read_text()[-4000:]}")

    def stop(self) -> None:
        if self.server is not None:
            self.server.terminate()
            self.server.wait(timeout=STOP_SECONDS)
            self.server = None

    def close(self) -> None:
        self.stop()
        self.weather.shutdown()
        self.weather.server_close()


class House(Site):
    """A house nobody has founded yet, as `waystation start` serves it: with the real key stretching."""

    def __post_init__(self) -> None:
        super().__post_init__()
        self.stretching = {}

    def arguments(self) -> list[str]:
        return ["start", "--port", str(self.port)]

    def move_in(self) -> None:
        """Into an empty folder."""

    def first_link(self) -> str:
        """The one-time address for the first administrator, as the log prints it."""
        found = re.search(rf"{self.address}(/begin/\S+)", self.log.read_text())
        if found is None:
            raise RuntimeError(f"no link in the log:\n{self.log.read_text()[-4000:]}")
        return found.group(1)
