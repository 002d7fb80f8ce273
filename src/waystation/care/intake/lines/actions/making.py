"""Making a line: its name, its intake team, its clock."""

from __future__ import annotations

from uuid import UUID

from django.utils.text import slugify
from django.utils.translation import gettext as _

from waystation.care.intake.lines import anchors, walltime
from waystation.care.intake.lines.actions.changes import must_run, subject_of
from waystation.care.intake.lines.errors import LineError
from waystation.care.intake.lines.models import EscalationStep, Line, WarmNumber
from waystation.core import screening
from waystation.foundation import clock, gate
from waystation.foundation.agencies.models import Agency, Team
from waystation.foundation.agencies.selectors import settings_of
from waystation.foundation.gate import Actor

ESCALATION = ((0, "on_call"), (60, "next"), (180, "supervisor"))
"""Seconds, and whom they alert."""
FALLBACK = ("national", "national_text")
OF_THE_COUNTY = frozenset({"domestic_violence", "child_protection"})
LONGEST = 50


def make_line(actor: Actor, *, name: str, team: Team, time_zone: str, county: str = "") -> Line:
    """Make a line that is not live yet, with the numbers the agency already gives out.

    Raises NotAllowed, and LineError for a team that answers nothing here, a name in use or an unknown time zone.
    """
    must_run(actor, actor.agency_id)
    check_facts(actor.agency_id, name=name, team=team, time_zone=time_zone)
    today = clock.today()
    line = Line(
        agency_id=actor.agency_id, team=team, name=name, slug=_slug(name), county=county, time_zone=time_zone,
        fallback=list(FALLBACK), steps=["name"], created_on=today, updated_on=today,
    )  # fmt: skip
    with gate.deed(actor, "line.made", subject_of(line)):
        line.mark = anchors.mark_of(line)
        line.save(force_insert=True)
        for after, to in ESCALATION:
            EscalationStep.objects.create(line=line, after=after, to=to)
        for kind, number in _known_numbers(actor.agency).items():
            here = county if kind in OF_THE_COUNTY else ""
            anchors.add(WarmNumber(line=line, county=here, kind=kind, number=number))
    return line


def check_facts(agency: UUID, *, name: str, team: Team, time_zone: str, line: Line | None = None) -> None:
    """Raises LineError when the facts of a line cannot stand."""
    if team.agency_id != agency or team.kind != Team.Kind.INTAKE:
        raise LineError(_("A line is answered by an intake team of its own agency."))
    if time_zone not in walltime.zones():
        raise LineError(_("This computer knows no such time zone. Write it as America/New_York."))
    others = Line.objects.filter(agency=agency, name__iexact=name)
    if (others.exclude(pk=line.pk) if line else others).exists():
        raise LineError(_("Your agency has a line of this name."))


def _slug(name: str) -> str:
    """An address nobody has yet, made of the name."""
    stem = slugify(name)[:LONGEST] or "line"
    taken = set(Line.objects.filter(slug__startswith=stem).values_list("slug", flat=True))
    free = (stem if n == 1 else f"{stem}-{n}" for n in range(1, len(taken) + 2))
    return next(slug for slug in free if slug not in taken)


def _known_numbers(agency: Agency) -> dict[str, str]:
    """Numbers to pass a caller on to that are known already: those of the agency and the public ones."""
    kept, public = settings_of(agency), screening.lines()
    found = {
        "emergency": kept.emergency, "crisis": public["crisis"].number, "domestic_violence": kept.domestic_violence,
        "local_help": kept.local_help, "child_protection": kept.child_protection, "national": kept.national,
    }  # fmt: skip
    return {kind: number for kind, number in found.items() if number}
