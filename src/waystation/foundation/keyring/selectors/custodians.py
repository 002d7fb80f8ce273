"""Who holds half of a recovery."""

from __future__ import annotations

from django.db.models import Q

from waystation.foundation.agencies.models import Member
from waystation.foundation.keyring.models import RecoveryShare


def is_custodian(member: Member) -> bool:
    """Whether a recovery may need this member."""
    return RecoveryShare.objects.filter(Q(first=member) | Q(second=member)).exists()
