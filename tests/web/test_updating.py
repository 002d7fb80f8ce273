"""A newer version brings an older data folder up to date whole, or leaves it as the older one can start it."""

from __future__ import annotations

import hashlib
import json
import os
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from tests.web.backup.conftest import lay_out, lay_out_updated, waystation
from tools.fixture import ROOT, environment
from tools.fixture import run as call
from waystation.web.backup import places

pytestmark = pytest.mark.wide
UPDATE = "from waystation.web import updating; updating.update()"
BASE = "waystation.sqlite3"


@pytest.fixture
def old(tmp_path: Path) -> Path:
    """The data folder of a released version."""
    lay_out(tmp_path / "home")
    return tmp_path / "home"


def digest(home: Path) -> str:
    """Of everything the database holds, however its pages lie."""
    with closing(sqlite3.connect(home / BASE)) as base:
        return hashlib.sha256("\n".join(base.iterdump()).encode()).hexdigest()


def applied(home: Path) -> int:
    with closing(sqlite3.connect(home / BASE)) as base:
        return int(base.execute("SELECT count(*) FROM django_migrations").fetchone()[0])


def left(home: Path) -> list[str]:
    return sorted(path.name for path in home.iterdir() if ".updating" in path.name or path.name.endswith("-wal"))


def test_an_older_folder_is_brought_up_to_date_after_a_copy(old: Path) -> None:
    before, was = digest(old), applied(old)
    call(old, "builtins:print")
    assert applied(old) > was
    assert left(old) == []
    (copy,) = (old / "backups").glob("before-update-*.sqlite3")
    assert oct(copy.stat().st_mode & 0o777) == "0o600"
    copy.rename(old / BASE)
    assert digest(old) == before


def test_with_a_key_the_copy_is_a_sealed_backup(old: Path) -> None:
    assert waystation(old, "backup", "--new-code").returncode == 0
    call(old, "builtins:print")
    assert [path.suffix for path in (old / "backups").iterdir()] == [".wsb"]


def without_seals(home: Path) -> None:
    """The journal's table as it was before its events were sealed."""
    with closing(sqlite3.connect(home / BASE)) as base, base:
        base.execute("ALTER TABLE audit_event DROP COLUMN seal")
        base.execute("DELETE FROM django_migrations WHERE app = 'audit' AND name = '0002_event_seal'")


def test_a_journal_of_before_is_backed_up_and_updated_with_its_line_afterwards(old: Path) -> None:
    assert waystation(old, "backup", "--new-code").returncode == 0
    without_seals(old)
    call(old, "builtins:print")
    assert len(list((old / "backups").glob("*.wsb"))) == 1
    with closing(sqlite3.connect(old / BASE)) as base:
        told = base.execute("SELECT verb, length(seal) FROM audit_event ORDER BY id").fetchall()
    assert told[-1] == ("backup.made", 32)
    assert {length for _verb, length in told} == {32}


def test_a_new_backup_key_that_cannot_be_journaled_leaves_the_old_one(old: Path) -> None:
    assert waystation(old, "backup", "--new-code").returncode == 0
    key = places.key_path(old)
    before = key.read_bytes()
    without_seals(old)
    assert waystation(old, "backup", "--new-code").returncode == 2
    assert key.read_bytes() == before


def test_a_failed_update_leaves_the_old_tables_and_says_what_to_do(old: Path) -> None:
    before = digest(old)
    broken = (
        "from django.core.management import call_command as right; "
        "from waystation.web import updating; "
        "updating.call_command = lambda *a, **k: (right(*a, **k), 1 / 0)"
    )
    code = f"from waystation.commands import django_ready; django_ready(); {broken}; {UPDATE}"
    done = subprocess.run(
        [sys.executable, "-c", code], env=environment(old), cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert "install the version before and start it" in done.stderr
    assert digest(old) == before
    assert left(old) == []


def test_a_folder_of_a_newer_version_is_refused_in_one_sentence(tmp_path: Path) -> None:
    old = tmp_path / "home"
    lay_out_updated(old)
    with closing(sqlite3.connect(old / BASE)) as base, base:
        base.execute("INSERT INTO django_migrations (app, name, applied) VALUES ('cases', '9999_later', '2031-01-01')")
    before = digest(old)
    verbs = ["start --port 18999", "tick", "backup", "backup --new-code", f"import directory {old}"]
    for verb in verbs:
        done = waystation(old, *verb.split())
        assert (verb, done.returncode, done.stderr.count("\n")) == (verb, 2, 1)
        assert "newer Waystation" in done.stderr
    assert "newer Waystation" in waystation(old, "check").stdout
    assert digest(old) == before


def test_an_update_waits_for_nobody_who_still_has_the_folder_open(old: Path) -> None:
    with closing(sqlite3.connect(old / BASE)) as other:
        other.execute("PRAGMA journal_mode=WAL")
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(RuntimeError, match="stop it, then start again"):
            call(old, "builtins:print")
        other.execute("ROLLBACK")
    call(old, "builtins:print")


@pytest.mark.long
def test_killed_at_any_moment_an_update_is_done_or_was_never_begun(old: Path) -> None:
    code = f"from waystation.commands import django_ready; django_ready(); print('on', flush=True); {UPDATE}"
    before, was, told, rounds = digest(old), applied(old), [], 100
    for number in range(rounds):
        running = subprocess.Popen(
            [sys.executable, "-c", code], env=environment(old), cwd=ROOT, stdout=subprocess.PIPE, text=True
        )
        assert running.stdout is not None
        running.stdout.readline()
        time.sleep(0.05 + 0.6 * number / rounds)
        os.kill(running.pid, signal.SIGKILL)
        running.wait()
        told.append(applied(old) > was or digest(old) == before)
        if applied(old) > was:
            break
    assert all(told)
    call(old, "builtins:print")
    assert left(old) == []


@pytest.mark.django_db(transaction=True)
def test_on_postgresql_everything_or_nothing() -> None:
    from django.db import connection, transaction

    if connection.vendor != "postgresql":
        pytest.skip("runs on PostgreSQL only")
    from waystation.foundation.agencies.models import Agency
    from waystation.web import updating
    from waystation.web.backup.errors import UpdateError

    def half(*_words: Any, **_more: Any) -> None:
        with connection.cursor() as cursor:
            cursor.execute("ALTER TABLE agencies_agency ADD COLUMN half text")
        raise ValueError(json.dumps({}))

    right, updating.call_command = updating.call_command, half  # type: ignore[assignment]  # put back below
    try:
        with pytest.raises(UpdateError, match="nothing was changed"):
            updating._in_one_transaction()
    finally:
        updating.call_command = right
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM information_schema.columns WHERE column_name = 'half'")
        assert cursor.fetchone()[0] == 0
    assert Agency.objects.count() == 0
