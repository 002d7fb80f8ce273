"""One row, or the same answer as if there were none."""

from __future__ import annotations

from uuid import UUID

from waystation.care.intake.leads import policies
from waystation.care.intake.leads.models import ALERT, LEAD, RELEASE, Lead, MissingAlert, Release
from waystation.care.intake.leads.rules import subject_of
from waystation.foundation.agencies.models import Team
from waystation.foundation.gate import SEE, Actor, Subject
from waystation.foundation.gate.deciding import require


def is_analyst(actor: Actor) -> bool:
    """Whether this member has this room at all."""
    return policies.can_analyse(actor.role, Team.Kind.INTAKE in actor.team_kinds)


def lead_row(actor: Actor, lead_id: UUID) -> Lead:
    """The clear row of a lead. Raises gate.Refused, alike for none and not yours."""
    row = Lead.objects.select_related("agency", "team").filter(pk=lead_id).first()
    require(actor, subject_of(row) if row else Subject(LEAD, lead_id, actor.agency_id), {"header"}, SEE)
    assert row is not None  # the rule refuses what does not exist
    return row


def release_row(actor: Actor, release_id: UUID) -> Release:
    """The clear row of a release, for the team it comes from. Raises gate.Refused, alike for none and not yours."""
    rows = Release.objects.select_related(
        "lead__agency", "lead__team", "agency", "team", "liaison__agency", "proposed_by", "confirmed_by"
    )
    row = rows.filter(pk=release_id).first()
    require(actor, subject_of(row) if row else Subject(RELEASE, release_id, actor.agency_id), {"header"}, SEE)
    assert row is not None  # the rule refuses what does not exist
    return row


def alert_row(actor: Actor, alert_id: UUID) -> MissingAlert:
    """The clear row of an alert. Raises gate.Refused, alike for none and not yours."""
    row = MissingAlert.objects.select_related("agency", "team").filter(pk=alert_id).first()
    require(actor, subject_of(row) if row else Subject(ALERT, alert_id, actor.agency_id), {"header"}, SEE)
    assert row is not None  # the rule refuses what does not exist
    return row
