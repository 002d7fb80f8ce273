"""When a passphrase and its code are lost: two custodians together, or the printed agency code.

For each ordered pair of custodians the recovery secret lies sealed to the second and that sealed to the first, so any
two of N open it and nobody alone. The member sits with the second custodian and types the new passphrase.
"""

from __future__ import annotations

import datetime as dt
import struct
from collections.abc import Iterator, Sequence
from itertools import permutations
from uuid import UUID

from waystation.core.vault.bundle import Bundle, recovery_key
from waystation.core.vault.certificate import fingerprint, root_public
from waystation.core.vault.errors import VaultError
from waystation.core.vault.keys import TeamSecret, open_sealed, seal_to, unwrap
from waystation.foundation import clock, store
from waystation.foundation.agencies import policies
from waystation.foundation.agencies.models import Agency, Member, Team
from waystation.foundation.keyring import journal, labels, trust
from waystation.foundation.keyring.actions.circle import was_let_in
from waystation.foundation.keyring.actions.holders import holdings
from waystation.foundation.keyring.actions.members import check_passphrase, set_secret
from waystation.foundation.keyring.actions.teams import seal_root, seal_team
from waystation.foundation.keyring.errors import NotAllowed, Tampered, Untrusted, WrongCode
from waystation.foundation.keyring.held import is_signed
from waystation.foundation.keyring.models import (
    Certificate,
    CodeRequest,
    CompartmentKey,
    Grant,
    HolderKind,
    RecoveryEnvelope,
    RecoveryRequest,
    RecoveryShare,
    RootGrant,
    TeamGrant,
)  # fmt: skip
from waystation.foundation.keyring.ring import Keyring

DELAY = dt.timedelta(hours=1)
WINDOW = dt.timedelta(hours=24)
_ITEM = struct.Struct(">16sI")


def add_custodians(keyring: Keyring, *, custodians: Sequence[Member], agency_code: str) -> None:
    """Name the custodians (at least two), in place of earlier ones. Administrators, with the printed agency code.

    Raises NotAllowed, WrongCode, Untrusted.
    """
    agency = keyring.agency
    allowed = policies.can_enrol(keyring.member.role) and len({one.pk for one in custodians}) >= 2
    if not allowed or any(one.agency_id != agency.pk or not policies.can_be_custodian(one.role) for one in custodians):
        raise NotAllowed("an administrator names at least two custodians of the agency")
    secret = open_envelope(agency, agency_code)
    publics = {one.pk: trust.certified(keyring, "member", one.pk).exchange for one in custodians}
    with store.writing():
        RecoveryShare.objects.filter(agency=agency).delete()
        for first, second in permutations(publics, 2):
            inner = seal_to(publics[second], secret.to_bytes(), _label(agency.pk, secret.generation, first, second))
            RecoveryShare.objects.create(
                agency=agency, first_id=first, second_id=second, generation=secret.generation,
                body=seal_to(publics[first], inner, _label(agency.pk, secret.generation, first)),
            )  # fmt: skip
        detail = {"custodians": sorted(str(pk) for pk in publics)}
        journal.note(keyring, "recovery.custodians_named", agency.pk, detail=detail)


def begin_recovery(keyring: Keyring, member: Member) -> RecoveryRequest:
    """The first custodian takes off the outer layer for every other one. Raises NotAllowed, Tampered."""
    if member.agency_id != keyring.member.agency_id or member.is_waiting:
        raise NotAllowed("only a custodian of the agency begins a recovery, of a colleague who was let in")
    generation, packed = outer_taken_off(keyring)
    with store.writing():
        made = RecoveryRequest.objects.create(
            agency=keyring.agency, member=member, begun_by=keyring.member, begun_at=clock.now(),
            generation=generation, inner=packed,
        )  # fmt: skip
        journal.note(keyring, "recovery.begun", member.pk)
    return made


def approve_recovery(keyring: Keyring, request: RecoveryRequest, *, passphrase: str) -> str:
    """The second custodian opens the inner layer; the member, present, sets a passphrase and gets a recovery code.

    Between one hour and one day after the beginning. Raises NotAllowed, Tampered, WeakPassphrase.
    """
    check_passphrase(passphrase)
    age = clock.now() - request.begun_at
    if request.done_at is not None or not DELAY <= age <= WINDOW:
        raise NotAllowed("a recovery is approved once, between one hour and one day after it was begun")
    secret = inner_opened(keyring, request)
    with store.writing():
        seed = pinned_seed(keyring, secret)
        code, _ = _new_keys(request.member, secret, seed, passphrase, keyring)
        request.approved_by, request.done_at, request.inner = keyring.member, clock.now(), b""
        request.save()
    return code


def outer_taken_off(keyring: Keyring) -> tuple[int, bytes]:
    """What a first custodian hands on: the generation, and the inner layer for every other custodian, packed.

    Raises NotAllowed, Tampered.
    """
    shares = list(RecoveryShare.objects.filter(agency=keyring.agency, first=keyring.member))
    if not shares:
        raise NotAllowed("only a custodian of the agency begins a recovery")
    label = _label(keyring.agency.pk, shares[0].generation, keyring.member.pk)
    try:
        layers = {share.second_id: open_sealed(keyring.bundle.exchange, share.body, label) for share in shares}
    except VaultError:
        raise Tampered("a recovery share does not open") from None
    return shares[0].generation, b"".join(_ITEM.pack(one.bytes, len(body)) + body for one, body in layers.items())


def inner_opened(keyring: Keyring, request: RecoveryRequest | CodeRequest) -> TeamSecret:
    """The recovery secret, by a second custodian of what another one began. Raises NotAllowed, Tampered."""
    inner = dict(_layers(bytes(request.inner))).get(keyring.member.pk)
    if inner is None or request.begun_by_id == keyring.member.pk or request.agency_id != keyring.member.agency_id:
        raise NotAllowed("a second custodian approves a recovery")
    label = _label(request.agency_id, request.generation, request.begun_by_id, keyring.member.pk)
    try:
        return TeamSecret.from_bytes(open_sealed(keyring.bundle.exchange, inner, label))
    except VaultError:
        raise Tampered("a recovery share does not open") from None


def pinned_seed(keyring: Keyring, secret: TeamSecret) -> bytes:
    """The agency's root by the recovery secret, when it is the one this member's bundle has pinned. Raises Tampered."""
    seed = _root_seed(keyring.agency, secret)
    if fingerprint(root_public(seed)) != keyring.bundle.root_fingerprint:
        raise Tampered("the recovered root is not the pinned one")
    return seed


def stop_recovery(keyring: Keyring, request: RecoveryRequest) -> None:
    """End a recovery before its approval: the member it is about, a custodian, a supervisor or an administrator.

    Raises NotAllowed.
    """
    member, about = keyring.member, request.member_id
    is_custodian = RecoveryShare.objects.filter(agency=keyring.agency, first=member).exists()
    may = is_custodian or member.pk == about or policies.can_watch_recovery(member.role)
    if request.done_at is not None or request.agency_id != member.agency_id or not may:
        raise NotAllowed("a recovery of this agency that is under way is stopped by those it concerns")
    with store.writing():
        request.done_at, request.inner = clock.now(), b""
        request.save(update_fields=["done_at", "inner"])
        journal.note(keyring, "recovery.stopped", about)


def use_agency_code(member: Member, *, code: str, passphrase: str) -> tuple[Keyring, str]:
    """When everybody is lost: the printed agency code gives one member new keys. Raises WrongCode, WeakPassphrase."""
    check_passphrase(passphrase)
    if member.is_waiting:
        raise NotAllowed("an invited colleague has no keys to bring back")
    secret = open_envelope(member.agency, code)
    with store.writing():
        fresh, keyring = _new_keys(member, secret, _root_seed(member.agency, secret), passphrase, None)
    return keyring, fresh


def _new_keys(
    member: Member, secret: TeamSecret, seed: bytes, passphrase: str, approver: Keyring | None
) -> tuple[str, Keyring]:
    """A fresh bundle, its certificate, and everything the member held sealed to it from recovery's copies."""
    bundle = Bundle.generate(fingerprint(root_public(seed)))
    code = set_secret(member, bundle, passphrase)
    known = Certificate.objects.filter(kind="member", subject=member.pk, agency=member.agency_id).count()
    publics = bundle.exchange_public, bundle.signing_public
    written = trust.issue(seed, "member", member.pk, member.agency_id, known + 1, *publics)
    keyring = Keyring(member, bundle)
    journal.note(approver or keyring, "member.recovered", member.pk, writes=[written])
    if policies.can_enrol(member.role):
        seal_root(seed, member.agency_id, HolderKind.MEMBER, member.pk, bundle.exchange_public)
    RecoveryShare.objects.filter(first=member).delete()
    RecoveryShare.objects.filter(second=member).delete()
    _give_teams(keyring, secret)
    _give_grants(keyring, secret, known + 1)
    return code, keyring


def _give_teams(keyring: Keyring, secret: TeamSecret) -> None:
    """The keys of the teams that the journal has the member in: a row in the table of memberships gives none."""
    member, public = keyring.member, keyring.bundle.exchange_public
    TeamGrant.objects.filter(holder_kind=HolderKind.MEMBER, holder=member.pk).delete()
    rows = Team.objects.filter(memberships__member=member, memberships__until=None, agency=member.agency_id).distinct()
    teams = [team for team in rows if was_let_in(keyring, team, member)]
    copies = TeamGrant.objects.filter(team__in=teams, holder_kind=HolderKind.RECOVERY, holder=secret.team)
    for copy in copies:
        label = labels.team(copy.team_id, copy.generation, secret.team)
        opened = TeamSecret.from_bytes(open_sealed(secret.exchange, copy.body, label))
        seal_team(opened, HolderKind.MEMBER, member.pk, public).save()
    keyring.forget_teams()


def _give_grants(keyring: Keyring, secret: TeamSecret, generation: int) -> None:
    """The compartment keys the member held alone, by their makers' signatures or the journal; other rows stay shut."""
    member, public = keyring.member, keyring.bundle.exchange_public
    for grant in Grant.objects.filter(holder_kind=HolderKind.MEMBER, holder=member.pk).select_related("key"):
        key = grant.key
        copy = Grant.objects.filter(key=key, holder_kind=HolderKind.RECOVERY).first()
        if copy is None:
            continue
        place = (key.pk, key.subject, key.compartment, key.generation)
        opened = open_sealed(secret.exchange, copy.body, labels.grant(*place, copy.holder, copy.holder_generation))
        if not _holds(keyring, key, opened):
            continue
        grant.body = seal_to(public, opened, labels.grant(*place, member.pk, generation))
        grant.form, grant.holder_generation = Grant.Form.SEALED, generation
        grant.save()


def _holds(keyring: Keyring, row: CompartmentKey, key: bytes) -> bool:
    try:
        made = is_signed(keyring, row, key)
    except Untrusted:
        return False
    who = (HolderKind.MEMBER, keyring.member.pk)
    return made and any(item[:2] == who for item in holdings(keyring, row, key))


def _root_seed(agency: Agency, secret: TeamSecret) -> bytes:
    grant = RootGrant.objects.get(agency=agency, holder_kind=HolderKind.RECOVERY)
    try:
        return open_sealed(secret.exchange, grant.body, labels.root(agency.pk, secret.team))
    except VaultError:
        raise Tampered("the agency's root key does not open") from None


def open_envelope(agency: Agency, code: str) -> TeamSecret:
    """The recovery secret, by the printed agency code. Raises WrongCode."""
    envelope = RecoveryEnvelope.objects.get(agency=agency)
    try:
        label = labels.recovery(agency.pk, envelope.generation)
        return TeamSecret.from_bytes(unwrap(recovery_key(code, agency.pk), envelope.body, label))
    except VaultError:
        raise WrongCode("this is not the agency's code") from None


def _label(agency: UUID, generation: int, *holders: UUID) -> bytes:
    return labels.recovery(agency, generation, *holders)


def _layers(packed: bytes) -> Iterator[tuple[UUID, bytes]]:
    place = 0
    while place < len(packed):
        second, size = _ITEM.unpack_from(packed, place)
        place += _ITEM.size
        yield UUID(bytes=second), packed[place : place + size]
        place += size
