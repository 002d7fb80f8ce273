"""From the pinned fingerprint to a public key: certificates, checked for signature and for freshness.

A key read from a table counts when the agency's root signed it, the root fits the fingerprint in the member's bundle,
and the journal knows no newer one. A partner's root counts when the own root signed it.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple
from uuid import UUID

from waystation.core.vault import certificate as vault
from waystation.core.vault.certificate import Certificate, Kind
from waystation.core.vault.envelope import digest
from waystation.core.vault.errors import VaultError
from waystation.foundation import clock, store
from waystation.foundation.agencies.models import Agency, Team
from waystation.foundation.audit.canon import Written
from waystation.foundation.audit.selectors import first_writes, latest_digests
from waystation.foundation.keyring.errors import Untrusted
from waystation.foundation.keyring.models import Certificate as Row

if TYPE_CHECKING:
    from waystation.foundation.keyring.ring import Keyring


_FOUNDED = {"recovery": 1, "journal": 2, "statistics": 3}
"""Where the founding event names these teams, after the administrator: what a team is for is only a column."""


def certified(keyring: Keyring, kind: Kind, subject: UUID, agency: UUID | None = None) -> Certificate:
    """The newest certificate of a subject, of the own agency unless another is named. Raises Untrusted."""
    place = (kind, subject, 0)
    if place not in keyring.certificates:
        agency = agency or keyring.member.agency_id
        rows = _signed("kind = %s AND subject = %s AND agency_id = %s", kind, subject.hex, agency.hex)
        if not rows:
            raise Untrusted(f"there is no signed key of this {kind}")
        row = rows[0]
        public, pinned = _root_of(keyring, agency)
        made = _verified(row, kind, public, pinned)
        if _newest(keyring, _place(row), agency) != (row.generation, _digest(row)):
            raise Untrusted(f"the journal knows another key of this {kind}")
        keyring.certificates[place] = made
    return keyring.certificates[place]


def team_key(keyring: Keyring, team: Team) -> Certificate:
    """The certified public key of a team, own or a trusted partner's. Raises Untrusted."""
    return certified(keyring, "team", team.pk, team.agency_id)


def team_key_of_kind(keyring: Keyring, kind: str) -> Certificate:
    """The certified key of the own agency's journal, statistics or recovery team. Raises Untrusted."""
    place = (f"kind:{kind}", keyring.member.agency_id, 0)
    if place not in keyring.certificates:
        agency = keyring.member.agency_id
        team = _oldest_team(agency, kind)
        if team is None:
            raise Untrusted(f"the agency has no {kind} team")
        if first_writes(agency)[_FOUNDED[kind] :][:1] != [team]:
            raise Untrusted(f"this is not the {kind} team the agency was founded with")
        keyring.certificates[place] = certified(keyring, "team", team, agency)
    return keyring.certificates[place]


def generation_key(keyring: Keyring, team: UUID, generation: int) -> bytes:
    """The signed public key of one generation of a team, present or past. Raises Untrusted."""
    place = ("team", team, generation)
    if place not in keyring.certificates:
        rows = _signed("kind = %s AND subject = %s AND generation = %s", "team", team.hex, generation)
        if not rows:
            raise Untrusted("there is no signed key of this team")
        keyring.certificates[place] = _verified(rows[0], "team", *_root_of(keyring, rows[0].agency_id))
    return keyring.certificates[place].exchange


def signing_key(keyring: Keyring, member: UUID, agency: UUID | None = None) -> list[bytes]:
    """Every signed public signing key of a member, newest first: old signatures stay good. Raises Untrusted.

    Of the own agency, unless a trusted partner is named.
    """
    agency = agency or keyring.member.agency_id
    if member not in keyring.signers:
        rows = _signed("kind = %s AND subject = %s AND agency_id = %s", "member", member.hex, agency.hex)
        root = _root_of(keyring, agency)
        keyring.signers[member] = [_verified(row, "member", *root).signing for row in rows]
    return keyring.signers[member]


def chains(keyring: Keyring, *agencies: UUID) -> set[UUID]:
    """The journals a capsule may be written in: the own one, and those of these agencies that are trusted partners."""
    own = keyring.member.agency_id
    return {own} | {agency for agency in set(agencies) - {own} if _vouched(keyring, agency)}


def partners(keyring: Keyring) -> set[UUID]:
    """Ids of the agencies the own root vouches for."""
    rows = Row.objects.filter(kind="partner", agency=keyring.member.agency_id).values_list("subject", flat=True)
    return {agency for agency in set(rows) if _vouched(keyring, agency)}


def _vouched(keyring: Keyring, agency: UUID) -> bool:
    try:
        _root_of(keyring, agency)
    except Untrusted:
        return False
    return True


def is_trusted(keyring: Keyring, agency: Agency) -> bool:
    """Whether the own root vouches for another agency's root."""
    return _vouched(keyring, agency.pk)


def partner_fingerprint(keyring: Keyring, agency: Agency) -> bytes:
    """The fingerprint of a root, own or a trusted partner's, as pinned. Raises Untrusted."""
    return _root_of(keyring, agency.pk)[1]


def issue(
    seed: bytes, kind: Kind, subject: UUID, agency: UUID, generation: int, exchange: bytes, signing: bytes = b""
) -> Written:
    """Sign a public key and store its certificate; the returned line belongs in the journal."""
    made = Certificate(kind, subject, agency, generation, exchange, signing, clock.today().isoformat())
    row = Row.objects.create(
        kind=kind, subject=subject, agency_id=agency, generation=generation,
        exchange=exchange, signing=signing, issued=made.issued, signature=vault.sign(made, seed),
    )  # fmt: skip
    return Written(_place(row), generation, _digest(row))


class _Signed(NamedTuple):
    """A certificate as its row has it."""

    kind: str
    subject: UUID
    agency_id: UUID
    generation: int
    exchange: bytes
    signing: bytes
    issued: str
    signature: bytes


def _signed(condition: str, *values: str | int) -> list[_Signed]:
    """Certificates as they lie in the table, newest generation first."""
    ids = ", ".join(store.in_hex(name) for name in ("subject", "agency_id"))
    text = f"""
        SELECT {ids}, kind, generation, issued, exchange, signing, signature FROM keyring_certificate
        WHERE {condition} ORDER BY generation DESC
    """  # noqa: S608
    return [
        _Signed(kind, UUID(subject), UUID(agency), generation, bytes(exchange), bytes(signing), issued, bytes(signed))
        for subject, agency, kind, generation, issued, exchange, signing, signed in store.select(text, values)
    ]


def _oldest_team(agency: UUID, kind: str) -> UUID | None:
    text = f"SELECT {store.in_hex('id')} FROM agencies_team WHERE agency_id = %s AND kind = %s"  # noqa: S608
    found = store.select(f"{text} ORDER BY created_on, name LIMIT 1", [agency.hex, kind])
    return UUID(found[0][0]) if found else None


def _verified(row: _Signed, kind: Kind, public: bytes, pinned: bytes) -> Certificate:
    made = Certificate(kind, row.subject, row.agency_id, row.generation, row.exchange, row.signing, row.issued)
    try:
        _check(made, row.signature, public, pinned)
    except VaultError:
        raise Untrusted(f"the key of this {kind} is not signed by the agency's root") from None
    return made


@lru_cache(maxsize=1024)
def _check(made: Certificate, signature: bytes, public: bytes, pinned: bytes) -> None:
    """`vault.verify`, remembered: the same public bytes under the same pinned root are as good the next time."""
    vault.verify(made, signature, public, pinned)


def _newest(keyring: Keyring, place: UUID, chain: UUID) -> tuple[int, bytes] | None:
    waiting = keyring.pending.get(place)
    return (waiting.version, waiting.digest) if waiting else latest_digests([place], [chain]).get(place)


def _place(row: Row | _Signed) -> UUID:
    """What the journal calls this key: partners are named per trusting agency, everything else by its own id."""
    if row.kind != "partner":
        return row.subject
    return UUID(bytes=digest(row.agency_id.bytes + row.subject.bytes)[:16])


def _digest(row: Row | _Signed) -> bytes:
    return digest(bytes(row.signature))


def _root_of(keyring: Keyring, agency: UUID) -> tuple[bytes, bytes]:
    """(root public key, fingerprint it must have)."""
    if agency not in keyring.roots:
        found = store.select("SELECT root_public FROM agencies_agency WHERE id = %s", [agency.hex])
        if not found:
            raise Untrusted("there is no such agency")
        public = found[0][0]
        if agency == keyring.member.agency_id:
            keyring.roots[agency] = bytes(public), keyring.bundle.root_fingerprint
        else:
            keyring.roots[agency] = bytes(public), vault.fingerprint(certified(keyring, "partner", agency).signing)
    return keyring.roots[agency]
