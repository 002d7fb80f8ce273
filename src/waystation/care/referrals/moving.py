"""Between the pure machine and the stored row."""

from __future__ import annotations

from collections import Counter

from waystation.care.cases.models import Case
from waystation.care.consent.policies import is_live
from waystation.care.referrals.machine import Facts, step
from waystation.care.referrals.models import Referral
from waystation.foundation import clock
from waystation.foundation.keyring.errors import Stale


def lock(referral: Referral, version: int | None) -> Referral:
    """The row, locked, inside a deed. Raises Stale when it moved since `version`."""
    row = Referral.objects.select_for_update(of=("self",)).select_related("packet__authorization").get(pk=referral.pk)
    if version is not None and row.version != version:
        raise Stale(row.version)
    return row


def facts_of(row: Referral, *, by: str, fields: frozenset[str] = frozenset(), reason: str = "") -> Facts:
    """What is true of a referral now; whether its release lives is asked at this moment."""
    return Facts(row.mode, by, consent_is_live(row), fields, reason)


def consent_is_live(row: Referral) -> bool:
    """Whether the release behind a packet is live and the packet still there."""
    packet = row.packet
    if packet is None or packet.withdrawn_on is not None:
        return False
    release = packet.authorization
    return is_live(release.status, release.starts_on, release.expires_on, clock.today())


def has_ended(row: Referral) -> bool:
    """Whether this referral went with a release that is over: then the desk reads nothing of it any more."""
    return row.packet is not None and not consent_is_live(row)


def move(row: Referral, event: str, facts: Facts) -> None:
    """Take the step on the row; the caller saves. Raises machine.NotAllowed."""
    row.status = step(row.status, event, facts)
    row.version += 1
    row.updated_on = clock.today()


def counts(case: Case) -> dict[str, int]:
    """{state: how many referrals of this case stand there}, drafts left out."""
    states = Referral.objects.filter(case=case).exclude(status=Referral.Status.DRAFT).values_list("status", flat=True)
    return dict(Counter(states))
