"""Practice: one click from the sign-in page, its own folder, cookies and marks, and an end by itself."""

from __future__ import annotations

import http.cookiejar
import os
import re
import signal
import subprocess
import sys
import time
import urllib.parse
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client, RequestFactory

from tests.e2e.serving import CHEAP, free_port
from waystation.demo import days
from waystation.demo.people import PASSPHRASE
from waystation.foundation import clock
from waystation.web import options
from waystation.web.listening import Listener
from waystation.web.practice import opening, place
from waystation.web.practice.keeping import KEEPER
from waystation.web.practice.place import State
from waystation.web.practice.room import LeavingRoom

pytestmark = pytest.mark.wide


@pytest.fixture
def offered() -> Iterator[None]:
    opening.offer(opening.Offer(("127.0.0.1",), 8001))
    yield
    opening.offer(None)


def test_sign_in_page_leads_to_practice_where_it_is_offered(db: None, offered: None) -> None:
    assert 'action="/practice/"' in Client().get("/sign-in/").content.decode()
    page = Client().get("/practice/")
    assert page.status_code == 200
    assert "Open practice" in page.content.decode()


def test_sign_in_page_says_nothing_of_practice_where_it_is_not_offered(db: None) -> None:
    assert "practice" not in Client().get("/sign-in/").content.decode().lower()
    assert Client().post("/practice/").status_code == 404


def test_start_offers_the_next_free_port_and_nothing_behind_a_proxy(settings: Any) -> None:
    listeners = [Listener("127.0.0.1", 8000), Listener("127.0.0.1", 8001, public=True)]
    settings.WAYSTATION_PROXY = True
    opening.offer_beside(listeners)
    assert opening.offered() is None
    settings.WAYSTATION_PROXY = False
    opening.offer_beside(listeners)
    try:
        assert opening.offered() == opening.Offer(("127.0.0.1",), 8002)
    finally:
        opening.offer(None)


@pytest.mark.parametrize(
    ("said", "host", "offered"),
    [
        ("loopback", "127.0.0.1", True),
        ("loopback", "192.168.1.20", False),
        ("true", "192.168.1.20", True),
        ("false", "127.0.0.1", False),
    ],
)
def test_nobody_on_a_network_is_offered_practice_unless_the_option_says_so(
    said: str, host: str, offered: bool, settings: Any
) -> None:
    settings.WAYSTATION_OFFERS_PRACTICE = said
    opening.offer_beside([Listener("127.0.0.1", 8000), Listener(host, 8000)])
    try:
        assert (opening.offered() is not None) is offered
    finally:
        opening.offer(None)


def test_anybody_cannot_fill_the_disk_that_the_real_work_needs(
    db: None, offered: None, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.WAYSTATION_LEAST_FREE = 10**18
    monkeypatch.setattr(subprocess, "Popen", None)
    assert Client().post("/practice/").status_code == 303
    assert "too full" in Client().get("/practice/").content.decode()
    inside = LeavingRoom(lambda request: HttpResponse("stored"))
    refused = inside.process_view(RequestFactory().post("/sign-in/"))
    assert refused is not None
    assert refused.status_code == 503
    assert inside.process_view(RequestFactory().get("/sign-in/")) is None
    settings.WAYSTATION_LEAST_FREE = 1
    assert inside.process_view(RequestFactory().post("/sign-in/")) is None


def test_practice_gives_way_and_has_bounds() -> None:
    code = (
        "import os, resource\nfrom waystation.web.practice import keeping\nkeeping.hold_back()\n"
        "print(os.nice(0), *(resource.getrlimit(one)[1] for one in (resource.RLIMIT_FSIZE, resource.RLIMIT_DATA)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=True)
    nice, file, memory = (int(word) for word in done.stdout.split())
    assert nice >= 10
    assert 0 < file <= 300_000_000
    assert 0 < memory <= 1_000_000_000


def test_nobody_can_turn_the_clock_of_the_invented_county_beyond_400_days(
    settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.WAYSTATION_HOME = tmp_path
    monkeypatch.setattr(days, "run_batch", lambda: None)
    clock.set_offset(399 * days.DAY)
    for _turn in range(3):
        days.go_to_next_day()
    assert clock.offset() == 400 * days.DAY


def test_child_gets_neither_the_real_database_nor_the_real_key(settings: Any) -> None:
    given = {
        "DATABASE_URL": "postgres://u:s@h/n",
        "WAYSTATION_SECRET_KEY": "s",
        "WAYSTATION_PROXY": "1",
        "PATH": "/bin",
    }
    found = opening.environment(given, opening.Offer(("127.0.0.1", "192.168.1.20"), 8002))
    assert not {"DATABASE_URL", "WAYSTATION_SECRET_KEY", "WAYSTATION_PROXY"} & set(found)
    assert (found["WAYSTATION_HOST"], found["WAYSTATION_PORT"]) == ("127.0.0.1 192.168.1.20", "8002")
    assert found["PATH"] == "/bin"


def test_page_waits_and_asks_again_without_script(db: None, offered: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(opening, "standing", lambda: State.MAKING)
    waiting = Client().get("/practice/")
    assert waiting["Refresh"] == "2"
    monkeypatch.setattr(opening, "standing", lambda: State.OPEN)
    ready = Client().get("/practice/", headers={"host": "localhost:8000"})
    assert ready["Refresh"] == "0; url=http://localhost:8001/sign-in/"


def test_one_process_holds_practice_at_a_time(tmp_path: Path) -> None:
    assert place.standing(tmp_path).state is State.SHUT
    with place.held(tmp_path, "127.0.0.1", 1) as mine, place.held(tmp_path, "127.0.0.1", 2) as other:
        assert (mine, other) == (True, False)
        assert place.standing(tmp_path) == place.Standing(State.MAKING, 1)
    assert place.standing(tmp_path).state is State.SHUT


def test_a_county_left_half_made_or_older_than_a_week_is_made_anew(tmp_path: Path) -> None:
    folder = place.folder_of(tmp_path)
    place.clear(folder)
    assert not place.is_fresh(folder, 1e9)
    place.complete(folder, 1e9)
    assert place.is_fresh(folder, 1e9 + 6 * 86_400)
    assert not place.is_fresh(folder, 1e9 + 8 * 86_400)


def test_practice_takes_the_place_of_nothing_else(tmp_path: Path) -> None:
    (place.folder_of(tmp_path)).mkdir()
    (place.folder_of(tmp_path) / "letters.txt").write_text("mine")
    with pytest.raises(ValueError, match="move it away"):
        place.clear(place.folder_of(tmp_path))


class Served:
    """A practice process as `start` runs it, and the pipe that it lives by."""

    def __init__(self, home: Path, port: int) -> None:
        self.home, self.port = home, port
        clean = {k: v for k, v in os.environ.items() if not k.startswith(("WAYSTATION_", "DJANGO_", "DATABASE_"))}
        self.log = home.parent / "practice.log"
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "waystation.cli", "practice", "--child"],
                env=clean | CHEAP | {"WAYSTATION_HOME": str(home), "WAYSTATION_PORT": str(port)},
                stdin=subprocess.PIPE, stdout=log, stderr=log,
            )  # fmt: skip
        until = time.monotonic() + 90
        while place.standing(home).state is not State.OPEN:
            assert time.monotonic() < until, self.log.read_text()
            assert self.process.poll() is None, self.log.read_text()
            time.sleep(0.1)
        self.cookies = http.cookiejar.CookieJar(http.cookiejar.DefaultCookiePolicy(secure_protocols=["http", "https"]))
        self.browser = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(self.cookies))

    def get(self, path: str) -> str:
        page: str = self.browser.open(f"http://localhost:{self.port}{path}").read().decode()
        return page

    def post(self, path: str, page: str, **values: str) -> str:
        token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)
        assert token is not None
        form = urllib.parse.urlencode({"csrfmiddlewaretoken": token[1], **values}).encode()
        answer: str = self.browser.open(f"http://localhost:{self.port}{path}", form).read().decode()
        return answer


def test_practice_is_marked_apart_and_ends_with_its_parent(tmp_path: Path) -> None:
    """The whole of it, in processes: all that is done there lies in its folder, and the real one is not touched."""
    home = tmp_path / "home"
    home.mkdir(mode=0o700)
    (home / "waystation.sqlite3").write_bytes(b"the real one")
    served = Served(home, free_port())
    try:
        page = served.get("/sign-in/")
        assert "<title>Practice: " in page
        assert "Practice: nobody here is real." in page
        assert '<body class="practice ' in page
        page = served.post("/sign-in/", page, name="ana", passphrase=PASSPHRASE)
        code = re.search(r'name="code" value="(\d+)"', page)
        assert code is not None
        page = served.post("/sign-in/code/", page, code=code[1])
        assert "<title>Practice: Today" in page
        assert {cookie.name for cookie in served.cookies} >= {"__Host-pc", "__Host-ps", "__Host-pk"}
        assert not any(re.fullmatch(r"__Host-[sklc]", cookie.name) for cookie in served.cookies)
        second = subprocess.run(
            [sys.executable, "-m", "waystation.cli", "practice", "--port", str(free_port())],
            env=os.environ | {"WAYSTATION_HOME": str(home)}, capture_output=True, text=True, timeout=60,
        )  # fmt: skip
        assert (second.returncode, second.stderr) == (2, "Practice is served already.\n")
    finally:
        assert served.process.stdin is not None
        served.process.stdin.close()
        served.process.wait(timeout=20)
    assert place.standing(home).state is State.SHUT
    assert (home / "waystation.sqlite3").read_bytes() == b"the real one"
    assert {path.name for path in home.iterdir()} == {"waystation.sqlite3", "practice", "practice.lock"}
    refused = subprocess.run(
        [sys.executable, "-m", "waystation.cli", "start"],
        env=os.environ | {"WAYSTATION_HOME": str(home / "practice")}, capture_output=True, text=True, timeout=60,
    )  # fmt: skip
    assert refused.returncode == 2
    assert "holds the demo" in refused.stderr


def test_practice_ends_when_nobody_has_asked_for_anything(tmp_path: Path) -> None:
    """The watcher alone: it ends the process it was told of."""
    sleeper = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"])
    code = (
        "from waystation.web.practice.keeping import Watching\nimport time\n"
        "Watching(lambda request: None)\ntime.sleep(20)"
    )
    watcher = subprocess.Popen([sys.executable, "-c", code], env=os.environ | {KEEPER: f"{sleeper.pid} 1"})
    try:
        assert sleeper.wait(timeout=20) == -signal.SIGTERM
    finally:
        watcher.kill()
        watcher.wait()


def test_practice_refuses_an_invented_county_and_no_folder(tmp_path: Path) -> None:
    def says(home: Path) -> str:
        done = subprocess.run(
            [sys.executable, "-m", "waystation.cli", "practice"],
            env=os.environ | {"WAYSTATION_HOME": str(home)}, capture_output=True, text=True, timeout=60,
        )  # fmt: skip
        assert done.returncode == 2
        return done.stderr

    assert "no data folder" in says(tmp_path / "none")
    (tmp_path / options.DEMO_FLAG).touch()
    assert "invented county itself" in says(tmp_path)
