"""The liaison says what came of a lead; the team takes it in, and the order number shows only that it was answered."""

from __future__ import annotations

from waystation.care.intake.leads.answers import write_answer
from waystation.care.intake.leads.models import Release
from waystation.care.intake.leads.rules import subject_of
from waystation.care.intake.leads.selectors.access import is_analyst
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
        Release.objects.filter(pk=row.pk).update(status=Release.Status.ANSWERED, taken_in=False)
        if row.agency_id != actor.agency_id:
            audit.append(row.agency_id, at=clock.now(), verb="lead.answered", actor=actor.id, subject=row.lead_id)


def take_in_answers(actor: Actor) -> int:
    """Tell the tips of this member's teams that the liaison answered. Returns how many releases were new.

    The letters of a tip open to its team and its sender alone, so this waits for a member of the team.
    """
    if not is_analyst(actor):
        return 0
    rows = Release.objects.filter(
        agency=actor.agency_id, team__in=actor.team_ids, status=Release.Status.ANSWERED, taken_in=False
    )
    done = 0
    for row in rows.select_related("lead"):
        with gate.deed(actor, "lead.answer_taken_in", subject_of(row.lead), fields={"header"}, purpose="write"):
            if Release.objects.filter(pk=row.pk, taken_in=False).update(taken_in=True):
                passed_on = row.lead.tips.filter(passed_on=True)
                tips_source().set_class(actor, list(passed_on.values_list("tip", flat=True)), ANSWERED)
                done += 1
    return done
