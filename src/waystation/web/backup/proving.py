"""Checking what was unpacked against its mark: a process of its own, whose data folder is the unpacked one.

`python -m waystation.web.backup.proving file|load|drill` reads the mark as JSON and prints {problems, rows, events}.
`file`: SQLite. `load`: reads the tables into the empty PostgreSQL database of DATABASE_URL. `drill`: the same in a
schema of its own, and takes everything back at the end.
"""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
import sys
from contextlib import closing
from pathlib import Path
from typing import Any
from uuid import UUID

import django

from waystation.web.backup.archive import BASE


def main(way: str) -> int:
    """Print the findings; 0 also when there are some."""
    mark = json.load(sys.stdin)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "waystation.web.settings")
    django.setup()
    from waystation.web.backup import loading

    problems = check_file(mark) if way == "file" else loading.load(mark, keep=way == "load")
    rows = sum(mark["tables"].values())
    events = sum(seq for seq, _digest in mark["chains"].values())
    json.dump({"problems": problems, "rows": rows, "events": events}, sys.stdout)
    return 0


def check_file(mark: dict[str, Any]) -> list[str]:
    """The SQLite file: pages, row counts, chain heads, then every chain from end to end."""
    from django.conf import settings

    from waystation.web.backup import snapshot

    base = Path(settings.WAYSTATION_HOME) / BASE
    with closing(sqlite3.connect(base)) as reader:
        answers = [row[0] for row in reader.execute("PRAGMA quick_check(5)")]
        if answers != ["ok"]:
            return [f"the database file is damaged: {answers[0]}"]
        found = snapshot.mark_of(lambda text: reader.execute(text).fetchall(), snapshot.tables_of(reader))
    problems = differences(found, mark)
    return problems or too_new(mark) or _chains(base, mark)


def _chains(base: Path, mark: dict[str, Any]) -> list[str]:
    from django.db import connection

    from waystation.web.updating import is_pending

    if is_pending({(app, name) for app, name in mark["migrations"]}):
        return _chains_of_a_copy(base, mark)
    try:
        return broken_chains(mark)
    finally:
        connection.close()


def _chains_of_a_copy(base: Path, mark: dict[str, Any]) -> list[str]:
    """Verify in the tables of this version: an older backup is brought up to date in a copy that is thrown away."""
    from django.core.management import call_command
    from django.db import connection

    scratch = base.with_name("proving.sqlite3")
    shutil.copyfile(base, scratch)
    connection.close()
    connection.settings_dict["NAME"] = str(scratch)
    try:
        call_command("migrate", verbosity=0, interactive=False)
        return broken_chains(mark)
    finally:
        connection.close()
        for path in scratch.parent.glob("proving.sqlite3*"):
            path.unlink()


def differences(found: dict[str, Any], mark: dict[str, Any]) -> list[str]:
    """In words, where counts, heads or migrations are not those of the mark."""
    problems = [
        f"{name} has {found['tables'].get(name, 0)} rows and not {count}"
        for name, count in mark["tables"].items()
        if found["tables"].get(name, 0) != count
    ]
    if found["chains"] != mark["chains"]:
        problems.append("the journal ends elsewhere")
    if sorted(found["migrations"]) != sorted(mark["migrations"]):
        problems.append("the tables are of another version")
    return problems


def too_new(mark: dict[str, Any]) -> list[str]:
    """Whether the backup has tables that this version does not know."""
    from waystation.web.updating import unknown_migrations

    if unknown_migrations({(app, name) for app, name in mark["migrations"]}):
        return ["it was made by a newer Waystation: install that version first"]
    return []


def broken_chains(mark: dict[str, Any]) -> list[str]:
    """Verify every chain of the mark against its head, the signed roots and the witness files."""
    from waystation.foundation.audit.selectors import verify

    problems = []
    for name, (seq, digest) in mark["chains"].items():
        proof = verify(UUID(hex=name))
        problems += [f"journal {name[:8]}: {problem}" for problem in proof.problems[:3]]
        if (proof.length, proof.head) != (seq, digest):
            problems.append(f"journal {name[:8]} has {proof.length} events and not {seq}")
    return problems


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
