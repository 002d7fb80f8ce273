"""From wall time in a zone to instants, so that a day of 23 or of 25 hours loses and doubles nothing.

A wall time that the clocks skip is the instant of the skip; one that comes twice is its first coming. So the mapping
never runs backwards: stretches that touch on the wall clock touch in time, and together they are the whole day.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import NamedTuple
from zoneinfo import ZoneInfo, available_timezones


class Span(NamedTuple):
    """From `start` until just before `end`, both aware and in UTC."""

    start: dt.datetime
    end: dt.datetime

    @property
    def length(self) -> dt.timedelta:
        return self.end - self.start

    def __contains__(self, at: object) -> bool:
        return isinstance(at, dt.datetime) and self.start <= at < self.end


@lru_cache
def zones() -> frozenset[str]:
    """Names of the time zones this computer knows."""
    return frozenset(available_timezones())


@lru_cache(maxsize=8192)
def instant(zone: str, day: dt.date, minute: int) -> dt.datetime:
    """The instant (UTC) of a wall time, `minute` counted from the day's midnight and allowed to pass it."""
    place = ZoneInfo(zone)
    wall = dt.datetime.combine(day, dt.time()) + dt.timedelta(minutes=minute)
    first = wall.replace(tzinfo=place, fold=0).astimezone(dt.UTC)
    if first.astimezone(place).replace(tzinfo=None) == wall:
        return first
    return _skip(place, wall)


def _skip(place: ZoneInfo, wall: dt.datetime) -> dt.datetime:
    """The instant at which clocks jump over a wall time: where the offset changes, found to the second."""
    late, early = (wall.replace(tzinfo=place, fold=fold).astimezone(dt.UTC) for fold in (0, 1))
    before = early.astimezone(place).utcoffset()
    while late - early > dt.timedelta(seconds=1):
        middle = early + (late - early) // 2
        if middle.astimezone(place).utcoffset() == before:
            early = middle
        else:
            late = middle
    return late.replace(microsecond=0)


def stretch(zone: str, day: dt.date, starts: int, ends: int) -> Span:
    """The stretch of a day between two wall times; empty where the clocks skip all of it."""
    return Span(instant(zone, day, starts), instant(zone, day, ends))


def local(zone: str, at: dt.datetime) -> dt.datetime:
    """An instant as the wall clock shows it."""
    return at.astimezone(ZoneInfo(zone))


def days(zone: str, start: dt.datetime, end: dt.datetime) -> Iterator[dt.date]:
    """Each local day on which a stretch that touches [start, end) may begin: from the evening before."""
    day, last = local(zone, start).date() - dt.timedelta(days=1), local(zone, end).date()
    while day <= last:
        yield day
        day += dt.timedelta(days=1)


def merged(spans: Iterable[Span]) -> list[Span]:
    """The same time in stretches that neither touch nor overlap, in order."""
    found: list[Span] = []
    for one in sorted(span for span in spans if span.end > span.start):
        if found and one.start <= found[-1].end:
            found[-1] = Span(found[-1].start, max(found[-1].end, one.end))
        else:
            found.append(one)
    return found


def without(wanted: Iterable[Span], taken: Iterable[Span]) -> list[Span]:
    """The stretches of `wanted` that no stretch of `taken` covers."""
    left: list[Span] = []
    held = merged(taken)
    for one in merged(wanted):
        start = one.start
        for other in held:
            if other.end <= start or other.start >= one.end:
                continue
            if other.start > start:
                left.append(Span(start, other.start))
            start = max(start, other.end)
        if start < one.end:
            left.append(Span(start, one.end))
    return left


def within(spans: Iterable[Span], start: dt.datetime, end: dt.datetime) -> list[Span]:
    """The parts of stretches between two instants."""
    cut = (Span(max(one.start, start), min(one.end, end)) for one in spans)
    return [one for one in cut if one.start < one.end]


def common(first: Iterable[Span], second: Iterable[Span]) -> list[Span]:
    """The time that both have."""
    others = merged(second)
    return merged(part for one in merged(first) for part in within(others, one.start, one.end))
