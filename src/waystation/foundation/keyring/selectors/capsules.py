"""Opening capsules: only under a decision, and only what the journal says was written."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from waystation.core.vault.envelope import digest, open_json
from waystation.core.vault.errors import VaultError
from waystation.foundation.audit.selectors import latest_digests
from waystation.foundation.keyring import labels
from waystation.foundation.keyring.decisions import Decision
from waystation.foundation.keyring.errors import NoKey, Tampered, Undecided
from waystation.foundation.keyring.held import Held, Place, keys_for
from waystation.foundation.keyring.models import Capsule, CompartmentKey
from waystation.foundation.keyring.ring import Keyring

_Row = tuple[UUID, UUID, UUID, str, str, int, int, int, bytes | memoryview]
ERASED = bytes(32)
"""The digest journaled when a capsule is destroyed."""


@dataclass(frozen=True)
class Opened:
    """A capsule in clear: hold it no longer than the page that shows it."""

    id: UUID
    subject: UUID
    kind: str
    compartment: str
    version: int
    data: dict[str, Any]


def open_capsules(decision: Decision, keyring: Keyring, *, skip_missing: bool = False) -> list[Opened]:
    """Open what the decision covers, in the order of its subjects; compartments never written are left out.

    Raises Undecided without an allowed decision of this member, NoKey when a capsule exists that the member holds no
    key for (left out with `skip_missing`), Tampered when a body differs from what the journal remembers.
    """
    if not decision.allowed or decision.actor != keyring.member.pk:
        raise Undecided("capsules open only under an allowed decision")
    wanted = decision.compartments()
    rows = _rows(decision, list(wanted))
    known = latest_digests([row[0] for row in rows.values()])
    if len(rows) < len(decision.subjects) * len(wanted):
        _miss_none(decision, wanted, rows)
    held = keys_for(keyring, decision.subjects, list(wanted))
    found: list[Opened] = []
    for subject in decision.subjects:
        for compartment, names in wanted.items():
            row = rows.get((subject, compartment))
            if row is None:
                continue
            key = held.get((subject, compartment, row[5]))
            if key is None:
                if skip_missing:
                    continue
                raise NoKey(f"no key for the {compartment} compartment")
            found.append(_open(row, key, known, names))
    return found


def held_places(keyring: Keyring, subject: UUID, compartments: Iterable[str]) -> set[str]:
    """The compartments of a subject that this member has a key for. Opens nothing that a person sees."""
    places: Mapping[Place, Held] = keys_for(keyring, [subject], list(compartments))
    return {compartment for _, compartment, _ in places}


def compartments_of(subject: UUID) -> set[str]:
    """The compartments a subject has, whoever holds them."""
    return set(CompartmentKey.objects.filter(subject=subject).values_list("compartment", flat=True))


def _rows(decision: Decision, compartments: list[str]) -> dict[tuple[UUID, str], _Row]:
    rows = Capsule.objects.filter(
        subject__in=decision.subjects, compartment__in=compartments, kind=decision.kind
    ).values_list("id", "agency_id", "subject", "kind", "compartment", "generation", "schema", "version", "body")
    return {(row[2], row[4]): row for row in rows.iterator(chunk_size=5000)}


def _open(row: _Row, held: Held, known: Mapping[UUID, tuple[int, bytes]], names: frozenset[str] | None) -> Opened:
    pk, agency, subject, kind, compartment, generation, schema, version, body = row
    if known.get(pk) != (version, digest(body)):
        raise Tampered("a capsule is not the one the journal remembers")
    context = labels.capsule(agency, subject, kind, compartment, pk, generation, schema, version)
    try:
        data = open_json(held.key, body, context)
    except VaultError:
        raise Tampered("a capsule does not open") from None
    if names is not None:
        data = {name: value for name, value in data.items() if name in names}
    return Opened(pk, subject, kind, compartment, version, data)


def _miss_none(decision: Decision, wanted: Iterable[str], rows: Mapping[tuple[UUID, str], _Row]) -> None:
    """A capsule the journal knows and the database lacks was deleted behind our back."""
    places = ((subject, name) for subject in decision.subjects for name in wanted)
    missing = [labels.capsule_id(*place) for place in places if place not in rows]
    if any(remembered != ERASED for _, remembered in latest_digests(missing).values()):
        raise Tampered("a capsule that was written is gone")
