"""Years that end with a quarter. Two that overlap could be subtracted, so an agency sends its totals to one of them."""

from __future__ import annotations

import datetime as dt

OFFERED = 4
DAY = dt.timedelta(days=1)


def ends(today: dt.date) -> list[dt.date]:
    """The last days of the four newest quarters that are over, newest first."""
    found, first = [], dt.date(today.year, (today.month - 1) // 3 * 3 + 1, 1)
    for _step in range(OFFERED):
        found.append(first - DAY)
        before = first - DAY
        first = dt.date(before.year, (before.month - 1) // 3 * 3 + 1, 1)
    return found


def start(ends_on: dt.date) -> dt.date:
    """The first day of the year that ends on a day: the day after the same quarter's end a year before."""
    day = ends_on + DAY
    return day.replace(year=day.year - 1)


def overlap(one: dt.date, other: dt.date) -> bool:
    """Whether the years that end on two days have a day in common."""
    return start(max(one, other)) <= min(one, other)
