"""The month sheet on Today, for whoever runs the line and may count it; analysts come to it from the counts."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext as _

from waystation.numbers.insights.month.selectors import may_read
from waystation.web.today.sections import Desk, Section


def joined(desk: Desk, sections: list[Section]) -> list[Section]:
    """The sections, and after them the way to the month sheet."""
    facts = desk.actor.role_facts
    if not (facts and facts.runs_line and may_read(desk.actor)):
        return sections
    told = _("What a month of the line came to, without any case. Counts from 1 to 10 are withheld.")
    way = reverse("insights:month")
    return [*sections, Section("month", _("Month sheet"), told, [], _("Open the month sheet"), way)]
