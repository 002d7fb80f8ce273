"""Who could take a stretch: who may answer the line, is not away, and is on call nowhere else then."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection

from waystation.care.intake.lines.models import Line
from waystation.care.intake.lines.selectors.roster import Turn, people_of, turns
from waystation.care.intake.lines.walltime import Span
from waystation.foundation.agencies.models import Cover, Member


def is_away(member: Member, on: dt.date) -> bool:
    """Whether a member is on leave on a day."""
    return Cover.objects.filter(member=member, since__lte=on, until__gte=on).exists()


def engaged(line: Line, span: Span, but: Collection[str] = ()) -> dict[Member, Turn]:
    """Who is on call in a stretch, on any line of the agency; the shifts with the keys `but` do not count."""
    found: dict[Member, Turn] = {}
    for other in Line.objects.filter(agency=line.agency_id).select_related("team"):
        for turn in turns(other, span.start, span.end):
            if turn.holder and turn.key not in but:
                found.setdefault(turn.holder, turn)
    return found


def free_people(line: Line, span: Span, on: dt.date, but: Collection[str] = ()) -> list[Member]:
    """Who answers this line and could take a stretch that begins on a day."""
    taken = engaged(line, span, but)
    leave = Cover.objects.filter(member__agency=line.agency_id, since__lte=on, until__gte=on)
    gone = set(leave.values_list("member", flat=True))
    return [one for one in people_of(line) if one not in taken and one.pk not in gone]


def could_take(mine: Collection[Span], span: Span, given: Span) -> bool:
    """Whether somebody with these shifts could take a stretch when they give one of theirs."""
    return not any(one != given and one.start < span.end and span.start < one.end for one in mine)
