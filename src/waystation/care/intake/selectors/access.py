"""One row, or the same answer as if there were none."""

from __future__ import annotations

from uuid import UUID

from waystation.care.intake.models import CONTACT, SITUATION, Contact, Situation
from waystation.care.intake.policies import Purpose
from waystation.foundation.agencies.models import Team
from waystation.foundation.gate import SEE, Actor, Subject
from waystation.foundation.gate.deciding import require


def subject_of(row: Contact | Situation) -> Subject:
    return Subject(CONTACT if isinstance(row, Contact) else SITUATION, row.pk, row.agency_id, row)


def help_line_of(actor: Actor) -> Team:
    """The help line's team of this member. Raises ValueError for who has none."""
    team = Team.objects.filter(pk__in=actor.team_ids, kind=Team.Kind.INTAKE).order_by("name").first()
    if team is None:
        raise ValueError("who takes contacts is a member of a help line's team")
    return team


def contact_row(actor: Actor, contact_id: UUID) -> Contact:
    """The clear row of a contact. Raises gate.Refused, alike for none and not yours."""
    row = Contact.objects.select_related("agency", "team", "taken_by", "assignee").filter(pk=contact_id).first()
    require(actor, subject_of(row) if row else Subject(CONTACT, contact_id, actor.agency_id), {"header"}, SEE)
    assert row is not None  # the rule refuses what does not exist
    return row


def situation_to_write(actor: Actor, situation_id: UUID) -> Situation:
    """The clear row of a situation this member may change. Raises gate.Refused."""
    row = situation_row(actor, situation_id)
    require(actor, subject_of(row), {"facts"}, Purpose.WRITE)
    return row


def situation_row(actor: Actor, situation_id: UUID) -> Situation:
    """The clear row of a situation. Raises gate.Refused, alike for none and not yours."""
    row = Situation.objects.select_related("agency", "team", "taken_by", "assignee").filter(pk=situation_id).first()
    require(actor, subject_of(row) if row else Subject(SITUATION, situation_id, actor.agency_id), {"header"}, SEE)
    assert row is not None  # the rule refuses what does not exist
    return row
