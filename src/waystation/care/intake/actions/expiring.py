"""After a hand-over the help line's keys go once its time is over; the keys are turned by whoever works on it next."""

from __future__ import annotations

from waystation.care.intake.models import Contact, Situation
from waystation.care.intake.policies import ACCESS_AFTER_HAND_OVER
from waystation.foundation import clock, store
from waystation.foundation.agencies.models import Team
from waystation.foundation.audit.actions import append
from waystation.foundation.keyring.actions.expiring import expire_grants
from waystation.foundation.keyring.models import Grant, HolderKind

VERB = "contact.help_line_access_ended"


def end_help_line_access() -> int:
    """Take the keys of handed over contacts and situations from the teams of the help line. Needs no key; for tick.

    Returns of how many records.
    """
    before = clock.today() - ACCESS_AFTER_HAND_OVER
    ended = 0
    for desk in Team.objects.filter(kind=Team.Kind.INTAKE):
        held = Grant.objects.filter(holder_kind=HolderKind.TEAM, holder=desk.pk).values("key__subject")
        for table in (Contact, Situation):
            rows = table._default_manager.filter(
                agency=desk.agency_id, status="handed_over", updated_on__lt=before, pk__in=held
            )
            for row in rows.exclude(team=desk):
                ended += _end(row, desk)
    return ended


def _end(row: Contact | Situation, desk: Team) -> int:
    with store.writing():
        ended = expire_grants(HolderKind.TEAM, desk.pk, row.agency_id, [row.pk])
        if not ended:
            return 0
        append(row.agency_id, at=clock.now(), verb=VERB, subject=row.pk, writes=ended)
    return 1
