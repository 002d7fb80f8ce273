"""Targets for tables of lists: the bytes of a CSV file as the command line reads it."""

from __future__ import annotations

import io

from tests.fuzz.target import Target
from waystation.core.prevalence import Table, TableError


def _counts(data: bytes) -> None:
    table = Table.from_histories(io.StringIO(data.decode("utf-8-sig"), newline=""))
    assert table.n == int(table.counts[1:].sum())


TARGETS: dict[str, Target] = {
    "counts": Target(
        _counts,
        (TableError, UnicodeDecodeError),
        lambda: [b"A,B,count\n1,0,3\n0,1,4\n1,1,2\n", b"A,B\n1,0\n0,1\n1,1\n"],
    )
}
