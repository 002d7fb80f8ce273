"""What the pages of set-up show: where the agency stands, the codes that wait, teams to suggest, who works here."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from waystation.foundation.agencies.models import Agency, AgencySettings, Member, Team
from waystation.foundation.agencies.selectors import settings_of
from waystation.foundation.gate import Actor
from waystation.foundation.keyring.actions.drafts import load_draft
from waystation.web.setup.forms import plain
from waystation.web.setup.steps import Standing, standing

ENVELOPE = "setup.envelope"
"""The draft that holds the codes until they are on paper."""
KINDS = (Team.Kind.INTAKE, Team.Kind.CASEWORK, Team.Kind.LEGAL, Team.Kind.HEALTH)
SUGGESTED: dict[str, tuple[str, ...]] = {
    Agency.Kind.VICTIM_SERVICES: (Team.Kind.INTAKE, Team.Kind.CASEWORK),
    Agency.Kind.LEGAL_AID: (Team.Kind.INTAKE, Team.Kind.LEGAL),
    Agency.Kind.SHELTER: (Team.Kind.INTAKE, Team.Kind.CASEWORK),
    Agency.Kind.CLINIC: (Team.Kind.INTAKE, Team.Kind.HEALTH),
    Agency.Kind.COALITION: (Team.Kind.INTAKE,),
    Agency.Kind.LAW_ENFORCEMENT: (Team.Kind.INTAKE,),
}
"""Kinds of team an agency of a kind usually begins with; any other begins with a desk and a case team."""


@dataclass(frozen=True)
class Group:
    """The group of a code that is asked for: of which code, which one counted from 1, and what it says."""

    name: str
    number: int
    letters: str


def settings(actor: Actor) -> AgencySettings:
    return settings_of(actor.agency_id)


def where(actor: Actor) -> Standing:
    """The steps of the actor's agency as they stand."""
    return standing(settings(actor))


def waiting_codes(actor: Actor) -> dict[str, str]:
    """The codes that are not on paper yet, for the administrator who founded the agency; else nothing."""
    return {name: str(code) for name, code in (load_draft(actor.keyring, ENVELOPE) or {}).items()}


def asked_group(actor: Actor) -> Group | None:
    """Which group of the printed codes to type back: the same at each try, another in each agency."""
    names = {"agency": _("The agency’s code"), "backup": _("The backup code")}
    waiting = waiting_codes(actor)
    name = next((name for name in names if name in waiting), None)
    if name is None:
        return None
    groups = waiting[name].split("-")
    number = actor.agency_id.int % len(groups)
    return Group(names[name], number + 1, plain(groups[number]))


def teams(actor: Actor) -> QuerySet[Team]:
    """The teams that serve people; the three that every agency has are not set up by hand."""
    return Team.objects.filter(agency=actor.agency, kind__in=KINDS)


def suggested_names(actor: Actor) -> dict[str, str]:
    """A name for each kind of team this agency lacks and usually has; "" for the other kinds."""
    usual = SUGGESTED.get(actor.agency.kind, (Team.Kind.INTAKE, Team.Kind.CASEWORK))
    have = set(teams(actor).values_list("kind", flat=True))
    words = {"intake": _("Intake desk"), "casework": _("Case team"), "legal": _("Legal team"), "health": _("Care team")}
    return {kind.value: words[kind] if kind in usual and kind not in have else "" for kind in KINDS}


def members(actor: Actor) -> QuerySet[Member]:
    """Everyone with an account here, and who is invited."""
    return Member.objects.filter(Q(is_active=True) | Q(is_waiting=True), agency=actor.agency)


def in_teams(actor: Actor) -> list[tuple[Team, list[Member]]]:
    """Each team with the members it has today."""
    rows = teams(actor).prefetch_related("memberships__member")
    return [(team, [m.member for m in team.memberships.all() if m.until is None]) for team in rows]
