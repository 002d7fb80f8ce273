"""Compartment keys within a member's reach: one query, unwrapped through the cached team keys."""

from __future__ import annotations

from collections.abc import Collection
from typing import NamedTuple
from uuid import UUID

from waystation.core.vault.commitment import verify_key
from waystation.core.vault.envelope import digest
from waystation.core.vault.errors import VaultError
from waystation.core.vault.keys import open_sealed
from waystation.foundation.audit.selectors import latest_digests
from waystation.foundation.keyring import labels, trust
from waystation.foundation.keyring.compartments import SHARED
from waystation.foundation.keyring.errors import NoKey, Tampered
from waystation.foundation.keyring.models import CompartmentKey, Grant, HolderKind
from waystation.foundation.keyring.ring import Keyring

Place = tuple[UUID, str, int]
"""(subject, compartment, generation)"""


class Held(NamedTuple):
    """One way to a compartment key; `grant` is the row that gave it, `sealed` asks for a rewrap at the next write."""

    id: UUID
    kind: str
    generation: int
    key: bytes
    grant: int
    holder: UUID
    sealed: bool


def keys_for(keyring: Keyring, subjects: Collection[UUID], compartments: Collection[str]) -> dict[Place, Held]:
    """Every key of these compartments the member can open, all generations. Raises Tampered."""
    holders = [keyring.member.pk, *keyring.team_ids]
    rows = (
        Grant.objects.filter(key__subject__in=list(subjects), key__compartment__in=list(compartments))
        .filter(holder__in=holders)
        .exclude(holder_kind=HolderKind.RECOVERY)
        .values_list(
            "id", "form", "body", "holder_kind", "holder", "holder_generation",
            "key_id", "key__subject", "key__kind", "key__compartment", "key__generation",
        )
    )  # fmt: skip
    found: dict[Place, Held] = {}
    for (
        pk,
        form,
        body,
        holder_kind,
        holder,
        holder_gen,
        key_id,
        subject,
        kind,
        compartment,
        generation,
    ) in rows.iterator():
        place = (subject, compartment, generation)
        if place in found and not found[place].sealed:
            continue
        sealed = form == Grant.Form.SEALED
        key = keyring.compartment_keys.get(key_id)
        if key is None:
            label = labels.grant(key_id, subject, compartment, generation, holder, holder_gen)
            try:
                key = _open(keyring, sealed, holder_kind, holder, holder_gen, bytes(body), label)
            except NoKey:
                continue
            keyring.compartment_keys[key_id] = key
        found[place] = Held(key_id, kind, generation, key, pk, holder, sealed and holder_kind == HolderKind.TEAM)
    return found


def newest(keyring: Keyring, subject: UUID, compartment: str) -> Held:
    """The key that new writes use: the one the journal names, signed by the colleague who made it.

    Raises NoKey, Tampered.
    """
    held = keys_for(keyring, [subject], [compartment])
    if not held:
        raise NoKey(f"no key for the {compartment} compartment")
    found = held[max(held, key=lambda place: place[2])]
    row = CompartmentKey.objects.get(pk=found.id)
    place = labels.key_place(subject, compartment)
    waiting = keyring.pending.get(place)
    known = (waiting.version, waiting.digest) if waiting else latest_digests([place]).get(place)
    if known != (found.generation, digest(row.signature)) or not _is_signed(keyring, row, found.key):
        raise Tampered("nobody here made the key of this compartment")
    return found


def _is_signed(keyring: Keyring, row: CompartmentKey, key: bytes) -> bool:
    label = labels.compartment_key(row.pk, row.subject, row.kind, row.compartment, row.generation)
    shared = (row.kind, row.compartment) in SHARED
    for public in trust.signing_key(keyring, row.maker, row.agency_id if shared else None):
        try:
            verify_key(public, key, label, row.signature)
        except VaultError:
            continue
        return True
    return False


def _open(
    keyring: Keyring, sealed: bool, holder_kind: str, holder: UUID, generation: int, body: bytes, label: bytes
) -> bytes:
    if holder_kind == HolderKind.MEMBER:
        try:
            return open_sealed(keyring.bundle.exchange, body, label)
        except VaultError:
            raise NoKey("sealed to a key this member no longer has") from None
    try:
        secret = keyring.team(holder, generation)
        return open_sealed(secret.exchange, body, label) if sealed else secret.wrapper.unwrap(body, label)
    except VaultError:
        raise Tampered("the key of a compartment does not open") from None
