"""What `waystation check` looks at: each check is a function that returns sentences about what is wrong."""

from __future__ import annotations

import datetime as dt
import io
import stat
from collections.abc import Callable
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import SystemCheckError
from django.db import DEFAULT_DB_ALIAS, DatabaseError, connection, connections
from django.db.migrations.executor import MigrationExecutor
from django.utils.translation import gettext_noop

from waystation.care.intake.lines.selectors import live_lines
from waystation.care.intake.lines.selectors import uncovered as uncovered_hours
from waystation.foundation import clock, keyfiles
from waystation.foundation.agencies.models import Agency
from waystation.foundation.audit.actions import INSTANCE_CHAIN
from waystation.foundation.audit.models import Head
from waystation.foundation.audit.selectors import verify
from waystation.web import options, surroundings, updating
from waystation.web.backup import selectors as backup
from waystation.web.serving import weak_parameters
from waystation.web.tls import keeping

Check = Callable[[], list[str]]


def _home() -> Path:
    return Path(settings.WAYSTATION_HOME)


def stretching() -> list[str]:
    """Argon2id below 64 MiB and 3 passes."""
    return weak_parameters()


def key_files() -> list[str]:
    """Private keys that others on this computer may read."""
    loose = keyfiles.readable_by_others(_home()) + keeping.open_to_others(Path(settings.WAYSTATION_TLS_HOME))
    return [f"{path} can be read by others: run chmod go-rwx on it." for path in loose]


def files() -> list[str]:
    """Keys, database, witness and settings that others on this computer may read."""
    found = key_files()
    watched = [_home(), _home() / "settings.toml", _home() / "witness", *_home().glob("*.sqlite3*")]
    mode = stat.S_IMODE(_home().stat().st_mode) if _home().is_dir() else 0
    if mode & 0o077:
        found += [f"{path} can be read by others." for path in watched if path.exists() and path.stat().st_mode & 0o077]
    return found


def time() -> list[str]:
    """A clock that is behind or ahead, a disk with another time, or a demo's offset in real data."""
    found = surroundings.clock_behind(_home()) + surroundings.clock_odd(_home())
    if (_home() / "clock").exists() and not (_home() / options.DEMO_FLAG).exists():
        found.append("The data folder has a demo's clock offset (file clock).")
    return found


def disk() -> list[str]:
    """Little room, in bytes or files, now or soon."""
    return surroundings.disk_full(_home()) or surroundings.disk_filling(_home(), settings.WAYSTATION_LEAST_FREE)


def swap() -> list[str]:
    """Memory that may end up on a disk."""
    return surroundings.memory()


def certificates() -> list[str]:
    """Certificates of the local network that end, and their keys."""
    return keeping.problems(Path(settings.WAYSTATION_TLS_HOME))


def backups() -> list[str]:
    """No key, no backup, an old one, a failure, or no good drill. Nothing before there is an agency."""
    if not Agency.objects.exists():
        return []
    if not backup.has_key():
        return ["No backup is made: set-up has a step for it, and prints the code that opens a backup."]
    last, failed, drill, found = backup.last_good(), backup.failure(), backup.last_drill(), []
    if last is None:
        found.append("No backup has been made yet.")
    elif clock.now() - last.at > dt.timedelta(days=settings.WAYSTATION_BACKUP_DAYS):
        found.append(f"The newest backup is of {last.at:%Y-%m-%d %H:%M} UTC: backups are overdue.")
    if failed is not None:
        found.append(f"The last try at a backup failed: {failed[1]}")
    if last is not None and (drill is None or drill.is_old):
        found.append("No drill has proved lately that a backup opens: waystation backup --drill FILE does.")
    return found


def tables() -> list[str]:
    """A newer version's tables, migrations not applied, and damage of the SQLite file."""
    executor = MigrationExecutor(connections[DEFAULT_DB_ALIAS])
    waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
    found = [f"{len(waiting)} change(s) of tables are not applied: start applies them."] if waiting else []
    if updating.unknown_migrations(set(executor.loader.applied_migrations)):
        found.append(updating.NEWER)
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


def uncovered() -> list[str]:
    """Live lines with stated hours of the next 14 days in which nobody is on call."""
    found = []
    try:
        lines = live_lines()
    except DatabaseError:
        return []  # tables that are not there yet: `tables` says so
    for line in lines:
        hours = sum(int(span.length.total_seconds()) for span in uncovered_hours(line, clock.now())) / 3600
        if hours:
            found.append(f"{line.name}: nobody is on call in {max(1, round(hours))} stated hours of the next 14 days.")
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
    "certificates": certificates, "backups": backups, "journal": journal,
}  # fmt: skip
ADVICE: dict[str, Check] = {"swap": swap, "lines": uncovered}
"""What would be better otherwise, and does not make an installation unsound."""


def dangers() -> list[str]:
    """What `start` refuses to serve with: weak keys, readable keys, a clock that is behind, a full disk."""
    return stretching() + key_files() + surroundings.clock_behind(_home()) + surroundings.disk_full(_home())
