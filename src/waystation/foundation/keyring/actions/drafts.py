"""Drafts of forms: sealed under the writer's own key, never journaled, gone when the form is sent."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from waystation.core.vault.envelope import open_json, seal_json
from waystation.core.vault.errors import VaultError
from waystation.foundation import clock, store
from waystation.foundation.keyring import labels
from waystation.foundation.keyring.models import Draft
from waystation.foundation.keyring.ring import Keyring

NOTHING = UUID(int=0)
TO_PRINT = "codes_to_print"
"""The draft that holds codes until their owner has them on paper."""


def save_draft(keyring: Keyring, form: str, data: dict[str, Any], subject: UUID | None = None) -> None:
    """Keep what was typed so far, in place of an earlier draft of the same form and subject."""
    about = subject or NOTHING
    with store.writing():
        row = Draft.objects.filter(member=keyring.member, form=form, subject=about).first()
        row = row or Draft(member=keyring.member, form=form, subject=about)
        context = labels.draft(row.pk, keyring.member.agency_id, form, about)
        row.body, row.updated_at = seal_json(keyring.bundle.own_key, data, context), clock.now()
        row.save()


def load_draft(keyring: Keyring, form: str, subject: UUID | None = None) -> dict[str, Any] | None:
    """The draft, or None when there is none or it does not open (after a two-person recovery)."""
    about = subject or NOTHING
    row = Draft.objects.filter(member=keyring.member, form=form, subject=about).first()
    if row is None:
        return None
    try:
        context = labels.draft(row.pk, keyring.member.agency_id, form, about)
        return open_json(keyring.bundle.own_key, row.body, context)
    except VaultError:
        return None


def drop_draft(keyring: Keyring, form: str, subject: UUID | None = None) -> None:
    """Forget the draft of a form."""
    with store.writing():
        Draft.objects.filter(member=keyring.member, form=form, subject=subject or NOTHING).delete()
