"""What the gate asks about statistics."""

from __future__ import annotations

import datetime as dt

from django.utils.translation import gettext as _

from waystation.foundation.agencies.models import Team
from waystation.foundation.agencies.selectors import team_of_kind
from waystation.foundation.gate import SEE, Actor, Ruling, Subject
from waystation.numbers.insights.policies import can_count, can_count_line

KIND = "statistics"
KINDS = ("contact", "situation", "client")
OF_A_LINE = ("contact", "situation")
"""What the month sheet counts."""


def rule_statistics(
    actor: Actor, subject: Subject, fields: frozenset[str], purpose: str, path: str, now: dt.datetime
) -> Ruling:
    """An analyst counts, and who runs the line counts its months.

    That there are figures is no secret to colleagues; what they are is not for them here.
    """
    facts = actor.role_facts
    team = team_of_kind(subject.agency, Team.Kind.STATISTICS)
    holds = team is not None and actor.keyring.holds(team.pk)
    own = subject.agency == actor.agency_id
    if purpose == SEE:
        return Ruling(own, "insights.colleagues_know")
    if purpose == "count" and can_count(bool(facts and facts.analyses), holds, own) and fields <= set(KINDS):
        return Ruling(True, "insights.analyst_counts")
    if purpose == "count" and can_count_line(bool(facts and facts.runs_line), holds, own) and fields <= set(OF_A_LINE):
        return Ruling(True, "insights.line_counts")
    return Ruling(False, "insights.analysts_only", _("Figures are opened by the analysts of this agency."))


RULES = {KIND: rule_statistics}
