"""One row, or the same answer as if there were none."""

from __future__ import annotations

from uuid import UUID

from waystation.care.cases.models import KIND, Case
from waystation.care.cases.policies import Purpose, notes_part
from waystation.foundation.gate import SEE, Actor, Subject, holds
from waystation.foundation.gate.deciding import require


def subject_of(case: Case) -> Subject:
    return Subject(KIND, case.pk, case.agency_id, case)


def holds_notes(actor: Actor, case: Case) -> bool:
    """Whether this member has a key where notes of their role lie: none in an agency without a team for that part."""
    return holds(actor, subject_of(case), notes_part(actor.role))


def case_row(actor: Actor, case_id: UUID) -> Case:
    """The clear row of a case this member works on or supervises. Raises gate.Refused, alike for none and not yours."""
    return _row(actor, case_id, SEE)


def row_to_close(actor: Actor, case_id: UUID) -> Case:
    """The clear row of a case whose end this member may read second. Raises gate.Refused as `case_row`."""
    return _row(actor, case_id, Purpose.CLOSE)


def _row(actor: Actor, case_id: UUID, purpose: str) -> Case:
    case = Case.objects.select_related("agency", "team", "assignee").filter(pk=case_id).first()
    require(actor, subject_of(case) if case else Subject(KIND, case_id, actor.agency_id), {"header"}, purpose)
    assert case is not None  # the rule refuses what does not exist
    return case
