"""Unfinished forms of the help line: sealed under the writer's own key, so they survive a lock."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from waystation.foundation.gate import Actor
from waystation.foundation.keyring.actions import drafts
from waystation.foundation.keyring.models import Draft

CONTACT_FORM = "contact"
PERSON_FORM = "person"


def save_draft(actor: Actor, *, form: str, subject: UUID, data: dict[str, Any]) -> None:
    """Keep what was typed so far."""
    drafts.save_draft(actor.keyring, form, data, subject=subject)


def load_draft(actor: Actor, *, form: str, subject: UUID) -> dict[str, Any] | None:
    """What was typed, or None."""
    return drafts.load_draft(actor.keyring, form, subject=subject)


def drop_draft(actor: Actor, *, form: str, subject: UUID) -> None:
    """Forget it; the form was sent."""
    drafts.drop_draft(actor.keyring, form, subject=subject)


def open_drafts(actor: Actor, form: str) -> list[Draft]:
    """One's own unfinished forms, newest first, unopened."""
    return list(Draft.objects.filter(member=actor.member, form=form).order_by("-updated_at"))
