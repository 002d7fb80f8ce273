"""The numbers an agency gives out, for the strip on top of public pages, the first page, and the desk."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db import DatabaseError
from django.utils.functional import SimpleLazyObject
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from waystation.core import codes
from waystation.foundation.agencies.lines import GivenLine, lines_of
from waystation.foundation.agencies.models import AgencySettings
from waystation.foundation.agencies.selectors import host_settings, settings_of

STRIP = ("own", "national", "national_text", "crisis", "emergency")


class Given:
    """What an agency gives out, read once for a page and only by a page that shows it.

    Without an agency it is the one that runs this server; the defaults when the database does not answer, for the page
    that says so has the numbers too.
    """

    def __init__(self, agency: UUID | None = None) -> None:
        try:
            kept = settings_of(agency) if agency else host_settings()
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


def given(agency: UUID | None = None) -> Any:
    """A `Given` that is read when a template first asks."""
    return SimpleLazyObject(lambda: Given(agency))
