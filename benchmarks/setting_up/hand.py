"""A real `waystation start`, and a scripted administrator who fills in whatever page of set-up comes next."""

from __future__ import annotations

import base64
import hmac
import http.client
import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlencode, urlsplit

PASSPHRASE = "a lamp in the window"
Act = Callable[[], object]
SECRET = re.compile(r"(?:[A-Z2-7]{4} ){7}[A-Z2-7]{4}")
TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')
FOUNDING = {
    "agency": "Hollow Creek Help", "kind": "shelter", "county": "Alder", "state": "OH", "person_word": "survivor",
    "display_name": "Mara", "name": "mara", "new": PASSPHRASE, "again": PASSPHRASE,
}  # fmt: skip
ANSWERS: dict[str, dict[str, str]] = {
    "teams": {"intake": "Intake desk", "casework": "Case team"},
    "people": {},
    "languages": {"languages": "eng"},
    "numbers": {"line": "555-010-0199", "emergency": "911", "local_help": "211", "national": "1-888-373-7888"},
    "reporting": {"report_line": "555-0188"},
    "directory": {"package": "county"},
    "backup": {},
    "place": {"place": "office"},
    "done": {},
}
"""What is answered on each page, in order."""
WAIT_SECONDS = 90
REAL = {"DJANGO_SETTINGS_MODULE": "waystation.web.settings"}
"""What people run, also when a test runs this."""


def code_of(secret: str, at: float | None = None) -> str:
    """What the phone shows: RFC 6238, six digits, 30 seconds."""
    count = int((time.time() if at is None else at) // 30).to_bytes(8, "big")
    digest = hmac.digest(base64.b32decode(secret), count, "sha1")
    part = digest[digest[-1] & 15 :][:4]
    return f"{(int.from_bytes(part, 'big') & 0x7FFFFFFF) % 1_000_000:06d}"


class Server:
    """A data folder and the process that serves it."""

    def __init__(self, home: Path) -> None:
        self.home, self.log = home, home.parent / f"{home.name}.log"
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port: int = probe.getsockname()[1]
        self.process: subprocess.Popen[bytes] | None = None

    def begin(self) -> subprocess.Popen[bytes]:
        """The process, which has its folder still to make ready."""
        command = [sys.executable, "-m", "waystation.cli", "start", "--port", str(self.port)]
        with self.log.open("wb") as log:
            self.process = subprocess.Popen(
                command, env=os.environ | {"WAYSTATION_HOME": str(self.home), **REAL}, stdout=log, stderr=log
            )
        return self.process

    def start(self) -> None:
        """Returns when it answers. Raises RuntimeError with the end of its log."""
        process, until = self.begin(), time.monotonic() + WAIT_SECONDS
        while time.monotonic() < until and process.poll() is None:
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", self.port)) == 0:
                    return
            time.sleep(0.05)
        raise RuntimeError(f"the server did not start again: {self.log.read_text()[-600:]}")

    def link(self) -> str:
        """The one-time link of the log, "" when an agency is there."""
        found = re.search(r"(/begin/\S+)", self.log.read_text())
        return found[1] if found else ""

    def kill(self) -> None:
        """As a power cut does: parent and workers alike, nothing is told."""
        if self.process is None:
            return
        listed = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children")
        children = listed.read_text().split() if listed.exists() else []
        for pid in [self.process.pid, *map(int, children)]:
            os.kill(pid, signal.SIGKILL)
        self.process.wait()
        while any(Path(f"/proc/{pid}").exists() for pid in children):
            time.sleep(0.01)


class Hand:
    """The administrator: a browser's cookies, a phone's secret, and what is on the page."""

    def __init__(self) -> None:
        self.server: Server | None = None
        self.cookies: dict[str, str] = {}
        self.secret = ""
        self.codes: list[str] = []
        self.page, self.path = "", ""
        self.finished = False
        self.took: dict[str, float] = {}

    def come_back(self, server: Server) -> None:
        """After a start: open the page that comes next, signing in when this browser is not."""
        self.server = server
        if link := server.link():
            self.get(link)
            return
        self.get("/set-up/")
        while self.path.startswith(("/sign-in", "/account/keep", "/unlock")):
            self._come_in()
        if self.path == "/set-up/":
            step = re.search(r'class="button" href="(/set-up/[a-z]+/)"', self.page)
            self.finished = step is None
            if step:
                self.get(step[1])

    def _come_in(self) -> None:
        if self.path.startswith("/account/keep"):
            self.post(self.path, {"next": "/set-up/"})
        elif self.path.startswith("/sign-in/set-up/"):
            found = SECRET.search(self.page)
            assert found, "no secret on the page"
            self.secret = found[0].replace(" ", "")
            self.post(self.path, {"code": code_of(self.secret)})
        elif self.path.startswith("/sign-in/code/"):
            self.post(self.path, {"code": code_of(self.secret, time.time() + 30)})
        else:
            self.post("/sign-in/", {"name": "mara", "passphrase": PASSPHRASE, "next": "/set-up/"})

    def next_act(self) -> tuple[str, Act]:
        """What the page asks for, by name, and the sending of it."""
        if "/begin/" in self.path:
            return "founding", lambda: self.post(self.path, FOUNDING)
        step = self.path.strip("/").split("/")[1]
        if step == "envelope":
            return "envelope", self._keep_envelope
        if step == "people":
            return "people", self._invite
        return step, lambda: self.post(self.path, ANSWERS[step])

    def _keep_envelope(self) -> None:
        codes = re.findall(r'<code class="code">([^<]+)</code>', self.page)
        assert len(codes) == 2, f"{len(codes)} codes on the page"
        assert self.codes in ([], codes), "the codes are not those that were printed"
        self.codes = codes
        self.get("/set-up/envelope/check/")
        number = re.search(r'data-group="(\d+)"', self.page)
        assert number, "no group is asked for"
        self.post(self.path, {"group": codes[0].split("-")[int(number[1]) - 1]})

    def _invite(self) -> None:
        self.get("/people/invite/")
        if "tess" not in self.page:
            fields = {"display_name": "Tess", "sign_in_name": "tess", "role": "hotline_advocate", "language": "en"}
            self.post(self.path, fields)
        self.get("/set-up/people/")
        self.post(self.path, {})

    def usual(self, what: str) -> float:
        """Seconds this act may take: the kill falls somewhere within."""
        return {"founding": 0.9, "directory": 2.5, "people": 0.4, "envelope": 0.2, "teams": 0.15}.get(what, 0.08)

    def dare(self, act: Act) -> None:
        """Do it; the server may die meanwhile."""
        try:
            act()
        except (OSError, http.client.HTTPException):
            return

    def get(self, path: str) -> None:
        self._send("GET", path, None)

    def post(self, path: str, fields: dict[str, str]) -> None:
        token = TOKEN.search(self.page)
        self._send("POST", path, urlencode({**fields, "csrfmiddlewaretoken": token[1] if token else ""}))

    def _send(self, method: str, path: str, body: str | None) -> None:
        assert self.server is not None
        connection = http.client.HTTPConnection("127.0.0.1", self.server.port, timeout=60)
        headers = {
            "Host": f"localhost:{self.server.port}", "Origin": f"http://localhost:{self.server.port}",
            "Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items()),
        }  # fmt: skip
        if body is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        connection.request(method, path, body, headers)
        answer = connection.getresponse()
        text = answer.read().decode()
        for line in answer.headers.get_all("Set-Cookie") or []:
            name, _, value = line.partition(";")[0].partition("=")
            self.cookies[name] = value
        connection.close()
        if 300 <= answer.status < 400:
            parts = urlsplit(answer.headers["Location"])
            self._send("GET", parts.path + (f"?{parts.query}" if parts.query else ""), None)
            return
        assert answer.status < 500, f"{method} {path}: {answer.status} {self.server.log.read_text()[-1500:]}"
        self.page, self.path = text, path
