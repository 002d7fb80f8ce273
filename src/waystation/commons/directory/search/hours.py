"""Opening hours as intervals of the local week, worked out when a service is saved, not when somebody searches."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from ..imports.hours import DAYS
from ..models import Schedule

DAY, WEEK = 24 * 60, 7 * 24 * 60


@dataclass(frozen=True)
class Interval:
    """Minutes of the week, Monday 00:00 = 0, half open; valid between two days, None = without end."""

    start: int
    end: int
    valid_from: dt.date | None = None
    valid_to: dt.date | None = None


def minute_of_week(at: dt.datetime) -> int:
    """`at` is local time."""
    return at.weekday() * DAY + at.hour * 60 + at.minute


def intervals(schedules: Iterable[Schedule]) -> list[Interval]:
    """The weekly intervals of plain weekly rules. Rules by month, count or every second week say nothing of today."""
    found: dict[Interval, None] = {}
    for schedule in schedules:
        for interval in _weekly(schedule):
            found[interval] = None
    return list(found)


def _weekly(schedule: Schedule) -> list[Interval]:
    opens, closes = _minute(schedule.opens_at), _minute(schedule.closes_at)
    days = [DAYS.index(day) for part in schedule.byday.split(",") if (day := part.strip()) in DAYS]
    if opens is None or closes is None or schedule.freq not in {"", "WEEKLY"} or (schedule.interval or 1) != 1:
        return []
    if schedule.count or schedule.bymonthday or schedule.byyearday or schedule.byweekno or not days:
        return []
    if closes % DAY == DAY - 1:
        closes = DAY
    length = closes - opens if closes > opens else closes - opens + DAY
    until = min((d for d in (schedule.until, schedule.valid_to) if d), default=None)
    since = max((d for d in (schedule.dtstart, schedule.valid_from) if d), default=None)
    found = []
    for day in days:
        start = day * DAY + opens
        end = start + length
        found.append(Interval(start, min(end, WEEK), since, until))
        if end > WEEK:
            found.append(Interval(0, end - WEEK, since, until))
    return found


def _minute(text: str) -> int | None:
    parts = text.split(":")
    if len(parts) < 2 or not (parts[0].isdigit() and parts[1].isdigit()):
        return None
    minute = int(parts[0]) * 60 + int(parts[1])
    return minute if 0 <= minute <= DAY else None
