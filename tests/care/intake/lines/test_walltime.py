"""Wall time and instants: no hour lost or doubled, also where clocks jump forward or back."""

from __future__ import annotations

import datetime as dt
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from waystation.care.intake.lines import walltime
from waystation.care.intake.lines.walltime import Span

ZONES = [
    "America/New_York", "America/Chicago", "America/Phoenix", "America/St_Johns", "America/Havana", "Europe/Dublin",
    "Australia/Lord_Howe", "Asia/Beirut", "Africa/Cairo", "Pacific/Apia", "UTC", "America/Sao_Paulo",
]  # fmt: skip
"""Among them: no change at all, half an hour, a change at midnight, a day that never was (Apia, 30 December 2011)."""
zones = st.sampled_from(ZONES)
days = st.dates(dt.date(2008, 1, 1), dt.date(2037, 12, 31))
cuts = st.lists(st.integers(0, 1440), max_size=8)
SPRING, AUTUMN = dt.date(2026, 3, 8), dt.date(2026, 11, 1)


@given(zones, days, cuts)
@example("America/New_York", SPRING, [120, 150, 180])
@example("America/New_York", AUTUMN, [60, 90, 120])
@example("Pacific/Apia", dt.date(2011, 12, 30), [600])
@settings(max_examples=400, deadline=None)
def test_a_day_cut_into_shifts_is_covered_once_in_every_instant(zone: str, day: dt.date, where: list[int]) -> None:
    marks = sorted({0, 1440, *where})
    shifts = [walltime.stretch(zone, day, start, end) for start, end in pairwise(marks)]
    whole = Span(walltime.instant(zone, day, 0), walltime.instant(zone, day + dt.timedelta(days=1), 0))
    assert sum((one.length for one in shifts), dt.timedelta()) == whole.length
    for before, after in pairwise(shifts):
        assert before.end == after.start
    at = whole.start
    while at < whole.end:
        assert sum(at in one for one in shifts) == 1
        at += dt.timedelta(minutes=10)


@given(zones, days, st.integers(0, 2880), st.integers(0, 2880))
@settings(max_examples=400, deadline=None)
def test_wall_time_never_runs_backwards(zone: str, day: dt.date, one: int, other: int) -> None:
    low, high = sorted((one, other))
    assert walltime.instant(zone, day, low) <= walltime.instant(zone, day, high)


@given(zones, days, st.integers(0, 1439))
@settings(max_examples=400, deadline=None)
def test_a_wall_time_that_exists_is_shown_again_as_written(zone: str, day: dt.date, minute: int) -> None:
    wall = dt.datetime.combine(day, dt.time()) + dt.timedelta(minutes=minute)
    at = walltime.instant(zone, day, minute)
    shown = at.astimezone(ZoneInfo(zone)).replace(tzinfo=None)
    exists = (
        wall.replace(tzinfo=ZoneInfo(zone)).astimezone(dt.UTC).astimezone(ZoneInfo(zone)).replace(tzinfo=None) == wall
    )
    assert (shown == wall) if exists else (shown > wall)
    if exists:
        assert not any(_shows(zone, at - dt.timedelta(minutes=back), wall) for back in (30, 60, 120))


def _shows(zone: str, at: dt.datetime, wall: dt.datetime) -> bool:
    return at.astimezone(ZoneInfo(zone)).replace(tzinfo=None) == wall


@pytest.mark.parametrize(
    ("day", "starts", "ends", "hours"),
    [
        (SPRING, 0, 1440, 23), (AUTUMN, 0, 1440, 25), (SPRING - dt.timedelta(days=1), 1320, 1800, 7),
        (AUTUMN - dt.timedelta(days=1), 1320, 1800, 9), (SPRING, 120, 180, 0), (AUTUMN, 60, 120, 2),
        (dt.date(2026, 6, 1), 1320, 1800, 8),
    ],
)  # fmt: skip
def test_shifts_over_a_change_of_clocks_have_their_true_length(
    day: dt.date, starts: int, ends: int, hours: int
) -> None:
    assert walltime.stretch("America/New_York", day, starts, ends).length == dt.timedelta(hours=hours)


MINUTE = dt.timedelta(minutes=1)
BASE = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
spans = st.lists(
    st.tuples(st.integers(0, 200), st.integers(0, 60)).map(
        lambda pair: Span(BASE + pair[0] * MINUTE, BASE + (pair[0] + pair[1]) * MINUTE)
    ),
    max_size=8,
)


def _minutes(found: list[Span]) -> set[int]:
    return {n for n in range(300) if any(BASE + n * MINUTE in one for one in found)}


@given(spans, spans)
@settings(max_examples=300, deadline=None)
def test_stretches_add_subtract_and_meet_as_sets_of_minutes_do(first: list[Span], second: list[Span]) -> None:
    assert _minutes(walltime.merged(first)) == _minutes(first)
    assert _minutes(walltime.without(first, second)) == _minutes(first) - _minutes(second)
    assert _minutes(walltime.common(first, second)) == _minutes(first) & _minutes(second)
    for before, after in pairwise(walltime.merged(first)):
        assert before.end < after.start
