"""A computer that gives out: one clear sentence, nothing half written, nothing lost, and on again when it is mended."""

from __future__ import annotations

import json
import os
import resource
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from http.client import HTTPConnection, HTTPResponse
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest

from tests.web.backup.conftest import FIXTURES, lay_out, lay_out_updated, waystation
from tests.web.test_updating import digest
from tools.fixture import run as call

pytestmark = pytest.mark.wide
TOLD = json.loads((FIXTURES / "v0_2.json").read_text())


@pytest.fixture
def small(tmp_path: Path) -> Iterator[Path]:
    """A data folder on a disk of its own, of 24 MB and 300 files. Only root can mount one."""
    with _small(tmp_path, lay_out_updated) as home:
        yield home


@pytest.fixture
def small_old(tmp_path: Path) -> Iterator[Path]:
    """The same as a released version left it."""
    with _small(tmp_path, lay_out) as home:
        yield home


@contextmanager
def _small(tmp_path: Path, lay: Callable[[Path], None]) -> Iterator[Path]:
    home = tmp_path / "home"
    home.mkdir()
    words = ["mount", "-t", "tmpfs", "-o", "size=24m,nr_inodes=300,mode=700", "tmpfs", str(home)]
    done = subprocess.run(words, capture_output=True, text=True, check=False) if os.geteuid() == 0 else None
    if done is None or done.returncode:
        pytest.skip("a small disk can only be mounted by root")
    try:
        lay(home)
        _set_clock(home)
        (home / "static").mkdir()
        yield home
    finally:
        subprocess.run(["mount", "-o", "remount,rw", str(home)], check=False)
        subprocess.run(["umount", "-l", str(home)], check=False)


def happened(home: Path, way: str) -> Any:
    return json.loads(call(home, "tests.failures.acting:main", way, TOLD["passphrase"], TOLD["totp"]))


@pytest.mark.parametrize(
    ("way", "says"),
    [("full", "disk is full"), ("no_inodes", ""), ("read_only", "cannot write to its data folder")],
)
def test_when_the_disk_gives_out_nothing_is_half_written_and_work_goes_on_after(
    request: pytest.FixtureRequest, way: str, says: str
) -> None:
    # A disk is made read-only under a process that holds no file open to write, as one that has just updated.
    small = request.getfixturevalue("small_old" if way == "read_only" else "small")
    told = happened(small, way)
    assert (told["before"], told["after"]) == (302, 302)
    assert told["failed"] == 503 or (way == "no_inodes" and told["failed"] == 302), told["answers"]
    assert says in told["page"]
    assert "Traceback" not in told["page"]
    assert told["kept"] == told["acknowledged"]
    assert told["journals"] == [[] for _ in told["journals"]]


def test_without_memory_a_sign_in_is_refused_in_words_and_the_server_goes_on(tmp_path: Path) -> None:
    home = tmp_path / "home"
    lay_out_updated(home)
    _set_clock(home)
    told = happened(home, "memory")
    assert told["failed"] == 503, told
    assert "short of memory" in told["page"]
    assert told["after"] == 302
    assert told["journals"] == [[] for _ in told["journals"]]


def _set_clock(home: Path) -> None:
    (home / "clock").write_text(f"{TOLD['at'] + 60 - time.time():.0f}\n")


def fill(home: Path, leave: int = 400_000) -> None:
    free = os.statvfs(home)
    (home / "filler").write_bytes(bytes(free.f_bavail * free.f_frsize - leave))


def test_a_full_disk_stops_a_backup_and_an_update_in_one_sentence(small_old: Path) -> None:
    fill(small_old)
    before = digest(small_old)
    with pytest.raises(RuntimeError, match=r"no room left|disk is full|could not be copied"):
        call(small_old, "builtins:print")
    assert digest(small_old) == before
    assert [path.name for path in small_old.iterdir() if "updating" in path.name] == []
    (small_old / "filler").unlink()
    call(small_old, "builtins:print")
    code = waystation(small_old, "backup", "--new-code")
    assert code.returncode == 0, code.stderr
    fill(small_old)
    done = waystation(small_old, "backup")
    assert (done.returncode, "no room left" in done.stderr, done.stderr.count("\n")) == (2, True, 1), done.stderr
    assert list((small_old / "backups").glob("*.wsb")) + list((small_old / "backups").glob(".*part")) == []
    assert list(small_old.glob(".backup-copy-*")) == []


def test_within_300_mb_the_server_lives_through_a_storm_of_sign_ins(tmp_path: Path) -> None:
    home, port = tmp_path / "home", free_port()
    clean = {name: value for name, value in os.environ.items() if not name.startswith(("WAYSTATION_", "DATABASE_"))}
    clean.pop("DJANGO_SETTINGS_MODULE", None)
    least = (300_000_000, 300_000_000)
    with (tmp_path / "said").open("wb") as said:
        server = subprocess.Popen(
            [sys.executable, "-m", "waystation.cli", "start", "--port", str(port)],
            env=clean | {"WAYSTATION_HOME": str(home)}, stdout=said, stderr=said,
            preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_DATA, least),
        )  # fmt: skip
    try:
        assert health(port, 120) == 200  # its tables are made under the limit, too
        with ThreadPoolExecutor(8) as pool:
            answers = list(pool.map(lambda _turn: sign_in(port), range(16)))
        assert set(answers) <= {302, 422, 429, 503}, (answers, (tmp_path / "said").read_text()[-800:])
        assert health(port, 5) == 200
        assert server.poll() is None
    finally:
        server.terminate()
        server.wait(15)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def ask(port: int, *words: Any, **more: Any) -> HTTPResponse:
    connection = HTTPConnection("127.0.0.1", port, timeout=60)
    connection.request(*words, **more)
    answer = connection.getresponse()
    answer.read()
    connection.close()
    return answer


def health(port: int, wait: float) -> int:
    until = time.monotonic() + wait
    while True:
        try:
            return ask(port, "GET", "/health/", headers={"Host": f"localhost:{port}"}).status
        except OSError:
            if time.monotonic() > until:
                raise
            time.sleep(0.2)


def sign_in(port: int) -> int:
    """One try with a name nobody has: it costs a whole stretching, as each try does."""
    host = {"Host": f"localhost:{port}"}
    page = ask(port, "GET", "/sign-in/", headers=host)
    cookie = str(page.getheader("Set-Cookie")).partition(";")[0]
    form = urlencode({"name": "nobody", "passphrase": "x" * 20, "csrfmiddlewaretoken": cookie.partition("=")[2]})
    kind = {"Content-Type": "application/x-www-form-urlencoded", "Cookie": cookie}
    return ask(port, "POST", "/sign-in/", body=form, headers=host | kind).status
