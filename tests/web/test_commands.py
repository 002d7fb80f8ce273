"""`waystation start`, `check` and `tick`: refusals in one sentence, findings by name."""

from __future__ import annotations

import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path
from typing import Any

import pytest

from tests.prepared import lay_tables
from tests.signing import with_authenticator
from waystation import cli
from waystation.commands import check as check_command
from waystation.foundation import clock, keyfiles
from waystation.foundation.audit.models import Event
from waystation.web import health_report, options, serving, ticking


def run(*arguments: str, home: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    clean = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("WAYSTATION_", "DJANGO_", "DATABASE_"))
    }
    return subprocess.run(
        [sys.executable, "-m", "waystation.cli", *arguments],
        env=clean | {"WAYSTATION_HOME": str(home)} | environment, capture_output=True, text=True, timeout=60,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["start", "--host", "0.0.0.0"], "each network"),
        (["start", "--host", "203.0.113.9"], "TLS proxy"),
        (["start", "--host", "desk.example"], "addresses in numbers"),
        (["start", "--port", "70000"], "1 to 65535"),
        (["check"], "no data folder"),
        (["tick"], "no data folder"),
    ],
)
def test_bad_input_gets_one_sentence_and_a_non_zero_exit(arguments: list[str], says: str, tmp_path: Path) -> None:
    done = run(*arguments, home=tmp_path / "none")
    assert done.returncode == 2
    assert says in done.stderr
    assert done.stderr.strip().count("\n") == 0
    assert done.stdout == ""


def test_start_refuses_the_demo(tmp_path: Path) -> None:
    (tmp_path / options.DEMO_FLAG).touch()
    done = run("start", home=tmp_path)
    assert (done.returncode, "demo" in done.stderr) == (2, True)


def test_a_second_start_on_one_sqlite_folder_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert serving.be_the_only_one(tmp_path)
    monkeypatch.setattr(serving, "LEAVING", 0)
    assert not serving.be_the_only_one(tmp_path)
    done = run("start", "--port", _free(), home=tmp_path)
    assert (done.returncode, "one process serves" in done.stderr, done.stderr.count("\n")) == (2, True, 1)


def test_start_refuses_a_port_in_use(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        done = run("start", "--port", str(taken.getsockname()[1]), home=tmp_path)
    assert (done.returncode, "cannot be used" in done.stderr) == (2, True)


def test_start_refuses_weak_stretching_and_wrong_options(tmp_path: Path) -> None:
    lay_tables(tmp_path)
    weak = run("start", "--port", "0", home=tmp_path)
    assert weak.returncode == 2
    weak = run("start", "--port", _free(), home=tmp_path, WAYSTATION_STRETCH_MEMORY_KIB="8192")
    assert (weak.returncode, "64 MiB" in weak.stderr) == (2, True)
    (tmp_path / "settings.toml").write_text("idle = 3\n")
    wrong = run("check", home=tmp_path)
    assert (wrong.returncode, wrong.stderr) == (2, "settings.toml has an unknown option: idle.\n")


def _free() -> str:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return str(probe.getsockname()[1])


def test_start_serves_and_prints_a_link_for_the_first_administrator(tmp_path: Path) -> None:
    home, port = tmp_path / "home", _free()
    clean = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("WAYSTATION_", "DJANGO_", "DATABASE_"))
    }
    with (tmp_path / "said").open("wb") as said:
        server = subprocess.Popen(
            [sys.executable, "-m", "waystation.cli", "start", "--port", port],
            env=clean | {"WAYSTATION_HOME": str(home)}, stdout=said, stderr=said,
        )  # fmt: skip
    try:
        assert _fetch(f"http://127.0.0.1:{port}/health/", 40) == "ok\n"
        text = (tmp_path / "said").read_text()
        link = re.search(r"http://localhost:\d+(/begin/\S+/)", text)
        assert link is not None, text
        page = _fetch(f"http://127.0.0.1:{port}{link[1]}", 5)
        style = re.search(r'href="(/static/ui/waystation\.\w+\.css)"', page)
        assert style is not None
        assert "--" in _fetch(f"http://127.0.0.1:{port}{style[1]}", 5)
    finally:
        server.send_signal(signal.SIGTERM)
        server.wait(15)
    assert oct(home.stat().st_mode & 0o777) == "0o700"
    assert (home / "begin").stat().st_mode & 0o077 == 0
    assert "/health" not in (tmp_path / "said").read_text()  # no access log
    done = run("check", "--json", home=home)
    assert done.returncode == 0, done.stdout
    assert json.loads(done.stdout)["sound"] is True


def _fetch(address: str, patience: float) -> str:
    until = time.monotonic() + patience
    while True:
        try:
            with urllib.request.urlopen(address, timeout=5) as answer:
                text: str = answer.read().decode()
                return text
        except OSError:
            if time.monotonic() > until:
                raise
            time.sleep(0.2)


@pytest.fixture
def sound(cast: Any, settings: Any, monkeypatch: pytest.MonkeyPatch) -> Any:
    """An installation in which nothing is wrong but what a test breaks."""
    monkeypatch.setattr(serving, "weak_parameters", list)
    monkeypatch.setattr(health_report, "weak_parameters", list)
    monkeypatch.setitem(health_report.CHECKS, "backups", list)
    Path(settings.WAYSTATION_HOME).chmod(0o700)
    return cast


def findings() -> dict[str, list[str]]:
    return {name: found for name, check in health_report.CHECKS.items() if (found := check())}


def test_check_finds_nothing_in_a_sound_installation(sound: Any) -> None:
    with_authenticator(sound.member("ben"))
    assert findings() == {}


def test_check_finds_weak_stretching(cast: Any) -> None:
    assert "64 MiB" in findings()["stretching"][0]


def test_check_finds_keys_that_others_can_read(sound: Any, settings: Any) -> None:
    keyfiles.read_or_make(Path(settings.WAYSTATION_HOME), "factors")
    keyfiles.path_of(Path(settings.WAYSTATION_HOME), "factors").chmod(0o640)
    assert "factors.key" in findings()["files"][0]


def test_check_finds_a_clock_that_went_back(sound: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    now = clock.now()
    monkeypatch.setattr(clock, "now", lambda: now.replace(year=now.year - 1))
    assert "behind" in findings()["clock"][0]


def test_check_finds_a_changed_journal(sound: Any) -> None:
    chain = sound.agency("riverbend").pk
    Event.objects.filter(chain=chain, seq=3).update(verb="case.closed")
    assert findings()["journal"][0].startswith("Journal of Riverbend Advocates: ")


def test_check_answers_one_when_something_is_wrong(
    cast: Any, monkeypatch: pytest.MonkeyPatch, capsys: Any, settings: Any
) -> None:
    monkeypatch.setenv("WAYSTATION_HOME", str(settings.WAYSTATION_HOME))
    assert cli.main(["check"]) == 1
    assert "stretching:" in capsys.readouterr().out
    assert cli.main(["check", "--json"]) == 1
    assert json.loads(capsys.readouterr().out)["sound"] is False
    assert check_command is not None


def test_one_process_does_a_task_and_one_failure_stops_no_other(cast: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    broken = ticking.Task("waystation.web.nothing.there", 60)
    monkeypatch.setattr(ticking, "TASKS", [broken, *ticking.TASKS])
    sweep = "waystation.foundation.keyring.session.sweep.sweep"
    assert sweep in ticking.tick()
    assert sweep not in ticking.tick()  # the lease still stands
