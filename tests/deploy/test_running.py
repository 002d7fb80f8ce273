"""The shipped files before their own programs: nginx in front of a real server, systemd judging the units."""

from __future__ import annotations

import http.client
import os
import re
import shutil
import signal
import socket
import ssl
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.deploy import proxy
from tests.deploy.test_files import UNITS
from tools import without_network

pytestmark = pytest.mark.long
EXPOSURE = 2.0
"""systemd-analyze's figure, 0 to 10, that a unit may not exceed."""


@pytest.mark.parametrize("name", UNITS)
def test_systemd_finds_nothing_wrong_with_a_unit_and_little_exposed(name: str, tmp_path: Path) -> None:
    if not shutil.which("systemd-analyze"):
        pytest.skip("needs Debian's systemd (systemd-analyze)")
    text = (proxy.DEPLOY / name).read_text()
    copy = tmp_path / name
    copy.write_text(text.replace("/opt/waystation/bin/waystation", "/bin/true"))
    done = subprocess.run(["systemd-analyze", "verify", "--man=no", copy], capture_output=True, text=True, timeout=60)
    assert (done.returncode, done.stderr) == (0, "")
    done = subprocess.run(
        ["systemd-analyze", "security", "--offline=true", copy], capture_output=True, text=True, timeout=60
    )
    found = re.search(r"Overall exposure level for \S+: ([\d.]+)", done.stdout)
    assert found is not None, done.stdout + done.stderr
    assert float(found[1]) <= EXPOSURE


@pytest.mark.parametrize("upstreams", ["nginx-one-process.conf", "nginx-several-processes.conf"])
def test_nginx_takes_the_files(upstreams: str, tmp_path: Path) -> None:
    if reason := proxy.why_not():
        pytest.skip(reason)
    assert proxy.tested(proxy.lay_out(tmp_path, upstreams)) == ""


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The rented server of the how-to, in a network of its own: settings, process and nginx as shipped."""
    if reason := proxy.why_not() or without_network.why_not():
        pytest.skip(reason)
    folder, home = tmp_path_factory.mktemp("nginx"), tmp_path_factory.mktemp("home")
    home.chmod(0o700)
    settings = (proxy.DEPLOY / "settings.toml").read_text()
    settings = settings.replace("staff.example.org", proxy.STAFF).replace("help.example.org", proxy.PUBLIC)
    (home / "settings.toml").write_text(settings)
    (home / "settings.toml").chmod(0o600)
    clean = {k: v for k, v in os.environ.items() if not k.startswith(("WAYSTATION_", "DJANGO_", "DATABASE_"))}
    main = proxy.lay_out(folder, "nginx-one-process.conf")
    with without_network.alone(), (folder / "said").open("wb") as said:
        command = [sys.executable, "-m", "waystation.cli", "start"]
        server = subprocess.Popen(command, env=clean | {"WAYSTATION_HOME": str(home)}, stdout=said, stderr=said)
        try:
            with proxy.running(main):
                _wait(folder, server)
                yield folder
        finally:
            server.send_signal(signal.SIGTERM)
            server.wait(20)


def _wait(folder: Path, server: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + 90
    while time.monotonic() < until and server.poll() is None:
        try:
            if ask(folder, proxy.PUBLIC, "/health/")[0] == 200:
                return
        except OSError:
            pass
        time.sleep(0.3)
    raise RuntimeError((folder / "said").read_text()[-3000:])


def ask(
    folder: Path, name: str, path: str, body: bytes | None = None, claims: dict[str, str] | None = None
) -> tuple[int, dict[str, str], bytes]:
    """One request to nginx under a name, over TLS that trusts the authority of the test."""
    context = ssl.create_default_context(cafile=str(folder / "tls" / "ca.pem"))
    line = context.wrap_socket(socket.create_connection(("127.0.0.1", 443), timeout=20), server_hostname=name)
    connection = http.client.HTTPSConnection(name, context=context)
    connection.sock = line
    try:
        connection.request("POST" if body else "GET", path, body=body, headers=claims or {})
        answer = connection.getresponse()
        return answer.status, dict(answer.getheaders()), answer.read()
    finally:
        connection.close()


def test_each_name_leads_to_its_face(site: Path) -> None:
    assert ask(site, proxy.STAFF, "/sign-in/")[0] == 200
    assert ask(site, proxy.PUBLIC, "/")[0] == 200
    for path in ("/sign-in/", "/today/", "/sign-in", "/trust/", "/begin/x/"):
        assert ask(site, proxy.PUBLIC, path)[0] == 404
        assert (
            ask(site, proxy.PUBLIC, path, claims={"X-Forwarded-Port": "8000", "X-Forwarded-Host": proxy.STAFF})[0]
            == 404
        )
    assert "max-age=31536000" in ask(site, proxy.STAFF, "/sign-in/")[1]["Strict-Transport-Security"]


def test_a_name_that_is_not_ours_gets_no_answer(site: Path) -> None:
    with pytest.raises(OSError, match=r"(?i)unrecognized|alert|eof"):
        ask(site, "other.local", "/")


def test_plain_http_leads_to_https(site: Path) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", 80, timeout=20)
    connection.request("GET", "/directory/", headers={"Host": proxy.PUBLIC})
    answer = connection.getresponse()
    assert (answer.status, answer.getheader("Location")) == (308, f"https://{proxy.PUBLIC}/directory/")


def test_a_body_too_large_is_refused_and_nothing_is_kept(site: Path) -> None:
    big = b"words=" + b"x" * 4_000_000
    assert ask(site, proxy.PUBLIC, "/directory/", big)[0] == 413
    assert ask(site, proxy.PUBLIC, "/directory/?words=planted-in-the-query", b"words=planted-in-the-form")[0] in (
        200,
        403,
    )
    kept = b"".join(path.read_bytes() for path in site.rglob("*") if path.is_file() and "tls" not in path.parts)
    assert b"planted" not in kept
    assert not [path for path in (site / "temp").rglob("*") if path.is_file()]
    assert not (site / "access").exists() or (site / "access").stat().st_size == 0
    assert b"127.0.0.1" not in (site / "errors").read_bytes()


def test_nothing_tried_to_leave(site: Path) -> None:
    assert without_network.tried_to_leave() == 0
