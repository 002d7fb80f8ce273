"""What a backup carries of the data folder, and what it leaves behind."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from tests.web.backup.conftest import House, waystation
from waystation.web.backup.archive import is_name
from waystation.web.backup.making import plain_files
from waystation.web.tls import authority, certificates

CARRIED = {
    "settings.toml", "clock", "demo", "keys/server.key", "keys/backup.box",
    "tls/ca.pem", "tls/ca.key", "tls/server.pem",
    "witness/00000000-0000-4000-8000-000000000001.log", "files/2026/letter.box",
}  # fmt: skip
LEFT = {
    "is-practice", "made", "begin", "practice.lock", "practice/waystation.sqlite3", "practice/demo",
    "practice/keys/server.key", "incoming/upload", "backups/waystation-20260101-000000.wsb", "backup-state/last.json",
    "static/ui/waystation.css", "tls/.ca.key.1234", "waystation.sqlite3-wal",
}  # fmt: skip


def test_the_list_of_what_a_backup_carries(tmp_path: Path) -> None:
    for name in CARRIED | LEFT:
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).touch()
    assert {name for name, _ in plain_files(tmp_path)} == CARRIED
    assert [name for name in CARRIED if not is_name(name)] == []
    assert [name for name in LEFT if is_name(name)] == []


def test_a_restored_server_is_still_trusted_by_the_computers_of_the_office(house: House, tmp_path: Path) -> None:
    now, new = dt.datetime.now(dt.UTC), tmp_path / "new"
    certificates.ensure(house.home, ["192.168.1.20"], now)
    (house.home / "practice").mkdir()
    (house.home / "practice" / "demo").touch()
    done = waystation(new, "restore", str(house.backup()), "--json", said=house.code + "\n")
    assert done.returncode == 0, done.stderr
    assert authority.certificate_path(new).read_bytes() == authority.certificate_path(house.home).read_bytes()
    certificates.ensure(new, ["192.168.1.20"], now)
    assert certificates.path(new).read_bytes() == certificates.path(house.home).read_bytes()
    for path in (authority.key_path(new), certificates.path(new)):
        assert oct(path.stat().st_mode & 0o777) == "0o600"
    assert oct((new / "tls").stat().st_mode & 0o777) == "0o700"
    assert not (new / "practice").exists()


def test_a_restored_demo_is_marked_as_one_and_start_refuses_it(house: House, tmp_path: Path) -> None:
    (house.home / "demo").write_text("Nobody in it is real.\n")
    new = tmp_path / "new"
    done = waystation(new, "restore", str(house.backup()), "--json", said=house.code + "\n")
    assert done.returncode == 0, done.stderr
    assert (new / "demo").read_text() == "Nobody in it is real.\n"
    started = waystation(new, "start", "--port", "1")
    assert (started.returncode, "holds the demo" in started.stderr) == (2, True)
