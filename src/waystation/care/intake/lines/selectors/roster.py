"""Who is on call when: weekly and single shifts, with swaps and leave worked in."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from uuid import UUID

from django.db.models import Q

from waystation.care.intake.lines import walltime
from waystation.care.intake.lines.models import Line, Shift, Swap, Weekly
from waystation.care.intake.lines.models.line import DAY
from waystation.care.intake.lines.models.rota import Standing
from waystation.care.intake.lines.policies import can_answer
from waystation.care.intake.lines.walltime import Span
from waystation.foundation.agencies.models import Cover, Member
from waystation.foundation.agencies.selectors import members_of

HELD = (Standing.AGREED, Standing.SET)


@dataclass(frozen=True)
class Turn:
    """One shift of one day, named by `duty` and `on`. `holder` is on call (None: nobody), `away` is on leave then."""

    duty: UUID
    on: dt.date
    span: Span
    starts: int
    ends: int
    rank: int
    holder: Member | None
    away: Member | None = None
    is_weekly: bool = True

    @property
    def key(self) -> str:
        """How an address names it."""
        return f"{self.duty}.{self.on:%Y%m%d}"


def people_of(line: Line) -> list[Member]:
    """Who may be on call: the members of the line's intake team today, by name."""
    team = members_of(line.team).filter(is_active=True, is_waiting=False)
    return [one for one in team if can_answer(one.role)]


def turns(line: Line, start: dt.datetime, end: dt.datetime) -> list[Turn]:
    """The shifts that touch [start, end), in order of time and rank. Whoever left or may not answer holds none."""
    people = {one.pk: one for one in people_of(line)}
    found = [*_weekly(line, start, end), *_single(line, start, end)]
    handed = _handed(line, found)
    leave = _leave(line, found)
    held = (_worked_in(turn, member, people, handed, leave) for turn, member in found)
    return sorted(held, key=lambda turn: (turn.span.start, turn.rank, turn.span.end, str(turn.duty)))


def find_turn(line: Line, key: str) -> Turn | None:
    """The shift that a key names, as it is held now; None when there is none."""
    duty, _dot, day = key.partition(".")
    try:
        wanted, on = UUID(duty), dt.datetime.strptime(day, "%Y%m%d").date()  # noqa: DTZ007 (a day, not an instant)
    except ValueError:
        return None
    whole = walltime.stretch(line.time_zone, on, 0, 2 * DAY)
    return next((one for one in turns(line, whole.start, whole.end) if (one.duty, one.on) == (wanted, on)), None)


def covered(line: Line, start: dt.datetime, end: dt.datetime) -> list[Span]:
    """The stretches in which somebody is on call."""
    spans = (turn.span for turn in turns(line, start, end) if turn.holder)
    return walltime.within(walltime.merged(spans), start, end)


def on_call(line: Line, at: dt.datetime) -> list[Member]:
    """Who answers at an instant: the first on call first."""
    now = [turn for turn in turns(line, at, at + dt.timedelta(minutes=1)) if at in turn.span]
    now.sort(key=lambda turn: (turn.rank, turn.span.start))
    return list({turn.holder.pk: turn.holder for turn in now if turn.holder}.values())


def _weekly(line: Line, start: dt.datetime, end: dt.datetime) -> Iterable[tuple[Turn, UUID]]:
    rows = list(Weekly.objects.filter(line=line, standing__in=HELD))
    for day in walltime.days(line.time_zone, start, end):
        for row in rows:
            if row.weekday == day.weekday() and row.since <= day and (row.until is None or day <= row.until):
                span = walltime.stretch(line.time_zone, day, row.starts, row.ends)
                if span.start < end and span.end > start:
                    yield Turn(row.pk, day, span, row.starts, row.ends, row.rank, None), row.member_id


def _single(line: Line, start: dt.datetime, end: dt.datetime) -> Iterable[tuple[Turn, UUID]]:
    possible = list(walltime.days(line.time_zone, start, end))
    rows = Shift.objects.filter(line=line, standing__in=HELD, on__range=(possible[0], possible[-1]))
    for row in rows:
        span = walltime.stretch(line.time_zone, row.on, row.starts, row.ends)
        if span.start < end and span.end > start:
            yield Turn(row.pk, row.on, span, row.starts, row.ends, row.rank, None, is_weekly=False), row.member_id


def _handed(line: Line, found: Iterable[tuple[Turn, UUID]]) -> dict[tuple[UUID, dt.date], UUID]:
    """Who took which shift last, by (duty, day)."""
    days = {turn.on for turn, _ in found}
    last: dict[tuple[UUID, dt.date], UUID] = {}
    rows = Swap.objects.filter(Q(on__in=days) | Q(back_on__in=days), line=line, standing__in=HELD)
    for row in rows.order_by("decided_at"):
        last[row.duty, row.on] = row.asked_of_id
        if row.back_duty and row.back_on:
            last[row.back_duty, row.back_on] = row.asked_by_id
    return last


def _leave(line: Line, found: Iterable[tuple[Turn, UUID]]) -> dict[UUID, list[tuple[dt.date, dt.date]]]:
    """Days of leave of members of the line's team."""
    away: dict[UUID, list[tuple[dt.date, dt.date]]] = defaultdict(list)
    days = [turn.on for turn, _ in found]
    if not days:
        return away
    for row in Cover.objects.filter(member__agency=line.agency_id, since__lte=max(days), until__gte=min(days)):
        away[row.member_id].append((row.since, row.until))
    return away


def _worked_in(
    turn: Turn,
    member: UUID,
    people: dict[UUID, Member],
    handed: dict[tuple[UUID, dt.date], UUID],
    leave: dict[UUID, list[tuple[dt.date, dt.date]]],
) -> Turn:
    holder = people.get(handed.get((turn.duty, turn.on), member))
    if holder and any(since <= turn.on <= until for since, until in leave.get(holder.pk, ())):
        return replace(turn, away=holder)
    return replace(turn, holder=holder)
