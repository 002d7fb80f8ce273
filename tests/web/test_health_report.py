"""What `waystation check` finds about clock, disk, memory, certificates and backups, and what `start` refuses."""

from __future__ import annotations

import datetime as dt
import os
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from waystation.foundation import clock, keyfiles
from waystation.foundation.audit.models import Event
from waystation.web import health_report, surroundings
from waystation.web.backup import selectors as backup
from waystation.web.backup.errors import BackupError
from waystation.web.tls import authority


@pytest.fixture
def home(cast: Any, settings: Any, tmp_path: Path) -> Path:
    settings.WAYSTATION_HOME = settings.WAYSTATION_TLS_HOME = tmp_path
    return tmp_path


def later(monkeypatch: pytest.MonkeyPatch, days: float) -> None:
    now = clock.now() + dt.timedelta(days=days)
    monkeypatch.setattr(clock, "now", lambda: now)


def with_disk(monkeypatch: pytest.MonkeyPatch, free: int, files: int = 10**6) -> None:
    disk = SimpleNamespace(f_bavail=free, f_frsize=1, f_files=10**7, f_favail=files)
    monkeypatch.setattr(os, "statvfs", lambda path: disk)


def test_a_clock_that_went_back_is_found_and_refused(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert health_report.time() == []
    later(monkeypatch, -1)
    assert "behind" in health_report.time()[0]
    assert any("behind" in sentence for sentence in health_report.dangers())


def test_a_file_from_the_future_is_found(home: Path) -> None:
    keyfiles.read_or_make(home, "server")
    ahead = dt.datetime.now(dt.UTC).timestamp() + 86_400
    os.utime(keyfiles.path_of(home, "server"), (ahead, ahead))
    assert "a file of this installation" in health_report.time()[0]


def test_a_clock_that_may_run_ahead_is_said_and_not_refused(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    later(monkeypatch, 90)
    assert "runs ahead" in health_report.time()[0]
    assert surroundings.clock_behind(home) == []


def test_a_disk_with_a_time_of_its_own_is_found(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(surroundings, "_time_of_disk", lambda home: dt.datetime.now(dt.UTC).timestamp() - 1800)
    assert "differ by 30 minutes" in surroundings.clock_odd(home)[0]


@pytest.mark.parametrize(
    ("free", "files", "says", "is_refused"),
    [
        (10_000_000, 10**6, "Only 10 MB", True), (10**12, 50, "no free inodes", True),
        (700_000_000, 10**6, "Only 700 MB", False), (10**12, 500, "500 more files", False),
    ],
)  # fmt: skip
def test_little_room_is_found_and_none_is_refused(
    home: Path, monkeypatch: pytest.MonkeyPatch, free: int, files: int, says: str, is_refused: bool
) -> None:
    with_disk(monkeypatch, free, files)
    assert says in health_report.disk()[0]
    assert any(says in sentence for sentence in health_report.dangers()) == is_refused


def test_a_disk_that_fills_up_is_said_with_its_day(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    Event.objects.order_by("at").filter(seq=1).update(at=clock.now() - dt.timedelta(days=10))
    (home / "waystation.sqlite3").write_bytes(bytes(1_000_000))
    with_disk(monkeypatch, 2_000_000_000)
    assert health_report.disk() == []
    assert surroundings.days_until_full(home, 3_000_000) in {29, 30, 31}
    monkeypatch.setattr(surroundings, "FEW_DAYS", 10**6)
    assert "is full in" in health_report.disk()[0]


def test_swap_in_clear_is_advice(monkeypatch: pytest.MonkeyPatch) -> None:
    lines = {"/proc/swaps": ["Filename Type", "/swap.img file 2 0 -2"], "/proc/self/cgroup": ["0::/a.slice/w.service"]}
    monkeypatch.setattr(surroundings, "_lines", lambda path: lines.get(path, []))
    assert "/swap.img" in health_report.swap()[0]
    lines["/sys/fs/cgroup/a.slice/w.service/memory.swap.max"] = ["0"]
    assert health_report.swap() == []
    lines["/proc/swaps"] = ["Filename Type", "/dev/mapper/swap partition 2 0 -2"]
    del lines["/sys/fs/cgroup/a.slice/w.service/memory.swap.max"]
    assert health_report.swap() == []
    assert "swap" not in health_report.CHECKS


def test_readable_keys_of_certificates_are_refused(home: Path) -> None:
    authority.ensure(home, clock.now())
    assert health_report.certificates() == []
    authority.key_path(home).chmod(0o604)
    assert any("ca.key can be read" in sentence for sentence in health_report.dangers())


def test_missing_old_and_failed_backups_are_found(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert "No backup is made" in health_report.backups()[0]
    monkeypatch.setattr(backup, "has_key", lambda: True)
    assert health_report.backups() == ["No backup has been made yet."]
    proved = SimpleNamespace(is_old=False)
    monkeypatch.setattr(backup, "last_drill", lambda: proved)
    monkeypatch.setattr(backup, "last_good", lambda: backup.Last(clock.now(), home, 5))
    assert health_report.backups() == []
    monkeypatch.setattr(backup, "failure", lambda: (clock.now(), BackupError("no_drive")))
    assert "failed" in health_report.backups()[0]
    monkeypatch.setattr(backup, "failure", lambda: None)
    monkeypatch.setattr(backup, "last_drill", lambda: None)
    assert "No drill" in health_report.backups()[0]
    monkeypatch.setattr(backup, "last_good", lambda: backup.Last(clock.now() - dt.timedelta(days=3), home, 5))
    assert "overdue" in health_report.backups()[0]


def test_an_installation_without_an_agency_needs_no_backup(db: None, settings: Any, tmp_path: Path) -> None:
    settings.WAYSTATION_HOME = tmp_path
    assert health_report.backups() == []
