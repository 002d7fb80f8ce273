"""Stretches of a week on the wall clock: whether two of them meet, and how they read."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.dates import WEEKDAYS

from waystation.care.intake.lines.models.line import DAY

WEEK = 7 * DAY
Stretch = tuple[int, int, int]
"""(weekday, first minute, minute it ends before), the last beyond 1,440 when it runs over midnight."""


def meet(first: Stretch, second: Stretch) -> bool:
    """Whether two weekly stretches share a minute; Sunday night runs into Monday."""
    start, end = first[0] * DAY + first[1], first[0] * DAY + first[2]
    other, until = second[0] * DAY + second[1], second[0] * DAY + second[2]
    return any(start < until + shift and other + shift < end for shift in (-WEEK, 0, WEEK))


def meets_any(one: Stretch, others: Iterable[Stretch]) -> bool:
    """Whether a stretch shares a minute with any of the others."""
    return any(meet(one, other) for other in others)


def clock_words(minute: int) -> str:
    """A minute of the day as a clock shows it; the end of the day is 24:00."""
    return f"{minute // 60 % 24 if minute != DAY else 24:02d}:{minute % 60:02d}"


def range_words(starts: int, ends: int) -> str:
    """Such as 22:00-06:00."""
    return f"{clock_words(starts)}-{clock_words(ends)}"


def day_words(weekday: int) -> str:
    """The name of a weekday, 0 Monday."""
    return str(WEEKDAYS[weekday])
