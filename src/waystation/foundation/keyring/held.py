"""Compartment keys within a member's reach: one query, unwrapped through the cached team keys."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Any, NamedTuple
from uuid import UUID

from django.db import connection

from waystation.core.vault.envelope import digest
from waystation.core.vault.errors import VaultError
from waystation.core.vault.keys import Wrapper, open_sealed
from waystation.foundation import store
from waystation.foundation.audit.selectors import latest_digests
from waystation.foundation.keyring import labels, server, trust
from waystation.foundation.keyring.compartments import SHARED
from waystation.foundation.keyring.errors import NoKey, Tampered
from waystation.foundation.keyring.makings import Holding, is_made_by
from waystation.foundation.keyring.models import CompartmentKey, Grant, HolderKind
from waystation.foundation.keyring.ring import Keyring

Place = tuple[str, str, int]
"""(subject in hex, compartment, generation)"""
Tail = tuple[str, int, str, int]
"""compartment, generation, holder in hex, the holder's generation"""

_SEALED = Grant.Form.SEALED.value
_MEMBER = HolderKind.MEMBER.value


class Held(NamedTuple):
    """One way to a compartment key; `grant` is the row that gave it, `sealed` asks for a rewrap at the next write."""

    id: UUID
    kind: str
    generation: int
    key: bytes
    grant: int
    holder: UUID
    sealed: bool


def keys_for(keyring: Keyring, subjects: Iterable[UUID], compartments: Collection[str]) -> dict[Place, bytes]:
    """Every key of these compartments the member can open, all generations. One query. Raises Tampered."""
    return keys_in_hex(keyring, [item.hex for item in subjects], compartments)


def keys_in_hex(keyring: Keyring, subjects: Collection[str], compartments: Collection[str]) -> dict[Place, bytes]:
    """`keys_for` many subjects, given as 32 hex digits."""
    found: dict[Place, bytes] = {}
    cache = keyring.compartment_keys
    fast: dict[Tail, tuple[Wrapper, bytes]] = {}
    for row in _grants(keyring, subjects, compartments):
        key_id, subject, compartment, generation = row[5:9]
        place = (subject, compartment, generation)
        if place in found:
            continue
        key = cache.get(key_id)
        if key is None:
            try:
                key = cache[key_id] = _open(keyring, row, fast)
            except NoKey:
                continue
        found[place] = key
    return found


def newest(keyring: Keyring, subject: UUID, compartment: str) -> Held:
    """The key that new writes use: the one the journal names, signed by the colleague who made it.

    Its row is locked, so that nobody turns the key meanwhile. Raises NoKey, Tampered.
    """
    fresh = keyring.fresh.get((subject, compartment))
    if fresh is not None:
        return _made_here(keyring, *fresh)
    rows = CompartmentKey.objects.select_for_update().filter(subject=subject, compartment=compartment)
    row = rows.order_by("-generation").first()
    grants = [grant for grant in _grants(keyring, [subject.hex], [compartment]) if row and grant[5] == row.pk.hex]
    grants.sort(key=lambda grant: grant[0] == _SEALED)
    if row is None or not grants:
        raise NoKey(f"no key for the {compartment} compartment")
    key = keys_for(keyring, [subject], [compartment]).get((subject.hex, compartment, row.generation))
    if key is None:
        raise NoKey(f"no key for the {compartment} compartment")
    place = labels.key_place(subject, compartment)
    chain = row.agency_id if (row.kind, compartment) in SHARED else keyring.member.agency_id
    known = latest_digests([place], [chain]).get(place)
    if known != (row.generation, digest(row.signature)) or not is_signed(keyring, row, key):
        raise Tampered("nobody here made the key of this compartment")
    form, _, holder_kind, holder, *_, pk = grants[0]
    return Held(row.pk, row.kind, row.generation, key, pk, UUID(holder), form == _SEALED and holder_kind != _MEMBER)


def _made_here(keyring: Keyring, row: CompartmentKey, holders: frozenset[UUID], key: bytes) -> Held:
    """A key this keyring made in the same transaction: a writer who is no holder has forgotten it all the same."""
    if not holders & {keyring.member.pk, *keyring.team_ids}:
        raise NoKey(f"no key for the {row.compartment} compartment")
    return Held(row.pk, row.kind, row.generation, key, 0, row.pk, False)


def _grants(keyring: Keyring, subjects: Iterable[str], compartments: Collection[str]) -> list[tuple[Any, ...]]:
    """Grants to this member and teams, ids in hex.

    CROSS JOIN keeps SQLite in this order, or it walks through every grant of a team.
    """
    source, ids = store.each(subjects)
    mine, holders = store.among("g.holder", [keyring.member.pk.hex, *(team.hex for team in keyring.team_ids)])
    names = ", ".join(["%s"] * len(compartments))
    text = f"""
        SELECT g.form, g.body, g.holder_kind, {store.in_hex("g.holder")}, g.holder_generation,
               {store.in_hex("k.id")}, {store.in_hex("k.subject")}, k.compartment, k.generation, g.id
        FROM {source} CROSS JOIN keyring_compartmentkey k CROSS JOIN keyring_grant g
        WHERE k.subject = j.value AND g.key_id = k.id AND k.compartment IN ({names}) AND {mine} AND g.holder_kind <> %s
    """  # noqa: S608
    with connection.cursor() as cursor:
        cursor.execute(text, [ids, *compartments, holders, HolderKind.RECOVERY.value])
        rows: list[tuple[Any, ...]] = cursor.fetchall()
    return rows


def opened_holdings(keyring: Keyring, row: CompartmentKey, key: bytes) -> list[Holding]:
    """Holders whose grants this member opens, and finds the key in: nobody who lacks it could have made those."""
    found: list[Holding] = []
    for grant in _grants(keyring, [row.subject.hex], [row.compartment]):
        try:
            fits = grant[5] == row.pk.hex and _open(keyring, grant, {}) == key
        except (NoKey, Tampered):
            continue
        if fits:
            found.append(Holding(grant[2], UUID(grant[3]), grant[4]))
    return found


def is_signed(keyring: Keyring, row: CompartmentKey, key: bytes) -> bool:
    """Whether a colleague made this key, or for a shared compartment somebody of the agency it is of. Untrusted.

    The first key of a message from a public lane is the server's.
    """
    if row.maker == server.MAKER:
        return server.may_make(row) and is_made_by(server.signing_public(), key, row)
    shared = (row.kind, row.compartment) in SHARED
    makers = trust.signing_key(keyring, row.maker, row.agency_id if shared else None)
    return any(is_made_by(public, key, row) for public in makers)


def _open(keyring: Keyring, row: tuple[Any, ...], fast: dict[Tail, tuple[Wrapper, bytes]]) -> bytes:
    """The key a grant gives. `fast` keeps what the grants of one compartment to one team have in common."""
    form, body, holder_kind, holder, holder_gen, key_id, subject, compartment, generation, _ = row
    tail = (compartment, generation, holder, holder_gen)
    known = fast.get(tail) if form != _SEALED else None
    try:
        if known is not None:
            return known[0].unwrap(body, labels.grant_of(bytes.fromhex(key_id + subject), known[1]))
        shared = labels.grant_tail(*tail)
        label = labels.grant_of(bytes.fromhex(key_id + subject), shared)
        if holder_kind == _MEMBER:
            return _open_own(keyring, body, label)
        secret = keyring.team(UUID(holder), holder_gen)
        fast[tail] = secret.wrapper, shared
        return open_sealed(secret.exchange, body, label) if form == _SEALED else secret.wrapper.unwrap(body, label)
    except VaultError:
        raise Tampered("the key of a compartment does not open") from None


def _open_own(keyring: Keyring, body: bytes, label: bytes) -> bytes:
    try:
        return open_sealed(keyring.bundle.exchange, body, label)
    except VaultError:
        raise NoKey("sealed to a key this member no longer has") from None
