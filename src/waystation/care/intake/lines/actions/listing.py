"""Rows of a line: numbers, hours, holidays, interpreters, numbers to pass a caller on to."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import TypeVar
from uuid import UUID

from django.db import models
from django.utils.translation import gettext as _

from waystation.care.intake.lines import anchors
from waystation.care.intake.lines.actions.changes import changing
from waystation.care.intake.lines.errors import LineError
from waystation.care.intake.lines.models import Holiday, Hours, Interpreter, Line, LineNumber, WarmNumber
from waystation.care.intake.lines.models.line import DAY
from waystation.care.intake.lines.weekdays import meets_any
from waystation.core import codes
from waystation.foundation.gate import Actor

AnyRow = TypeVar("AnyRow", Interpreter, WarmNumber)
ROWS: dict[str, type[models.Model]] = {
    "numbers": LineNumber,
    "hours": Hours,
    "holidays": Holiday,
    "interpreters": Interpreter,
    "warm": WarmNumber,
}
"""The rows a page of the wizard lists."""


def add_number(actor: Actor, line: Line, *, version: int, kind: str, number: str) -> LineNumber:
    """Add a number people reach the line by. Raises NotAllowed, Stale, LineError."""
    if LineNumber.objects.filter(line=line, kind=kind, number=number).exists():
        raise LineError(_("This number stands here already."))
    with changing(actor, line, "line.row_added", version, what="numbers"):
        return anchors.add(LineNumber(line=line, kind=kind, number=number))


def add_hours(actor: Actor, line: Line, *, version: int, days: Iterable[int], opens: int, closes: int) -> list[Hours]:
    """Add hours on weekdays (0 Monday), in minutes of wall time; over midnight `closes` is beyond 1,440.

    Raises NotAllowed, Stale, and LineError when they end before they start or overlap others.
    """
    check_span(opens, closes)
    held = [(row.weekday, row.opens, row.closes) for row in line.hours.all()]
    wanted = [(day, opens, closes) for day in sorted(set(days))]
    for place, one in enumerate(wanted):
        if meets_any(one, held) or meets_any(one, wanted[:place]):
            raise LineError(_("These hours overlap others. Remove those first, or choose other times."))
    with changing(actor, line, "line.row_added", version, what="hours"):
        return [Hours.objects.create(line=line, weekday=day, opens=opens, closes=closes) for day, _o, _c in wanted]


def answer_always(actor: Actor, line: Line, *, version: int) -> None:
    """Answer day and night, every day, instead of the hours so far. Raises NotAllowed, Stale."""
    with changing(actor, line, "line.row_added", version, what="hours"):
        Hours.objects.filter(line=line).delete()
        for day in range(7):
            Hours.objects.create(line=line, weekday=day, opens=0, closes=DAY)


def add_holiday(
    actor: Actor,
    line: Line,
    *,
    version: int,
    on: dt.date,
    name: str,
    opens: int | None = None,
    closes: int | None = None,
) -> Holiday:
    """Give a day its own hours instead of its weekday's; without them the line is closed.

    Raises NotAllowed, Stale, LineError.
    """
    held = list(Holiday.objects.filter(line=line, on=on))
    if (opens is None) != (closes is None):
        raise LineError(_("Give both times, or none for a day on which the line is closed."))
    if opens is None or closes is None:
        clash = bool(held)
    else:
        check_span(opens, closes)
        clash = any(
            row.opens is None or meets_any((0, opens, closes), [(0, row.opens, row.closes or 0)]) for row in held
        )
    if clash:
        raise LineError(_("This day has other hours already. Remove those first."))
    with changing(actor, line, "line.row_added", version, what="holidays"):
        return Holiday.objects.create(line=line, on=on, name=name, opens=opens, closes=closes)


def add_interpreter(
    actor: Actor, line: Line, *, version: int, vendor: str, number: str, languages: Iterable[str], how: str = ""
) -> Interpreter:
    """Add an interpreter service, with the languages (ISO 639-3) it has. Raises NotAllowed, Stale, LineError."""
    spoken = sorted(set(languages))
    if not spoken or any(code not in codes.get("language") for code in spoken):
        raise LineError(_("Choose at least one language of the list."))
    with changing(actor, line, "line.row_added", version, what="interpreters"):
        order = Interpreter.objects.filter(line=line).count() + 1
        row = Interpreter(line=line, vendor=vendor, number=number, languages=spoken, how=how, order=order)
        return _once(row)


def add_warm_number(
    actor: Actor, line: Line, *, version: int, kind: str, number: str, county: str = "", name: str = ""
) -> WarmNumber:
    """Add a number to pass a caller on to, for a county or for all. Raises NotAllowed, Stale, LineError."""
    with changing(actor, line, "line.row_added", version, what="warm"):
        return _once(WarmNumber(line=line, county=county, kind=kind, name=name, number=number))


def _once(row: AnyRow) -> AnyRow:
    if type(row)._default_manager.filter(pk=anchors.row_id(row)).exists():
        raise LineError(_("This number stands here already."))
    return anchors.add(row)


def remove_row(actor: Actor, line: Line, *, version: int, what: str, row: UUID) -> None:
    """Take one row off a page's list. Raises NotAllowed, Stale, and LineError for what a live line needs."""
    rows = ROWS[what]._default_manager.filter(line=line)
    last = rows.exclude(pk=row).count() == 0
    if line.live and last and what == "hours":
        raise LineError(_("The line is live and needs hours. Add others first, or take the line off."))
    if line.live and what == "numbers" and _is_needed(line, row):
        raise LineError(_("The line is live and needs this number. Add another first, or take the line off."))
    with changing(actor, line, "line.row_removed", version, what=what):
        rows.filter(pk=row).delete()


def _is_needed(line: Line, number: UUID) -> bool:
    """Whether calls or texts could not come in any more without this number."""
    kinds = set(line.numbers.exclude(pk=number).values_list("kind", flat=True))
    gone = line.numbers.filter(pk=number).values_list("kind", flat=True).first()
    if gone == "text":
        return line.takes_texts and "text" not in kinds
    return gone is not None and line.takes_calls and not kinds & {"phone", "tty"}


def check_span(starts: int, ends: int) -> None:
    """Raises LineError for a stretch that ends before it starts, or lasts more than a day."""
    if not 0 <= starts < DAY or ends > starts + DAY:
        raise LineError(_("A stretch begins on its day and lasts 24 hours at most."))
    if ends <= starts:
        raise LineError(_("It ends before it starts. Tick “ends the next day” for hours over midnight."))
