"""A database of its own for the server under test, on the server that DATABASE_URL names."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit, urlunsplit
from uuid import uuid4

from tests import prepared


@contextmanager
def own_database(address: str) -> Iterator[str]:
    """The address of a new database beside the given one, dropped at the end; "" stays "" (SQLite).

    Empty, or with the tables of the migrations where the run has them.
    """
    if not address.startswith("postgres"):
        yield ""
        return
    import psycopg

    name, model = f"canary_{uuid4().hex[:12]}", prepared.model(address)
    with psycopg.connect(address, autocommit=True) as line:
        line.execute(f"CREATE DATABASE {name}" + (f" TEMPLATE {model}" if model else ""))
    try:
        yield urlunsplit(urlsplit(address)._replace(path=f"/{name}"))
    finally:
        with psycopg.connect(address, autocommit=True) as line:
            line.execute(f"DROP DATABASE {name} WITH (FORCE)")


def write_openly(text: str) -> None:
    """The control: a table that nobody seals, with one row."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE control (words VARCHAR(80))")
        cursor.execute("INSERT INTO control VALUES (%s)", [text])


def print_folder() -> None:
    """Print where the database server keeps its files; empty for SQLite and for a member who may not know."""
    from django.db import DatabaseError, connection

    if connection.vendor != "postgresql":
        print("")
        return
    try:
        with connection.cursor() as cursor:
            cursor.execute("CHECKPOINT")
            cursor.execute("SHOW data_directory")
            print(cursor.fetchone()[0])
    except DatabaseError:
        print("")
