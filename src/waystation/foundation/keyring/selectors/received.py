"""What the sender of a message may open with a key of their own: one compartment, and only as the journal has it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from waystation.core.vault.envelope import digest, open_json
from waystation.core.vault.errors import VaultError
from waystation.foundation.audit.selectors import latest_digests
from waystation.foundation.keyring import labels
from waystation.foundation.keyring.compartments import RECEIVED
from waystation.foundation.keyring.errors import NoKey, Tampered
from waystation.foundation.keyring.models import Capsule


def open_as_sender(subject: UUID, *, compartment: str, key: bytes, generation: int) -> dict[str, Any]:
    """The content of a compartment that the sender holds the key of. Raises NoKey, Tampered.

    No member reads here and nothing is disclosed to anybody but who wrote it, so nothing is journaled: that they came
    back is nobody's business.
    """
    row = Capsule.objects.filter(subject=subject, compartment=compartment, kind__in=RECEIVED).first()
    if row is None:
        raise NoKey("there is no such message")
    return opened(row, key, generation)


def locked_row(subject: UUID, compartment: str) -> Capsule:
    """The row to be written, locked. Raises NoKey."""
    rows = Capsule.objects.select_for_update().filter(subject=subject, compartment=compartment, kind__in=RECEIVED)
    row = rows.first()
    if row is None:
        raise NoKey("there is no such message")
    return row


def opened(row: Capsule, key: bytes, generation: int) -> dict[str, Any]:
    """What a row holds. Raises NoKey when its key was turned since, Tampered."""
    if row.generation != generation:
        raise NoKey("the key of this compartment was turned")
    if latest_digests([row.pk], [row.agency_id]).get(row.pk) != (row.version, digest(row.body)):
        raise Tampered("a capsule is not the one the journal remembers")
    context = labels.capsule(
        row.agency_id, row.subject, row.kind, row.compartment, row.pk, row.generation, row.schema, row.version
    )
    try:
        return open_json(key, row.body, context)
    except VaultError:
        raise Tampered("a capsule does not open") from None
