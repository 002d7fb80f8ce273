"""The numbers an agency gives out: its own, those of its county, and the national ones it did not change."""

from __future__ import annotations

import re
from dataclasses import dataclass

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from waystation.core import screening
from waystation.foundation.agencies.models import AgencySettings

CHANGED = {"emergency": "emergency", "national": "national", "local_help": "local_help"}
"""Lines of the reviewed data whose number a county may change, with the setting that holds it."""


@dataclass(frozen=True)
class GivenLine:
    """One number: its code, what it is for, the number as people read it, and the link that dials it."""

    code: str
    label: str
    number: str
    dial: str


def lines_of(settings: AgencySettings) -> list[GivenLine]:
    """Emergency first, then the agency's own line, then the reviewed ones, then those of the county that are set."""
    lang = get_language() or "en"
    found = []
    for line in screening.lines().values():
        number = getattr(settings, CHANGED[line.code]) if line.code in CHANGED else line.number
        dial = line.dial if number == line.number else dial_link(number)
        found.append(GivenLine(line.code, line.label(lang), number, dial))
    own = GivenLine("own", _("Our own line"), settings.line, dial_link(settings.line))
    county = [
        GivenLine("domestic_violence", _("Domestic violence line"), settings.domestic_violence, ""),
        GivenLine("child_protection", _("Child protection"), settings.child_protection, ""),
    ]
    placed = [found[0], own, *found[1:], *(GivenLine(c.code, c.label, c.number, dial_link(c.number)) for c in county)]
    return [line for line in placed if line.number]


def dial_link(number: str) -> str:
    """The address that dials a number written by people; ten digits are taken as a number of the United States."""
    digits = re.sub(r"\D", "", number)
    return f"tel:+1{digits}" if len(digits) == 10 else f"tel:+{digits}" if len(digits) > 10 else f"tel:{digits}"
