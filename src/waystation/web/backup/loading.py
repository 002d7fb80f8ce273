"""Reading the tables of a backup into PostgreSQL: one transaction, so that nothing or everything is there."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection, transaction
from django.db.migrations.executor import MigrationExecutor

from waystation.web.backup import proving, snapshot

_READ = 1 << 18
_SCHEMA = "waystation_drill"
DONE = "waystation_restored"
"""A table that says, until the data folder is in place, which restore filled this database."""


def load(mark: dict[str, Any], keep: bool) -> list[str]:
    """Fill the empty database (or a schema that is taken back) and check it. Returns problems in words."""
    connection.close()
    with transaction.atomic():
        with connection.cursor() as cursor:
            if not keep:
                cursor.execute(f"CREATE SCHEMA {_SCHEMA}")
                cursor.execute(f"SET LOCAL search_path TO {_SCHEMA}")
            elif _already(cursor, mark):
                return []
            elif snapshot.columns_of(_asking(cursor)):
                return ["the database is not empty: restore into a new, empty one"]
        problems = proving.too_new(mark) or _fill(mark)
        if keep and not problems:
            _sign(mark)
        else:
            transaction.set_rollback(True)
    return problems


def finish() -> None:
    """The data folder is in place: the note in the database goes."""
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TABLE IF EXISTS {DONE}")


def _already(cursor: Any, mark: dict[str, Any]) -> bool:
    """Whether a restore of this very backup was stopped after it had filled the database."""
    cursor.execute("SELECT to_regclass(%s) IS NOT NULL", [DONE])
    if not cursor.fetchone()[0]:
        return False
    cursor.execute(f"SELECT canary FROM {DONE}")  # noqa: S608 (our own name)
    return bool(cursor.fetchone()[0] == mark["canary"])


def _sign(mark: dict[str, Any]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE TABLE {DONE} (canary text)")
        cursor.execute(f"INSERT INTO {DONE} VALUES (%s)", [mark["canary"]])  # noqa: S608 (our own name)


def _asking(cursor: Any) -> Any:
    def ask(text: str) -> list[tuple[Any, ...]]:
        cursor.execute(text)
        return list(cursor.fetchall())

    return ask


def _fill(mark: dict[str, Any]) -> list[str]:
    """Tables as they were, their rows, then the checks; with newer tables on a savepoint that is taken back."""
    _migrate(sorted({(app, name) for app, name in mark["migrations"]}))
    with connection.cursor() as cursor:
        columns = snapshot.columns_of(_asking(cursor))
        for table in mark["tables"]:
            if table not in columns or not set(mark["columns"][table]) <= set(columns[table]):
                return [f"the table {table} is not one of this version"]
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")
        cursor.execute("TRUNCATE " + ", ".join(f'"{name}"' for name in columns))
        for table in mark["tables"]:
            _copy_in(cursor, table, mark["columns"][table])
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        _restart_counters(cursor, columns)
        found = snapshot.mark_of(_asking(cursor), [name for name in columns if name not in snapshot.PASSING])
    problems = proving.differences(found, mark)
    if problems:
        return problems
    point = transaction.savepoint()
    _migrate(None)
    problems = proving.broken_chains(mark)
    transaction.savepoint_rollback(point)
    return problems


def _migrate(applied: list[tuple[str, str]] | None) -> None:
    """Bring the tables to these migrations (or to the newest), without what Django adds after a migration."""
    executor = MigrationExecutor(connection)
    graph = executor.loader.graph
    wanted = set(graph.leaf_nodes()) if applied is None else {node for node in applied if node in graph.nodes}
    ends = [
        node for node in wanted
        if applied is None or not any(child.key in wanted and child.key[0] == node[0]
                                      for child in graph.node_map[node].children)
    ]  # fmt: skip
    executor.migrate(sorted(ends))


def _copy_in(cursor: Any, table: str, names: list[str]) -> None:
    listed = ", ".join(f'"{name}"' for name in names)
    path = Path(settings.WAYSTATION_HOME) / "tables" / f"{table}.copy"
    with cursor.cursor.copy(f'COPY "{table}" ({listed}) FROM STDIN') as rows, path.open("rb") as source:
        while data := source.read(_READ):
            rows.write(data)


def _restart_counters(cursor: Any, columns: dict[str, list[str]]) -> None:
    """Let each counted column go on behind its largest value."""
    for table, names in columns.items():
        for name in names:
            cursor.execute("SELECT pg_get_serial_sequence(%s, %s)", [f'"{table}"', name])
            counter = cursor.fetchone()[0]
            if counter:
                cursor.execute(
                    f'SELECT setval(%s, COALESCE((SELECT max("{name}") FROM "{table}"), 0) + 1, false)',  # noqa: S608
                    [counter],
                )
