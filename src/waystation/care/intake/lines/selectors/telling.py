"""What the public and an advocate are told: when the line answers, what to say first, whom to ring."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from waystation.care.intake.lines import walltime
from waystation.care.intake.lines.anchors import standing
from waystation.care.intake.lines.models import Interpreter, Line, WarmNumber
from waystation.care.intake.lines.selectors.finding import lines_of
from waystation.care.intake.lines.selectors.opening import AHEAD, answered, next_opening
from waystation.core import codes, screening
from waystation.core.screening.reporting import Line as PublicNumber
from waystation.foundation.gate import Actor

LONG = dt.timedelta(days=7)
"""A line that answers this long without a break answers day and night."""


@dataclass(frozen=True)
class Statement:
    """What a page says of a line's hours: `words` in one sentence, `fallback` the numbers for when it is closed."""

    line: Line
    is_open: bool
    words: str
    until: dt.datetime | None
    opens: dt.datetime | None
    fallback: list[PublicNumber]


def statement(line: Line, at: dt.datetime) -> Statement:
    """Whether somebody answers now, until when, and who does otherwise."""
    now = next((span for span in answered(line, at, at + AHEAD) if at in span), None)
    fallback = [screening.lines()[code] for code in line.fallback if code in screening.lines()]
    if now is None:
        opens = next_opening(line, at)
        words = _("Closed now. Opens %(when)s.") % {"when": when(line, at, opens)} if opens else _("Closed now.")
        return Statement(line, False, words, None, opens, fallback)
    if now.end - at >= LONG:
        return Statement(line, True, _("Open now, day and night."), None, None, fallback)
    words = _("Open now until %(when)s.") % {"when": when(line, at, now.end)}
    return Statement(line, True, words, now.end, None, fallback)


def when(line: Line, at: dt.datetime, moment: dt.datetime) -> str:
    """A moment as the line's clock shows it; the day is named when it is another."""
    here, there = walltime.local(line.time_zone, at), walltime.local(line.time_zone, moment)
    clock = date_format(there, "H:i")
    return clock if here.date() == there.date() else f"{date_format(there, 'l')} {clock}"


def script(line: Line, language: str | None = None) -> str:
    """What the advocate says first, in a language ("en", "es"), or in English."""
    said = line.script if isinstance(line.script, dict) else {}
    return str(said.get((language or get_language() or "en")[:2]) or said.get("en", ""))


def interpreters_for(actor: Actor, language: str = "") -> list[Interpreter]:
    """Interpreter services of this member's lines, those that have the language (ISO 639-3), in the order to ring."""
    rows = Interpreter.objects.filter(line__in=lines_of(actor)).select_related("line")
    listed = codes.get("language")
    wanted = {language, *(listed[language].extra.get("served_by", []) if language in listed else ())}
    return [row for row in standing(rows) if not language or wanted & set(row.languages)]


def interpreted(actor: Actor) -> list[tuple[str, str]]:
    """The languages some interpreter service has, with their names."""
    found = {code for row in interpreters_for(actor) for code in row.languages}
    lang = get_language() or "en"
    return [(code, name) for code, name in codes.get("language").choices(lang, answers=False) if code in found]


def warm_numbers(line: Line, county: str = "") -> list[WarmNumber]:
    """Numbers to pass a caller on to: the county's before those for every county."""
    rows = WarmNumber.objects.filter(line=line, county__in={county, ""})
    return sorted(standing(rows), key=lambda row: (not row.county, row.kind))
