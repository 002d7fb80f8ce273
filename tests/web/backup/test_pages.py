"""The page Backups: who sees it, who acts, what it says."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pytest

from waystation.foundation import clock
from waystation.foundation.agencies.models import Agency
from waystation.foundation.audit.actions import INSTANCE_CHAIN
from waystation.foundation.audit.models import Event
from waystation.foundation.audit.selectors import verify
from waystation.foundation.keyring.errors import NotAllowed
from waystation.web.backup import actions, places, selectors
from waystation.web.backup.errors import BackupError


@pytest.fixture
def host(cast: Any) -> Any:
    """Kofi's agency runs the server; Rosa's does not."""
    Agency.objects.filter(pk=cast.agency("riverbend").pk).update(is_host=True)
    return cast


def said(client: Any) -> str:
    return str(client.get("/backups/").content.decode())


def test_the_host_administrator_makes_the_key_and_sees_its_code_once(host: Any) -> None:
    kofi = host.client("kofi")
    assert "There is no backup key" in said(kofi)
    answer = kofi.post("/backups/code/").content.decode()
    key = places.read_key(selectors.home())
    assert key is not None
    code = next(word for word in answer.replace("<", " ").replace(">", " ").split() if word.count("-") == 6)
    assert key.open(code).private
    page = said(kofi)
    assert code not in page
    assert "No backup yet" in page
    event = Event.objects.get(verb="backup.key_made")
    assert (event.chain, event.actor, bytes(event.detail)) == (INSTANCE_CHAIN, host.member("kofi").pk, b"")
    assert verify(INSTANCE_CHAIN).ok


def test_another_agency_administrator_sees_but_cannot_act(host: Any) -> None:
    rosa = host.client("rosa")
    page = said(rosa)
    assert "Make the backup code" not in page
    assert [rosa.post("/backups/code/").status_code, rosa.post("/backups/make/").status_code] == [403, 403]
    with pytest.raises(NotAllowed):
        actions.make_key(host.keyring("rosa"))
    assert not selectors.has_key()


@pytest.mark.parametrize("name", ["ana", "ben", "chloe", "iris"])
def test_others_cannot_see_the_page(host: Any, name: str) -> None:
    assert host.client(name).get("/backups/").status_code == 403


def test_a_new_code_leaves_the_older_one_good_for_older_files_only(host: Any) -> None:
    first = actions.make_key(host.keyring("kofi"))
    old = places.read_key(selectors.home())
    second = actions.make_key(host.keyring("kofi"))
    new = places.read_key(selectors.home())
    assert old is not None
    assert new is not None
    assert old.installation == new.installation
    assert old.open(first).signer == new.open(second).signer
    assert old.public != new.public


def test_a_failure_stands_on_the_page_and_on_today_until_one_is_made(
    host: Any, monkeypatch: pytest.MonkeyPatch, settings: Any, tmp_path: Path
) -> None:
    actions.make_key(host.keyring("kofi"))
    settings.WAYSTATION_BACKUP_FOLDER = str(tmp_path / "drive")
    kofi = host.client("kofi")
    answer = kofi.post("/backups/make/", follow=True).content.decode()
    assert "plug in the drive" in answer
    assert "The last backup failed" in kofi.get("/today/").content.decode()
    (tmp_path / "drive").mkdir()
    done = {"file": str(tmp_path / "drive" / "x.wsb"), "at": clock.now().isoformat(), "bytes": 10}
    monkeypatch.setattr("waystation.web.backup.making.make", lambda home, folder: done)
    kofi.post("/backups/make/")
    page = said(kofi)
    assert "The last backup failed" not in page
    assert "Backups are made" in page


def test_late_backups_and_old_drills_are_told(host: Any, settings: Any) -> None:
    actions.make_key(host.keyring("kofi"))
    at = (clock.now() - dt.timedelta(days=3)).isoformat()
    places.write_state(selectors.home(), "last", {"file": "/drive/a.wsb", "at": at, "bytes": 1})
    old = (clock.now() - dt.timedelta(days=91)).isoformat()
    report = {"at": old, "file": "a.wsb", "good": True, "rows": 5, "events": 2, "seconds": 1.0}
    kept = actions.keep_report(report)
    page = said(host.client("kofi"))
    assert "Backups are late" in page
    assert "The last good drill is old" in page
    kept.write_text(kept.read_text().replace("true", "false"))
    assert "No backup was ever tried out" in said(host.client("kofi"))


def test_a_damaged_key_file_is_no_key(host: Any) -> None:
    actions.make_key(host.keyring("kofi"))
    places.key_path(selectors.home()).write_bytes(b"short")
    assert not selectors.has_key()
    with pytest.raises(BackupError):
        places.read_key(selectors.home())
