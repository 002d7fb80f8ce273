"""What the gate asks about counts across agencies: the keeper's, and a partner's own totals."""

from __future__ import annotations

import datetime as dt

from django.utils.translation import gettext as _

from waystation.foundation.agencies.models import Team
from waystation.foundation.agencies.selectors import team_of_kind
from waystation.foundation.gate import SEE, Actor, Ruling, Subject
from waystation.numbers.multiplicity.models import KIND, Count
from waystation.numbers.multiplicity.policies import can_keep, can_send

KEEP, SEND = "keep", "send"


def subject_of(count: Count) -> Subject:
    return Subject(KIND, count.pk, count.agency_id, count)


def rule(actor: Actor, subject: Subject, fields: frozenset[str], purpose: str, path: str, now: dt.datetime) -> Ruling:
    """The keeper's agency works on a count; an analyst of a partner of this site sends its totals."""
    row = subject.row or Count.objects.filter(pk=subject.id).first()
    if not isinstance(row, Count):
        return Ruling(False, "unduplicated.not_here")
    own, partner = row.agency_id == actor.agency_id, row.place_of(actor.agency_id) is not None
    if purpose == SEE:
        return Ruling(own or (partner and _analyses(actor)), "unduplicated.agencies_of_the_count")
    if purpose == KEEP and own:
        reason = _("Counts across agencies are kept by analysts and coordinators.")
        return Ruling(can_keep(actor.role), "unduplicated.keepers", "" if can_keep(actor.role) else reason)
    if purpose == SEND and partner:
        may = _analyses(actor)
        return Ruling(may, "unduplicated.analyst_sends", "" if may else _("Only an analyst counts and sends totals."))
    return Ruling(False, "unduplicated.not_for_this_purpose", _("This is not opened for this purpose."))


def _analyses(actor: Actor) -> bool:
    facts, team = actor.role_facts, team_of_kind(actor.agency_id, Team.Kind.STATISTICS)
    return can_send(bool(facts and facts.analyses), team is not None and actor.keyring.holds(team.pk))


RULES = {KIND: rule}
