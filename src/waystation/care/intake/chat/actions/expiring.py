"""What the clock does with chats: a day after it began, what was written is destroyed."""

from __future__ import annotations

import datetime as dt

from waystation.care.intake.chat.actions.visiting import destroy
from waystation.care.intake.chat.models import LIFE, Chat
from waystation.foundation import clock, store

ROW_DAYS = 30
"""Days that the empty row stays, so that a page left open can say that the chat has ended."""


def sweep() -> None:
    """Destroy what is older than `LIFE`, counted from the hour it began in; needs no key."""
    for row in Chat.objects.filter(created_hour__lte=clock.now() - LIFE).exclude(door=b""):
        with store.writing():
            destroy(Chat.objects.select_for_update().get(pk=row.pk), "chat.destroyed")
    with store.writing():
        Chat.objects.filter(updated_on__lt=clock.today() - dt.timedelta(days=ROW_DAYS), door=b"").delete()
