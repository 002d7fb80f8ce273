"""Enrolling members, closing accounts, changing passphrases, using recovery codes, remembering journal heads."""

from __future__ import annotations

import os
from collections.abc import Iterable
from dataclasses import asdict
from typing import NamedTuple
from uuid import UUID

from django.contrib.auth.hashers import make_password
from django.db import IntegrityError
from django.db.models import Q

from waystation.core.vault.bundle import Bundle, new_recovery_code, open_bundle, recovery_key, seal_bundle
from waystation.core.vault.errors import VaultError
from waystation.core.vault.stretch import SALT_BYTES, stretch, verifier_hash
from waystation.foundation import clock, store
from waystation.foundation.agencies import policies
from waystation.foundation.agencies.models import Agency, Cover, Member, Team
from waystation.foundation.agencies.roles import roles
from waystation.foundation.agencies.selectors import is_name_taken
from waystation.foundation.agencies.signin.passphrases import SHORTEST, is_guessable
from waystation.foundation.audit.selectors import head_of
from waystation.foundation.keyring import journal, trust
from waystation.foundation.keyring.actions.expiring import expire_grants
from waystation.foundation.keyring.actions.teams import add_to_team, remove_from_team, seal_root
from waystation.foundation.keyring.errors import NotAllowed, WeakPassphrase, WrongCode
from waystation.foundation.keyring.models import HolderKind, MemberSecret, RecoveryShare, RootGrant
from waystation.foundation.keyring.ring import Keyring
from waystation.foundation.keyring.selectors.unlocking import stretch_params, unlock


class Enrolled(NamedTuple):
    """A new account and the recovery code to print: shown once, stored nowhere."""

    member: Member
    recovery_code: str


def enrol_member(
    keyring: Keyring,
    *,
    sign_in_name: str,
    display_name: str,
    role: str,
    passphrase: str,
    language: str = "en",
    teams: Iterable[Team] = (),
    pk: UUID | None = None,
) -> Enrolled:
    """Make an account with keys of its own, signed by the agency's root: administrators only.

    Joining a team whose key the administrator does not hold gives that team a new generation; what was sealed before
    reaches the newcomer when a colleague runs `catch_up`. Raises NotAllowed, WeakPassphrase, KeyError for a role that
    is not in roles.toml, IntegrityError when the sign-in name is taken.
    """
    if not policies.can_enrol(keyring.member.role):
        raise NotAllowed("only an administrator enrols members")
    if role not in roles():
        raise KeyError(role)
    check_passphrase(passphrase)
    with store.writing():
        member = new_member(keyring.agency, sign_in_name, display_name, role, language, pk)
        bundle = Bundle.generate(keyring.bundle.root_fingerprint)
        code = set_secret(member, bundle, passphrase)
        seed = keyring.root_seed()
        written = trust.issue(
            seed, "member", member.pk, member.agency_id, 1, bundle.exchange_public, bundle.signing_public
        )
        if policies.can_enrol(role):
            seal_root(seed, member.agency_id, HolderKind.MEMBER, member.pk, bundle.exchange_public)
        journal.note(keyring, "member.enrolled", member.pk, detail={"role": role}, writes=[written])
        for team in teams:
            add_to_team(keyring, team, member)
    return Enrolled(member, code)


def close_account(keyring: Keyring, member: Member) -> None:
    """Shut an account: sessions end, every sealed copy is dropped, each of its teams gets a new generation.

    Keys of compartments granted to the member alone are turned by the next colleague who opens them. Raises NotAllowed,
    also for one's own account.
    """
    if not policies.can_enrol(keyring.member.role) or member.agency_id != keyring.member.agency_id:
        raise NotAllowed("only an administrator closes accounts")
    if member.pk == keyring.member.pk:
        raise NotAllowed("another administrator closes this account")
    with store.writing():
        for team in Team.objects.filter(memberships__member=member, memberships__until=None):
            remove_from_team(keyring, team, member)
        RootGrant.objects.filter(holder=member.pk).delete()
        RecoveryShare.objects.filter(Q(first=member) | Q(second=member)).delete()
        MemberSecret.objects.filter(member=member).delete()
        ended = expire_grants(HolderKind.MEMBER, member.pk, member.agency_id)
        Cover.objects.filter(Q(member=member) | Q(cover=member), until__gte=clock.today()).delete()
        member.is_active = False
        member.end_sessions()
        member.save(update_fields=["is_active", "password"])
        journal.note(keyring, "member.closed", member.pk, writes=ended)


def change_passphrase(member: Member, *, old: str, new: str) -> Keyring:
    """Seal the bundle under a new passphrase; other sessions end. Raises WrongCode, WeakPassphrase.

    The recovery code stays good: it opens a copy of its own.
    """
    check_passphrase(new)
    unlocked = unlock(member, old)
    if unlocked is None:
        raise WrongCode("the old passphrase is not right")
    with store.writing():
        _seal_under(member, unlocked.bundle, new)
        journal.note(unlocked.keyring, "member.passphrase_changed", member.pk)
    return unlocked.keyring


def use_recovery_code(member: Member, *, code: str, passphrase: str) -> tuple[Keyring, str]:
    """Open the bundle with the printed code and set a new passphrase; the code is used up and a new one returned.

    Raises WrongCode, WeakPassphrase.
    """
    check_passphrase(passphrase)
    with store.writing():  # before the bundle is read: two posts of one code are judged one after the other
        secret = MemberSecret.objects.select_for_update().filter(member=member).first()
        if secret is None or not member.is_active:
            raise WrongCode("this code does not fit")
        try:
            bundle = open_bundle(secret.recovery_bundle, recovery_key(code, member.pk), member.pk)
        except VaultError:
            raise WrongCode("this code does not fit") from None
        keyring = Keyring(member, bundle)
        fresh = set_secret(member, bundle, passphrase)
        journal.note(keyring, "member.recovery_code_used", member.pk)
    return keyring, fresh


def reissue_recovery_code(keyring: Keyring) -> str:
    """A new recovery code for the signed-in member; the old one opens nothing from now on."""
    code = new_recovery_code()
    member = keyring.member
    with store.writing():
        MemberSecret.objects.filter(member=member).update(
            recovery_bundle=seal_bundle(keyring.bundle, recovery_key(code, member.pk), member.pk),
            updated_at=clock.now(),
        )
        journal.note(keyring, "member.recovery_code_issued", member.pk)
    return code


def remember_heads(keyring: Keyring, unlock_key: bytes) -> None:
    """Keep the newest head of the agency's journal in the bundle, sealed again. Call at sign-in, after the check."""
    chain = keyring.member.agency_id
    seq, digest = head_of(chain)
    keyring.bundle.heads[chain.hex] = (seq, digest.hex())
    sealed = seal_bundle(keyring.bundle, unlock_key, keyring.member.pk)
    with store.writing():
        MemberSecret.objects.filter(member=keyring.member).update(bundle=sealed)


def check_passphrase(passphrase: str) -> None:
    """Raises WeakPassphrase below 12 characters, and for one that is easy to guess."""
    if len(passphrase.strip()) < SHORTEST:
        raise WeakPassphrase(f"a passphrase has at least {SHORTEST} characters")
    if is_guessable(passphrase):
        raise WeakPassphrase("this passphrase is easy to guess")


def new_member(
    agency: Agency, sign_in_name: str, display_name: str, role: str, language: str, pk: UUID | None = None
) -> Member:
    """The account row alone, without keys. Founding and enrolment use it. Raises IntegrityError: the name is taken."""
    check_name(sign_in_name)
    made = Member(
        agency=agency, sign_in_name=sign_in_name, display_name=display_name, role=role, language=language,
        joined_on=clock.today(), password=make_password(None),
    )  # fmt: skip
    if pk is not None:
        made.pk = pk
    made.save(force_insert=True)
    return made


def check_name(sign_in_name: str) -> None:
    """Raises IntegrityError when somebody signs in with this name or one like it."""
    if is_name_taken(sign_in_name):
        raise IntegrityError("somebody signs in with this name, or one that looks like it")


def set_secret(member: Member, bundle: Bundle, passphrase: str) -> str:
    """Seal a bundle under a passphrase and under a fresh recovery code, which is returned."""
    code = new_recovery_code()
    _seal_under(member, bundle, passphrase, seal_bundle(bundle, recovery_key(code, member.pk), member.pk))
    return code


def _seal_under(member: Member, bundle: Bundle, passphrase: str, recovery: bytes | None = None) -> None:
    salt, params = os.urandom(SALT_BYTES), stretch_params()
    stretched = stretch(passphrase, salt, params)
    fields = {
        "salt": salt, "params": asdict(params), "verifier_hash": verifier_hash(stretched.verifier),
        "bundle": seal_bundle(bundle, stretched.unlock_key, member.pk), "updated_at": clock.now(),
    }  # fmt: skip
    if recovery is not None:
        fields["recovery_bundle"] = recovery
    MemberSecret.objects.update_or_create(member=member, defaults=fields)
    member.end_sessions()
    member.save(update_fields=["password"])
