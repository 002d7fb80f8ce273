"""Letters under an order number: the senders of messages this member holds wrote again."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext as _

from waystation.care.codelists import words
from waystation.care.intake.tips.selectors.queue import held_letters
from waystation.web.today.sections import Desk, Item, Section


def joined(desk: Desk, sections: list[Section]) -> list[Section]:
    """With the messages that wait for this member, first, where there are any. Clear rows only."""
    items = [
        Item(
            title=_("They wrote again"), url=reverse("tips:message", args=[tip.pk]),
            text=words("lane", tip.lane), badge=_("Waits for you"), kind="attend",
        )
        for tip in held_letters(desk.actor)
    ]  # fmt: skip
    return [Section("letters", _("Letters"), "", items), *sections] if items else sections
