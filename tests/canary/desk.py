"""What the acts of a shift at the help line are about, for the acts by introspection."""

from __future__ import annotations

from typing import Any

from waystation.care.intake import actions
from waystation.care.intake.models import DangerCard, DeskNote
from waystation.foundation.gate import Actor

FITTING: dict[str, str] = {
    "minor": "unknown", "happened_at": "2026-01-02T03:04:05+00:00", "happened_on": "", "safe_to_talk": "yes",
    "venue": "hotel", "likelihood": "high", "wants_report": "no", "well_being": "fine", "whom": "police",
}  # fmt: skip
"""Codes, and moments that are past."""


def row_for(actor: Actor, wanted: type, place: str) -> Any:
    """An open card, or an open note of the kind the act is about; None for any other type."""
    if wanted is DangerCard:
        return DangerCard.objects.filter(status="open").first() or actions.open_card(actor)
    if wanted is DeskNote and "pattern" in place.rsplit(".", 1)[-1]:
        return actions.note_pattern(actor, alias="Night owl", text="Hums.")
    return actions.open_shift(actor) if wanted is DeskNote else None
