"""Sections about leads: what waits for a second person, and what was released to a liaison."""

from __future__ import annotations

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from waystation.care.intake.leads import selectors
from waystation.web.today.sections import Desk, Item, Section


def released(desk: Desk) -> Section:
    """For a liaison: the leads released to this person, what awaits an outcome first."""
    items = [
        Item(
            title=_("From %(agency)s") % {"agency": found.row.agency},
            url=reverse("leads:given_detail", args=[found.row.pk]),
            text=_("Open to you until %(day)s") % {"day": date_format(found.row.expires_on, "j F Y")},
            badge=_("Answered") if found.answer else _("Awaits your outcome"),
            kind="done" if found.answer else "attend",
        )
        for found in selectors.given_to(desk.actor)
        if found.state == "open"
    ]  # fmt: skip
    empty = _("Nothing was released to you. There is no search over people here.")
    return Section("leads", _("Released to you"), empty, items, _("Leads released to you"), reverse("leads:given_list"))


def joined(desk: Desk, sections: list[Section]) -> list[Section]:
    """With what waits for this member as the second person, where anything does. Clear rows only."""
    items = [
        Item(
            title=_("%(who)s proposes to release a lead to %(to)s")
            % {"who": row.proposed_by.display_name, "to": row.liaison.display_name},
            url=reverse("leads:release_detail", args=[row.pk]),
            text=_("A second person has to confirm it or say no."), badge=_("Waits for you"), kind="attend",
        )
        for row in selectors.for_second_person(desk.actor)
    ]  # fmt: skip
    items += [
        Item(
            title=_("Shall leads go to %(to)s?") % {"to": row.liaison.display_name},
            url=reverse("leads:liaison_list"), text=_("Asked by %(who)s") % {"who": row.asked_by},
            badge=_("Waits for you"), kind="attend",
        )
        for row in selectors.standings_for_second_person(desk.actor)
    ]  # fmt: skip
    if not items:
        return sections
    return [Section("leads-second", _("About leads: a second person is needed"), "", items), *sections]
