"""Which lines there are. The live ones are public."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from waystation.care.intake.lines.anchors import holds, standing
from waystation.care.intake.lines.models import Line, LineNumber
from waystation.care.intake.lines.policies import can_run
from waystation.foundation.gate import Actor


def live_lines(**wanted: Any) -> list[Line]:
    """Every line the public may use, by name; `wanted` narrows them (takes_help=True). No actor: it is public.

    A row that says something else than its own people said is left out: nobody is led to it.
    """
    rows = Line.objects.filter(live=True, **wanted).select_related("agency", "team")
    return [line for line in rows if holds(line)]


def names_of(agency: UUID) -> tuple[str, ...]:
    """What an agency's live lines are called; public, as they are."""
    return tuple(line.name for line in live_lines(agency=agency))


def by_slug(slug: str) -> Line:
    """The live line of an address. Raises Line.DoesNotExist."""
    for line in live_lines():
        if line.slug == slug:
            return line
    raise Line.DoesNotExist


def by_number(number: str, kind: str = "text") -> Line | None:
    """The live line a number belongs to, however it is spaced; None when there is none."""
    wanted = _digits(number)
    rows = LineNumber.objects.filter(line__live=True, kind=kind).select_related("line__agency", "line__team")
    found = next((row.line for row in standing(rows) if wanted and _digits(row.number) == wanted), None)
    return found if found and holds(found) else None


def _digits(number: str) -> str:
    """A number as two writings of it are compared: its last ten digits, or fewer."""
    return "".join(sign for sign in number if sign.isdigit())[-10:]


def lines_of(actor: Actor) -> QuerySet[Line]:
    """Lines of the own agency that this member runs or answers."""
    rows = Line.objects.filter(agency=actor.agency_id).select_related("agency", "team")
    return rows if can_run(actor.role) else rows.filter(team__in=actor.team_ids)


def line_of(actor: Actor, line: UUID) -> Line:
    """One line this member runs or answers. Raises Line.DoesNotExist."""
    return lines_of(actor).get(pk=line)
