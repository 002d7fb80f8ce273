"""Opening hours: read as people write them, and open exactly when the rule says so."""

from __future__ import annotations

import datetime as dt

import pytest
from dateutil.rrule import rrulestr
from hypothesis import given
from hypothesis import strategies as st

from waystation.commons.directory.imports.hours import DAYS, clock, minutes, weekdays
from waystation.commons.directory.models import Schedule
from waystation.commons.directory.search.hours import intervals, minute_of_week


@pytest.mark.parametrize(
    ("text", "time"),
    [
        ("9:00am", "09:00"),
        ("830am", "08:30"),
        ("7:30 am ", "07:30"),
        ("12:00pm", "12:00"),
        ("12:00am", "00:00"),
        ("9am", "09:00"),
        ("17:00", "17:00"),
        ("8:00", "08:00"),
        ("noon", "12:00"),
        ("10:00:00", "10:00:00"),
        ("6:300pm", None),
        ("Mornings", None),
        ("5:00pm Mon", None),
        ("25:00", None),
        ("13:00pm", None),
        ("9", None),
    ],
)
def test_clock_reads_what_people_write(text: str, time: str | None) -> None:
    assert clock(text) == time


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("Monday - Friday", "MO,TU,WE,TH,FR"),
        ("Mon - Tue & Thur - Fri", "MO,TU,TH,FR"),
        ("Saturday-Monday", "MO,SA,SU"),
        ("Second Saturday", ""),
        ("TH,FR", "TH,FR"),
        ("Mon, Wed-Fri", "MO,WE,TH,FR"),
        ("lunes", "MO"),
    ],
)
def test_weekdays_read_what_people_write(text: str, days: str) -> None:
    assert ",".join(weekdays(text)) == days


def test_minutes_since_midnight_are_a_time() -> None:
    assert minutes("750") == "12:30"
    assert minutes("2000") is None


@given(
    days=st.lists(st.sampled_from(DAYS), min_size=1, unique=True),
    opens=st.integers(0, 1439),
    length=st.integers(1, 1440),
    at=st.datetimes(dt.datetime(2026, 1, 5), dt.datetime(2026, 12, 31)),
)
def test_interval_agrees_with_the_recurrence_rule(days: list[str], opens: int, length: int, at: dt.datetime) -> None:
    at = at.replace(second=0, microsecond=0)
    closes = (opens + length) % 1440
    schedule = Schedule(
        freq="WEEKLY",
        byday=",".join(days),
        opens_at=f"{opens // 60:02d}:{opens % 60:02d}",
        closes_at=f"{closes // 60:02d}:{closes % 60:02d}",
    )
    # One minute to midnight is how directories write "until midnight".
    length += 1 if closes == 1439 else 0
    start = dt.datetime(2025, 12, 1, opens // 60, opens % 60)
    rule = rrulestr(f"FREQ=WEEKLY;BYDAY={','.join(days)}", dtstart=start)
    last = rule.before(at, inc=True)
    is_open = last is not None and at < last + dt.timedelta(minutes=length)
    minute = minute_of_week(at)
    assert any(i.start <= minute < i.end for i in intervals([schedule])) == is_open
