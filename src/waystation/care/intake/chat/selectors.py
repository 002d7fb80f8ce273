"""Reading chats at the desk: one, the list, and what waits."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from waystation.care.intake.answering import READERS
from waystation.care.intake.chat.models import CHAT, LIFE, Chat
from waystation.care.intake.policies import Purpose
from waystation.care.intake.waiting import Waiting
from waystation.foundation import clock, gate
from waystation.foundation.gate import SEE, Actor, Subject
from waystation.foundation.gate.deciding import require


@dataclass(frozen=True)
class Said:
    """One message as it is shown; `name` of the colleague who wrote it, "" for the visitor."""

    ours: bool
    name: str
    text: str
    at: dt.datetime


@dataclass(frozen=True)
class ChatPage:
    """A chat with what was written; nothing once it is destroyed."""

    row: Chat
    notice: dict[str, Any]
    said: list[Said]

    @property
    def title(self) -> str:
        return title_of(self.row)


def title_of(row: Chat) -> str:
    """What staff call a chat: nothing of the visitor."""
    return _("Chat %(code)s") % {"code": row.code}


def subject_of(row: Chat) -> Subject:
    return Subject(CHAT, row.pk, row.agency_id, row)


def said_in(lines: Iterable[dict[str, Any]]) -> list[Said]:
    """The lines of a capsule as they are shown."""
    return [
        Said(line["by"] == "staff", str(line.get("name", "")), str(line["text"]), dt.datetime.fromisoformat(line["at"]))
        for line in lines
    ]


def chat_row(actor: Actor, chat_id: UUID) -> Chat:
    """The clear row of a chat. Raises gate.Refused, alike for none and not yours."""
    row = Chat.objects.select_related("team", "line", "taken_by").filter(pk=chat_id).first()
    require(actor, subject_of(row) if row else Subject(CHAT, chat_id, actor.agency_id), {"header"}, SEE)
    assert row is not None  # the rule refuses what does not exist
    return row


def chat_page(actor: Actor, chat_id: UUID) -> ChatPage:
    """A chat to read: one line in the journal. Raises gate.Refused, Tampered."""
    row = chat_row(actor, chat_id)
    if not row.is_kept:
        return ChatPage(row, {}, [])
    opened = gate.read(actor, subject_of(row), {"notice", "talk"}, Purpose.WORK)
    parts = {item.compartment: item.data for item in opened}
    return ChatPage(row, parts.get("notice", {}), said_in(parts.get("talk", {}).get("lines", [])))


def chat_list(actor: Actor) -> list[tuple[Chat, dict[str, Any]]]:
    """Chats that wait or are open at the desk, and the own ones of today; one line in the journal."""
    if actor.role not in READERS:
        return []
    wanted = Q(status__in=("waiting", "open")) | Q(taken_by=actor.member)
    rows = Chat.objects.filter(wanted, agency=actor.agency_id, team__in=actor.team_ids).exclude(door=b"")
    rows = rows.filter(created_hour__gt=clock.now() - LIFE)
    notices = _notices(actor, list(rows.select_related("taken_by").order_by("created_hour", "pk")))
    return sorted(notices, key=lambda pair: (pair[0].status != "waiting", pair[1]["at"]))


def waiting(actor: Actor) -> Iterable[Waiting]:
    """Chats nobody took yet; see `care.intake.waiting`."""
    if actor.role not in READERS:
        return []
    rows = Chat.objects.filter(agency=actor.agency_id, team__in=actor.team_ids, status=Chat.Status.WAITING)
    rows = rows.filter(created_hour__gt=clock.now() - LIFE)
    return [
        Waiting(
            key=f"chat:{row.pk}", title=title_of(row), url=reverse("chat:desk", args=[row.pk]), channel="chat",
            lane="help", since=dt.datetime.fromisoformat(notice["at"]), danger=notice["danger"], minor=notice["minor"],
            line=row.line.name,
        )
        for row, notice in _notices(actor, list(rows.exclude(door=b"").select_related("line")))
    ]  # fmt: skip


def _notices(actor: Actor, rows: list[Chat]) -> list[tuple[Chat, dict[str, Any]]]:
    seen = [row for row in rows if gate.decide(actor, subject_of(row), {"notice"}, Purpose.LIST).allowed]
    opened = gate.read(actor, [subject_of(row) for row in seen], {"notice"}, Purpose.LIST)
    found = {item.subject: item.data for item in opened}
    return [(row, found[row.pk]) for row in seen if row.pk in found]
