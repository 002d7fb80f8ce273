"""What is done with chats: by a visitor without any account, by the desk, and by the clock."""

from __future__ import annotations

from waystation.care.intake.chat.actions.answering import end, say, take
from waystation.care.intake.chat.actions.visiting import begin, leave, write_in

__all__ = ["begin", "end", "leave", "say", "take", "write_in"]
