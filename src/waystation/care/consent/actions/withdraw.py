"""Withdrawal, by word of mouth, in one act; and the end of what has run out."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from uuid import UUID

from waystation.care.cases import actions as cases
from waystation.care.cases.selectors import subject_of
from waystation.care.consent.actions.packets import NotLive, close_packet
from waystation.care.consent.models import Authorization, Packet
from waystation.care.consent.rules import authorization_subject
from waystation.foundation import clock, gate, store
from waystation.foundation.audit import actions as audit
from waystation.foundation.audit.canon import ERASED, Written
from waystation.foundation.gate import Actor, Deed
from waystation.foundation.gate.deciding import require
from waystation.foundation.keyring.actions.compartments import rotate

Follower = Callable[[Deed, Actor, Authorization, list[Packet]], None]
_followers: list[Follower] = []


def on_withdrawal(follower: Follower) -> None:
    """Let a wing above close what hangs on a release, in the same transaction."""
    if follower not in _followers:
        _followers.append(follower)


def withdraw(actor: Actor, *, authorization_id: UUID) -> Authorization:
    """The person took it back; any staff member of the case's team writes it down, and it is so.

    In one transaction: the release ends, every sealed copy is destroyed, keys are turned, the recipient is told by the
    state of what they had. Raises NotLive when it had been withdrawn before, gate.Refused.
    """
    row = Authorization.objects.select_related("case__team", "case__agency", "recipient").filter(
        pk=authorization_id
    ).first() or Authorization(pk=authorization_id)
    require(actor, authorization_subject_or_none(row, actor), {"terms"}, "withdraw")
    with gate.deed(actor, "release.withdrawn", subject_of(row.case), detail={"recipient": row.recipient.name}) as act:
        now = Authorization.objects.select_for_update().get(pk=row.pk)
        if now.status == Authorization.Status.WITHDRAWN:
            raise NotLive("withdrawn")
        row.status, row.withdrawn_on, row.version = Authorization.Status.WITHDRAWN, clock.today(), now.version + 1
        row.save(update_fields=["status", "withdrawn_on", "version"])
        act.wrote(Written(row.pk, 2, ERASED))
        packets = list(Packet.objects.select_for_update().filter(authorization=row))
        for packet in packets:
            close_packet(act, packet, withdrawn=True)
        act.wrote(rotate(actor.keyring, subject=row.pk, compartments=["terms"]))
        for follower in _followers:
            follower(act, actor, row, packets)
        cases.note_on_timeline(act, actor, row.case, "authorization_withdrawn", {"agency": row.recipient.name})
    return row


def authorization_subject_or_none(row: Authorization, actor: Actor) -> gate.Subject:
    """The subject of a row; one that does not exist is asked about like any other, and refused."""
    if row.agency_id is None:
        return gate.Subject("authorization", row.pk, actor.agency_id)
    return authorization_subject(row)


def close_expired(today: dt.date | None = None) -> int:
    """End releases whose last day is over and destroy their sealed copies. Needs no key; `waystation tick` runs it.

    Returns how many ended. What has run out is refused at each request anyway, whether or not this has run.
    """
    day, count = today or clock.today(), 0
    for row in Authorization.objects.filter(status=Authorization.Status.LIVE, expires_on__lt=day):
        with store.writing():
            fresh = Authorization.objects.select_for_update().get(pk=row.pk)
            if fresh.status != Authorization.Status.LIVE:
                continue
            held = Packet.objects.filter(authorization=fresh).exclude(body=None)
            writes = [Written(pk, 2, ERASED) for pk in [row.pk, *held.values_list("id", flat=True)]]
            held.update(body=None, closed_on=clock.today())
            Authorization.objects.filter(pk=row.pk).update(
                status=Authorization.Status.EXPIRED, version=fresh.version + 1
            )
            audit.append(row.agency_id, at=clock.now(), verb="release.ended", subject=row.case_id, writes=writes)
            count += 1
    return count
