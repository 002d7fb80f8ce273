"""Writing capsules, inside a deed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from waystation.core.vault.envelope import Context, digest, open_json, seal_json
from waystation.core.vault.errors import VaultError
from waystation.core.vault.keys import open_sealed
from waystation.foundation import clock, store
from waystation.foundation.audit.canon import Written
from waystation.foundation.audit.selectors import latest_digests
from waystation.foundation.keyring import labels
from waystation.foundation.keyring.actions.reach import best_generation
from waystation.foundation.keyring.compartments import COMPARTMENTS
from waystation.foundation.keyring.errors import NoKey, Stale, Tampered
from waystation.foundation.keyring.held import Held, newest
from waystation.foundation.keyring.models import Capsule, Grant
from waystation.foundation.keyring.ring import Keyring
from waystation.foundation.keyring.selectors.capsules import journals_of


def write(
    keyring: Keyring,
    *,
    subject: UUID,
    kind: str,
    compartment: str,
    data: dict[str, Any],
    expected_version: int | None,
    schema: int = 1,
) -> Written:
    """Seal a whole capsule. `expected_version` is the one last read; None or 0 when there was none.

    Raises Stale with the stored version when somebody wrote in between, NoKey without a key of the compartment,
    RuntimeError outside of a deed. The returned line belongs in the journal: act.wrote(...).
    """
    held, row = _locked(keyring, subject, kind, compartment)
    if (row.version if row else 0) != (expected_version or 0):
        raise Stale(row.version if row else 0)
    return _store(keyring, held, row, subject, kind, compartment, data, schema)


def amend(
    keyring: Keyring,
    *,
    subject: UUID,
    kind: str,
    compartment: str,
    change: Callable[[dict[str, Any]], dict[str, Any]],
    expected_version: int | None = None,
    schema: int = 1,
) -> Written:
    """Read, change and seal a capsule in one go; `change` gets {} when there is none yet.

    With `expected_version` (0: none yet) it raises Stale when somebody wrote in between.

    For additions that show nothing to a person (a line on a timeline), so no reading is journaled: nothing of the
    content may leave `change`. Raises NoKey, Tampered, RuntimeError outside of a deed.
    """
    held, row = _locked(keyring, subject, kind, compartment)
    if expected_version is not None and (row.version if row else 0) != expected_version:
        raise Stale(row.version if row else 0)
    data: dict[str, Any] = {}
    if row is not None:
        data = content_of(keyring, row, held.key)
    return _store(keyring, held, row, subject, kind, compartment, change(data), schema)


def context_of(row: Capsule) -> Context:
    """Where a stored capsule lies, as its associated data."""
    return labels.capsule(
        row.agency_id, row.subject, row.kind, row.compartment, row.pk, row.generation, row.schema, row.version
    )


def content_of(keyring: Keyring, row: Capsule, key: bytes) -> dict[str, Any]:
    """What a stored capsule holds. Raises Tampered."""
    believed = journals_of(keyring, row.kind, [row.compartment], [row.agency_id.hex])
    if latest_digests([row.pk], believed).get(row.pk) != (row.version, digest(row.body)):
        raise Tampered("a capsule is not the one the journal remembers")
    try:
        return open_json(key, row.body, context_of(row))
    except VaultError:
        raise Tampered("a capsule does not open") from None


def seal_row(row: Capsule, key: bytes, data: dict[str, Any]) -> Written:
    """Seal `data` into a row whose place and version are set, and save it."""
    row.body = seal_json(key, data, context_of(row))
    row.updated_on = clock.today()
    row.save()
    return Written(row.pk, row.version, digest(row.body))


def _locked(keyring: Keyring, subject: UUID, kind: str, compartment: str) -> tuple[Held, Capsule | None]:
    if not store.is_writing():
        raise RuntimeError("capsules are written inside a deed")
    if compartment not in COMPARTMENTS.get(kind, ()):
        raise ValueError(f"a {kind} has no {compartment} compartment")
    held = newest(keyring, subject, compartment)
    if held.kind != kind:
        raise NoKey(f"the {compartment} key belongs to a {held.kind}")
    rows = Capsule.objects.select_for_update().filter(subject=subject, compartment=compartment)
    return held, rows.first()


def _store(
    keyring: Keyring, held: Held, row: Capsule | None, subject: UUID, kind: str, compartment: str,
    data: dict[str, Any], schema: int,
) -> Written:  # fmt: skip
    if row is None:
        pk = labels.capsule_id(subject, compartment)
        row = Capsule(pk=pk, agency_id=keyring.member.agency_id, subject=subject, kind=kind, compartment=compartment)
        made_here = (subject, compartment) in keyring.fresh and held.generation == 1
        row.version = 0 if made_here else latest_digests([pk], [keyring.member.agency_id]).get(pk, (0, b""))[0]
    row.version += 1
    row.generation, row.schema = held.generation, schema
    written = seal_row(row, held.key, data)
    if held.sealed:
        _rewrap(keyring, held, subject, compartment)
    return written


def _rewrap(keyring: Keyring, held: Held, subject: UUID, compartment: str) -> None:
    """A sealed grant becomes a wrapped one: the fast path for every later opening.

    Only one in which the key lies, and for nobody who could not open it before: see `reach`.
    """
    grant = Grant.objects.get(pk=held.grant)
    place = (held.id, subject, compartment, held.generation, held.holder)
    try:
        then = keyring.team(held.holder, grant.holder_generation)
        opened = open_sealed(then.exchange, grant.body, labels.grant(*place, then.generation))
    except (NoKey, VaultError):
        return
    if opened != held.key:
        return
    best = best_generation(keyring, held.holder, keyring.member.agency_id, then.generation)
    team = keyring.team(held.holder, best) if keyring.holds(held.holder, best) else then
    grant.form, grant.holder_generation = Grant.Form.WRAPPED, team.generation
    grant.body = team.wrapper.wrap(held.key, labels.grant(*place, team.generation))
    grant.save(update_fields=["form", "holder_generation", "body"])
