"""From a passphrase to a Keyring: one Argon2id derivation, whether the name and the passphrase are right or not."""

from __future__ import annotations

from dataclasses import dataclass, field

from django.conf import settings

from waystation.core.vault.bundle import Bundle, open_bundle, recovery_key
from waystation.core.vault.errors import VaultError
from waystation.core.vault.stretch import StretchParams, check_verifier, stretch
from waystation.foundation.agencies.models import Member
from waystation.foundation.keyring.models import MemberSecret
from waystation.foundation.keyring.ring import Keyring

_NOBODY = bytes(16)


@dataclass(frozen=True)
class Unlocked:
    """What the right passphrase gives. `unlock_key` re-seals the bundle (remember_heads, change_passphrase)."""

    keyring: Keyring
    unlock_key: bytes = field(repr=False)

    @property
    def bundle(self) -> Bundle:
        return self.keyring.bundle


def stretch_params() -> StretchParams:
    """The costs new verifiers get: settings.WAYSTATION_STRETCH."""
    return StretchParams(**settings.WAYSTATION_STRETCH)


def unlock(member: Member | None, passphrase: str) -> Unlocked | None:
    """Open a member's bundle; None for a wrong passphrase, an unknown (None) or closed account. Equal work for all."""
    secret = MemberSecret.objects.filter(member=member).first() if member else None
    try:
        params = StretchParams(**secret.params) if secret else stretch_params()
        stretched = stretch(passphrase, bytes(secret.salt) if secret else _NOBODY, params)
        if secret is None or member is None or not check_verifier(stretched.verifier, secret.verifier_hash):
            return None
        if not member.is_active:
            return None
        bundle = open_bundle(secret.bundle, stretched.unlock_key, member.pk)
    except VaultError:
        return None
    return Unlocked(Keyring(member, bundle), stretched.unlock_key)


def open_with_code(member: Member, code: str) -> Bundle | None:
    """What a printed recovery code opens; None for a wrong code and a closed account. Does not use the code up.

    A code has 128 random bits, so it needs no stretching.
    """
    secret = MemberSecret.objects.filter(member=member).first()
    if secret is None or not member.is_active:
        return None
    try:
        return open_bundle(secret.recovery_bundle, recovery_key(code, member.pk), member.pk)
    except VaultError:
        return None
