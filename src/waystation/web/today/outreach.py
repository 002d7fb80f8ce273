"""Outreach on Today: who was due back and is not, one's own being out, the nights that come."""

from __future__ import annotations

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format, time_format
from django.utils.translation import gettext as _

from waystation.commons.outreach import policies, selectors
from waystation.commons.outreach.models import Night, Presence
from waystation.foundation import clock
from waystation.web.today.sections import Desk, Item, Section

SHOWN = 3
ALWAYS = frozenset({"coordinator", "volunteer"})
"""Whose own work it is; others hear of it when there is something."""


def joined(desk: Desk, sections: list[Section]) -> list[Section]:
    """The sections with outreach among them: first when somebody is missed, else last, and only where it says much."""
    role = desk.actor.role
    if role not in policies.GOERS:
        return sections
    found = outreach(desk)
    if any(item.kind == "attend" for item in found.items):
        return [found, *sections]
    return [*sections, found] if found.items or role in ALWAYS else sections


def outreach(desk: Desk) -> Section:
    """For everybody who plans outreach or goes out; a volunteer whose check is not done reads why there is nothing."""
    title = _("Outreach")
    if not selectors.can_see(desk.actor):
        return Section("outreach", title, _("Your check is not done yet, so you are on no plan."))
    own = selectors.own_presence(desk.actor)
    items = [_late(row) for row in selectors.late_for(desk.actor)]
    items += [_own(own)] if own else []
    items += [_night(row) for row in selectors.coming(desk.actor)[:SHOWN]]
    return Section(
        "outreach", title, _("No night is planned."), items, _("All of outreach"), reverse("outreach:overview")
    )


def _late(row: Presence) -> Item:
    at = time_format(timezone.localtime(row.due_at), "H:i")
    return Item(
        _("%(name)s was due back at %(at)s") % {"name": row.member, "at": at}, reverse("outreach:overview"),
        _("%(place)s. Phone first; when nobody answers, go by your plan.") % {"place": row.night.hotspot},
        _("Not back"), "attend",
    )  # fmt: skip


def _own(row: Presence) -> Item:
    at = time_format(timezone.localtime(row.due_at), "H:i")
    is_late = row.due_at < clock.now()
    return Item(
        _("You are out, due back at %(at)s") % {"at": at}, reverse("outreach:night_detail", args=[row.night_id]),
        _("Say there when you are back. If not, %(name)s is told.") % {"name": row.watcher},
        _("Late") if is_late else _("Out"), "attend" if is_late else "plain",
    )  # fmt: skip


def _night(row: Night) -> Item:
    on = date_format(row.on, "l j F")
    crew = ", ".join(sorted(one.display_name for one in row.crew.all()))
    return Item(
        f"{on}, {row.hotspot}", reverse("outreach:night_detail", args=[row.pk]), crew or _("Nobody is on it yet"),
        time_format(row.starts, "H:i"),
    )  # fmt: skip
