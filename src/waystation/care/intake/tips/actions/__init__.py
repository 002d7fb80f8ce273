"""Acts on public messages: writing one without an account, answering one, and what time does to it."""

from __future__ import annotations

from waystation.care.intake.tips.actions.answering import (
    keep_longer,
    may_take,
    set_by_lead,
    set_outcome,
    take,
    write_letter,
)
from waystation.care.intake.tips.actions.replying import write_as_sender
from waystation.care.intake.tips.actions.sending import send

__all__ = ["keep_longer", "may_take", "send", "set_by_lead", "set_outcome", "take", "write_as_sender", "write_letter"]
