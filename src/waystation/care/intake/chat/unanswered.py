"""A chat that nobody answers: how long its visitor has waited, and what else they can do."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from waystation.care.intake.chat.models import Chat
from waystation.care.intake.chat.selectors import Said
from waystation.care.intake.lines.public import Told, told
from waystation.foundation import clock

LONG = dt.timedelta(minutes=4)
"""After this long the page stops saying that a person was told, and says that nobody has answered."""


@dataclass(frozen=True)
class Wait:
    """`told` is the line as public pages show it; None while the wait is short, or somebody took the chat."""

    minutes: int
    told: Told | None

    @property
    def is_long(self) -> bool:
        return self.told is not None


def wait_of(row: Chat, said: Sequence[Said]) -> Wait:
    """How long the first message has waited, by what the visitor's own key opened."""
    now = clock.now()
    waited = now - said[0].at if said and row.status == Chat.Status.WAITING else dt.timedelta()
    return Wait(int(waited.total_seconds() // 60), told(row.line, now) if waited >= LONG else None)
