"""Conversations that stopped and wait to go on, for whoever holds them; instruments for administrators."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext as _

from waystation.care.intake.screening import actions
from waystation.care.intake.screening.policies import can_hold_conversation, can_load_instrument
from waystation.web.today.sections import Desk, Item, Section

ALWAYS = frozenset({"hotline_advocate", "clinician", "intake_worker"})
"""Roles that meet people first: the guide stands on their page also when nothing waits."""


def joined(desk: Desk, sections: list[Section]) -> list[Section]:
    """The sections, and after them the guide where it belongs."""
    if can_load_instrument(desk.actor.role_facts):
        return [*sections, instruments()]
    if not can_hold_conversation(desk.actor.role_facts):
        return sections
    found = guide(desk)
    return [*sections, found] if found.items or desk.actor.role in ALWAYS else sections


def guide(desk: Desk) -> Section:
    items = [
        Item(
            title=_("Conversation begun %(day)s") % {"day": one.began_on},
            url=reverse("screening:guide_page", args=[one.key]),
            text=_("Stopped: somebody was there") if one.stopped == "companion" else "",
            badge=_("Not finished"),
        )
        for one in actions.unfinished(desk.actor)[:5]
    ]
    empty = _("Questions to ask in private. Nothing of yours is unfinished.")
    return Section("guide", _("Conversation guide"), empty, items, _("Open the guide"), reverse("screening:guide_list"))


def instruments() -> Section:
    empty = _("Screening tools of others are loaded here, with their owners' permission.")
    return Section(
        "instruments", _("Instruments"), empty, [], _("All instruments"), reverse("screening:instrument_list")
    )
