"""What comes after the first talk: calling back, giving a contact to the queue, picking it up, moving it by hand."""

from __future__ import annotations

import datetime as dt
from uuid import UUID

from waystation.care import sealed
from waystation.care.intake.models import Contact, QueuePlace
from waystation.care.intake.policies import Purpose
from waystation.care.intake.selectors.access import help_line_of, subject_of
from waystation.care.intake.selectors.queue import line_of
from waystation.care.intake.shapes import Account
from waystation.foundation import clock, gate
from waystation.foundation.gate import Actor

MOVES = {"first": QueuePlace.Priority.FIRST, "last": QueuePlace.Priority.LAST, "back": None}


def called_back(actor: Actor, *, contact: Contact, reached: bool, again_on: dt.date | None = None) -> None:
    """Note a call-back that was tried; the due day goes, or becomes `again_on`. Raises gate.Refused, ValueError."""
    if again_on is not None and again_on < clock.today():
        raise ValueError("the next call-back lies ahead")
    line = {"at": _now(), "reached": "yes" if reached else "no", "by": actor.member.display_name}

    def add(data: sealed.Data) -> sealed.Data:
        account = Account.of(data)
        due = again_on.isoformat() if again_on else ""
        return Account.of({**data, "calls": [*account.calls, line], "call_back_on": due}).to_dict()

    with gate.deed(
        actor, "contact.called_back", subject_of(contact), {"reached": line["reached"]}, fields={"account"},
        purpose=Purpose.WRITE,
    ) as act:  # fmt: skip
        contact.next_due_on, contact.updated_on = again_on, clock.today()
        contact.version += 1
        contact.save(update_fields=["next_due_on", "updated_on", "version"])
        sealed.amend(act, actor, subject_of(contact), "account", add)


def put_back(actor: Actor, *, contact: Contact) -> None:
    """Give an open contact back to the queue, for whoever is next. Raises gate.Refused."""
    _set(actor, contact, Contact.Status.WAITING, "contact.put_back")


def pick_up(actor: Actor, *, contact: Contact) -> None:
    """Take a waiting contact from the queue as one's own. Raises gate.Refused."""
    contact.taken_by = actor.member
    _set(actor, contact, Contact.Status.OPEN, "contact.picked_up")


def move(actor: Actor, *, key: str, to: str, why: str = "") -> None:
    """Put a waiting message first or last by hand, or back to its place. It is written down, with who and why.

    Raises LookupError when nothing of this key waits for this member, ValueError for another place.
    """
    if to not in MOVES:
        raise ValueError("a message is put first, last or back")
    found, team = line_of(actor, key), help_line_of(actor)
    what, _sign, subject = found.waiting.key.partition(":")
    old = dt.timedelta(days=QueuePlace.KEPT_DAYS)
    detail = {"message": key, "to": to, "was": found.moved or "back", "why": why.strip()}
    with gate.deed(actor, "queue.moved", None, detail):
        QueuePlace.objects.filter(agency=actor.agency_id, updated_on__lt=clock.today() - old).delete()
        QueuePlace.objects.filter(team=team, what=what, subject=UUID(subject)).delete()
        priority = MOVES[to]
        if priority is not None:
            QueuePlace.objects.create(
                agency=actor.agency, team=team, what=what, subject=UUID(subject), priority=priority,
                updated_on=clock.today(),
            )  # fmt: skip


def _set(actor: Actor, contact: Contact, status: str, verb: str) -> None:
    with gate.deed(actor, verb, subject_of(contact), fields={"header"}, purpose=Purpose.WRITE):
        contact.status, contact.updated_on = status, clock.today()
        contact.version += 1
        contact.save(update_fields=["status", "updated_on", "version", "taken_by"])


def _now() -> str:
    return clock.now().isoformat(timespec="seconds")
