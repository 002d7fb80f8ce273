"""Taking in a text whose signature was checked: sealed before anything is stored, once for each message id."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field, replace
from uuid import UUID, uuid4

from django.db import IntegrityError
from django.db.models import Max

from waystation.care.intake.lines.models import Line
from waystation.care.intake.lines.selectors import open_now
from waystation.care.intake.texting import keys, replies
from waystation.care.intake.texting.models import (
    TEXT,
    TEXT_MESSAGE,
    TEXT_SENDER,
    Errand,
    Gateway,
    Joining,
    Message,
    Seen,
    Sender,
    Thread,
)
from waystation.care.intake.texting.ways import sends
from waystation.foundation import clock, store
from waystation.foundation.audit import actions as audit
from waystation.foundation.audit.canon import Written
from waystation.foundation.keyring.actions.received import Received, counted, receive, store_count
from waystation.foundation.keyring.lanes import Lane, lane_of
from waystation.foundation.keyring.models import StatisticsCapsule

NUMBER_DAYS = 30
"""Days from the last text on until the number is erased; a thread stays as long after its end."""


class Conflict(Exception):
    """The id of this message was used for a text from another number."""


@dataclass(frozen=True)
class Incoming:
    """A text as a gateway tells it. `media` pictures came with it, which are never fetched; `sent_at` is ISO or ""."""

    id: str
    number: str
    text: str
    media: int = 0
    sent_at: str = ""
    obeyed: str = ""
    """stop, start or help when the provider has answered that word itself."""


@dataclass
class _Sealed:
    """A new thread, should it be one, sealed outside of the transaction so that no other writer waits for it.

    Words and number are sealed inside it: they name their thread, which is only known then.
    """

    lane: Lane
    thread: Thread
    header: Received
    record: StatisticsCapsule
    writes: list[Written] = field(default_factory=list)


def accept(gateway: Gateway, said: Incoming) -> replies.Answer:
    """Keep a text and say what is answered; the same id again gets the same answer and keeps nothing.

    Raises Conflict, keyring's Untrusted when the line's team has no key that leads to the pinned root.
    """
    seen = keys.message_id(gateway.pk, said.id)
    tags = _tags(gateway.line, said.number)
    known = Seen.objects.filter(pk=seen).first()
    if known is not None:
        return _again(known, tags)
    what, language = replies.keyword(said.text)
    spoken = language or replies.language_of(said.text, gateway.line)
    word = replies.Answer(what, spoken, replies.phone_of(gateway.line))
    is_open = open_now(gateway.line, clock.now())
    sealed = _seal(gateway.line, spoken)
    try:
        with store.writing():
            return _keep(gateway, said, seen, tags, sealed, word, is_open)
    except IntegrityError:  # another process kept the same id meanwhile
        return _again(Seen.objects.get(pk=seen), tags)


def _again(known: Seen, tags: list[tuple[int, bytes]]) -> replies.Answer:
    said = keys.readable("seen", known.pk, bytes(known.body)) if known.body else {}
    joined = Joining.objects.filter(thread=UUID(said["thread"])) if said else Joining.objects.none()
    if joined.exists() and not joined.filter(tag__in=[tag for _, tag in tags]).exists():
        raise Conflict
    return replies.Answer.of(str(said.get("answer", "")), replies.phone_of(known.gateway.line))


def _tags(line: Line, number: str) -> list[tuple[int, bytes]]:
    """The tags a number goes by, the present one first."""
    now = keys.epoch(clock.today())
    return [(epoch, keys.sender_tag(epoch, line.pk, number)) for epoch in (now, now - 1)]


def _seal(line: Line, language: str) -> _Sealed:
    at, lane = clock.now(), lane_of(line.agency_id, line.team_id)
    thread = Thread(
        agency_id=line.agency_id, team_id=line.team_id, line=line, updated_on=clock.today(),
        created_hour=at.replace(minute=0, second=0, microsecond=0), retention_on=_kept_until(),
    )  # fmt: skip
    spoken = {"en": "eng", "es": "spa"}[language]
    record = {"on": clock.today().isoformat(), "lane": "help", "channel": "text", "language": spoken}
    return _Sealed(
        lane, thread,
        receive(lane, kind=TEXT, subject=thread.pk, parts={"notice": {"at": at.isoformat(), "language": spoken}}),
        counted(lane, kind="contact", pointer=thread.pointer, record=record),
    )  # fmt: skip


def _keep(
    gateway: Gateway, said: Incoming, seen: UUID, tags: list[tuple[int, bytes]], sealed: _Sealed,
    word: replies.Answer, is_open: bool,
) -> replies.Answer:  # fmt: skip
    Gateway.objects.select_for_update().get(pk=gateway.pk)  # two first texts of one number are one thread
    known = Seen.objects.filter(pk=seen).first()
    if known is not None:
        return _again(known, tags)
    before = _before(tags)
    if word.what == "start" and not (before and before.stopped):
        word = replace(word, what="")  # nobody stopped: it is a text like any other
    can_answer = sends(gateway)
    given = _answer(before, word, said.obeyed, is_open, can_answer)
    thread = _thread(before, sealed, word.what)
    _join(thread, tags[0])
    _number(thread, sealed, said.number)
    forgets = gateway.kind == Gateway.Kind.TWILIO and can_answer
    message = _message(thread, sealed, said)
    if forgets:
        message.provider = Message.Provider.ASKED
    message.save(force_insert=True)
    if forgets:
        _forget_there(gateway, message, said.id)
    Seen.objects.create(
        id=seen, gateway=gateway, thread_tag=keys.thread_tag(thread.pk), created_on=clock.today(),
        body=keys.seal("seen", seen, {"answer": given.code, "thread": str(thread.pk)}),
    )  # fmt: skip
    audit.append(thread.agency_id, at=clock.now(), verb="text.received", subject=thread.pk, writes=sealed.writes)
    return given


def _before(tags: list[tuple[int, bytes]]) -> Thread | None:
    """The thread a number wrote in last, locked. A row that this server did not write leads nowhere."""
    rows = Joining.objects.filter(tag__in=[tag for _, tag in tags]).order_by("-epoch")
    joined = next((row for row in rows if row.pk == keys.joining_id(bytes(row.tag), row.thread_id)), None)
    return Thread.objects.select_for_update().get(pk=joined.thread_id) if joined else None


def _message(thread: Thread, sealed: _Sealed, said: Incoming) -> Message:
    """The text, its words sealed with the thread they belong to; the row is not stored yet."""
    place = (thread.messages.aggregate(last=Max("place"))["last"] or 0) + 1
    message = Message(thread=thread, way=Message.Way.IN, place=place)
    words = {"text": said.text, "at": clock.now().isoformat(), "sent_at": said.sent_at, "media": said.media}
    words["thread"] = thread.pk.hex
    sealed.writes += receive(sealed.lane, kind=TEXT_MESSAGE, subject=message.pk, parts={"words": words}).store()
    return message


def _answer(
    before: Thread | None, word: replies.Answer, obeyed: str, is_open: bool, can_answer: bool
) -> replies.Answer:  # fmt: skip
    """What is answered by itself, if anything. It promises no answer where nobody can write one."""
    stopped = before is not None and before.stopped
    if obeyed or (word.what == "stop" and stopped):
        return replies.Answer()
    only_in = replace(word, what="only_in_open" if is_open and word.phone else "only_in")
    if word.what == "help" and not can_answer:
        return only_in
    if word.what in ("stop", "help") or (word.what == "start" and stopped):
        return word
    new = before is None or before.status == Thread.Status.CLOSED
    if stopped or not (new or (not is_open and before is not None and not before.unanswered)):
        return replies.Answer()
    return replace(word, what="first" if is_open else "closed") if can_answer else only_in


def _thread(before: Thread | None, sealed: _Sealed, word: str) -> Thread:
    """The thread the text belongs to: the one there is, or a new one that counts as a contact.

    Who only says stop or start asks nothing of anybody, and is no contact.
    """
    only_word = word in ("stop", "start")
    if before is not None and (before.status != Thread.Status.CLOSED or only_word):
        thread = before
    else:
        thread = sealed.thread
        thread.stopped = before is not None and before.stopped
        sealed.writes += sealed.header.store()
        if not only_word:
            sealed.writes.append(store_count(sealed.record))
    if only_word:
        thread.stopped = word == "stop"
    if only_word and thread is sealed.thread:
        thread.status, thread.unanswered = Thread.Status.CLOSED, False
    elif not only_word:
        thread.unanswered = True
    thread.updated_on, thread.retention_on = clock.today(), _kept_until()
    thread.version += 0 if thread is sealed.thread else 1
    thread.save(force_insert=thread is sealed.thread)
    return thread


def _join(thread: Thread, tag: tuple[int, bytes]) -> None:
    """The number's present tag leads to this thread; the one before it goes with its key file."""
    mark = keys.joining_id(tag[1], thread.pk)
    Joining.objects.filter(tag=tag[1]).exclude(pk=mark, thread=thread).delete()
    Joining.objects.get_or_create(pk=mark, defaults={"thread": thread, "epoch": tag[0], "tag": tag[1]})


def _number(thread: Thread, sealed: _Sealed, number: str) -> None:
    """Keep the number, sealed with the thread it belongs to, or keep it longer."""
    if Sender.objects.filter(thread=thread).update(retention_on=_kept_until()):
        return
    sender = Sender(thread=thread, retention_on=_kept_until())
    parts = {"number": {"number": number, "thread": thread.pk.hex}}
    sealed.writes += receive(sealed.lane, kind=TEXT_SENDER, subject=sender.pk, parts=parts).store()
    sender.save(force_insert=True)


def _forget_there(gateway: Gateway, message: Message, said_id: str) -> None:
    errand = Errand(pk=uuid4(), gateway=gateway, message=message, kind=Errand.Kind.FORGET, created_on=clock.today())
    errand.body = keys.seal(keys.errand_place(gateway.pk), errand.pk, {"id": said_id})
    errand.save(force_insert=True)


def _kept_until() -> dt.date:
    return clock.today() + dt.timedelta(days=NUMBER_DAYS)
