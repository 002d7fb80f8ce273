"""Openings of a packet at the other agency: the day is clear, moment and role are sealed to the sender's team."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from uuid import UUID

from django.utils import timezone

from waystation.care.consent.models import Opening, Packet
from waystation.core.vault.envelope import dump_json, load_json
from waystation.core.vault.errors import VaultError
from waystation.core.vault.keys import open_sealed, seal_to
from waystation.core.vault.padding import pad, unpad
from waystation.foundation.gate import Actor
from waystation.foundation.keyring import trust
from waystation.foundation.keyring.errors import KeyringError

Seen = tuple[dt.datetime | dt.date, str]
"""When, and by which role; only the day and no role where the sealed part is not for this member."""


def note_opening(actor: Actor, packet: Packet, now: dt.datetime) -> None:
    """Write down that the recipient opens a packet now. Raises Untrusted."""
    key = trust.team_key(actor.keyring, packet.authorization.case.team)
    told = pad(dump_json({"at": now.isoformat(), "role": actor.role}))
    Opening.objects.create(
        packet=packet,
        on=timezone.localdate(now),
        generation=key.generation,
        body=seal_to(key.exchange, told, _label(packet.pk)),
    )


def openings_of(actor: Actor, packets: Iterable[Packet]) -> dict[UUID, tuple[Seen, ...]]:
    """{packet: its openings, the earliest first}, for a member of the team that sent it."""
    found: dict[UUID, list[Seen]] = defaultdict(list)
    rows = Opening.objects.filter(packet__in=[packet.pk for packet in packets])
    for row in rows.select_related("packet__authorization__case").order_by("on", "id"):
        found[row.packet_id].append(_seen(actor, row))
    return {packet: tuple(seen) for packet, seen in found.items()}


def _seen(actor: Actor, row: Opening) -> Seen:
    try:
        team = actor.keyring.team(row.packet.authorization.case.team_id, row.generation)
        told = load_json(unpad(open_sealed(team.exchange, row.body, _label(row.packet_id))))
        return dt.datetime.fromisoformat(str(told["at"])), str(told["role"])
    except (KeyringError, VaultError, KeyError, ValueError):
        return row.on, ""


def _label(packet: UUID) -> bytes:
    return b"opening/1" + packet.bytes
