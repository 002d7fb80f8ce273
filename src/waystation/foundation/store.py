"""Writing to the database: one fair queue of writers in a process, one transaction each."""

from __future__ import annotations

import json
import threading
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from typing import Any, TypeVar
from uuid import UUID

from django.db import connection, models, transaction

M = TypeVar("M", bound=models.Model)


class FairLock:
    """A re-entrant lock that lets threads in first come, first served."""

    def __init__(self) -> None:
        self._guard = threading.Lock()
        self._waiting: deque[threading.Lock] = deque()
        self._owner: int | None = None
        self._depth = 0

    def acquire(self) -> None:
        me = threading.get_ident()
        with self._guard:
            if self._owner in (None, me):
                self._owner = me
                self._depth += 1
                return
            turn = threading.Lock()
            turn.acquire()
            self._waiting.append(turn)
        turn.acquire()
        with self._guard:
            self._owner = me

    def release(self) -> None:
        with self._guard:
            self._depth -= 1
            if self._depth:
                return
            self._owner = None
            if self._waiting:
                # The depth is handed over with the turn, so that nobody slips in between.
                self._depth = 1
                self._owner = -1
                self._waiting.popleft().release()


_queue = FairLock()
_local = threading.local()


def is_writing() -> bool:
    """True inside a writing() block of this thread."""
    return getattr(_local, "depth", 0) > 0


@contextmanager
def in_line() -> Iterator[None]:
    """One's turn in the queue of this process's writers. Re-entrant."""
    _queue.acquire()
    try:
        yield
    finally:
        _queue.release()


@contextmanager
def writing() -> Iterator[None]:
    """A write transaction; on SQLite the writers of this process queue up first. Re-entrant."""
    queued = connection.vendor == "sqlite"
    if queued:
        _queue.acquire()
    _local.depth = getattr(_local, "depth", 0) + 1
    try:
        with transaction.atomic():
            yield
    finally:
        _local.depth -= 1
        if queued:
            _queue.release()


def select(text: str, values: Sequence[Any]) -> list[tuple[Any, ...]]:
    """The rows of a query written by hand, for what every page asks: a tenth of the cost of a query set."""
    with connection.cursor() as cursor:
        cursor.execute(text, values)
        rows: list[tuple[Any, ...]] = cursor.fetchall()
    return rows


def row(kind: type[M], column: str, value: Any) -> M | None:
    """The row of a model whose column holds this value, as its manager gives it: a fifth of the cost of a query set.

    For columns that hold a value once. Related rows are not read with it.
    """
    text, names, converters, field = _reading(kind, column, connection.vendor)
    found = select(text, [field.get_db_prep_value(value, connection)])
    if not found:
        return None
    values = list(found[0])
    for place, turns, expression in converters:
        for turn in turns:
            values[place] = turn(values[place], expression, connection)
    return kind.from_db(connection.alias, names, values)


@cache
def _reading(kind: type[models.Model], column: str, vendor: str) -> tuple[str, list[str], list[Any], Any]:
    """(the query, the attributes it fills, what turns a column's value into Python's, the field asked for)."""
    quote, fields = connection.ops.quote_name, kind._meta.concrete_fields
    converters = []
    for place, field in enumerate(fields):
        expression = field.get_col(kind._meta.db_table)
        turns = [*connection.ops.get_db_converters(expression), *expression.get_db_converters(connection)]
        if turns:
            converters.append((place, turns, expression))
    asked = next(field for field in fields if column == field.attname)
    columns = ", ".join(quote(str(field.column)) for field in fields)
    text = f"SELECT {columns} FROM {quote(kind._meta.db_table)} WHERE {quote(str(asked.column))} = %s"  # noqa: S608 (our own names)
    return text, [field.attname for field in fields], converters, asked


def change(text: str, values: Sequence[Any]) -> int:
    """Carry out a statement written by hand; returns how many rows it changed."""
    with connection.cursor() as cursor:
        cursor.execute(text, values)
        return int(cursor.rowcount)


def insert(rows: Sequence[models.Model]) -> int:
    """Insert rows of one model by one statement: a fifth of the cost of `bulk_create`.

    Defaults are applied by the model's constructor; nothing else of the model runs. Returns the id of the last row
    where the database counts them, else 0.
    """
    kind = type(rows[0])
    fields = _columns(kind, connection.vendor)[0]
    return insert_values(kind, [[row.__dict__[name] for _field, name in fields] for row in rows])


def insert_values(kind: type[models.Model], rows: Sequence[Sequence[Any]]) -> int:
    """`insert` without objects: each row has a value for every column in the model's order, but for a counted id."""
    here = connection.vendor
    fields, head, one, tail = _columns(kind, here)
    in_hex = here == "sqlite"
    values: list[Any] = []
    for row in rows:
        for (field, _name), value in zip(fields, row, strict=True):
            if in_hex and type(value) is UUID:
                values.append(value.hex)
            elif value is None or isinstance(value, (bytes, str, int, UUID)):
                values.append(value)
            else:
                values.append(field.get_db_prep_save(value, connection))
    with connection.cursor() as cursor:
        cursor.execute(head + ", ".join([one] * len(rows)) + tail, values)
        if tail:
            return int(cursor.fetchall()[-1][0])
        return int(cursor.lastrowid or 0) if in_hex else 0


@cache
def _columns(kind: type[models.Model], vendor: str) -> tuple[tuple[tuple[Any, str], ...], str, str, str]:
    """(fields with their attributes, but for an id that the database counts; the statement's head, row and tail)."""
    counted, quote = kind._meta.auto_field, connection.ops.quote_name
    fields = tuple((field, field.attname) for field in kind._meta.concrete_fields if field is not counted)
    names = ", ".join(quote(str(field.column)) for field, _ in fields)
    tail = " RETURNING id" if counted is not None and vendor == "postgresql" else ""
    head = f"INSERT INTO {quote(kind._meta.db_table)} ({names}) VALUES "  # noqa: S608 (our own names)
    return fields, head, f"({', '.join(['%s'] * len(fields))})", tail


def among(column: str, ids: Iterable[str]) -> tuple[str, Any]:
    """(SQL condition with one placeholder, its parameter): a uuid column is one of many ids in hex.

    One parameter for any number of ids, since a list of twenty thousand placeholders costs more than its query.
    """
    if connection.vendor == "sqlite":
        return f"{column} IN (SELECT value FROM json_each(%s))", json.dumps(list(ids))  # noqa: S608 (our column names)
    return f"{column} = ANY(%s::uuid[])", list(ids)


def each(ids: Iterable[str]) -> tuple[str, Any]:
    """(SQL table `j` with one column `value` and one placeholder, its parameter): many ids in hex, to join on first.

    In order, so that neighbours in an index are read together.
    """
    if connection.vendor == "sqlite":
        return "json_each(%s) j", json.dumps(sorted(ids))
    return "unnest(%s::uuid[]) AS j(value)", sorted(ids)


def in_hex(column: str) -> str:
    """SQL for a uuid column as 32 hex digits, which is cheaper to read than a UUID object."""
    return column if connection.vendor == "sqlite" else f"encode(uuid_send({column}), 'hex')"
