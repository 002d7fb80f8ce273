"""What the server writes by itself: a message from a public lane, sealed to its team before anything is stored."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple
from uuid import UUID

from waystation.core.codes import statistics as codes
from waystation.core.vault.certificate import Certificate
from waystation.core.vault.envelope import digest, dump_json, seal_json
from waystation.core.vault.keys import new_key, pseudonym, seal_to
from waystation.core.vault.padding import pad
from waystation.foundation import clock, store
from waystation.foundation.audit.canon import ERASED, Written
from waystation.foundation.audit.checkpoints import server_seed
from waystation.foundation.keyring import labels, server
from waystation.foundation.keyring.actions.capsules import context_of
from waystation.foundation.keyring.compartments import COMPARTMENTS, RECEIVED
from waystation.foundation.keyring.held import newest
from waystation.foundation.keyring.lanes import Lane
from waystation.foundation.keyring.makings import Holding, sign_makings
from waystation.foundation.keyring.models import Capsule, CompartmentKey, Grant, HolderKind, StatisticsCapsule
from waystation.foundation.keyring.ring import Keyring
from waystation.foundation.keyring.selectors.received import locked_row, opened

_TEAM, _RECOVERY = HolderKind.TEAM.value, HolderKind.RECOVERY.value


class Received(NamedTuple):
    """Sealed rows that wait to be stored, the journal's lines about them, and the key of each compartment.

    The keys are for the request that made them, and for nowhere else.
    """

    rows: list[CompartmentKey]
    grants: list[tuple[Any, ...]]
    capsules: list[Capsule]
    writes: list[Written]
    keys: dict[str, bytes]

    def store(self) -> list[Written]:
        """Store the rows; the lines returned belong in the journal. RuntimeError outside of a transaction."""
        _inside()
        store.insert(self.rows)
        store.insert_values(Grant, self.grants)
        store.insert(self.capsules)
        return self.writes


def receive(lane: Lane, *, kind: str, subject: UUID, parts: Mapping[str, Mapping[str, Any]]) -> Received:
    """Make a key for each compartment, seal it to the lane's team and to recovery, and seal the first capsules.

    Outside of any transaction, so that no other writer waits for it. Raises ValueError for a kind that only members
    write.
    """
    if kind not in RECEIVED or not set(parts) <= set(COMPARTMENTS[kind]):
        raise ValueError(f"the server writes no such part of a {kind}")
    today, made = clock.today(), Received([], [], [], [], {})
    for compartment, data in parts.items():
        key = made.keys[compartment] = new_key()
        row = CompartmentKey(
            agency_id=lane.agency, subject=subject, kind=kind, compartment=compartment, created_on=today,
            maker=server.MAKER,
        )  # fmt: skip
        made.rows.append(row)
        made.grants.extend([_grant(row, key, _TEAM, lane.team), _grant(row, key, _RECOVERY, lane.recovery)])
        capsule = Capsule(
            pk=labels.capsule_id(subject, compartment), agency_id=lane.agency, subject=subject, kind=kind,
            compartment=compartment, generation=1, updated_on=today,
        )  # fmt: skip
        capsule.body = seal_json(key, dict(data), context_of(capsule))
        made.capsules.append(capsule)
    _sign(made, lane)
    return made


def _sign(made: Received, lane: Lane) -> None:
    """The server's signature on each key, and the journal's lines: of each capsule, and of who made its key."""
    holders = [Holding(_TEAM, lane.team.subject, lane.team.generation)]
    signatures = sign_makings(server_seed(), [(made.keys[row.compartment], row) for row in made.rows], holders)
    for row, signature, capsule in zip(made.rows, signatures, made.capsules, strict=True):
        row.signature = signature
        made.writes.append(Written(capsule.pk, 1, digest(capsule.body)))
        made.writes.append(Written(labels.key_place(row.subject, row.compartment), 1, digest(signature)))


def counted(lane: Lane, *, kind: str, pointer: UUID, record: Mapping[str, Any]) -> StatisticsCapsule:
    """The record of codes of something received, sealed to the statistics team; not stored yet.

    A member's later save replaces it. Raises what core.codes.statistics.validate raises.
    """
    schema, day, public = codes.current(kind), clock.today(), lane.statistics
    row = StatisticsCapsule(
        id=labels.statistics_id(), pointer=pointer, agency_id=lane.agency, kind=kind, schema=schema,
        generation=public.generation, written_on=day,
    )  # fmt: skip
    person = pseudonym(new_key(), f"{kind}/{pointer}".encode())
    said = pad(dump_json({**codes.validate(kind, record), "pseudonym": person}))
    row.body = seal_to(public.exchange, said, labels.statistics(row.pk, pointer, lane.agency, kind, schema, day))
    return row


def store_count(row: StatisticsCapsule) -> Written:
    """Store it; the line returned belongs in the journal. RuntimeError outside of a transaction."""
    _inside()
    store.insert([row])
    return Written(row.pk, 1, digest(row.body))


def rewrite(
    subject: UUID, *, compartment: str, key: bytes, generation: int, change: Callable[[dict[str, Any]], dict[str, Any]]
) -> Written:
    """Change a capsule whose key came from outside, from who wrote the message.

    Raises NoKey when the key was turned since, Tampered, RuntimeError outside of a transaction.
    """
    _inside()
    row = locked_row(subject, compartment)
    data = opened(row, key, generation)
    row.version += 1
    row.updated_on = clock.today()
    row.body = seal_json(key, change(data), context_of(row))
    row.save(update_fields=["version", "updated_on", "body"])
    return Written(row.pk, row.version, digest(row.body))


def door_for(
    keyring: Keyring, *, subject: UUID, compartment: str, public: bytes, label: Callable[[int], bytes]
) -> tuple[bytes, int]:
    """(the newest key of a compartment sealed to who wrote the message, its generation), inside a deed.

    `public` comes out of a capsule and never out of a column. Raises NoKey, Tampered.
    """
    _inside()
    held = newest(keyring, subject, compartment)
    return seal_to(public, held.key, label(held.generation)), held.generation


def shred_received(subject: UUID, kind: str) -> list[Written]:
    """Destroy the keys and capsules of a received message and nothing else of its id. Needs no key."""
    _inside()
    capsules = Capsule.objects.filter(subject=subject, kind=kind)
    written = [Written(pk, version + 1, ERASED) for pk, version in capsules.values_list("id", "version")]
    CompartmentKey.objects.filter(subject=subject, kind=kind).delete()
    capsules.delete()
    return written


def _grant(row: CompartmentKey, key: bytes, kind: str, public: Certificate) -> tuple[Any, ...]:
    """The values of a Grant in the order of its columns."""
    label = labels.grant(row.pk, row.subject, row.compartment, 1, public.subject, public.generation)
    sealed = seal_to(public.exchange, key, label)
    return row.pk, kind, public.subject, public.generation, Grant.Form.SEALED.value, sealed


def _inside() -> None:
    if not store.is_writing():
        raise RuntimeError("what is received is written inside a transaction")
