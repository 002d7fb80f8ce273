"""The figures of one month, from statistics records only. Pure: columns in, what may be shown out.

Method. A record belongs to the month in which it happened (`on`), whenever it was entered. Contacts that are silent,
abusive, abandoned or none of the line's business stay out of every other figure and are shown apart. Each table is
withheld with its total; when a table has to hide the total, the total goes everywhere and no table is shown, since the
tables share it. Times to answer need more than 10 contacts on each side of a minute. Indicators after OMB 0970-0598.
"""

from __future__ import annotations

import datetime as dt
import json
import statistics
from dataclasses import dataclass

from waystation.core import codes
from waystation.core.disclosure.withhold import THRESHOLD, Shown, withhold_count, withhold_one_way
from waystation.core.late import Array, np
from waystation.core.late import Flags as Mask
from waystation.numbers.insights.columns import Columns

OTHER_LANGUAGES = "other_languages"
PROMPT = 60
"""Seconds: a contact answered within these is answered promptly."""
APART = ("out_of_scope", "silent", "abusive", "abandoned")
TABLES = (
    ("channel", "channel"), ("language", "language"), ("contactor", "contactor"), ("lane", "lane"), ("venue", "venue"),
    ("likelihood", "likelihood"), ("danger", "danger"), ("interpreter", "yes_no"),
)  # fmt: skip
"""Fields of a contact and their code lists, in the order of the sheet."""
ALWAYS_KNOWN = frozenset({"channel", "lane"})
"""Fields that every record answers; the lane `other` stands apart."""


@dataclass(frozen=True)
class Table:
    """Counts by a code list; None is withheld. `rows`: (code, count)."""

    field: str
    codes: str
    rows: tuple[tuple[str, Shown], ...]
    total: Shown


@dataclass(frozen=True)
class Times:
    """Seconds to the first word: the median, and the share answered within a minute in percent. None: not shown."""

    median: int | None = None
    prompt: int | None = None


@dataclass(frozen=True)
class MonthSheet:
    """What may be shown of a month. None is withheld; no figure behind a None is in this object.

    `signals`, `situations` and `persons` are three counts and are never added up. `settles_on`: the 15th of the second
    month after, when the month is reported; `is_restated`: something of this month was entered after that day.
    """

    first: dt.date
    last: dt.date
    as_of: dt.date
    settles_on: dt.date
    is_restated: bool
    signals: Shown
    situations: Shown
    persons: Shown
    tables: tuple[Table, ...]
    kinds: Table | None
    ages: Table | None
    emergency: tuple[tuple[str, Shown], ...]
    referrals: Shown
    interpreter_minutes: Shown
    times: Times
    apart: tuple[tuple[str, Shown], ...]
    late: Shown

    @property
    def is_over(self) -> bool:
        """Whether the whole month is counted."""
        return self.as_of >= self.last

    @property
    def is_settled(self) -> bool:
        """Whether the day on which the month is reported has passed."""
        return self.as_of >= self.settles_on


def count(contacts: Columns, situations: Columns, first: dt.date, as_of: dt.date) -> MonthSheet:
    """The sheet of the month that begins at `first`, from records as of the end of `as_of`."""
    last = _next(first) - dt.timedelta(days=1)
    settles_on = _next(_next(first)).replace(day=15)
    month, places = contacts.only(_within(contacts, first, last)), situations.only(_within(situations, first, last))
    kind = classes(month)
    signals = month.only(kind == "")
    late = signals.days("entered") > np.datetime64(last, "D")
    tables = tuple(_table(signals, *names) for names in TABLES)
    asked, entered = _asked(signals), withhold_one_way([int(late.sum()), int((~late).sum())])
    hidden = None in [entered.total, *(table.total for table in (*tables, *asked))]
    kinds, ages = _table(places, "kind", "kind_of_trafficking"), _ages(places)
    return MonthSheet(
        first=first,
        last=last,
        as_of=as_of,
        settles_on=settles_on,
        is_restated=as_of >= settles_on and _any_after(settles_on, month, places),
        signals=None if hidden else len(signals),
        situations=kinds.total,
        persons=ages.total,
        tables=() if hidden else tables,
        kinds=None if kinds.total is None else kinds,
        ages=None if ages.total is None else ages,
        emergency=tuple((one.field, None if hidden else one.rows[0][1]) for one in asked),
        referrals=withhold_count(_sum(signals, "referrals_made")),
        interpreter_minutes=_minutes(signals),
        times=_times(month.only(kind != "abandoned")),
        apart=tuple((code, withhold_count(int((kind == code).sum()))) for code in APART),
        late=None if hidden else entered.counts[0],
    )


def classes(contacts: Columns) -> Array:
    """For each contact the class of its disposition that keeps it apart, "" for the work of the line."""
    known = {code.code: str(code.extra.get("class", "")) for code in codes.get("disposition")}
    found = np.array([known.get(str(code), "") for code in contacts.texts("disposition")], dtype="U16")
    # A wrong number that says no more than that is not the line's business either.
    return np.where((found == "") & (contacts.texts("lane") == "other"), "out_of_scope", found)


def _next(first: dt.date) -> dt.date:
    return (first + dt.timedelta(days=31)).replace(day=1)


def _within(columns: Columns, first: dt.date, last: dt.date) -> Mask:
    on = columns.days("on")
    return (on >= np.datetime64(first, "D")) & (on <= np.datetime64(last, "D"))


def _any_after(day: dt.date, *parts: Columns) -> bool:
    return any(bool((part.days("entered") > np.datetime64(day, "D")).any()) for part in parts)


def _table(columns: Columns, field: str, name: str) -> Table:
    found = columns.texts(field)
    keys = [code.code for code in codes.get(name) if (field, code.code) != ("lane", "other")]
    keys += [answer for answer in codes.ANSWERS if answer not in keys and field not in ALWAYS_KNOWN]
    counts = [int((found == key).sum()) for key in keys]
    if field == "language":
        keys, counts = _folded(keys, counts)
    table = withhold_one_way(counts)
    return Table(field, name, tuple(zip(keys, table.counts, strict=True)), table.total)


def _folded(keys: list[str], counts: list[int]) -> tuple[list[str], list[int]]:
    """Languages of few contacts in one row: which rare language was spoken would itself tell of somebody."""
    shown = [
        (key, number) for key, number in zip(keys, counts, strict=True) if number > THRESHOLD or key in codes.ANSWERS
    ]
    few = sum(counts) - sum(number for _, number in shown)
    named = [pair for pair in shown if pair[0] not in codes.ANSWERS]
    named.sort(key=lambda pair: -pair[1])
    rest = [pair for pair in shown if pair[0] in codes.ANSWERS]
    rows = [*named, (OTHER_LANGUAGES, few), *rest]
    return [key for key, _ in rows], [number for _, number in rows]


def _ages(places: Columns) -> Table:
    persons, minors = _sum(places, "persons"), _sum(places, "minors")
    table = withhold_one_way([minors, persons - minors])
    return Table("persons", "", (("minors", table.counts[0]), ("others", table.counts[1])), table.total)


def _sum(columns: Columns, field: str) -> int:
    """Of whole numbers, those that were given."""
    found = columns.values.get(field)
    return int(found[found >= 0].sum()) if found is not None and len(found) else 0


def _asked(signals: Columns) -> list[Table]:
    """For each emergency request who asked for it and who did not; one may ask for several."""
    given = [json.loads(str(text)) for text in signals.texts("emergency")]
    found = []
    for code in codes.get("emergency_request"):
        number = sum(code.code in one for one in given)
        table = withhold_one_way([number, len(given) - number])
        found.append(Table(code.code, "", (("yes", table.counts[0]), ("no", table.counts[1])), table.total))
    return found


def _minutes(signals: Columns) -> Shown:
    """Minutes interpreted; withheld with few contacts, because they would tell how long somebody spoke."""
    with_one = int((signals.texts("interpreter") == "yes").sum())
    return None if 1 <= with_one <= THRESHOLD else _sum(signals, "interpreter_minutes")


def _times(answered: Columns) -> Times:
    found = answered.values.get("answer_seconds")
    seconds = sorted(int(value) for value in found if value >= 0) if found is not None else []
    if len(seconds) <= THRESHOLD:
        return Times()
    soon = sum(value <= PROMPT for value in seconds)
    few = any(withhold_count(number) is None for number in (soon, len(seconds) - soon))
    return Times(statistics.median_low(seconds), None if few else round(100 * soon / len(seconds)))
