"""A backup and its printed code give the whole installation back; anything else gives one sentence and nothing."""

from __future__ import annotations

import json
import sqlite3
import time
from contextlib import closing
from pathlib import Path

import pytest

from tests.fixtures.test_old_versions_open import HERE
from tests.web.backup.conftest import House, waystation
from tools.fixture import run as call
from waystation.core.vault import backup as vault
from waystation.core.vault import keys, stream
from waystation.core.vault.recovery import new_recovery_code
from waystation.web.backup.archive import BASE, CANARY, MARK, ArchiveWriter

pytestmark = pytest.mark.wide


def counts(base: Path) -> dict[str, int]:
    with closing(sqlite3.connect(f"file:{base}?mode=ro", uri=True)) as reader:
        names = [name for (name,) in reader.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        return {name: reader.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0] for name in names}


def refused(done: object, says: str, home: Path) -> None:
    """Exit 2, one sentence, and nothing where the data folder would be."""
    assert (done.returncode, done.stdout) == (2, ""), done  # type: ignore[attr-defined]
    assert says in done.stderr  # type: ignore[attr-defined]
    assert done.stderr.strip().count("\n") == 0  # type: ignore[attr-defined]
    assert [path.name for path in home.parent.iterdir() if "new" in path.name or "restoring" in path.name] == []


def test_file_and_code_give_everything_back_and_people_open_their_cases(house: House, tmp_path: Path) -> None:
    before = counts(house.home / BASE)
    made, new = house.backup(), tmp_path / "new"
    done = waystation(new, "restore", str(made), "--json", said=house.code.lower().replace("-", " ") + "\n")
    assert done.returncode == 0, done.stderr
    passing = {"django_session", "web_cache"}
    after = counts(new / BASE)
    assert {name: n for name, n in after.items() if name not in passing} == {
        name: n for name, n in before.items() if name not in passing
    }
    assert {path.name for path in (new / "keys").iterdir()} >= {"journal.key", "backup.box", "backup-signing.key"}
    assert oct(new.stat().st_mode & 0o777) == "0o700"
    told = json.loads((HERE / "v0_2.json").read_text())
    (new / "clock").write_text(f"{told['at'] + 60 - time.time():.0f}\n")
    opened = json.loads(
        call(new, "tests.fixtures.opening:main", json.dumps({"passphrase": told["passphrase"], "totp": told["totp"]}))
    )
    assert opened["alias"] == told["opened"]["alias"]
    assert all(opened["journals"].values())
    again = waystation(new, "backup", "--json")
    assert again.returncode == 0, again.stderr


def test_a_drill_is_signed_and_a_changed_report_does_not_count(house: House) -> None:
    report = house.told("backup", "--drill", str(house.backup()))
    assert report["good"]
    assert report["canary"]
    assert report["rows"] > 100
    assert [path.name for path in house.home.glob(".drill-*")] == []
    kept = Path(report["report"])
    read = "from waystation.web.backup import selectors; d = selectors.last_drill(); print(d.rows if d else 'none')"
    script = "builtins:exec"
    assert call(house.home, script, read).strip() == str(report["rows"])
    kept.write_text(kept.read_text().replace(f'"rows": {report["rows"]}', '"rows": 1'))
    assert call(house.home, script, read).strip() == "none"


@pytest.mark.parametrize("place", ["header", "wrapped", "first", "middle", "last", "cut", "longer", "empty", "other"])
def test_a_changed_file_is_refused_and_nothing_appears(house: House, made: Path, tmp_path: Path, place: str) -> None:
    data = bytearray(made.read_bytes())
    spots = {"header": 30, "wrapped": 100, "first": vault.SIZE + 100, "middle": len(data) // 2, "last": len(data) - 1}
    if place in spots:
        data[spots[place]] ^= 1
    data = {
        "cut": data[:-1000], "longer": data + b"x", "empty": bytearray(), "other": bytearray(b"PK\x03\x04" * 200)
    }.get(place, data)  # fmt: skip
    made.write_bytes(data)
    home = tmp_path / "new"
    done = waystation(home, "restore", str(made), said=house.code + "\n")
    refused(done, str(made), home)


@pytest.mark.parametrize(
    ("code", "says"), [("", "typing error"), ("AAAA-BBBB", "typing error"), ("another house's", "does not open")]
)
def test_a_wrong_code_opens_nothing(made: Path, tmp_path: Path, code: str, says: str) -> None:
    said = new_recovery_code() if code == "another house's" else code
    refused(waystation(tmp_path / "new", "restore", str(made), said=said + "\n"), says, tmp_path / "new")


def test_a_restore_never_writes_over_a_data_folder(house: House, made: Path) -> None:
    before = {path: path.stat().st_mtime_ns for path in house.home.rglob("*")}
    done = house.run("restore", str(made))
    assert (done.returncode, "is not empty" in done.stderr) == (2, True)
    assert {path: path.stat().st_mtime_ns for path in house.home.rglob("*")} == before


def forged(made: Path, signer: bytes, files: dict[str, bytes], mark: dict[str, object]) -> None:
    """What somebody can make who has a backup file, and so its public key, but not the code."""
    theirs = vault.Header.from_bytes(made.read_bytes()[: vault.SIZE])
    header, file_key = vault.Header.generate(theirs.key, theirs.made)
    with made.open("wb") as out:
        out.write(header.to_bytes())
        archive = ArchiveWriter(stream.Sealer(header.stream_key(file_key), header.place), out)
        for name, data in files.items():
            archive.add(name, data)
        archive.close(mark, signer, header)


def test_a_file_forged_with_the_public_key_is_refused(house: House, made: Path, tmp_path: Path) -> None:
    mark = {"vendor": "sqlite", "tables": {}, "chains": {}, "migrations": [], "canary": ""}
    forged(made, keys.new_key(), {BASE: b"SQLite format 3\x00"}, mark)
    refused(waystation(tmp_path / "new", "restore", str(made), said=house.code + "\n"), "damaged", tmp_path / "new")


@pytest.mark.parametrize(
    "name",
    ["../outside", "/etc/outside", "keys/../../outside", "files/a/../../../outside", "tables/x.copy/y", "keys/.key",
     "witness/link", "clock\x00x"],
)  # fmt: skip
def test_a_name_that_leads_outside_is_refused_even_from_the_right_signer(
    house: House, made: Path, tmp_path: Path, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("waystation.web.backup.archive.is_name", lambda _name: True)
    seed = (house.home / "keys" / "backup-signing.key").read_bytes()
    forged(made, seed, {name: b"here"}, {"vendor": "sqlite"})
    refused(waystation(tmp_path / "new", "restore", str(made), said=house.code + "\n"), "damaged", tmp_path / "new")
    assert not (tmp_path / "outside").exists()


def test_a_piece_longer_than_pieces_are_is_refused_before_it_is_read(
    house: House, made: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seed = (house.home / "keys" / "backup-signing.key").read_bytes()
    monkeypatch.setattr("waystation.web.backup.archive.PIECE", 2_000_000)
    forged(made, seed, {CANARY: bytes(1_900_000)}, {"vendor": "sqlite"})
    refused(waystation(tmp_path / "new", "restore", str(made), said=house.code + "\n"), "damaged", tmp_path / "new")


def test_a_backup_of_another_installation_is_no_drill_of_this_one(house: House, made: Path) -> None:
    seed = (house.home / "keys" / "backup-signing.key").read_bytes()
    other = vault.BackupKey.generate(house.code, keys.UUID(int=5), vault.signer_of(seed))
    (house.home / "keys" / "backup.box").write_bytes(other.to_bytes())
    done = house.run("backup", "--drill", str(made))
    assert (done.returncode, "another installation" in done.stderr) == (2, True)


def test_a_link_in_the_data_folder_stops_a_backup(house: House) -> None:
    (house.home / "keys" / "extra.key").symlink_to("/etc/hostname")
    done = house.run("backup")
    assert (done.returncode, "is a link" in done.stderr, done.stderr.count("\n")) == (2, True, 1)
    assert list((house.home / "backups").glob("*.wsb")) == []


def test_a_missing_drive_is_a_clear_notice(house: House, tmp_path: Path) -> None:
    done = house.run("backup", WAYSTATION_BACKUP_FOLDER=str(tmp_path / "drive"))
    assert (done.returncode, "plug in the drive" in done.stderr) == (2, True)
    ran = house.run("tick", "--json", WAYSTATION_BACKUP_FOLDER=str(tmp_path / "drive"))
    assert ran.returncode == 0, ran.stderr
    assert not (tmp_path / "drive").exists()
    assert json.loads((house.home / "backup-state" / "failure.json").read_text())["reason"] == "no_drive"


def test_tick_makes_one_and_then_waits_for_its_time(house: House) -> None:
    for _ in range(2):
        assert house.run("tick").returncode == 0
    assert len(list((house.home / "backups").glob("*.wsb"))) == 1


def test_a_backup_holds_no_clear_text_of_the_database(house: House, made: Path) -> None:
    data = made.read_bytes()
    assert b"SQLite format 3" not in data
    assert (house.home / "keys" / "journal.key").read_bytes() not in data
    assert MARK.encode() not in data
