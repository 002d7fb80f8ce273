"""What comes in by itself, for the policy table: public messages, texts and chats that were never saved."""

from __future__ import annotations

import datetime as dt
from typing import Any

from waystation.care.intake.chat.models import CHAT, Chat
from waystation.care.intake.texting.models import TEXT, TEXT_MESSAGE, TEXT_SENDER, Message, Sender, Thread
from waystation.care.intake.tips.models import TIP, Tip
from waystation.foundation import clock, gate

TALKS = (
    "waiting", "own_open", "team_open", "own_closed", "own_closed_long_ago", "team_closed", "other_team",
    "other_agency",
)  # fmt: skip
ANSWERING = ("see", "list", "work", "take", "write", "answer", "export")
KINDS: dict[str, tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]] = {
    TIP: (
        ("own_team", "other_team", "other_agency"),
        ("see", "list", "link", "work", "take", "write", "export"),
        ("header", "notice", "told", "letters"),
    ),
    TEXT: (TALKS, ANSWERING, ("header", "notice")),
    TEXT_MESSAGE: (TALKS, ANSWERING, ("header", "words")),
    TEXT_SENDER: (TALKS, ANSWERING, ("header", "number")),
    CHAT: (TALKS, ANSWERING, ("header", "notice", "talk")),
}


def subject(world: Any, role: str, actor: gate.Actor, kind: str, standing: str) -> gate.Subject:
    """A row of this kind, as the member stands to it."""
    row: Any = {TIP: Tip, CHAT: Chat}.get(kind, Thread)()
    row.agency = world.agency("crosskeys" if standing == "other_agency" else "riverbend")
    row.team = world.team({"other_agency": "crosskeys_intake", "other_team": "night"}.get(standing, "intake"))
    if kind == TIP:
        row.retention_on = clock.today()
    else:
        _fill(world, row, actor, standing)
    about = {TEXT_MESSAGE: Message, TEXT_SENDER: Sender}.get(kind)
    asked = about(thread=row) if about else row
    return gate.Subject(kind, asked.pk, row.agency_id, asked)


def _fill(world: Any, row: Chat | Thread, actor: gate.Actor, standing: str) -> None:
    whose, _sign, state = standing.partition("_")
    if whose in ("own", "team"):
        row.taken_by = actor.member if whose == "own" else world.member("alma")
        row.status = "open" if state == "open" else "closed"
    row.updated_on = clock.today() - dt.timedelta(days=15 if "long_ago" in standing else 14)
