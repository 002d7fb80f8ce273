"""The one check of a passphrase: exactly one Argon2id derivation for a right, a wrong and an unknown sign-in."""

from __future__ import annotations

import os
import threading
from dataclasses import dataclass, field
from typing import Any, cast

from django.contrib.auth.backends import BaseBackend
from django.http import HttpRequest

from waystation.core.vault.bundle import Bundle
from waystation.foundation import store
from waystation.foundation.agencies.models import Agency, Member
from waystation.foundation.agencies.selectors import find_member
from waystation.foundation.keyring.ring import Keyring
from waystation.foundation.keyring.selectors.unlocking import unlock

slots = threading.BoundedSemaphore(max(1, os.cpu_count() or 1))
"""As many derivations at a time as there are cores: a storm of sign-ins leaves other pages their share."""


@dataclass(frozen=True)
class Opened:
    """A member whose passphrase was right: their bundle, and the unlock key until the end of this request."""

    member: Member
    bundle: Bundle = field(repr=False)
    unlock_key: bytes = field(repr=False)

    @property
    def keyring(self) -> Keyring:
        return Keyring(self.member, self.bundle)


def try_passphrase(sign_in_name: str, passphrase: str) -> Opened | None:
    """The member's bundle, or None; one derivation whatever the outcome."""
    member = find_member(sign_in_name)
    with slots:
        unlocked = unlock(member, passphrase)
    return Opened(member, unlocked.bundle, unlocked.unlock_key) if member and unlocked else None


class PassphraseBackend(BaseBackend):
    """Django's backend over `try_passphrase`; what it opened rides on the member until the view has sealed it."""

    def authenticate(
        self, request: HttpRequest | None, username: str | None = None, password: str | None = None, **kwargs: Any
    ) -> Member | None:
        opened = try_passphrase(username or "", password or "")
        if opened is not None:
            vars(opened.member)["opened_bundle"] = opened
        return opened.member if opened else None

    def get_user(self, user_id: Any) -> Member | None:
        """The member, with the agency's row: every request of every person asks."""
        member = store.row(Member, "id", user_id)
        if member is None or not member.is_active:
            return None
        member.agency = cast(Agency, store.row(Agency, "id", member.agency_id))
        return member


def opened_by(member: Any) -> Opened:
    """What `authenticate` opened for this member, in this request."""
    return cast(Opened, vars(member)["opened_bundle"])
