"""What `waystation check` looks at: each check is a function that returns sentences about what is wrong."""

from __future__ import annotations

import datetime as dt
import io
import shutil
import stat
from collections.abc import Callable
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import SystemCheckError
from django.db import DEFAULT_DB_ALIAS, connection, connections
from django.db.migrations.executor import MigrationExecutor
from django.utils.translation import gettext_noop

from waystation.foundation import clock, keyfiles
from waystation.foundation.agencies.models import Agency
from waystation.foundation.audit.actions import INSTANCE_CHAIN
from waystation.foundation.audit.models import Event, Head
from waystation.foundation.audit.selectors import verify
from waystation.web import options
from waystation.web.serving import weak_parameters

Check = Callable[[], list[str]]
LEAST_FREE = 1_000_000_000
"""Bytes that should be free for the data folder."""


def _home() -> Path:
    return Path(settings.WAYSTATION_HOME)


def stretching() -> list[str]:
    """Argon2id below 64 MiB and 3 passes."""
    return weak_parameters()


def files() -> list[str]:
    """Keys, database, witness and settings that others on this computer may read."""
    found = [f"{path} can be read by others: run chmod go-rwx on it." for path in keyfiles.readable_by_others(_home())]
    watched = [_home(), _home() / "settings.toml", _home() / "witness", *_home().glob("*.sqlite3*")]
    mode = stat.S_IMODE(_home().stat().st_mode) if _home().is_dir() else 0
    if mode & 0o077:
        found += [f"{path} can be read by others." for path in watched if path.exists() and path.stat().st_mode & 0o077]
    return found


def time() -> list[str]:
    """A clock before the newest journal entry, or a demo's offset in real data."""
    newest = Event.objects.order_by("-at").values_list("at", flat=True).first()
    found = []
    if newest is not None and newest > clock.now() + dt.timedelta(minutes=5):
        found.append(
            f"The clock of this computer is behind: the journal already has an entry of {newest:%Y-%m-%d %H:%M} UTC."
        )
    if (_home() / "clock").exists() and not (_home() / options.DEMO_FLAG).exists():
        found.append("The data folder has a demo's clock offset (file clock).")
    return found


def disk() -> list[str]:
    """Less than 1 GB free."""
    free = shutil.disk_usage(_home()).free
    return [f"Only {free // 1_000_000} MB are free for the data folder."] if free < LEAST_FREE else []


def tables() -> list[str]:
    """Migrations not applied, and damage of the SQLite file."""
    executor = MigrationExecutor(connections[DEFAULT_DB_ALIAS])
    waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
    found = [f"{len(waiting)} change(s) of tables are not applied: start applies them."] if waiting else []
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            answers = [row[0] for row in cursor.execute("PRAGMA quick_check(5)").fetchall()]
        found += [f"The database file is damaged: {answer}." for answer in answers if answer != "ok"]
    return found


def journal() -> list[str]:
    """Every chain: links, head, signed roots, witness file."""
    names = {agency.pk: agency.name for agency in Agency.objects.all()} | {INSTANCE_CHAIN: gettext_noop("this server")}
    found = []
    for chain in {*Head.objects.values_list("chain", flat=True), *names} - {None}:
        proof = verify(chain)
        found += [f"Journal of {names.get(chain, chain)}: {problem}." for problem in proof.problems]
    return found


def framework() -> list[str]:
    """Django's own checks."""
    try:
        call_command("check", stdout=io.StringIO(), stderr=io.StringIO())
    except SystemCheckError as problem:
        return [str(problem).splitlines()[0]]
    return []


CHECKS: dict[str, Check] = {
    "framework": framework, "tables": tables, "stretching": stretching, "files": files, "clock": time, "disk": disk,
    "journal": journal,
}  # fmt: skip
