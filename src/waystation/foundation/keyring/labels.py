"""What each ciphertext is bound to: labels of sealed keys and contexts of capsules.

A body moved to another row, holder, subject or generation no longer opens.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from hashlib import sha256
from secrets import token_bytes
from uuid import UUID

from waystation.core.vault.envelope import Context

CAPSULES = "keyring_capsule"


def root(agency: UUID, holder: UUID) -> bytes:
    return b"root/1" + agency.bytes + holder.bytes


def team(team: UUID, generation: int, holder: UUID) -> bytes:
    return b"team/1" + team.bytes + generation.to_bytes(4, "big") + holder.bytes


def grant(key: UUID, subject: UUID, compartment: str, generation: int, holder: UUID, holder_generation: int) -> bytes:
    return grant_of(key.bytes + subject.bytes, grant_tail(compartment, generation, holder.hex, holder_generation))


def grant_of(key_and_subject: bytes, tail: bytes) -> bytes:
    """The same from the bytes of the ids and a tail that many grants share."""
    return b"grant/1" + key_and_subject + tail


def grant_tail(compartment: str, generation: int, holder: str, holder_generation: int) -> bytes:
    """What the grants of one compartment to one holder (32 hex digits) have in common."""
    numbers = generation.to_bytes(4, "big") + bytes.fromhex(holder) + holder_generation.to_bytes(4, "big")
    return numbers + compartment.encode()


def journal(chain: UUID, verb: str, actor: UUID, subject: UUID | None) -> bytes:
    return b"journal/1" + chain.bytes + actor.bytes + (subject.bytes if subject else bytes(16)) + verb.encode()


def statistics(row: UUID, pointer: UUID, agency: UUID, kind: str, schema: int, written_on: dt.date) -> bytes:
    place = row.bytes + pointer.bytes + agency.bytes + schema.to_bytes(4, "big")
    return b"statistics/1" + place + written_on.isoformat().encode() + kind.encode()


_STATISTICS = sha256(b"statistics-row/1").digest()[:8]


def statistics_id() -> UUID:
    """A fresh id that the journal's lines of statistics are known by: a fixed half and 64 random bits."""
    return UUID(bytes=_STATISTICS + token_bytes(8))


def statistics_range() -> tuple[UUID, UUID]:
    """The least and the greatest of these ids."""
    return UUID(bytes=_STATISTICS + bytes(8)), UUID(bytes=_STATISTICS + b"\xff" * 8)


def shard(agency: UUID, kind: str, batch_on: dt.date) -> bytes:
    return b"shard/1" + agency.bytes + batch_on.isoformat().encode() + kind.encode()


def recovery(agency: UUID, generation: int, *holders: UUID) -> bytes:
    return b"recovery/1" + agency.bytes + generation.to_bytes(4, "big") + b"".join(item.bytes for item in holders)


def compartment_key(
    key: UUID, subject: UUID, kind: str, compartment: str, generation: int, listed: bytes = b""
) -> bytes:
    """`listed` are the packed holders; a key from before they were signed has none."""
    place = key.bytes + subject.bytes + generation.to_bytes(4, "big")
    domain = b"compartment/2" + sha256(listed).digest() if listed else b"compartment/1"
    return domain + place + f"{kind}/{compartment}".encode()


def key_place(subject: UUID, compartment: str) -> UUID:
    """What the journal calls the key of a compartment; its version is the generation."""
    return _place(b"key/1", subject.bytes, compartment.encode())


def holding_place(key: UUID, kind: str, holder: UUID) -> UUID:
    """What the journal calls a holder's having a compartment key, gained or lost after the key was made."""
    return _place(b"holding/1", key.bytes, holder.bytes, kind.encode())


def reach_place(team: UUID, generation: int) -> UUID:
    """What the journal calls how far back everybody goes who holds this generation of a team's key."""
    return _place(b"reach/1", team.bytes, generation.to_bytes(4, "big"))


def membership_place(team: UUID, member: UUID) -> UUID:
    """What the journal calls a member's place in a team."""
    return _place(b"membership/1", team.bytes, member.bytes)


def invitation(invitation: UUID, member: UUID, agency: UUID, role: str, teams: Iterable[UUID]) -> bytes:
    """What an invitation promises: a role or a team that is changed in a table no longer fits."""
    wanted = b"".join(sorted(team.bytes for team in teams))
    return b"invitation/1" + invitation.bytes + member.bytes + agency.bytes + sha256(wanted).digest() + role.encode()


def invitation_place(member: UUID) -> UUID:
    """What the journal calls the invitation of a member; its version counts the slips."""
    return _place(b"invitation/1", member.bytes)


def _place(*parts: bytes) -> UUID:
    return UUID(bytes=sha256(b"".join(parts)).digest()[:16])


def capsule_id(subject: UUID, compartment: str) -> UUID:
    """The id of a capsule follows from its place, so that a deleted row is missed."""
    return _place(b"capsule/1", subject.bytes, compartment.encode())


def body_of(kind: str) -> str:
    """What the columns of a capsule begin with; its subject in hex follows."""
    return f"body/{kind}/"


def capsule(
    agency: UUID, subject: UUID, kind: str, compartment: str, row: UUID, generation: int, schema: int, version: int
) -> Context:
    columns = f"{body_of(kind)}{subject.hex}"
    return Context(CAPSULES, columns, row, agency, compartment, generation, schema, version)


def draft(row: UUID, agency: UUID, form: str, subject: UUID) -> Context:
    return Context("keyring_draft", f"body/{form}/{subject.hex}", row, agency, "draft", 1, 1, 1)
