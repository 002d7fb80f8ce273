"""The secret of an invitation: 128 random bits, given on paper, that vouch for both sides of a first meeting.

From the secret come three independent keys (HKDF-SHA-256, RFC 5869): one finds the invitation, one lets the newcomer
check that the agency's root is the one the administrator knows, one lets the administrator check that the new public
keys are the newcomer's. Whoever can only write to the database has none of them.
"""

from __future__ import annotations

import hmac

from waystation.core.vault.primitives import Blob, extract
from waystation.core.vault.recovery import code_bytes, new_recovery_code

_LOOKUP = b"waystation/invitation/lookup/1"
_WELCOME = b"waystation/invitation/welcome/1"
_CONFIRM = b"waystation/invitation/confirm/1"
_TAG = b"waystation/invitation/tag/1\x00"


def new_secret() -> str:
    """A fresh secret, written as seven groups of four characters that catch typing errors."""
    return new_recovery_code()


def lookup(secret: str) -> bytes:
    """32 bytes under which the invitation is found; they tell nothing of the secret. Raises Malformed."""
    return extract(code_bytes(secret), None, _LOOKUP)


def welcome_key(secret: str) -> bytes:
    """The 32 byte key the agency's side is tagged with. Raises Malformed."""
    return extract(code_bytes(secret), None, _WELCOME)


def confirm_key(secret: str) -> bytes:
    """The 32 byte key the newcomer's side is tagged with. Raises Malformed."""
    return extract(code_bytes(secret), None, _CONFIRM)


def tag(key: bytes, *parts: bytes) -> bytes:
    """HMAC-SHA-256 over parts, each with its length before it (4 bytes)."""
    return hmac.digest(key, _TAG + b"".join(len(part).to_bytes(4, "big") + part for part in parts), "sha256")


def fits(key: bytes, stored: Blob, *parts: bytes) -> bool:
    """Whether a stored tag is the one over these parts, in constant time."""
    return hmac.compare_digest(tag(key, *parts), bytes(stored))
