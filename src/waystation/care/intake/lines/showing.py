"""Rows of a line in words, and stretches of time as a rota writes them."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass
from uuid import UUID

from django.utils.formats import date_format
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from waystation.care.intake.lines import walltime
from waystation.care.intake.lines.models import Line
from waystation.care.intake.lines.selectors.coverage import uncovered
from waystation.care.intake.lines.selectors.opening import open_hours
from waystation.care.intake.lines.selectors.roster import Turn
from waystation.care.intake.lines.walltime import Span
from waystation.care.intake.lines.weekdays import day_words, range_words
from waystation.core import codes

WEEK = dt.timedelta(days=7)
GAPS = 7
"""How many stretches nobody covers a page shows before it leads to the rota."""


@dataclass(frozen=True)
class Row:
    """One row of a page's list: what it says, and its id to take it off by."""

    id: UUID
    title: str
    text: str = ""


def rows(line: Line, step: str) -> list[Row]:
    """The list of a page of the wizard."""
    return _ROWS[step](line) if step in _ROWS else []


def language_words(spoken: list[str]) -> str:
    """Languages by their names, in the language of the page."""
    lang = get_language() or "en"
    return ", ".join(codes.label("language", code, lang[:2]) for code in spoken)


def _numbers(line: Line) -> list[Row]:
    return [Row(one.pk, one.number, str(one.get_kind_display())) for one in line.numbers.all()]


def _hours(line: Line) -> list[Row]:
    return [Row(one.pk, f"{day_words(one.weekday)} {range_words(one.opens, one.closes)}") for one in line.hours.all()]


def _holidays(line: Line) -> list[Row]:
    found = []
    for one in line.holidays.all():
        closed = one.opens is None or one.closes is None
        times = _("closed") if closed else range_words(one.opens or 0, one.closes or 0)
        found.append(Row(one.pk, f"{date_format(one.on, 'j F Y')}, {one.name}", times))
    return found


def _interpreters(line: Line) -> list[Row]:
    return [
        Row(one.pk, f"{one.vendor}, {one.number}", language_words(one.languages)) for one in line.interpreters.all()
    ]


def _warm(line: Line) -> list[Row]:
    return [
        Row(one.pk, f"{one.name or one.get_kind_display()}, {one.number}", one.county or _("Every county"))
        for one in line.warm_numbers.all()
    ]


_ROWS = {"numbers": _numbers, "hours": _hours, "holidays": _holidays, "interpreters": _interpreters, "warm": _warm}


def span_words(line: Line, span: Span) -> str:
    """A stretch on the line's clock, such as Sunday 02:00-06:00; a second day is named."""
    start, end = walltime.local(line.time_zone, span.start), walltime.local(line.time_zone, span.end)
    begins = f"{date_format(start, 'l')} {date_format(start, 'H:i')}"
    if end.date() == start.date():
        return f"{begins}-{date_format(end, 'H:i')}"
    if end == end.replace(hour=0, minute=0) and end.date() - start.date() == dt.timedelta(days=1):
        return f"{begins}-24:00"
    return f"{begins} - {date_format(end, 'l')} {date_format(end, 'H:i')}"


@dataclass(frozen=True)
class Hole:
    """Hours that nobody covers: the day, in words, how long, and the shift that would cover its first stretch."""

    span: Span
    on: dt.date
    words: str
    length: str
    starts: int
    ends: int


def hole(line: Line, span: Span) -> Hole:
    """A stretch without anybody on call, as a page shows it."""
    start, end = walltime.local(line.time_zone, span.start), walltime.local(line.time_zone, span.end)
    begins = start.hour * 60 + start.minute
    ends = (end.date() - start.date()).days * 1440 + end.hour * 60 + end.minute
    return Hole(span, start.date(), span_words(line, span), length_words(span.length), begins, min(ends, begins + 1440))


@dataclass(frozen=True)
class Gaps:
    """What nobody covers in the coming week: the first stretches, how many more there are, and hours in words."""

    first: list[Hole]
    more: int
    length: str
    stated: str


def gaps(line: Line, at: dt.datetime) -> Gaps | None:
    """The stated hours of the next seven days that nobody covers; None when there are none."""
    spans, stated = uncovered(line, at, at + WEEK), open_hours(line, at, at + WEEK)
    if not spans:
        return None
    length, whole = (sum((span.length for span in some), dt.timedelta()) for some in (spans, stated))
    first = [hole(line, span) for span in spans[:GAPS]]
    return Gaps(first, len(spans) - len(first), length_words(length), length_words(whole))


def length_words(length: dt.timedelta) -> str:
    """A length in hours and minutes."""
    hours, minutes = divmod(int(length.total_seconds()) // 60, 60)
    if not minutes:
        return ngettext("%(hours)s hour", "%(hours)s hours", hours) % {"hours": hours}
    return _("%(hours)s h %(minutes)s min") % {"hours": hours, "minutes": minutes}


def odd_length(turn: Turn) -> str:
    """What to say of a shift that is longer or shorter than its clock times, because clocks change in it."""
    wall = dt.timedelta(minutes=turn.ends - turn.starts)
    if turn.span.length == wall:
        return ""
    return _("Clocks change: %(length)s, not %(wall)s.") % {
        "length": length_words(turn.span.length), "wall": length_words(wall)
    }  # fmt: skip


def by_day(line: Line, found: list[Turn]) -> list[tuple[dt.date, list[Turn]]]:
    """Shifts under the day they begin on."""
    days: dict[dt.date, list[Turn]] = defaultdict(list)
    for turn in found:
        days[turn.on].append(turn)
    return sorted(days.items())
