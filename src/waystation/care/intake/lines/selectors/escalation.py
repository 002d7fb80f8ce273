"""Whom a wait alerts. An alert says how many wait and for how long, and nothing else."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from waystation.care.intake.lines.models import EscalationStep, Line
from waystation.care.intake.lines.selectors.finding import live_lines
from waystation.care.intake.lines.selectors.roster import on_call
from waystation.foundation.agencies.models import Member
from waystation.foundation.agencies.roles import role
from waystation.foundation.agencies.selectors import teams_of

To = EscalationStep.To
Wait = tuple[str, dt.datetime]
"""(name of the line, when it came in) of one waiting message."""


@dataclass(frozen=True)
class Alert:
    """How many wait on a line longer than this member's step allows, the longest for how many seconds."""

    line: Line
    count: int
    seconds: int
    to: str


def alerts_for(member: Member, at: dt.datetime, waits: Iterable[Wait]) -> list[Alert]:
    """What to tell a member, given what waits: on each live line of their teams, what came in on it.

    What waits on no line that is known, as a call given back to the queue, counts on the first of their lines. With
    nobody on call the supervisors hear at the first step.
    """
    waits = list(waits)
    lines = live_lines(team__in=teams_of(member)) if waits else []
    names = {line.name for line in lines}
    found = []
    for place, line in enumerate(lines):
        own = [since for name, since in waits if name == line.name or (place == 0 and name not in names)]
        seconds = sorted((int((at - since).total_seconds()) for since in own), reverse=True)
        alert = _alert(line, member, at, seconds) if seconds else None
        found += [alert] if alert else []
    return found


def _alert(line: Line, member: Member, at: dt.datetime, waits: list[int]) -> Alert | None:
    after = {row.to: row.after for row in line.escalation.all()}
    calling = on_call(line, at)
    heard: list[tuple[int, str]] = []
    if To.ON_CALL in after and calling[:1] == [member]:
        heard.append((after[To.ON_CALL], To.ON_CALL))
    if To.NEXT in after and member in calling:
        heard.append((after[To.NEXT], To.NEXT))
    if after and role(member.role).supervises:
        seconds = after.get(To.SUPERVISOR, max(after.values())) if calling else min(after.values())
        heard.append((seconds, To.SUPERVISOR))
    if not heard:
        return None
    first, to = min(heard)
    late = [wait for wait in waits if wait >= first]
    return Alert(line, len(late), late[0], to) if late else None
