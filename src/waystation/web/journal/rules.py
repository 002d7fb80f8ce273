"""What the gate asks about the journal of a whole agency."""

from __future__ import annotations

import datetime as dt

from waystation.foundation.agencies.models import Team
from waystation.foundation.gate import Actor, Ruling, Subject
from waystation.foundation.gate.chains import KIND

READER = "supervisor"


def rule_journal(
    actor: Actor, subject: Subject, fields: frozenset[str], purpose: str, path: str, now: dt.datetime
) -> Ruling:
    """Supervisors who hold the key of their agency's journal team read it; for everybody else there is none."""
    reads = actor.role == READER and subject.id == actor.agency_id and Team.Kind.JOURNAL in actor.team_kinds
    asked = (purpose == "journal" and fields <= {"journal"}) or (purpose == "see" and fields <= {"header"})
    return Ruling(reads and asked, "journal.supervisor_reads" if reads else "journal.not_yours")


RULES = {KIND: rule_journal}
