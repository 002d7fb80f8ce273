"""Which agency and team answer a line, in a mark that only this server can make.

The public lanes seal to whoever a line names. Its row is clear, so whoever only writes to the database could name
another agency there: the mark, under a key file outside the database, says what was named by an act of its own people.
"""

from __future__ import annotations

import hashlib
import hmac
import json
from pathlib import Path
from uuid import UUID

from django.conf import settings

from waystation.care.intake.lines.models import Line
from waystation.foundation import keyfiles


def mark(line: UUID, agency: UUID, team: UUID, slug: str, name: str) -> str:
    """The mark of a line with this agency, team, address and name."""
    key = keyfiles.read_or_make(Path(settings.WAYSTATION_HOME), "lines")
    said = json.dumps([line.hex, agency.hex, team.hex, slug, name], ensure_ascii=False)
    return hmac.new(key, b"lines/mark/1" + said.encode(), hashlib.sha256).hexdigest()


def mark_of(line: Line) -> str:
    """The mark that fits a row as it stands."""
    return mark(line.pk, line.agency_id, line.team_id, line.slug, line.name)


def holds(line: Line) -> bool:
    """Whether the row says what its own people said when they made it, or changed it since."""
    return hmac.compare_digest(line.mark, mark_of(line))
