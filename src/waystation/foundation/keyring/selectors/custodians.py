"""Who holds half of a recovery."""

from __future__ import annotations

from uuid import UUID

from django.db.models import Q

from waystation.foundation.agencies.models import Member
from waystation.foundation.audit.models import Event
from waystation.foundation.keyring.models import RecoveryShare


def is_custodian(member: Member) -> bool:
    """Whether a recovery may need this member."""
    return RecoveryShare.objects.filter(Q(first=member) | Q(second=member)).exists()


def custodians_are_missing(agency: UUID) -> bool:
    """Whether custodians were named and fewer than two of them are left, who can do nothing."""
    if RecoveryShare.objects.filter(agency=agency, first__is_active=True, second__is_active=True).exists():
        return False
    return Event.objects.filter(chain=agency, verb="recovery.custodians_named").exists()
