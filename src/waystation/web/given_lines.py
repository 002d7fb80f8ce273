"""The numbers of the agency that runs this server, for the strip on top of public pages and for the first page."""

from __future__ import annotations

from django.db import DatabaseError
from django.utils.functional import SimpleLazyObject
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from waystation.core import codes
from waystation.foundation.agencies.lines import GivenLine, lines_of
from waystation.foundation.agencies.models import AgencySettings
from waystation.foundation.agencies.selectors import host_settings

STRIP = ("own", "national", "national_text", "crisis", "emergency")


class Given:
    """What public pages give out, read once for a page and only by a page that shows it.

    The defaults when the database does not answer: the page that says so has the numbers too.
    """

    def __init__(self) -> None:
        try:
            kept = host_settings()
        except DatabaseError:
            kept = AgencySettings()
        self.hours = kept.line_hours
        self.line: dict[str, GivenLine] = {line.code: line for line in lines_of(kept)}
        lang = get_language() or "en"
        self.languages = [codes.label("language", code, lang) for code in kept.languages]

    @property
    def strip(self) -> list[GivenLine]:
        """The lines of the strip, with the shortest words that say what each is."""
        short = {
            "own": _("Here"), "national": _("Call"), "national_text": _("Text"), "crisis": _("Crisis"),
            "emergency": _("Danger now"),
        }  # fmt: skip
        found = [self.line[code] for code in STRIP if code in self.line]
        return [GivenLine(one.code, short[one.code], one.number, one.dial) for one in found]


def given() -> SimpleLazyObject:
    """Read when a template first asks."""
    return SimpleLazyObject(Given)
