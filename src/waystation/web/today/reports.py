"""Clocks of mandated reports on Today, before everything else, for whoever has to see to them."""

from __future__ import annotations

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from waystation.care.intake import selectors
from waystation.care.intake.templatetags.desk import due_words
from waystation.web.today.sections import Desk, Item, Section

SHOWN = 12
"""How many that only may be under 18 and do not press; whoever is stated to be, or presses, is never left out."""


def joined(desk: Desk, sections: list[Section]) -> list[Section]:
    """With the clocks that run, where any do. Nothing is reported by itself."""
    found = [
        pair
        for place, pair in enumerate(selectors.with_clocks(desk.actor, desk.handed))
        if place < SHOWN or pair[1].stated or pair[1].is_pressing
    ]
    items = [
        Item(
            title=(_("Person %(label)s is under 18") if due.stated else _("Person %(label)s may be under 18"))
            % {"label": due.label},
            url=reverse("intake:situation_detail", args=[row.situation.pk]),
            text=_("Entered %(at)s. Write down that it was reported, or why it is not required.")
            % {"at": date_format(timezone.localtime(due.since), "j F, H:i")},
            badge=due_words(due), kind="attend",
        )
        for row, due in found
    ]  # fmt: skip
    return [Section("reports", _("Reports to child protection"), "", items), *sections] if items else sections
