"""Texts and chats in the world of the role matrix, on the lines of matrix_lines.

`own_open` was taken by Ana, `waiting` by nobody; `other_team` waits at the night line, `other_agency` elsewhere.
"""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from waystation.care.intake.chat import actions as chats
from waystation.care.intake.lines.models import Line
from waystation.care.intake.texting import actions as texts
from waystation.care.intake.texting.models import Thread

SECRET = "a-secret-for-the-matrix"
LINES = {"own_open": "Day line", "waiting": "Day line", "other_team": "Night line", "other_agency": "Their line"}


def things(world: Any) -> dict[str, Any]:
    """Chats and threads by their relation; and the addresses of webhooks, which ask who signed and nothing else."""
    found: dict[str, Any] = {"text": {}, "chat": {}}
    for relation, name in LINES.items():
        line = Line.objects.get(name=name)
        found["text"][relation] = {"casework": {"thread_id": _text(world, line, relation)}}
        found["chat"][relation] = {"casework": {"chat_id": _chat(world, line, relation)}}
    found["text"]["unknown_id"] = {"casework": {"thread_id": uuid4()}}
    found["chat"]["unknown_id"] = {"casework": {"chat_id": uuid4()}}
    slug = Line.objects.get(name="Day line").slug
    found["hook"] = {"live": {"casework": {"slug": slug}}, "unknown_id": {"casework": {"slug": "no-such-line"}}}
    return found


def _text(world: Any, line: Line, relation: str) -> Any:
    who = "rosa" if relation == "other_agency" else "chloe"
    gateway = texts.set_gateway(
        world.actor(who), line_id=line.pk, kind="twilio", live=True, secret=SECRET, account="AC1",
        number="+15550142000", base="https://texts.example",
    )  # fmt: skip
    number = f"+1555014{2000 + list(LINES).index(relation)}"
    texts.accept(gateway, texts.Incoming(id=f"SM{relation}", number=number, text="Are you there?"))
    row = Thread.objects.filter(line=line).order_by("pk").exclude(status="open").get(messages__isnull=False)
    if relation == "own_open":
        texts.take(world.actor("ana"), thread_id=row.pk)
    return row.pk


def _chat(world: Any, line: Line, relation: str) -> Any:
    row, _ = chats.begin(line, text="Hello?", language="eng")
    if relation == "own_open":
        chats.take(world.actor("ana"), chat_id=row.pk)
    return row.pk


def answer(world: Any, role: str, ids: dict[str, Any]) -> dict[str, Any]:
    return {"text": "Yes, I am here."}


def end(world: Any, role: str, ids: dict[str, Any]) -> dict[str, Any]:
    return {"disposition": "information_given"}


def gateway(world: Any, role: str, ids: dict[str, Any]) -> dict[str, Any]:
    return {"kind": "generic", "secret": SECRET, "live": "on"}
