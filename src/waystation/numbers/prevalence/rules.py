"""What the gate asks about overlap tables and estimates: analysts of the agency's statistics team, nobody else."""

from __future__ import annotations

import datetime as dt
from uuid import UUID

from django.utils.translation import gettext as _

from waystation.foundation.agencies.models import Team
from waystation.foundation.agencies.selectors import team_of_kind
from waystation.foundation.gate import SEE, Actor, Ruling, Subject
from waystation.numbers.prevalence.models import ESTIMATE, OVERLAP, Overlap, Run
from waystation.numbers.prevalence.policies import can_estimate

PURPOSES = frozenset({"list", "work", "write", "run", "publish"})
PARTS = {OVERLAP: frozenset({"table"}), ESTIMATE: frozenset({"result"})}
Row = Overlap | Run


def subject_of(row: Row) -> Subject:
    return Subject(OVERLAP if isinstance(row, Overlap) else ESTIMATE, row.pk, row.agency_id, row)


def is_analyst(actor: Actor, agency: UUID) -> bool:
    """Whether this member opens the tables of an agency."""
    facts, team = actor.role_facts, team_of_kind(agency, Team.Kind.STATISTICS)
    holds = team is not None and actor.keyring.holds(team.pk)
    return can_estimate(bool(facts and facts.analyses), holds, agency == actor.agency_id)


def rule(actor: Actor, subject: Subject, fields: frozenset[str], purpose: str, path: str, now: dt.datetime) -> Ruling:
    """That there are tables is no secret to colleagues; what is in them is a small-cell release."""
    row = subject.row or (Overlap if subject.kind == OVERLAP else Run).objects.filter(pk=subject.id).first()
    own = isinstance(row, Overlap | Run) and row.agency_id == actor.agency_id == subject.agency
    if not own:
        return Ruling(False, "prevalence.not_here")
    if purpose == SEE:
        return Ruling(True, "prevalence.colleagues_know")
    if not is_analyst(actor, actor.agency_id):
        return Ruling(False, "prevalence.analysts_only", _("Overlap tables are opened by the analysts of this agency."))
    if purpose not in PURPOSES or not fields <= PARTS[subject.kind]:
        return Ruling(False, "prevalence.not_for_this_purpose", _("This is not opened for this purpose."))
    return Ruling(True, "prevalence.analyst_works")


RULES = {OVERLAP: rule, ESTIMATE: rule}
