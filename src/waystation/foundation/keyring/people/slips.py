"""Secrets of invitations on their way to paper: sealed under the administrator's own key until they are printed.

A locked screen, another browser and a new sign-in do not lose them.
"""

from __future__ import annotations

from uuid import UUID

from waystation.foundation.keyring.actions.drafts import drop_draft, load_draft, save_draft
from waystation.foundation.keyring.actions.invitations import find
from waystation.foundation.keyring.models import Draft
from waystation.foundation.keyring.ring import Keyring

_FORM = "slip_to_print"


def add(keyring: Keyring, member: UUID, secret: str) -> None:
    """Keep the secret of one invitation, in place of an earlier one for the same person."""
    save_draft(keyring, _FORM, {"secret": secret}, member)


def secret_of(keyring: Keyring, member: UUID) -> str | None:
    """The secret that waits to be printed; None when there is none, or when its slip opens nothing any more."""
    found = (load_draft(keyring, _FORM, member) or {}).get("secret", "")
    row = find(found) if found else None
    return str(found) if row is not None and row.member_id == member else None


def printed(keyring: Keyring, member: UUID) -> None:
    """Forget it: it is on paper, or no longer wanted."""
    drop_draft(keyring, _FORM, member)


def waiting(keyring: Keyring) -> set[UUID]:
    """The people whose slips this administrator does not have on paper yet."""
    return set(Draft.objects.filter(member=keyring.member, form=_FORM).values_list("subject", flat=True))
