"""`waystation start` for an office, as it runs: in a network of its own that has no way out, over real sockets."""

from __future__ import annotations

import http.client
import os
import re
import signal
import socket
import ssl
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tools import without_network

pytestmark = pytest.mark.wide
OFFICE = "10.77.0.1"


@dataclass
class Office:
    """A server on loopback and on the office's network, with a second face on each."""

    home: Path
    log: Path
    port: int
    public_port: int
    process: subprocess.Popen[bytes]

    def ask(
        self, path: str, *, host: str = OFFICE, port: int = 0, claims: dict[str, str] | None = None
    ) -> tuple[int, str]:
        """Status and body, over TLS that trusts the local authority alone, or over plain http on loopback."""
        port = port or self.port
        if host == "127.0.0.1":
            connection = http.client.HTTPConnection(host, port, timeout=20)
        else:
            context = ssl.create_default_context(cafile=str(self.home / "tls" / "ca.pem"))
            connection = http.client.HTTPSConnection(host, port, timeout=20, context=context)
        try:
            connection.request("GET", path, headers=claims or {})
            answer = connection.getresponse()
            return answer.status, answer.read().decode()
        finally:
            connection.close()

    def raw(self, text: str, port: int) -> bytes:
        with socket.create_connection(("127.0.0.1", port), timeout=20) as line:
            line.sendall(text.encode())
            line.shutdown(socket.SHUT_WR)
            return b"".join(iter(lambda: line.recv(65536), b""))


def free_ports() -> tuple[int, int]:
    with socket.socket() as one, socket.socket() as two:
        one.bind((OFFICE, 0))
        two.bind((OFFICE, 0))
        return one.getsockname()[1], two.getsockname()[1]


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    if reason := without_network.why_not():
        pytest.skip(f"needs a network namespace: {reason}")
    folder = tmp_path_factory.mktemp("office")
    clean = {k: v for k, v in os.environ.items() if not k.startswith(("WAYSTATION_", "DJANGO_", "DATABASE_"))}
    with without_network.alone(OFFICE), (folder / "said").open("wb") as said:
        port, public_port = free_ports()
        command = [
            sys.executable, "-m", "waystation.cli", "start", "--host", OFFICE, "--host", "127.0.0.1",
            "--port", str(port), "--public-port", str(public_port),
        ]  # fmt: skip
        env = clean | {"WAYSTATION_HOME": str(folder / "home")}
        process = subprocess.Popen(command, env=env, stdout=said, stderr=said)
        found = Office(folder / "home", folder / "said", port, public_port, process)
        try:
            _wait(found)
            yield found
        finally:
            process.send_signal(signal.SIGTERM)
            process.wait(20)


def _wait(office: Office) -> None:
    until = time.monotonic() + 90
    while time.monotonic() < until and office.process.poll() is None:
        try:
            office.ask("/health/", host="127.0.0.1")
        except OSError:
            time.sleep(0.2)
        else:
            return
    raise RuntimeError(office.log.read_text()[-3000:])


def test_other_computers_are_served_over_tls_and_this_one_over_loopback(office: Office) -> None:
    assert office.ask("/health/") == (200, "ok\n")
    assert office.ask("/health/", host="127.0.0.1") == (200, "ok\n")
    assert office.ask("/sign-in/")[0] == 200
    status, page = office.ask("/trust/")
    said = office.log.read_text()
    words = re.search(r"fingerprint in words: ((\w+ ){7}\w+)", said)
    assert words is not None
    assert (status, words[1] in page) == (200, True)
    assert f"https://{OFFICE}:{office.port}/" in said
    assert office.ask("/trust/waystation-ca.crt")[1] == (office.home / "tls" / "ca.pem").read_text()


def test_plain_http_is_not_answered_off_loopback(office: Office) -> None:
    connection = http.client.HTTPConnection(OFFICE, office.port, timeout=20)
    connection.request("GET", "/")
    with pytest.raises((http.client.HTTPException, OSError)):
        connection.getresponse()


def test_an_address_the_certificate_does_not_name_is_not_trusted(office: Office) -> None:
    context = ssl.create_default_context(cafile=str(office.home / "tls" / "ca.pem"))
    with (
        socket.create_connection((OFFICE, office.port), timeout=20) as line,
        pytest.raises(ssl.SSLCertVerificationError),
    ):
        context.wrap_socket(line, server_hostname="10.77.0.2")


def test_no_staff_page_is_there_on_the_public_listener(office: Office) -> None:
    for host in (OFFICE, "127.0.0.1"):
        assert office.ask("/", host=host, port=office.public_port)[0] == 200
        assert office.ask("/health/", host=host, port=office.public_port)[0] == 200
        for path in ("/sign-in/", "/sign-in", "/today/", "/trust/", "/begin/anything/", "/join/anything/", "/set-up/"):
            assert office.ask(path, host=host, port=office.public_port)[0] == 404, path
    style = re.search(r'href="(/static/ui/waystation\.\w+\.css)"', office.ask("/", port=office.public_port)[1])
    assert style is not None
    assert office.ask(style[1], port=office.public_port)[0] == 200


def test_no_header_moves_a_request_from_one_listener_to_the_other(office: Office) -> None:
    here = str(office.port)
    claims = [
        {"Host": f"localhost:{here}"}, {"X-Forwarded-Port": here}, {"X-Forwarded-Host": f"localhost:{here}"},
        {"Forwarded": f"host=localhost:{here}"}, {"SERVER_PORT": here}, {"Server-Port": here}, {"SCRIPT_NAME": ""},
        {"X-Forwarded-Proto": "https", "X-Forwarded-For": "127.0.0.1"}, {"X-Original-URL": "/sign-in/"},
    ]  # fmt: skip
    for claim in claims:
        assert office.ask("/sign-in/", host="127.0.0.1", port=office.public_port, claims=claim)[0] == 404, claim
        assert office.ask("/sign-in/", port=office.public_port, claims=claim)[0] == 404, claim
    lines = [
        f"GET http://localhost:{here}/sign-in/ HTTP/1.1\r\nHost: localhost:{here}\r\nConnection: close\r\n\r\n",
        f"PROXY TCP4 127.0.0.1 127.0.0.1 4000 {here}\r\nGET /sign-in/ HTTP/1.1\r\nHost: localhost\r\n\r\n",
        f"GET /sign-in/ HTTP/1.1\r\nHost: localhost\r\nHost: localhost:{here}\r\nConnection: close\r\n\r\n",
    ]
    for text in lines:
        assert not office.raw(text, office.public_port).startswith(b"HTTP/1.1 200"), text


def test_the_process_leaves_nothing_to_read(office: Office) -> None:
    limits = Path(f"/proc/{office.process.pid}/limits").read_text()
    assert re.search(r"Max core file size\s+0\s+0\s", limits)
    private = [path for path in office.home.rglob("*") if not {"static", "ca.pem"} & set(path.parts)]
    assert len(private) > 5
    assert [str(path) for path in private if path.stat().st_mode & 0o077] == []


def test_nothing_tried_to_leave_the_computer(office: Office) -> None:
    office.ask("/directory/")
    assert without_network.tried_to_leave() == 0
