"""What a backup holds of the database at one moment: its pages or its rows, how many rows, which chain heads.

SQLite: the online backup interface, page by page from one read transaction, so that writers go on and the copy is of
one moment. PostgreSQL: one REPEATABLE READ transaction, each table through COPY as text.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from django.db import connection, transaction

from waystation.web.backup.archive import BASE, ArchiveWriter

PASSING = ("django_session", "web_cache")
"""Tables whose rows are not carried: sessions, used codes, leases. Everybody signs in anew after a restore."""
_PAGES = 256
_READ = 1 << 20


def mark_of(ask: Callable[[str], list[tuple[Any, ...]]], tables: list[str]) -> dict[str, Any]:
    """Row counts, chain heads and applied migrations, asked through one connection in one transaction."""
    return {
        "tables": {name: ask(f'SELECT count(*) FROM "{name}"')[0][0] for name in tables},  # noqa: S608 (catalogue)
        "chains": {
            str(chain).replace("-", ""): [seq, bytes(digest).hex()]
            for chain, seq, digest in ask("SELECT chain, seq, hash FROM audit_head ORDER BY chain")
        },
        "migrations": [list(row) for row in ask("SELECT app, name FROM django_migrations ORDER BY app, name")],
    }


def copy_pages(source: Path, target: Path, progress: Callable[[int, int], None] | None = None) -> None:
    """A consistent copy of a SQLite file that others write to meanwhile. Raises sqlite3.Error."""
    with closing(_open(f"file:{source}?mode=rw")) as reader, closing(_open(f"file:{target}")) as writer:
        # An open read transaction keeps the moment: without it each foreign commit would start the copy anew.
        reader.execute("BEGIN")
        reader.execute("SELECT count(*) FROM sqlite_master").fetchone()
        told = (lambda _status, left, total: progress(total - left, total)) if progress else None
        reader.backup(writer, pages=_PAGES, progress=told, sleep=0)
        reader.execute("ROLLBACK")


def _open(name: str) -> sqlite3.Connection:
    return sqlite3.connect(name, uri=True, timeout=20, isolation_level=None)


def settle(copy: Path) -> dict[str, Any]:
    """Empty the passing tables of a copy, leave it as one file without a write-ahead log, and take its mark."""
    with closing(_open(f"file:{copy}")) as base:
        base.execute("PRAGMA journal_mode=DELETE")
        base.execute("PRAGMA secure_delete=ON")
        names = tables_of(base)
        for name in PASSING:
            if name in names:
                base.execute(f'DELETE FROM "{name}"')  # noqa: S608 (our own list)
        return mark_of(lambda text: base.execute(text).fetchall(), names)


def tables_of(base: sqlite3.Connection) -> list[str]:
    """Every table that holds rows of its own, in order."""
    rows = base.execute("SELECT name FROM sqlite_master WHERE type = 'table' AND sql NOT LIKE 'CREATE VIRTUAL%'")
    return sorted(name for (name,) in rows if not name.startswith("sqlite_"))


def add_file(archive: ArchiveWriter, path: Path, name: str) -> None:
    """Stream the settled copy into the archive."""
    archive.begin(name)
    with path.open("rb") as source:
        while data := source.read(_READ):
            archive.write(data)
    archive.end()


@contextmanager
def one_moment() -> Iterator[Any]:
    """A cursor in a read-only REPEATABLE READ transaction of PostgreSQL: all it reads is of one moment."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
        yield cursor


def add_rows(archive: ArchiveWriter, cursor: Any) -> dict[str, Any]:
    """Every table of PostgreSQL as `tables/<name>.copy`; the columns by name are in the mark."""

    def ask(text: str) -> list[tuple[Any, ...]]:
        cursor.execute(text)
        return list(cursor.fetchall())

    columns = columns_of(ask)
    for table, names in columns.items():
        if table in PASSING:
            continue
        listed = ", ".join(f'"{name}"' for name in names)
        archive.begin(f"tables/{table}.copy")
        with cursor.cursor.copy(f'COPY "{table}" ({listed}) TO STDOUT') as rows:
            for data in rows:
                archive.write(bytes(data))
        archive.end()
    mark = mark_of(ask, [name for name in columns if name not in PASSING])
    return mark | {"columns": {name: names for name, names in columns.items() if name not in PASSING}}


def columns_of(ask: Callable[[str], list[tuple[Any, ...]]]) -> dict[str, list[str]]:
    """{table: columns that are not computed} of the current schema of PostgreSQL."""
    rows = ask(
        "SELECT c.table_name, c.column_name FROM information_schema.columns c JOIN information_schema.tables t "
        "ON t.table_schema = c.table_schema AND t.table_name = c.table_name AND t.table_type = 'BASE TABLE' "
        "WHERE c.table_schema = current_schema() AND c.is_generated = 'NEVER' "
        "ORDER BY c.table_name, c.ordinal_position"
    )
    found: dict[str, list[str]] = {}
    for table, column in rows:
        found.setdefault(table, []).append(column)
    return found


__all__ = ["BASE", "PASSING", "add_file", "add_rows", "columns_of", "copy_pages", "mark_of", "one_moment", "settle"]
