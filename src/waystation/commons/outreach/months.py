"""What a month of outreach came to: by the day it happened, counts of 1 to 10 withheld, neighbours with them."""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from dataclasses import dataclass

from waystation.commons.outreach import presenting, selectors
from waystation.commons.outreach.models import Night
from waystation.core.disclosure.withhold import Shown, withhold_count, withhold_one_way
from waystation.foundation import clock
from waystation.foundation.gate import Actor

BACK = 13
"""Months to choose from."""


@dataclass(frozen=True)
class Summary:
    """Figures of a month. None is withheld.

    `nights` and `hours` are of staff and never withheld; the rest are counts of people, or of things given to people.
    `needs` are the needs seen, in words and without a number.
    """

    first: dt.date
    last: dt.date
    as_of: dt.date
    nights: int
    hours: int
    contacts: Shown
    referrals: Shown
    by_hotspot: tuple[tuple[str, int, Shown], ...]
    materials: tuple[tuple[str, Shown], ...]
    languages: tuple[str, ...]
    needs: tuple[str, ...]

    @property
    def has_withheld(self) -> bool:
        """Whether anything is withheld."""
        rest = [
            self.contacts,
            self.referrals,
            *(row[2] for row in self.by_hotspot),
            *(row[1] for row in self.materials),
        ]
        return None in rest


def month_of(text: str, today: dt.date) -> dt.date:
    """The first of the month `2026-10`; of this month when the text is none, or lies ahead."""
    this = today.replace(day=1)
    if not re.fullmatch(r"20\d{2}-(?:0[1-9]|1[0-2])", text):
        return this
    return min(dt.date.fromisoformat(f"{text}-01"), this)


def choices(actor: Actor) -> list[dt.date]:
    """The months to choose from, newest first. Raises NotAllowed."""
    selectors.need_to_see(actor)
    found = [clock.today().replace(day=1)]
    while len(found) < BACK:
        found.append((found[-1] - dt.timedelta(days=1)).replace(day=1))
    return found


def summary(actor: Actor, first: dt.date) -> Summary:
    """The figures of the own agency's nights that happened in a month. Raises NotAllowed."""
    last = (first + dt.timedelta(days=31)).replace(day=1) - dt.timedelta(days=1)
    rows = list(selectors.nights(actor).filter(status=Night.Status.DONE, on__range=(first, last)))
    met: Counter[str] = Counter()
    often: Counter[str] = Counter()
    given: Counter[str] = Counter()
    for row in rows:
        met[row.hotspot.name] += row.outcome.contacts
        often[row.hotspot.name] += 1
        given.update(row.outcome.materials)
    places = sorted(often)
    table = withhold_one_way([met[name] for name in places])
    needs = {code for row in rows for code in row.outcome.needs}
    languages = {code for row in rows for code in row.outcome.languages}
    return Summary(
        first=first,
        last=last,
        as_of=clock.today(),
        nights=len(rows),
        hours=round(sum(row.minutes for row in rows) / 60),
        contacts=table.total,
        referrals=withhold_count(sum(row.outcome.referrals for row in rows)),
        by_hotspot=tuple((name, often[name], shown) for name, shown in zip(places, table.counts, strict=True)),
        materials=tuple((presenting.words("outreach_material", c), withhold_count(given[c])) for c in sorted(given)),
        languages=tuple(sorted(presenting.words("language", code) for code in languages)),
        needs=tuple(sorted(presenting.words("outreach_need", code) for code in needs)),
    )
