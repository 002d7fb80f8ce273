"""The liaison says what came of a lead; the tipster's order number shows only that it was answered."""

from __future__ import annotations

from waystation.care.intake.leads.answers import write_answer
from waystation.care.intake.leads.models import Release
from waystation.care.intake.leads.rules import subject_of
from waystation.care.intake.leads.selectors.releases import given_row
from waystation.care.intake.leads.source import ANSWERED, tips_source
from waystation.core import codes
from waystation.foundation import clock, gate
from waystation.foundation.audit import actions as audit
from waystation.foundation.gate import Actor


def answer(actor: Actor, *, release: Release, outcome: str) -> None:
    """Write the outcome, sealed to the team that released and to the liaison. A later one stands beside it.

    Raises codes.UnknownCode, gate.Refused, Untrusted.
    """
    codes.get("lead_outcome")[outcome]
    row = given_row(actor, release.pk)
    with gate.deed(actor, "lead.answered", subject_of(row), fields={"packet"}, purpose="answer"):
        write_answer(actor, row, outcome)
        Release.objects.filter(pk=row.pk).update(status=Release.Status.ANSWERED)
        tips_source().set_class(list(row.lead.tips.filter(passed_on=True).values_list("tip", flat=True)), ANSWERED)
        if row.agency_id != actor.agency_id:
            audit.append(row.agency_id, at=clock.now(), verb="lead.answered", actor=actor.id, subject=row.lead_id)
