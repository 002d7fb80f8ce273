"""The figures of the Data page: three counts and one table, with small counts withheld before they leave here."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from waystation.core import codes
from waystation.core.disclosure.withhold import Shown, withhold_count, withhold_one_way
from waystation.core.late import np
from waystation.numbers.insights.columns import Columns, fiscal_year_start

UNKNOWN_KIND = "unknown"


@dataclass(frozen=True)
class Figures:
    """What may be shown. None is withheld; no figure behind a None is in this object.

    `as_of`: the last day counted. `year_from`: first day of the fiscal year of the table.
    """

    as_of: dt.date
    year_from: dt.date
    contacts: Shown
    situations: Shown
    clients: Shown
    by_kind: tuple[tuple[str, Shown], ...]
    year_total: Shown

    @property
    def has_withheld(self) -> bool:
        """Whether anything on the page is withheld."""
        rest = (self.contacts, self.situations, self.clients, self.year_total)
        return None in rest or any(value is None for _, value in self.by_kind)


def compute(
    contacts: Columns, situations: Columns, clients: Columns, batch_on: dt.date, fiscal_month: int = 10
) -> Figures:
    """Count as of the end of the day before `batch_on`; the agency's fiscal year begins in `fiscal_month`."""
    as_of = batch_on - dt.timedelta(days=1)
    year_from = fiscal_year_start(as_of, fiscal_month)
    kinds = [code.code for code in codes.get("kind_of_trafficking")]
    this_year = clients.days("opened_on") >= np.datetime64(year_from, "D")
    found = clients.only(this_year).texts("kind")
    counts = [int((found == kind).sum()) for kind in kinds]
    # Answers that are no kind (declined, not asked) are not yet known, as the words of the list say.
    counts[kinds.index(UNKNOWN_KIND)] += int(this_year.sum()) - sum(counts)
    table = withhold_one_way(counts, outside=len(clients) - sum(counts))
    return Figures(
        as_of=as_of,
        year_from=year_from,
        contacts=withhold_count(len(contacts)),
        situations=withhold_count(len(situations)),
        clients=table.larger,
        by_kind=tuple(zip(kinds, table.counts, strict=True)),
        year_total=table.total,
    )
