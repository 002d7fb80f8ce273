"""The month sheet for whoever may count."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass

from waystation.commons.directory.selectors import organization_count
from waystation.foundation import clock, gate
from waystation.foundation.gate import Actor, Subject
from waystation.numbers.insights.actions import compact
from waystation.numbers.insights.models import Batch
from waystation.numbers.insights.month.counting import MonthSheet, count
from waystation.numbers.insights.month.naming import line_names
from waystation.numbers.insights.rules import KIND
from waystation.numbers.insights.selectors import latest_batch

BACK = 25


@dataclass(frozen=True)
class MonthPage:
    """The newest batch, the sheet (None before the first batch), the months to choose from, newest first.

    `partners` and `partners_added`: organizations in the directory by the end of the month, and listed within it.
    `agency` and `lines`: whose sheet it is, as they are called on `made_on`, the day it was opened.
    """

    batch: Batch | None
    sheet: MonthSheet | None
    months: tuple[dt.date, ...]
    partners: int = 0
    partners_added: int = 0
    agency: str = ""
    lines: tuple[str, ...] = ()
    made_on: dt.date | None = None


def month_page(actor: Actor, asked: str) -> MonthPage:
    """The sheet of the month `2026-10`; of the last whole month when `asked` is none of those to choose from.

    Raises gate.Refused for everybody but analysts, and those of the statistics team who run the line.
    """
    decision = gate.decide(actor, Subject(KIND, actor.agency_id, actor.agency_id), {"contact"}, "count")
    if not decision.allowed:
        raise gate.Refused(decision, visible=True)
    batch = latest_batch(actor)
    if batch is None:
        return MonthPage(None, None, ())
    as_of = batch.on - dt.timedelta(days=1)
    months = months_until(as_of)
    first = month_of(asked, months)
    contacts, situations = (compact(actor, kind=kind, batch=batch) for kind in ("contact", "situation"))
    sheet = count(contacts, situations, first, as_of)
    partners = organization_count(by=sheet.last), organization_count(by=sheet.last, since=first)
    lines = line_names(actor.agency_id)
    return MonthPage(batch, sheet, months, *partners, agency=actor.agency.name, lines=lines, made_on=clock.today())


def may_read(actor: Actor) -> bool:
    """Whether the sheet opens for this member. Nothing is opened, and nothing is written into the journal."""
    return gate.decide(actor, Subject(KIND, actor.agency_id, actor.agency_id), {"contact"}, "count").allowed


def months_until(day: dt.date) -> tuple[dt.date, ...]:
    """The months up to the one of a day, newest first."""
    found = [day.replace(day=1)]
    while len(found) < BACK:
        found.append((found[-1] - dt.timedelta(days=1)).replace(day=1))
    return tuple(found)


def month_of(asked: str, months: tuple[dt.date, ...]) -> dt.date:
    """The month that was asked for, else the last whole one."""
    if re.fullmatch(r"\d{4}-(?:0[1-9]|1[0-2])", asked):
        day = dt.date(int(asked[:4]), int(asked[5:]), 1) if int(asked[:4]) else months[1]
        if day in months:
            return day
    return months[1]
