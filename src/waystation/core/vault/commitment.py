"""A member's signature on a key they made: it tells nothing of the key, and nobody can plant another one.

Anyone can seal a key of their own to a public key. So whoever is about to write under a key asks who made it.
"""

from __future__ import annotations

from collections.abc import Iterable

from waystation.core.vault import primitives
from waystation.core.vault.keys import pseudonym
from waystation.core.vault.primitives import Blob

_DOMAIN = b"waystation/commitment/1"


def sign_key(seed: bytes, key: bytes, label: bytes) -> bytes:
    """64 byte Ed25519 signature over the label and an HMAC of it under the 32 byte key."""
    return sign_keys(seed, [(key, label)])[0]


def sign_keys(seed: bytes, keys: Iterable[tuple[bytes, bytes]]) -> list[bytes]:
    """`sign_key` of each (key, label)."""
    return primitives.sign_all(seed, _DOMAIN, [_commitment(key, label) for key, label in keys])


def verify_key(public: bytes, key: bytes, label: bytes, signature: Blob) -> None:
    """Raises WrongKey unless `sign_key` made this signature with the seed of `public`."""
    primitives.verify(public, _DOMAIN, _commitment(key, label), signature)


def _commitment(key: bytes, label: bytes) -> bytes:
    return label + b"\x00" + pseudonym(key, b"commitment/" + label).encode()
