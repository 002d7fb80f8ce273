"""When a line answers: its hours, and somebody on call in them."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict

from waystation.care.intake.lines import walltime
from waystation.care.intake.lines.models import Line
from waystation.care.intake.lines.selectors.roster import covered
from waystation.care.intake.lines.walltime import Span

AHEAD = dt.timedelta(days=14)


def open_hours(line: Line, start: dt.datetime, end: dt.datetime) -> list[Span]:
    """The hours a line states between two instants. A holiday replaces the hours that begin on its day."""
    weekly: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for row in line.hours.all():
        weekly[row.weekday].append((row.opens, row.closes))
    special: dict[dt.date, list[tuple[int, int]]] = defaultdict(list)
    for one in line.holidays.all():
        special[one.on] += [(one.opens, one.closes)] if one.opens is not None and one.closes is not None else []
    spans = [
        walltime.stretch(line.time_zone, day, opens, closes)
        for day in walltime.days(line.time_zone, start, end)
        for opens, closes in (special[day] if day in special else weekly[day.weekday()])
    ]
    return walltime.within(walltime.merged(spans), start, end)


def answered(line: Line, start: dt.datetime, end: dt.datetime) -> list[Span]:
    """The stated hours in which somebody is on call."""
    return walltime.common(open_hours(line, start, end), covered(line, start, end))


def open_now(line: Line, at: dt.datetime) -> bool:
    """Whether the line answers: within its hours, and with somebody on call."""
    return any(at in span for span in answered(line, at, at + dt.timedelta(minutes=1)))


def next_opening(line: Line, at: dt.datetime) -> dt.datetime | None:
    """When the line answers next, after `at`; None when not within the next 14 days."""
    return next((span.start for span in answered(line, at, at + AHEAD) if span.start > at), None)
