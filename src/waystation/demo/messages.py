"""A message for help that waits when the demo opens, as anybody sends one; its order number is thrown away."""

from __future__ import annotations

from waystation.care.intake.lines.models import Line
from waystation.care.intake.tips.actions import drafting, send
from waystation.core.vault.keys import new_key
from waystation.demo.reading import toml

MINUTES = 25


def seed_messages() -> None:
    """Seeded while the clock stands `MINUTES` before the first look."""
    told, key = toml("messages")["help"], new_key()
    line = Line.objects.get(name=told["line"])
    data = {"line": line.pk.hex, "lane": "help", "language": told["language"], "answers": told["answers"]}
    send(drafting.begin(key, data), key, data)
