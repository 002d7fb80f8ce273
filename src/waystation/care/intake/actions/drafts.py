"""Unfinished forms of the help line: sealed under the writer's own key, so they survive a lock."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from waystation.care.intake.models import Situation
from waystation.care.intake.policies import OPEN
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


def open_person_drafts(actor: Actor) -> list[tuple[Draft, UUID]]:
    """(draft, situation) of one's own unfinished persons whose situation is still at the desk, newest first.

    The situation stands inside the sealed draft; opening one's own draft shows nobody else anything.
    """
    found = []
    for draft in open_drafts(actor, PERSON_FORM):
        data = load_draft(actor, form=PERSON_FORM, subject=draft.subject) if draft.subject else None
        if data and data.get("situation"):
            found.append((draft, UUID(data["situation"])))
    rows = Situation.objects.filter(pk__in=[situation for _draft, situation in found], status__in=OPEN)
    still_here = set(rows.values_list("pk", flat=True))
    return [(draft, situation) for draft, situation in found if situation in still_here]
