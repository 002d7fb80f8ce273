"""A section about texts: what is erased soon though nobody ended it."""

from __future__ import annotations

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from waystation.care.intake.texting import selectors
from waystation.web.today.sections import Desk, Item, Section


def joined(desk: Desk, sections: list[Section]) -> list[Section]:
    """With the texts that are erased within days, where there are any. Clear rows only."""
    items = [
        Item(
            title=selectors.title_of(row), url=reverse("texting:thread", args=[row.pk]),
            text=_("Erased after %(day)s with its number. Note what is still needed in the contact.")
            % {"day": date_format(row.retention_on, "j F Y")},
            badge=_("Nobody ended it"), kind="attend",
        )
        for row in selectors.ending(desk.actor)
    ]  # fmt: skip
    if not items:
        return sections
    return [*sections, Section("texts-ending", _("Texts that are erased soon"), "", items)]
