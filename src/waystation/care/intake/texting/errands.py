"""What tick does for texts: sends what waits, has the provider delete its copies, erases what is past its day."""

from __future__ import annotations

from uuid import UUID, uuid4

from waystation.care.intake.texting import keys, sending
from waystation.care.intake.texting.models import TEXT, Errand, Joining, Message, Seen, Sender, Thread
from waystation.care.intake.texting.ways import sends
from waystation.foundation import clock, store
from waystation.foundation.audit import actions as audit
from waystation.foundation.keyring.actions.compartments import shred
from waystation.foundation.keyring.actions.received import shred_received

TRIES = 20
AT_ONCE = 50


def run_due() -> None:
    """Run what waits, oldest first. Holds no key of a member: what it sends was sealed for the server."""
    for left in Errand.objects.filter(status=Errand.Status.UNDER_WAY).select_related("message__thread"):
        _settle(left, Message.Status.UNSURE)  # the server was stopped in between
    waiting = Errand.objects.filter(status=Errand.Status.WAITING).select_related("gateway", "message__thread")
    for errand in waiting.order_by("tries", "created_on")[:AT_ONCE]:
        _run(errand)


def sweep() -> None:
    """Erase numbers and threads whose days are over, ended or not, and turn the key of the senders' tags."""
    today = clock.today()
    for sender in Sender.objects.filter(retention_on__lt=today).select_related("thread"):
        with store.writing():
            writes = shred(sender.pk)
            sender.delete()
            audit.append(sender.thread.agency_id, at=clock.now(), verb="text.number_erased", writes=writes)
    for pk in list(Thread.objects.filter(retention_on__lt=today).values_list("pk", flat=True)):
        with store.writing():  # a text that came in meanwhile keeps it
            if thread := Thread.objects.select_for_update().filter(pk=pk, retention_on__lt=today).first():
                erase(thread)
    oldest = keys.epoch(today) - 1
    with store.writing():
        Joining.objects.filter(epoch__lt=oldest).delete()
    keys.forget_before(oldest)


def erase(thread: Thread) -> None:
    """Destroy the keys and words of a thread and of its sender, and what was remembered of its message ids."""
    with store.writing():
        writes = shred_received(thread.pk, TEXT)
        for pk in [*thread.messages.values_list("pk", flat=True), *_sender_of(thread)]:
            writes += shred(pk)
        Seen.objects.filter(thread_tag=keys.thread_tag(thread.pk)).update(body=b"", thread_tag=b"")
        agency = thread.agency_id
        thread.delete()
        audit.append(agency, at=clock.now(), verb="text.erased", writes=writes)


def _sender_of(thread: Thread) -> list[UUID]:
    return list(Sender.objects.filter(thread=thread).values_list("pk", flat=True))


def _run(errand: Errand) -> None:
    with store.writing():
        mine = Errand.objects.filter(pk=errand.pk, status=Errand.Status.WAITING).update(
            status=Errand.Status.UNDER_WAY, tries=errand.tries + 1
        )
    if not mine:
        return
    is_send = errand.kind == Errand.Kind.SEND
    said = keys.readable(keys.errand_place(errand.gateway_id), errand.pk, bytes(errand.body))
    provider = sending.sender_of(errand.gateway)
    try:
        if not said or not sends(errand.gateway):
            raise sending.Refused
        if is_send:
            _settle(errand, Message.Status.SENT, provider.send(said["to"], said["text"]))
        else:
            provider.forget(said["id"])
            _settle(errand, Message.Provider.DELETED)
    except sending.Unreachable:
        _again(errand)
    except sending.Unsure:
        _settle(errand, Message.Status.UNSURE) if is_send else _again(errand)
    except sending.Refused:
        _settle(errand, Message.Status.FAILED if is_send else Message.Provider.REFUSED)


def _again(errand: Errand) -> None:
    if errand.tries + 1 >= TRIES:
        is_send = errand.kind == Errand.Kind.SEND
        _settle(errand, Message.Status.FAILED if is_send else Message.Provider.REFUSED)
        return
    with store.writing():
        Errand.objects.filter(pk=errand.pk).update(status=Errand.Status.WAITING)


def _settle(errand: Errand, result: str, said_id: str = "") -> None:
    """Write down how it went and delete the errand, and with it the copy that the server could read."""
    is_send = errand.kind == Errand.Kind.SEND
    message, thread = errand.message, errand.message.thread
    if not is_send and result == Message.Status.UNSURE:
        _again(errand)
        return
    changes = {"status": result} if is_send else {"provider": result}
    verb = f"text.{result}" if is_send else f"text.provider_{result}"
    with store.writing():
        if said_id and sends(errand.gateway):
            after = Errand(
                pk=uuid4(), gateway=errand.gateway, message=message, kind=Errand.Kind.FORGET, created_on=clock.today()
            )
            after.body = keys.seal(keys.errand_place(errand.gateway_id), after.pk, {"id": said_id})
            after.save(force_insert=True)
            changes["provider"] = Message.Provider.ASKED
        Message.objects.filter(pk=message.pk).update(**changes)
        Errand.objects.filter(pk=errand.pk).delete()
        audit.append(thread.agency_id, at=clock.now(), verb=verb, subject=thread.pk)
