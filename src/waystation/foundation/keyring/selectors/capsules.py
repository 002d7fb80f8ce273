"""Opening capsules: only under a decision, and only what the journal says was written."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple
from uuid import UUID

from django.db import connection

from waystation.core.vault.envelope import Shelf, digest, open_json_at
from waystation.core.vault.errors import VaultError
from waystation.foundation import store
from waystation.foundation.audit.canon import ERASED
from waystation.foundation.audit.selectors import latest_digests, latest_digests_in_hex
from waystation.foundation.keyring import labels, trust
from waystation.foundation.keyring.compartments import SHARED
from waystation.foundation.keyring.decisions import Decision
from waystation.foundation.keyring.errors import NoKey, Tampered, Undecided
from waystation.foundation.keyring.held import keys_for, keys_in_hex
from waystation.foundation.keyring.models import CompartmentKey
from waystation.foundation.keyring.ring import Keyring

_Row = tuple[str, str, str, str, int, int, int, bytes]
"""id, agency and subject in hex, compartment, generation, schema, version, body"""
_TRIES = 3


class Opened(NamedTuple):
    """A capsule in clear: hold it no longer than the page that shows it."""

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
    for _ in range(_TRIES - 1):
        try:
            return _open_all(decision, keyring, skip_missing)
        except (Tampered, NoKey):  # a colleague may have written or turned a key between two of the queries
            continue
    return _open_all(decision, keyring, skip_missing)


def _open_all(decision: Decision, keyring: Keyring, skip_missing: bool) -> list[Opened]:
    wanted = decision.compartments()
    names = [subject.hex for subject in decision.subjects]
    rows = _rows(names, decision.kind, list(wanted))
    believed = journals_of(keyring, decision.kind, wanted, {row[1] for row in rows.values()})
    known = latest_digests_in_hex([row[0] for row in rows.values()], believed)
    if len(rows) < len(names) * len(wanted):
        _miss_none(decision, wanted, rows, believed)
    held = keys_in_hex(keyring, names, list(wanted))
    shelves = {name: Shelf(labels.CAPSULES, labels.body_of(decision.kind), 32, name) for name in wanted}
    agencies = {row[1]: bytes.fromhex(row[1]) for row in rows.values()}
    found: list[Opened] = []
    for subject, name in zip(decision.subjects, names, strict=True):
        for compartment, fields in wanted.items():
            row = rows.get((name, compartment))
            if row is None:
                continue
            key = held.get((name, compartment, row[4]))
            if key is not None:
                if known.get(row[0]) != (row[6], digest(row[7])):
                    raise Tampered("a capsule is not the one the journal remembers")
                data = _open(row, shelves[compartment], agencies[row[1]], key)
                if fields is not None:
                    data = {field: value for field, value in data.items() if field in fields}
                found.append(Opened(subject, decision.kind, compartment, row[6], data))
            elif not skip_missing:
                raise NoKey(f"no key for the {compartment} compartment")
    return found


def journals_of(keyring: Keyring, kind: str, compartments: Iterable[str], agencies: Iterable[str]) -> set[UUID]:
    """The chains that may speak of these capsules: a compartment two agencies share is written in either's."""
    if any((kind, compartment) in SHARED for compartment in compartments):
        return trust.chains(keyring) | trust.partners(keyring)
    return trust.chains(keyring, *(UUID(agency) for agency in agencies))


def held_places(keyring: Keyring, subject: UUID, compartments: Iterable[str]) -> set[str]:
    """The compartments of a subject that this member has a key for. Opens nothing that a person sees."""
    return {compartment for _, compartment, _ in keys_for(keyring, [subject], list(compartments))}


def compartments_of(subject: UUID) -> set[str]:
    """The compartments a subject has, whoever holds them."""
    return set(CompartmentKey.objects.filter(subject=subject).values_list("compartment", flat=True))


def _rows(names: Iterable[str], kind: str, compartments: list[str]) -> dict[tuple[str, str], _Row]:
    source, ids = store.each(names)
    columns = ", ".join(store.in_hex(f"c.{name}") for name in ("id", "agency_id", "subject"))
    wanted = ", ".join(["%s"] * len(compartments))
    text = f"""
        SELECT {columns}, c.compartment, c.generation, c.schema, c.version, c.body
        FROM {source} CROSS JOIN keyring_capsule c
        WHERE c.subject = j.value AND c.compartment IN ({wanted}) AND c.kind = %s
    """  # noqa: S608
    with connection.cursor() as cursor:
        cursor.execute(text, [ids, *compartments, kind])
        return {(row[2], row[3]): row for row in cursor.fetchall()}


def _open(row: _Row, shelf: Shelf, agency: bytes, key: bytes) -> dict[str, Any]:
    name, _, subject, _, generation, schema, version, body = row
    try:
        place = shelf.place(bytes.fromhex(name), subject.encode(), (agency, generation, schema, version))
        return open_json_at(key, body, place)
    except VaultError:
        raise Tampered("a capsule does not open") from None


def _miss_none(
    decision: Decision, wanted: Iterable[str], rows: Mapping[tuple[str, str], _Row], believed: set[UUID]
) -> None:
    """A capsule the journal knows and the database lacks was deleted behind our back."""
    places = ((subject, name) for subject in decision.subjects for name in wanted)
    missing = [labels.capsule_id(*place) for place in places if (place[0].hex, place[1]) not in rows]
    if any(remembered != ERASED for _, remembered in latest_digests(missing, believed).values()):
        raise Tampered("a capsule that was written is gone")
