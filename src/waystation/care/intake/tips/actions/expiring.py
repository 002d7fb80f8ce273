"""Messages whose time is over: their keys are destroyed, and their order number finds nothing."""

from __future__ import annotations

from waystation.care.intake.tips.actions.drafting import sweep
from waystation.care.intake.tips.models import TIP, Tip
from waystation.care.intake.tips.words import EXPIRED
from waystation.foundation import clock, store
from waystation.foundation.audit import actions as audit
from waystation.foundation.keyring.actions.received import shred_received

_AT_ONCE = 200


def erase(tip: Tip, verb: str = EXPIRED) -> None:
    """Destroy the keys and the content of a message and forget its row; its codes stay counted. Needs no key."""
    with store.writing():
        written = shred_received(tip.pk, TIP)
        subject = tip.pk
        tip.delete()
        audit.append(tip.agency_id, at=clock.now(), verb=verb, subject=subject, writes=written)


def expire() -> int:
    """Erase messages whose own day is past, and forget drafts. For tick. Returns how many messages.

    One that an advocate took has become a contact: it goes on its own day too, the contact stays.
    """
    due = Tip.objects.filter(retention_on__lt=clock.today()).order_by("retention_on", "id")
    rows = list(due[:_AT_ONCE])
    for row in rows:
        erase(row)
    sweep()
    return len(rows)
