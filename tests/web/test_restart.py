"""`waystation start` on a folder that is not there yet: what began in the first run goes on in the second."""

from __future__ import annotations

import http.client
import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlencode

from tests.web.test_commands import _fetch, _free
from waystation.foundation import keyfiles

PASSPHRASE = "seven herons over the mill"


@dataclass
class Visitor:
    """A browser's cookies, whose names promise TLS: sent by hand here."""

    port: str
    cookies: dict[str, str] = field(default_factory=dict)

    def ask(self, path: str, sent: dict[str, str] | None = None) -> tuple[int, str, str]:
        """(status, where it leads, page)."""
        line = http.client.HTTPConnection("127.0.0.1", int(self.port), timeout=30)
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
        body = urlencode(sent) if sent else None
        if body:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        line.request("POST" if body else "GET", path, body, headers)
        answer = line.getresponse()
        page = answer.read().decode()
        for text in answer.headers.get_all("Set-Cookie") or []:
            name, _, value = text.partition(";")[0].partition("=")
            self.cookies[name] = value
        line.close()
        return answer.status, answer.headers.get("Location", ""), page


@contextmanager
def served(home: Path, port: str, said: Path) -> Iterator[None]:
    apart = ("WAYSTATION_", "DJANGO_", "DATABASE_")
    clean = {name: value for name, value in os.environ.items() if not name.startswith(apart)}
    with said.open("wb") as out:
        server = subprocess.Popen(
            [sys.executable, "-m", "waystation.cli", "start", "--port", port],
            env=clean | {"WAYSTATION_HOME": str(home)}, stdout=out, stderr=out,
        )  # fmt: skip
    try:
        assert _fetch(f"http://127.0.0.1:{port}/health/", 40) == "ok\n"
        yield
    finally:
        server.send_signal(signal.SIGTERM)
        server.wait(15)


def found(pattern: str, text: str) -> str:
    match = re.search(pattern, text)
    assert match is not None, text
    return match[1]


def test_a_session_of_the_very_first_run_survives_a_restart(tmp_path: Path) -> None:
    home, port, said = tmp_path / "new" / "home", _free(), tmp_path / "said"
    visitor = Visitor(port)
    with served(home, port, said):
        key = keyfiles.path_of(home, "server").read_bytes()
        link = found(r"http://localhost:\d+(/begin/\S+/)", said.read_text())
        token = found(r'name="csrfmiddlewaretoken" value="(\w+)"', visitor.ask(link)[2])
        told = {
            "csrfmiddlewaretoken": token, "agency": "Heron House", "kind": "shelter", "person_word": "client",
            "display_name": "Kofi", "name": "kofi", "new": PASSPHRASE, "again": PASSPHRASE,
        }  # fmt: skip
        status, there, page = visitor.ask(link, told)
        assert status == 302, page
        assert visitor.ask(there)[0] == 200
    with served(home, port, said):
        status, _, page = visitor.ask(there)
    assert status == 200, page
    assert keyfiles.path_of(home, "server").read_bytes() == key
    assert keyfiles.path_of(home, "server").stat().st_mode & 0o777 == 0o600
