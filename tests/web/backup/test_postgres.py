"""The same on PostgreSQL: one moment of a busy database, back into an empty one, all or nothing."""

from __future__ import annotations

import datetime as dt
import json
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from django.conf import settings
from django.db import connection

from tests.web.backup.conftest import lay_out
from tools.fixture import environment
from waystation.foundation.agencies.models import Member
from waystation.web.backup import actions, restoring, selectors
from waystation.web.backup.errors import BackupError

NEW = "waystation_restore_test"


def address(name: str) -> str:
    """DATABASE_URL of a database on the server of this run."""
    at = connection.settings_dict
    who = quote(at["USER"]) + (f":{quote(at['PASSWORD'])}" if at["PASSWORD"] else "")
    host, port = str(at["HOST"]), f":{at['PORT']}" if at["PORT"] else ""
    if host.startswith("/"):
        return f"postgres://{who}@{port}/{name}?host={host}"
    return f"postgres://{who}@{host}{port}/{name}"


def told(text: str, name: str = NEW) -> list[tuple[Any, ...]]:
    import psycopg

    at = connection.settings_dict
    with psycopg.connect(
        dbname=name, user=at["USER"], password=at["PASSWORD"] or None, host=at["HOST"] or None, port=at["PORT"] or None,
        autocommit=True,
    ) as other:  # fmt: skip
        cursor = other.execute(text)
        return cursor.fetchall() if cursor.description else []


@pytest.fixture
def empty(transactional_cast: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """An empty database beside the one of the run."""
    if connection.vendor != "postgresql":
        pytest.skip("runs on PostgreSQL only")
    here = str(connection.settings_dict["NAME"])
    told(f"DROP DATABASE IF EXISTS {NEW}", here)
    told(f"CREATE DATABASE {NEW}", here)
    monkeypatch.setenv("DATABASE_URL", address(NEW))
    yield transactional_cast
    told(f"DROP DATABASE IF EXISTS {NEW} WITH (FORCE)", here)


def test_a_restore_fills_an_empty_database_and_a_second_one_is_refused(empty: Any, tmp_path: Path) -> None:
    code = actions.make_key(None)
    made = actions.make_backup(None)
    done = restoring.restore(Path(made["file"]), code, tmp_path / "new")
    assert done["rows"] == sum(made["tables"].values())
    assert told("SELECT count(*) FROM agencies_member") == [(Member.objects.count(),)]
    assert told("SELECT to_regclass('waystation_restored')") == [(None,)]
    assert not (tmp_path / "new" / "tables").exists()
    assert (tmp_path / "new" / "keys" / "journal.key").exists()
    told("INSERT INTO django_migrations (app, name, applied) VALUES ('x', 'y', now())")
    with pytest.raises(BackupError, match="not empty"):
        restoring.restore(Path(made["file"]), code, tmp_path / "other")
    assert not (tmp_path / "other").exists()


def test_a_drill_leaves_nothing_in_the_database(empty: Any) -> None:
    code = actions.make_key(None)
    made = actions.make_backup(None)
    before = told("SELECT schema_name FROM information_schema.schemata", str(connection.settings_dict["NAME"]))
    url = address(str(connection.settings_dict["NAME"]))
    report = restoring.drill(Path(made["file"]), code, selectors.home(), dt.datetime.now(dt.UTC), url)
    assert report["problems"] == []
    assert report["rows"] == sum(made["tables"].values())
    after = told("SELECT schema_name FROM information_schema.schemata", str(connection.settings_dict["NAME"]))
    assert sorted(after) == sorted(before)


def test_a_backup_of_postgresql_is_not_restored_without_one(
    empty: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    code = actions.make_key(None)
    made = actions.make_backup(None)
    monkeypatch.delenv("DATABASE_URL")
    with pytest.raises(BackupError, match="PostgreSQL"):
        restoring.restore(Path(made["file"]), code, tmp_path / "new")
    assert Path(settings.WAYSTATION_HOME).exists()
    assert not (tmp_path / "new").exists()


def test_an_older_database_is_brought_up_to_date_in_one_transaction(empty: Any, tmp_path: Path) -> None:
    lay_out(tmp_path / "old")
    with closing(sqlite3.connect(tmp_path / "old" / "waystation.sqlite3")) as base:
        applied = base.execute("SELECT app, name FROM django_migrations").fetchall()
    older = (
        "import json, sys; from django.db import connection, transaction; from waystation.web.backup import loading\n"
        "with transaction.atomic(): loading._migrate([tuple(x) for x in json.loads(sys.argv[1])])"
    )
    newer = "from waystation.web import updating; updating.update(); updating.update()"
    home = tmp_path / "home"
    home.mkdir()
    for text in (older, newer):
        run(home, text, json.dumps(applied))
    names = {(app, name) for app, name in told("SELECT app, name FROM django_migrations")}
    assert names > {(app, name) for app, name in applied}


def test_a_journal_of_before_is_backed_up_and_updated_with_its_line_afterwards(empty: Any, tmp_path: Path) -> None:
    update, home = "from waystation.web import updating; updating.update()", tmp_path / "home"
    home.mkdir()
    run(home, f"{update}; from waystation.web.backup import actions; actions.make_key(None)")
    told("ALTER TABLE audit_event DROP COLUMN seal")
    told("DELETE FROM django_migrations WHERE app = 'audit' AND name = '0002_event_seal'")
    run(home, update)
    assert len(list((home / "backups").glob("*.wsb"))) == 1
    verbs = told("SELECT verb, length(seal) FROM audit_event ORDER BY id")
    assert verbs == [("backup.key_made", 32), ("backup.made", 32)]


def run(home: Path, text: str, *words: str) -> None:
    """A process of the program on a data folder and the empty database."""
    code = f"from waystation.commands import django_ready; django_ready(); {text}"
    done = subprocess.run(
        [sys.executable, "-c", code, *words], capture_output=True, text=True, check=False,
        env=environment(home) | {"DATABASE_URL": address(NEW)},
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
