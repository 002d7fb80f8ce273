"""Taking a chat, writing in it, and ending it with what the advocate notes."""

from __future__ import annotations

import datetime as dt
from typing import Any
from uuid import UUID

from waystation.care import sealed
from waystation.care.intake import actions as intake
from waystation.care.intake.chat.actions.visiting import LINES, MOST, Ended
from waystation.care.intake.chat.models import Chat
from waystation.care.intake.chat.selectors import chat_row, subject_of
from waystation.care.intake.models import Contact
from waystation.care.intake.policies import Purpose
from waystation.core import codes
from waystation.foundation import clock, gate
from waystation.foundation.gate import Actor


class Taken(Exception):
    """A colleague took it first. `by` is their name."""

    def __init__(self, by: str) -> None:
        super().__init__("a colleague took this first")
        self.by = by


def take(actor: Actor, *, chat_id: UUID) -> Chat:
    """Take a waiting chat: it becomes a contact of the same id and pointer. The own one again is no change.

    Raises gate.Refused, Taken when a colleague was first.
    """
    row = chat_row(actor, chat_id)
    values = _values(gate.read(actor, subject_of(row), {"notice"}, Purpose.WORK)[0].data)
    with gate.deed(actor, "chat.taken", subject_of(row), fields={"header"}, purpose=Purpose.TAKE):
        row = Chat.objects.select_for_update(of=("self",)).select_related("taken_by").get(pk=row.pk)
        if row.taken_by is not None and row.taken_by_id != actor.id:
            raise Taken(row.taken_by.display_name)
        if row.taken_by is None:
            row.taken_by, row.status, row.updated_on = actor.member, Chat.Status.OPEN, clock.today()
            row.version += 1
            row.save()
            intake.take_contact(actor, values=values, contact_id=row.pk, pointer=row.pointer, team=row.team)
    return row


def say(actor: Actor, *, chat_id: UUID, text: str) -> Chat:
    """Answer. Raises gate.Refused, Ended, ValueError, Tampered."""
    if not text.strip() or len(text) > MOST:
        raise ValueError("a message has 1 to 2,000 letters")
    row = chat_row(actor, chat_id)

    def add(data: dict[str, Any]) -> dict[str, Any]:
        if len(data.get("lines", [])) >= LINES:
            raise Ended
        said = {"by": "staff", "name": actor.member.display_name, "text": text, "at": actor.at.isoformat()}
        return {**data, "lines": [*data.get("lines", []), said]}

    with gate.deed(actor, "chat.answered", subject_of(row), fields={"header"}, purpose=Purpose.WRITE) as act:
        row = Chat.objects.select_for_update(of=("self",)).get(pk=row.pk)
        if row.status != Chat.Status.OPEN or not row.is_kept:
            raise Ended
        sealed.amend(act, actor, subject_of(row), "talk", add)
        row.version, row.updated_on = row.version + 1, clock.today()
        row.save()
    return row


def end(actor: Actor, *, chat_id: UUID, disposition: str, note: str = "") -> Chat:
    """End it: `note`, as the advocate typed it, goes below what the contact says; the rest is destroyed within a day.

    Raises gate.Refused, UnknownCode.
    """
    codes.get("disposition")[disposition]
    row = chat_row(actor, chat_id)
    with gate.deed(actor, "chat.ended", subject_of(row), fields={"header"}, purpose=Purpose.WRITE):
        row = Chat.objects.select_for_update(of=("self",)).get(pk=row.pk)
        contact = Contact.objects.select_for_update().filter(pk=row.pk).first()
        if contact is not None and contact.status == Contact.Status.OPEN:
            if note.strip():
                intake.add_note(actor, contact=contact, note=note)
            intake.end_contact(actor, contact=contact, disposition=disposition)
        row.close()
        row.save()
    return row


def _values(notice: dict[str, Any]) -> dict[str, Any]:
    at = str(notice.get("at", ""))
    waited = int((clock.now() - dt.datetime.fromisoformat(at)).total_seconds()) if at else None
    return {
        "lane": "help", "channel": "chat", "language": notice.get("language", ""),
        "danger": notice.get("danger", "not_asked"), "happened_at": at, "waited": waited,
    }  # fmt: skip
