"""A server on a data folder, a folder for temporary files and a log of its own; stopped gently or killed."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path

from tests.prepared import lay_tables

ROOT = Path(__file__).resolve().parents[2]
WAIT_SECONDS = 180


def free_port() -> int:
    """A TCP port nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@dataclass
class House:
    """`root` holds home, tmp and logs, which are searched; `notes` holds what the test itself writes, which is not."""

    base: Path
    database_url: str = ""
    port: int = field(default_factory=free_port)
    process: subprocess.Popen[bytes] | None = None

    def __post_init__(self) -> None:
        self.root, self.notes = self.base / "searched", self.base / "notes"
        self.home, self.tmp, self.logs = (self.root / name for name in ("home", "tmp", "logs"))
        for folder in (self.home, self.tmp, self.logs, self.notes):
            folder.mkdir(parents=True, mode=0o700)
        if not self.database_url:
            lay_tables(self.home)

    @property
    def forms_seen(self) -> Path:
        return self.notes / "forms.tsv"

    def environment(self) -> dict[str, str]:
        kept = {name: value for name, value in os.environ.items() if not name.startswith(("WAYSTATION_", "DJANGO_"))}
        return kept | {
            "WAYSTATION_HOME": str(self.home),
            "DATABASE_URL": self.database_url,
            "TMPDIR": str(self.tmp),
            "HOME": str(self.home),
            "DJANGO_SETTINGS_MODULE": "waystation.web.settings",
            "WAYSTATION_STRETCH_MEMORY_KIB": "8",
            "WAYSTATION_STRETCH_TIME": "1",
            "WAYSTATION_STRETCH_PARALLELISM": "1",
            "WAYSTATION_IDLE_MINUTES": "60",
            "WAYSTATION_EXIT_URL": f"http://127.0.0.1:{self.port}/robots.txt",
            "CANARY_FORMS": str(self.forms_seen),
            "PYTHONDONTWRITEBYTECODE": "1",
            "PYTHONPATH": f"{ROOT}{os.pathsep}{ROOT / 'src'}",
        }

    def start(self) -> str:
        """Serve; returns the path of the founding link, empty when there is an agency. Raises RuntimeError."""
        out, err = self.logs / "stdout.log", self.logs / "stderr.log"
        before = out.stat().st_size if out.exists() else 0
        command = [sys.executable, "-m", "tests.canary.server", str(self.port)]
        with out.open("ab") as stdout, err.open("ab") as stderr:
            self.process = subprocess.Popen(command, env=self.environment(), cwd=ROOT, stdout=stdout, stderr=stderr)
        until = time.monotonic() + WAIT_SECONDS
        while time.monotonic() < until and self.process.poll() is None:
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", self.port)) == 0:
                    said = out.read_bytes()[before:].decode()
                    return said.split("link ", 1)[1].splitlines()[0].strip() if "link " in said else ""
            time.sleep(0.1)
        raise RuntimeError(f"the server did not start:\n{err.read_text()[-3000:]}")

    def stop(self) -> None:
        """As Ctrl-C and a service manager do."""
        self._end(signal.SIGTERM)

    def kill(self) -> None:
        """As a power cut does: the write-ahead log stays. The worker's parent cannot tell it, so both are killed."""
        if self.process is not None:
            for child in self._children():
                os.kill(child, signal.SIGKILL)
        self._end(signal.SIGKILL)

    def _children(self) -> list[int]:
        listed = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children") if self.process else None
        return [int(word) for word in listed.read_text().split()] if listed and listed.exists() else []

    def _end(self, how: signal.Signals) -> None:
        if self.process is not None:
            self.process.send_signal(how)
            self.process.wait(timeout=30)
            self.process = None

    def run(self, function: str, *words: str) -> str:
        """Call "package.module:function" in a process on this data folder; returns what it printed."""
        module, name = function.split(":")
        code = (
            f"import sys; sys.path.insert(0, {str(ROOT)!r}); from waystation.commands import django_ready; "
            f"django_ready(); import {module} as m; m.{name}(*sys.argv[1:])"
        )
        with (self.logs / "stderr.log").open("ab") as errors:
            done = subprocess.run(
                [sys.executable, "-c", code, *words], env=self.environment(), cwd=ROOT, stdout=subprocess.PIPE,
                stderr=errors, check=False,
            )  # fmt: skip
        if done.returncode:
            raise RuntimeError(f"{function} failed:\n{(self.logs / 'stderr.log').read_text()[-3000:]}")
        return done.stdout.decode()
