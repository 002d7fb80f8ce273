"""A chat that waits when the demo opens: begun three minutes ago, by nobody anyone knows."""

from __future__ import annotations

from waystation.care.intake.chat.actions import begin
from waystation.care.intake.lines.models import Line
from waystation.demo.reading import toml

MINUTES = 3


def seed_chats() -> None:
    """One visitor who wrote, seeded while the clock stands `MINUTES` before the first look. Their key is let go."""
    said = toml("chats")["chat"]
    begin(Line.objects.get(name=said["line"]), text=said["text"], language=said["language"])
