"""What a visitor does: begins, writes, reads and ends. Nothing about them is kept but the words, for a day."""

from __future__ import annotations

from typing import Any

from waystation.care.intake.chat.doors import Visit, close_door, new_cookie
from waystation.care.intake.chat.models import CHAT, Chat
from waystation.care.intake.lines.models import Line
from waystation.foundation import clock, store
from waystation.foundation.audit import actions as audit
from waystation.foundation.audit.canon import Written
from waystation.foundation.keyring.actions.received import counted, receive, rewrite, shred_received, store_count
from waystation.foundation.keyring.lanes import lane_of
from waystation.foundation.keyring.selectors.received import open_as_sender

MOST, LINES = 2_000, 500
"""Letters of one message, and messages of one chat."""
NOT_ANSWERED = "abandoned"
"""How a chat is counted until somebody takes it: whoever does replaces the record, and nobody else can."""
_FIRST = 1


class Ended(Exception):
    """The chat was ended, or is full."""


def begin(line: Line, *, text: str, language: str, danger: str = "not_asked") -> tuple[Chat, str]:
    """Begin a chat with its first message; returns it and the cookie that alone opens it for the visitor.

    Raises ValueError for an empty or too long text, Untrusted when the line's team has no key that can be trusted.
    """
    _check(text)
    at, lane = clock.now(), lane_of(line.agency_id, line.team_id)
    row = Chat(
        agency_id=line.agency_id, team_id=line.team_id, line=line, updated_on=clock.today(),
        created_hour=at.replace(minute=0, second=0, microsecond=0),
    )  # fmt: skip
    notice = {"at": at.isoformat(), "language": language, "danger": danger, "minor": "not_asked"}
    parts: dict[str, dict[str, Any]] = {"notice": notice, "talk": {"lines": [_line(text)]}}
    sealed = receive(lane, kind=CHAT, subject=row.pk, parts=parts)
    cookie, key = new_cookie(row.pk)
    row.door = close_door(key, row.pk, sealed.keys["talk"])
    record: dict[str, Any] = {"on": clock.today().isoformat(), "lane": "help", "channel": "chat", "language": language}
    record |= {"danger": danger, "disposition": NOT_ANSWERED}
    count = counted(lane, kind="contact", pointer=row.pointer, record=record)
    with store.writing():
        row.save(force_insert=True)
        writes = [*sealed.store(), store_count(count)]
        audit.append(row.agency_id, at=clock.now(), verb="chat.begun", subject=row.pk, writes=writes)
    return row, cookie


def write_in(visit: Visit, *, text: str) -> None:
    """Add a message. Raises Ended, ValueError, keyring's NoKey when the key was turned meanwhile, Tampered."""
    _check(text)

    def add(data: dict[str, Any]) -> dict[str, Any]:
        if len(data["lines"]) >= LINES:
            raise Ended
        return {**data, "lines": [*data["lines"], _line(text)]}

    with store.writing():
        row = Chat.objects.select_for_update().get(pk=visit.row.pk)
        if row.status == Chat.Status.CLOSED or not row.is_kept:
            raise Ended
        written = rewrite(row.pk, compartment="talk", key=visit.key, generation=_FIRST, change=add)
        row.version, row.updated_on = row.version + 1, clock.today()
        row.save(update_fields=["version", "updated_on"])
        audit.append(row.agency_id, at=clock.now(), verb="chat.written", subject=row.pk, writes=[written])


def read_back(visit: Visit) -> list[dict[str, Any]]:
    """What was written, for the visitor. Raises keyring's NoKey, Tampered."""
    data = open_as_sender(visit.row.pk, compartment="talk", key=visit.key, generation=_FIRST)
    return list(data["lines"])


def leave(visit: Visit) -> None:
    """End it: the keys of what was written are destroyed at once."""
    with store.writing():
        row = Chat.objects.select_for_update().get(pk=visit.row.pk)
        destroy(row, "chat.ended_by_visitor")


def destroy(row: Chat, verb: str) -> None:
    """Destroy the keys and words of a chat, inside a transaction, and write it down."""
    writes: list[Written] = shred_received(row.pk, CHAT)
    row.close()
    row.forget()
    row.save()
    audit.append(row.agency_id, at=clock.now(), verb=verb, subject=row.pk, writes=writes)


def _line(text: str) -> dict[str, str]:
    return {"by": "visitor", "text": text, "at": clock.now().isoformat()}


def _check(text: str) -> None:
    if not text.strip() or len(text) > MOST:
        raise ValueError("a message has 1 to 2,000 letters")
