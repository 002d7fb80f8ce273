"""Taking a thread, writing back, and ending it."""

from __future__ import annotations

from uuid import UUID, uuid4

from django.db.models import Max

from waystation.care.intake import actions as intake
from waystation.care.intake.answering import ANSWER
from waystation.care.intake.models import Contact
from waystation.care.intake.policies import Purpose
from waystation.care.intake.texting import keys
from waystation.care.intake.texting.models import TEXT_MESSAGE, TEXT_SENDER, Errand, Gateway, Message, Sender, Thread
from waystation.care.intake.texting.selectors import stay_in, subject_of, thread_row
from waystation.care.intake.texting.ways import sends, way_back
from waystation.foundation import clock, gate
from waystation.foundation.gate import Actor, Subject
from waystation.foundation.gate.deciding import require
from waystation.foundation.keyring.actions.capsules import write
from waystation.foundation.keyring.actions.compartments import create_compartments

MOST = 1200
"""Letters of an answer: eight parts of a text."""


class Taken(Exception):
    """A colleague took it first. `by` is their name."""

    def __init__(self, by: str) -> None:
        super().__init__("a colleague took this first")
        self.by = by


class Silent(Exception):
    """Nothing can be written back; the text says why, as a code: stopped, off or gone."""


def take(actor: Actor, *, thread_id: UUID) -> Thread:
    """Take a waiting thread: it becomes a contact of the same id and pointer. The own one again is no change.

    Raises gate.Refused, Taken when a colleague was first.
    """
    row = thread_row(actor, thread_id)
    values = _contact_values(actor, row)
    with gate.deed(actor, "text.taken", subject_of(row), fields={"header"}, purpose=Purpose.TAKE):
        row = Thread.objects.select_for_update(of=("self",)).select_related("taken_by", "team").get(pk=row.pk)
        if row.taken_by is not None and row.taken_by_id != actor.id:
            raise Taken(row.taken_by.display_name)
        if row.taken_by is None:
            row.taken_by, row.status, row.updated_on = actor.member, Thread.Status.OPEN, clock.today()
            row.version += 1
            row.save()
            intake.take_contact(actor, values=values, contact_id=row.pk, pointer=row.pointer, team=row.team)
    return row


def answer(actor: Actor, *, thread_id: UUID, text: str, message_id: UUID | None = None) -> Message:
    """Write back. The words are sealed to the team, and once more for the server, which sends them and forgets them.

    The same `message_id` again (a form sent twice) is one answer. Raises gate.Refused, Silent, ValueError when empty or
    longer than `MOST`, Tampered where the number is another thread's.
    """
    if not text.strip() or len(text) > MOST:
        raise ValueError("an answer has 1 to 1,200 letters")
    row = thread_row(actor, thread_id)
    known = Message.objects.filter(pk=message_id, thread=row, way=Message.Way.OUT).first() if message_id else None
    if known is not None:
        return known
    require(actor, subject_of(row), {"header"}, Purpose.WRITE)
    gateway, sender = _way_back(row)
    number = gate.read(actor, Subject(TEXT_SENDER, sender.pk, row.agency_id, sender), {"number"}, ANSWER)[0]
    stay_in(row.pk, number.data)
    message = Message(pk=message_id or uuid4(), thread=row, way=Message.Way.OUT, status=Message.Status.WAITING)
    with gate.deed(actor, "text.answered", subject_of(row), fields={"header"}, purpose=Purpose.WRITE) as act:
        row = Thread.objects.select_for_update(of=("self",)).select_related("team").get(pk=row.pk)
        if row.stopped:
            raise Silent("stopped")
        message.place = (row.messages.aggregate(last=Max("place"))["last"] or 0) + 1
        message.save(force_insert=True)
        create_compartments(actor.keyring, subject=message.pk, kind=TEXT_MESSAGE, holders={"words": [row.team]})
        words = {"text": text, "at": actor.at.isoformat(), "by": actor.member.display_name, "thread": row.pk.hex}
        act.wrote(
            write(
                actor.keyring, subject=message.pk, kind=TEXT_MESSAGE, compartment="words", data=words,
                expected_version=None,
            )
        )  # fmt: skip
        _to_send(gateway, message, str(number.data["number"]), text)
        row.unanswered, row.updated_on, row.version = False, clock.today(), row.version + 1
        row.save()
    return message


def end(actor: Actor, *, thread_id: UUID, disposition: str) -> Thread:
    """End a thread, and its contact with it. Raises gate.Refused, UnknownCode."""
    row = thread_row(actor, thread_id)
    contact = Contact.objects.filter(pk=row.pk).first()
    with gate.deed(actor, "text.ended", subject_of(row), fields={"header"}, purpose=Purpose.WRITE):
        row = Thread.objects.select_for_update(of=("self",)).get(pk=row.pk)
        row.close()
        row.save()
        if contact is not None and contact.status == Contact.Status.OPEN:
            intake.end_contact(actor, contact=contact, disposition=disposition)
    return row


def _contact_values(actor: Actor, row: Thread) -> dict[str, str]:
    header = gate.read(actor, subject_of(row), {"notice"}, Purpose.WORK)[0].data
    return {
        "lane": "help", "channel": "text", "language": header.get("language", ""), "danger": "not_asked",
        "happened_at": header.get("at", ""),
    }  # fmt: skip


def _way_back(row: Thread) -> tuple[Gateway, Sender]:
    gateway = way_back(row)
    sender = Sender.objects.filter(thread=row).select_related("thread").first()
    if row.stopped:
        raise Silent("stopped")
    if gateway is None or not sends(gateway):
        raise Silent("off")
    if sender is None:
        raise Silent("gone")
    return gateway, sender


def _to_send(gateway: Gateway, message: Message, number: str, text: str) -> None:
    errand = Errand(pk=uuid4(), gateway=gateway, message=message, kind=Errand.Kind.SEND, created_on=clock.today())
    errand.body = keys.seal(keys.errand_place(gateway.pk), errand.pk, {"to": number, "text": text})
    errand.save(force_insert=True)
