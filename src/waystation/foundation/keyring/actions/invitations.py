"""Inviting a colleague on paper: they make their own keys, and the administrator signs exactly those.

The secret on the slip vouches for both sides. The newcomer learns which root is the agency's; the administrator, who
keeps the check key under a key of their own, learns that the public keys were made by whoever held the slip.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import NamedTuple
from uuid import uuid4

from django.contrib.auth.hashers import make_password

from waystation.core.vault import invitation as vault
from waystation.core.vault.bundle import Bundle
from waystation.core.vault.certificate import fingerprint
from waystation.core.vault.envelope import digest
from waystation.core.vault.errors import VaultError
from waystation.core.vault.keys import unwrap, wrap
from waystation.foundation import clock, store
from waystation.foundation.agencies import policies
from waystation.foundation.agencies.models import Member, Team
from waystation.foundation.agencies.roles import roles
from waystation.foundation.audit.canon import Written
from waystation.foundation.audit.lines import sealed_lines
from waystation.foundation.audit.selectors import latest_digests
from waystation.foundation.keyring import journal, labels, trust
from waystation.foundation.keyring.actions.drafts import TO_PRINT, save_draft
from waystation.foundation.keyring.actions.members import check_name, check_passphrase, set_secret
from waystation.foundation.keyring.actions.teams import add_to_team, seal_root
from waystation.foundation.keyring.errors import KeysSwapped, NotAllowed, WrongCode
from waystation.foundation.keyring.models import HolderKind, Invitation
from waystation.foundation.keyring.ring import Keyring
from waystation.foundation.keyring.wholeness import prove_whole

LIFETIME = dt.timedelta(days=7)


class Invited(NamedTuple):
    """An account without keys, and the secret for the slip: shown once, stored nowhere."""

    member: Member
    secret: str


def invite(
    keyring: Keyring, *, sign_in_name: str, display_name: str, role: str, teams: Iterable[Team] = (),
    language: str = "en",
) -> Invited:  # fmt: skip
    """Make an account that waits for its owner: administrators only. Good for seven days.

    Raises NotAllowed (also for a team this role does not join), KeyError for an unknown role, IntegrityError when the
    sign-in name is taken.
    """
    if not policies.can_enrol(keyring.member.role):
        raise NotAllowed("only an administrator invites")
    if role not in roles():
        raise KeyError(role)
    wanted = list(teams)
    if any(team.agency_id != keyring.agency.pk or not policies.may_join(role, team.kind) for team in wanted):
        raise NotAllowed("this role does not join this kind of team")
    with store.writing():
        check_name(sign_in_name)
        member = Member(
            agency=keyring.agency, sign_in_name=sign_in_name, display_name=display_name, role=role, language=language,
            is_active=False, is_waiting=True, joined_on=clock.today(), password=make_password(None),
        )  # fmt: skip
        member.save(force_insert=True)
        secret, written = _promise(keyring, member, wanted)
        detail = {"role": role, "name": display_name, "teams": [str(team.pk) for team in wanted]}
        journal.note(keyring, "member.invited", member.pk, detail=detail, writes=[written])
    return Invited(member, secret)


def renew(keyring: Keyring, member: Member) -> Invited:
    """A fresh slip for an invitation nobody has used; the old one opens nothing. Raises NotAllowed."""
    with store.writing():
        row = _row(keyring, member)
        if row.accepted_at is not None:
            raise NotAllowed("this invitation was used: let the colleague in, or take it back")
        teams = list(row.teams.all())
        row.delete()
        secret, written = _promise(keyring, member, teams)
        journal.note(keyring, "member.invited", member.pk, detail={"again": True}, writes=[written])
    return Invited(row.member, secret)


def find(secret: str) -> Invitation | None:
    """The live invitation of a secret: not used, taken back or expired. None says no more than that."""
    try:
        place = vault.lookup(secret)
    except VaultError:
        return None
    rows = Invitation.objects.select_related("member__agency", "invited_by")
    return rows.filter(lookup=place, accepted_at=None, expires_at__gt=clock.now()).first()


def accept(secret: str, *, passphrase: str) -> str:
    """Make the newcomer's keys, in their own request. Returns the recovery code.

    It waits under the newcomer's own key too, and is shown after their first sign-in until they have it on paper.
    Raises WeakPassphrase, WrongCode for a secret that is no live invitation or a root that is not the one promised.
    """
    check_passphrase(passphrase)
    with store.writing():
        found = find(secret)
        row = Invitation.objects.select_for_update().filter(pk=found.pk, accepted_at=None).first() if found else None
        if row is None:
            raise WrongCode("this invitation is over")
        member, place = row.member, _place(row, list(row.teams.all()))
        pinned = fingerprint(bytes(member.agency.root_public))
        if not vault.fits(vault.welcome_key(secret), row.welcome, place, pinned):
            raise WrongCode("this invitation is not the one that was made")
        bundle = Bundle.generate(pinned)
        code = set_secret(member, bundle, passphrase)
        row.exchange, row.signing = bundle.exchange_public, bundle.signing_public
        row.proof = vault.tag(vault.confirm_key(secret), place, row.exchange, row.signing)
        row.accepted_at = clock.now()
        row.save(update_fields=["exchange", "signing", "proof", "accepted_at"])
        member.is_active = True
        member.save(update_fields=["is_active"])
        keyring = Keyring(member, bundle)
        save_draft(keyring, TO_PRINT, {"recovery": code})
        journal.note(keyring, "member.invitation_accepted", member.pk)
    return code


def admit(keyring: Keyring, member: Member) -> Member:
    """Let a newcomer in: check who made the keys, sign them, join the teams. The administrator who invited, alone.

    Joining a team starts a new generation of its key, which opens nothing earlier. Raises NotAllowed, and KeysSwapped
    (written in the journal) when keys, role or teams are not what the slip vouches for.
    """
    row = _row(keyring, member)
    if row.accepted_at is None or row.invited_by_id != keyring.member.pk:
        raise NotAllowed("the administrator who invited lets in, once the slip was used")
    if not _is_proved(keyring, row):
        with store.writing():
            journal.note(keyring, "member.admission_stopped", member.pk)
        raise KeysSwapped("these keys were not made with the slip")
    with store.writing():
        _sign(keyring, row)
        for team in row.teams.all():
            add_to_team(keyring, team, row.member)
        Member.objects.filter(pk=member.pk).update(is_waiting=False)
        row.delete()
    member.is_waiting = False
    return member


def withdraw(keyring: Keyring, member: Member) -> None:
    """Take an invitation back: the account goes, with whatever keys were made for it. Raises NotAllowed."""
    with store.writing():
        row = _row(keyring, member)
        journal.note(keyring, "member.invitation_withdrawn", member.pk, detail={"name": row.member.display_name})
        row.member.delete()


def waiting(keyring: Keyring) -> list[Invitation]:
    """The invitations of the own agency that nobody was let in on yet, oldest first."""
    rows = Invitation.objects.filter(member__agency=keyring.agency).select_related("member", "invited_by")
    return list(rows.order_by("expires_at").prefetch_related("teams"))


def _promise(keyring: Keyring, member: Member, teams: list[Team]) -> tuple[str, Written]:
    """A fresh secret with the row that is found by it, and the journal's line of what the administrator keeps."""
    secret = vault.new_secret()
    row = Invitation(pk=uuid4(), member=member, invited_by=keyring.member, expires_at=clock.now() + LIFETIME)
    place = _place(row, teams)
    row.lookup = vault.lookup(secret)
    row.welcome = vault.tag(vault.welcome_key(secret), place, keyring.bundle.root_fingerprint)
    row.check_key = wrap(keyring.bundle.own_key, vault.confirm_key(secret), place)
    row.save(force_insert=True)
    row.teams.set(teams)
    known = labels.invitation_place(member.pk)
    version = latest_digests([known], [member.agency_id]).get(known, (0, b""))[0] + 1
    return secret, Written(known, version, digest(row.check_key))


def _is_proved(keyring: Keyring, row: Invitation) -> bool:
    """Whether the slip vouches for these keys, this role and these teams, and is the newest one. Raises Tampered."""
    prove_whole(keyring)
    known, place = labels.invitation_place(row.member_id), _place(row, list(row.teams.all()))
    line = sealed_lines([known], keyring.agency.pk).get(known)
    try:
        key = unwrap(keyring.bundle.own_key, row.check_key, place)
    except VaultError:
        return False
    newest = line is not None and line.digest == digest(row.check_key)
    return newest and vault.fits(key, row.proof, place, bytes(row.exchange), bytes(row.signing))


def _place(row: Invitation, teams: list[Team]) -> bytes:
    member = row.member
    return labels.invitation(row.pk, member.pk, member.agency_id, member.role, (team.pk for team in teams))


def _row(keyring: Keyring, member: Member) -> Invitation:
    if not policies.can_enrol(keyring.member.role) or member.agency_id != keyring.member.agency_id:
        raise NotAllowed("only an administrator looks after invitations")
    found = Invitation.objects.select_related("member").filter(member=member).first()
    if found is None:
        raise NotAllowed("there is no invitation of this colleague")
    return found


def _sign(keyring: Keyring, row: Invitation) -> None:
    member, seed = row.member, keyring.root_seed()
    written = trust.issue(seed, "member", member.pk, member.agency_id, 1, bytes(row.exchange), bytes(row.signing))
    if policies.can_enrol(member.role):
        seal_root(seed, member.agency_id, HolderKind.MEMBER, member.pk, bytes(row.exchange))
    journal.note(keyring, "member.enrolled", member.pk, detail={"role": member.role}, writes=[written])
