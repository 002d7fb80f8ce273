"""A refusal about something one may know of is written down: who asked, for what, by which rule; nothing is opened."""

from __future__ import annotations

from waystation.foundation import store
from waystation.foundation.gate.actor import Actor
from waystation.foundation.gate.deciding import Refused
from waystation.foundation.keyring import journal


def write_down(actor: Actor, refused: Refused) -> None:
    """Append `<kind>.refused` about the one visible subject. What is invisible leaves no line: it may not exist."""
    decision = refused.decision
    if not refused.visible or len(decision.subjects) != 1:
        return
    detail = {
        "fields": sorted(decision.fields),
        "purpose": decision.purpose,
        "path": decision.path,
        "rule": decision.rule,
    }
    with store.writing():
        journal.note(actor.keyring, f"{decision.kind}.refused", decision.subjects[0], detail=detail, at=decision.at)
