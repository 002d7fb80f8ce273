"""Which agency and team answer a line, in a mark that only this server can make.

The public lanes seal to whoever a line names. Its row is clear, so whoever only writes to the database could name
another agency there: the mark, under a key file outside the database, says what was named by an act of its own people.
The numbers that people are told to ring are marked by their ids: a changed or a planted one is given to nobody.
"""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Iterable
from pathlib import Path
from typing import TypeVar
from uuid import UUID

from django.conf import settings

from waystation.care.intake.lines.models import Interpreter, Line, LineNumber, WarmNumber
from waystation.foundation import keyfiles

_AnyRow = TypeVar("_AnyRow", LineNumber, Interpreter, WarmNumber)


def mark(line: UUID, agency: UUID, team: UUID, slug: str, name: str) -> str:
    """The mark of a line with this agency, team, address and name."""
    said = json.dumps([line.hex, agency.hex, team.hex, slug, name], ensure_ascii=False)
    return hmac.new(_key(), b"lines/mark/1" + said.encode(), hashlib.sha256).hexdigest()


def mark_of(line: Line) -> str:
    """The mark that fits a row as it stands."""
    return mark(line.pk, line.agency_id, line.team_id, line.slug, line.name)


Row = LineNumber | Interpreter | WarmNumber
_SAID = {
    LineNumber: ("kind", "number"),
    Interpreter: ("vendor", "number", "languages", "how"),
    WarmNumber: ("county", "kind", "name", "number"),
}


def row_id(row: Row) -> UUID:
    """The id of a number of a line: only this server can make it, and it fits no other words."""
    told = [row.line_id.hex, type(row).__name__, *(getattr(row, name) for name in _SAID[type(row)])]
    said = json.dumps(told, ensure_ascii=False).encode()
    return UUID(bytes=hmac.digest(_key(), b"lines/row/1" + said, "sha256")[:16])


def add(row: _AnyRow) -> _AnyRow:
    """Store a new row under its mark. IntegrityError for one that stands there already."""
    row.pk = row_id(row)
    row.save(force_insert=True)
    return row


def standing(rows: Iterable[_AnyRow]) -> list[_AnyRow]:
    """The rows that say what their line's own people said, in order."""
    return [row for row in rows if row.pk == row_id(row)]


def holds(line: Line) -> bool:
    """Whether the row says what its own people said when they made it, or changed it since."""
    return hmac.compare_digest(line.mark, mark_of(line))


def _key() -> bytes:
    return keyfiles.read_or_make(Path(settings.WAYSTATION_HOME), "lines")
