"""A real server in processes of its own, on a data folder of its own, for the browser to walk through."""

from __future__ import annotations

import http.server
import os
import socket
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SETTINGS = "tests.e2e.settings"
WAIT_SECONDS = 60


def free_port() -> int:
    """A TCP port nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


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

    def __post_init__(self) -> None:
        self.weather = http.server.ThreadingHTTPServer(("127.0.0.1", 0), _Weather)
        threading.Thread(target=self.weather.serve_forever, daemon=True).start()
        self.address = f"http://localhost:{self.port}"
        self.exit_address = f"http://127.0.0.1:{self.weather.server_port}/"
        self.log = self.home.parent / f"{self.home.name}.log"

    def environment(self) -> dict[str, str]:
        return os.environ | {
            "WAYSTATION_HOME": str(self.home),
            "WAYSTATION_EXIT_URL": self.exit_address,
            "DJANGO_SETTINGS_MODULE": SETTINGS,
            "PYTHONPATH": f"{ROOT}{os.pathsep}{ROOT / 'src'}",
        }

    def manage(self, *words: str) -> None:
        """Run one Django command on the folder; raises RuntimeError with the end of the log."""
        self._run([sys.executable, "-m", "django", *words])

    def seed(self, function: str) -> None:
        """Call "package.module:function" in a process of its own on this folder."""
        module, name = function.split(":")
        self._run([sys.executable, "-c", f"import django; django.setup(); import {module} as m; m.{name}()"])

    def _run(self, command: list[str]) -> None:
        with self.log.open("ab") as log:
            done = subprocess.run(command, env=self.environment(), stdout=log, stderr=log)
        if done.returncode:
            raise RuntimeError(f"{' '.join(command[1:])} failed:\n{self.log.read_text()[-3000:]}")

    def prepare(self, seed: str = "") -> None:
        """Tables and static files; then the seed, if one is named."""
        self.home.mkdir(parents=True, exist_ok=True)
        self.manage("migrate", "--verbosity", "0")
        self.manage("collectstatic", "--noinput", "--verbosity", "0")
        if seed:
            self.seed(seed)

    def start(self) -> None:
        """One threaded server process, as `waystation start` runs it; returns when it answers."""
        words = ["--bind", f"127.0.0.1:{self.port}", "--workers", "1", "--threads", "8"]
        command = [sys.executable, "-m", "gunicorn", *words, "waystation.web.wsgi:application"]
        with self.log.open("ab") as log:
            self.server = subprocess.Popen(command, env=self.environment(), stdout=log, stderr=log)
        until = time.monotonic() + WAIT_SECONDS
        while time.monotonic() < until:
            if self.server.poll() is not None:
                break
            try:
                urllib.request.urlopen(f"{self.address}/robots.txt", timeout=2)
            except urllib.error.HTTPError:
                return
            except OSError:
                time.sleep(0.1)
            else:
                return
        self.stop()
        raise RuntimeError(f"the server did not start:\n{self.log.read_text()[-4000:]}")

    def stop(self) -> None:
        if self.server is not None:
            self.server.terminate()
            self.server.wait(timeout=20)
            self.server = None

    def close(self) -> None:
        self.stop()
        self.weather.shutdown()
        self.weather.server_close()
