"""Stated hours that nobody covers, and the shifts of one person."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from uuid import UUID

from waystation.care.intake.lines import walltime
from waystation.care.intake.lines.models import Line, Shift, Swap, Weekly
from waystation.care.intake.lines.models.rota import Standing
from waystation.care.intake.lines.policies import can_run
from waystation.care.intake.lines.selectors.finding import lines_of
from waystation.care.intake.lines.selectors.opening import AHEAD, open_hours
from waystation.care.intake.lines.selectors.roster import HELD, Turn, covered, find_turn, turns
from waystation.care.intake.lines.walltime import Span
from waystation.foundation import clock
from waystation.foundation.gate import Actor

MY_DAYS = dt.timedelta(days=14)


@dataclass(frozen=True)
class Mine:
    """A shift of one's own, or one that nobody holds."""

    line: Line
    turn: Turn


@dataclass(frozen=True)
class Asked:
    """A question about a colleague's shift; `turn`, and `back` in return, are None when there is no such shift."""

    line: Line
    swap: Swap
    turn: Turn | None
    back: Turn | None


def uncovered(line: Line, start: dt.datetime, end: dt.datetime | None = None) -> list[Span]:
    """Stated hours in which nobody is on call, for 14 days unless told otherwise."""
    end = end or start + AHEAD
    return walltime.without(open_hours(line, start, end), covered(line, start, end))


def my_turns(actor: Actor, at: dt.datetime) -> list[Mine]:
    """The shifts this member is on, now and in the next 14 days, on every line of their teams."""
    return [Mine(line, turn) for line, turn in _near(actor, at) if turn.holder and turn.holder.pk == actor.id]


def free_turns(actor: Actor, at: dt.datetime) -> list[Mine]:
    """Shifts of the next 14 days that nobody holds: their holder is on leave or left."""
    return [Mine(line, turn) for line, turn in _near(actor, at) if turn.holder is None]


def asked_shifts(actor: Actor) -> list[Weekly | Shift]:
    """Shifts this member was asked to take on, and has not answered."""
    wanted = {"member": actor.id, "standing": Standing.ASKED, "line__agency": actor.agency_id}
    found: list[Weekly | Shift] = []
    for kind in (Weekly, Shift):
        found += kind._default_manager.filter(**wanted).select_related("line", "asked_by")
    return found


def asked_swaps(actor: Actor) -> list[Asked]:
    """Colleagues' shifts this member was asked to take, and has not answered."""
    rows = Swap.objects.filter(asked_of=actor.id, standing=Standing.ASKED).select_related("line__team", "asked_by")
    return [_asked(row) for row in rows]


def my_askings(actor: Actor) -> list[Asked]:
    """What this member asked of colleagues and waits for."""
    rows = Swap.objects.filter(asked_by=actor.id, standing=Standing.ASKED).select_related("line__team", "asked_of")
    return [_asked(row) for row in rows]


def living_duties(line: Line) -> tuple[list[Weekly], list[Weekly | Shift]]:
    """(weekly shifts somebody holds, shifts somebody was asked for) that are not over, for the page of the rota."""
    today = walltime.local(line.time_zone, clock.now()).date()
    rows = Weekly.objects.filter(line=line).exclude(until__lt=today).select_related("member")
    single = Shift.objects.filter(line=line, standing=Standing.ASKED, on__gte=today).select_related("member")
    asked: list[Weekly | Shift] = [*rows.filter(standing=Standing.ASKED), *single]
    return list(rows.filter(standing__in=HELD)), asked


def duty_of(actor: Actor, duty: UUID) -> Weekly | Shift | None:
    """A weekly or single shift of a line of the own agency, by its id, if this member runs the line or is asked."""
    for kind in (Weekly, Shift):
        row = kind._default_manager.filter(pk=duty, line__agency=actor.agency_id).select_related("line__team").first()
        if row is not None:
            return row if can_run(actor.role) or row.member_id == actor.id else None
    return None


def swap_of(actor: Actor, swap: UUID) -> Swap | None:
    """A question between two colleagues, for either of them."""
    rows = Swap.objects.filter(pk=swap, line__agency=actor.agency_id).select_related(
        "line__team", "asked_of", "asked_by"
    )
    found = rows.first()
    return found if found and actor.id in {found.asked_by_id, found.asked_of_id} else None


def _near(actor: Actor, at: dt.datetime) -> list[tuple[Line, Turn]]:
    lines = [line for line in lines_of(actor) if line.team_id in actor.team_ids]
    near = [(line, turn) for line in lines for turn in turns(line, at, at + MY_DAYS)]
    return sorted(near, key=lambda pair: pair[1].span.start)


def _asked(row: Swap) -> Asked:
    back = f"{row.back_duty}.{row.back_on:%Y%m%d}" if row.back_duty and row.back_on else ""
    return Asked(
        row.line, row, find_turn(row.line, f"{row.duty}.{row.on:%Y%m%d}"), find_turn(row.line, back) if back else None
    )
