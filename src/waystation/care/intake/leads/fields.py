"""What can go into a lead, field by field. Whoever told it is a field of its own, off unless they offered it."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class LeadField:
    """One field a packet may hold; `matched` ones are compared between tips."""

    code: str
    label: str | Promise
    matched: bool = False


REPORTER = "reporter"
FIELDS = (
    LeadField("what", _("What was seen")),
    LeadField("place", _("Where"), matched=True),
    LeadField("when", _("When")),
    LeadField("vehicle", _("Vehicle and plate"), matched=True),
    LeadField("phone", _("Phone numbers seen"), matched=True),
    LeadField("advert", _("Advert or link"), matched=True),
    LeadField(REPORTER, _("Who told it")),
)
BY_CODE = {item.code: item for item in FIELDS}
MATCHED = tuple(item.code for item in FIELDS if item.matched)
