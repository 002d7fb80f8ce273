"""Packets: the one place where fields of a case are sealed for another agency, and where they are opened there."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import replace
from typing import Any
from uuid import UUID, uuid4

from django.utils import timezone

from waystation.care.cases.fields import BY_CODE
from waystation.care.consent import policies
from waystation.care.consent.models import KIND, Authorization, Packet
from waystation.care.consent.openings import note_opening
from waystation.care.consent.rules import authorization_subject, packet_subject
from waystation.care.consent.terms import Terms
from waystation.core.vault import packet as vault
from waystation.core.vault.envelope import digest
from waystation.core.vault.errors import VaultError
from waystation.foundation import clock, gate, store
from waystation.foundation.agencies.models import Team
from waystation.foundation.agencies.selectors import team_of_kind
from waystation.foundation.audit import actions as audit
from waystation.foundation.audit.canon import ERASED, Written
from waystation.foundation.audit.selectors import latest_digests
from waystation.foundation.gate import Actor, Deed
from waystation.foundation.gate.deciding import require
from waystation.foundation.keyring import trust
from waystation.foundation.keyring.actions.capsules import amend
from waystation.foundation.keyring.errors import Tampered
from waystation.foundation.keyring.wholeness import prove_whole


class NotLive(Exception):
    """There is no live release for this; `code`: none, expired, withdrawn, field, recipient."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def send_packet(act: Deed, actor: Actor, *, release: Authorization, values: Mapping[str, str]) -> Packet:
    """Seal these fields to the recipient's intake key, inside a running deed of the sender.

    The release is read again under lock, and its terms are compared field by field: nothing else makes a packet.
    Raises NotLive, gate.Refused, Untrusted, Tampered when the row is not what was recorded.
    """
    if not store.is_writing():
        raise RuntimeError("a packet is sealed inside a deed")
    row = Authorization.objects.select_for_update().filter(pk=release.pk).first()
    if row is None:
        raise NotLive("none")
    require(actor, authorization_subject(row), {"terms"}, "send")
    if not policies.is_live(row.status, row.starts_on, row.expires_on, clock.today()):
        raise NotLive("withdrawn" if row.status == Authorization.Status.WITHDRAWN else "expired")
    for chain in {actor.agency_id, row.recipient_id}:  # also the one that says which key of their desk is the newest
        prove_whole(actor.keyring, chain)
    line = remembered(row)
    if latest_digests([row.pk], [actor.agency_id]).get(row.pk) != (line.version, line.digest):
        raise Tampered("a release is not the one the journal remembers")
    desk = team_of_kind(row.recipient_id, Team.Kind.INTAKE)
    if desk is None:
        raise NotLive("recipient")
    key = trust.team_key(actor.keyring, desk)
    made = Packet(
        id=uuid4(), authorization=row, sender_id=row.agency_id, sent_by=actor.member, recipient_id=row.recipient_id,
        recipient_generation=key.generation, expires_at=end_of(row.expires_on), sent_on=clock.today(),
    )  # fmt: skip
    terms = _note_fields(act, actor, row, made.pk, values)
    header: dict[str, str | UUID | dt.datetime] = {
        "id": made.pk, "sender": row.agency_id, "recipient": row.recipient_id, "authorization": row.pk,
        "purpose": terms.purpose, "expires": made.expires_at,
    }  # fmt: skip
    made.body, _ = vault.seal_packet({"fields": dict(values)}, key.exchange, actor.keyring.bundle.signing, header)
    made.save(force_insert=True)
    act.wrote(Written(made.pk, 1, digest(made.body)))
    return made


def open_packet(actor: Actor, packet: Packet) -> dict[str, str]:
    """{field code: value} for the recipient's intake desk. Written down in both agencies' journals before it opens.

    Raises gate.Refused when the release is no longer live, Tampered, Untrusted, NoKey.
    """
    packet = Packet.objects.select_related("authorization__case__team").get(pk=packet.pk)
    now = clock.now()
    require(actor, packet_subject(packet), {"fields"}, "open")
    prove_whole(actor.keyring, packet.sender_id)
    case_id = packet.authorization.case_id
    with store.writing():
        note_opening(actor, packet, now)
        audit.append(packet.sender_id, at=now, verb="packet.opened_by_recipient", actor=actor.id, subject=case_id)
    with gate.deed(actor, "packet.read", packet_subject(packet), detail={"purpose": "open"}):
        pass
    row = Packet.objects.filter(pk=packet.pk).first()
    if row is None or row.body is None:
        raise gate.Refused(require(actor, packet_subject(packet), {"fields"}, gate.SEE), visible=True)
    return _unseal(actor, row, now)


def close_packet(act: Deed, packet: Packet, *, withdrawn: bool) -> None:
    """Destroy the sealed copy, inside a running deed. The row stays: that it left is true."""
    changes: dict[str, Any] = {"body": None, "closed_on": clock.today()}
    if withdrawn:
        changes["withdrawn_on"] = clock.today()
    if packet.body is not None:
        act.wrote(Written(packet.pk, 2, ERASED))
    Packet.objects.filter(pk=packet.pk).update(**changes)


def remembered(row: Authorization) -> Written:
    """How the journal knows a live release: whose, for whom, from when, until when. Its end is version 2."""
    parts = (row.case_id.hex, row.recipient_id.hex, row.starts_on.isoformat(), row.expires_on.isoformat())
    return Written(row.pk, 1, digest("/".join(parts).encode()))


def end_of(day: dt.date) -> dt.datetime:
    """The instant a day ends here."""
    return timezone.make_aware(dt.datetime.combine(day + dt.timedelta(days=1), dt.time.min)).astimezone(dt.UTC)


def _note_fields(act: Deed, actor: Actor, row: Authorization, packet: UUID, values: Mapping[str, str]) -> Terms:
    """Compare the fields with the terms and write down, in the terms' capsule, which left in this packet.

    A field that was never told goes empty: nothing of it left.
    """
    found: list[Terms] = []
    told = [code for code, value in values.items() if value]

    def change(data: dict[str, Any]) -> dict[str, Any]:
        terms = Terms.of(data)
        if not values or not set(values) <= set(terms.fields) & set(BY_CODE):
            raise NotLive("field")
        sent, at = {**terms.sent, str(packet): sorted(told)}, {**terms.sent_at, str(packet): clock.now().isoformat()}
        found.append(replace(terms, sent=sent, sent_at=at))
        return found[0].to_dict()

    act.wrote(amend(actor.keyring, subject=row.pk, kind=KIND, compartment="terms", change=change))
    return found[0]


def _unseal(actor: Actor, row: Packet, now: dt.datetime) -> dict[str, str]:
    body = bytes(row.body or b"")
    if latest_digests([row.pk], [row.sender_id]).get(row.pk) != (1, digest(body)):
        raise Tampered("a packet is not the one the journal remembers")
    desk = team_of_kind(row.recipient_id, Team.Kind.INTAKE)
    assert desk is not None  # the rule asked for it
    sender = trust.certified(actor.keyring, "member", row.sent_by_id, row.sender_id)
    private = actor.keyring.team(desk.pk, row.recipient_generation).exchange
    try:
        opened = vault.open_packet(body, private, sender.signing, now)
    except VaultError:
        raise Tampered("a packet does not open") from None
    wanted = (str(row.pk), str(row.sender_id), str(row.recipient_id), str(row.authorization_id))
    if tuple(opened.header[name] for name in ("id", "sender", "recipient", "authorization")) != wanted:
        raise Tampered("a packet is not the one its row says")
    return {code: str(value) for code, value in opened.payload["fields"].items() if code in BY_CODE}
