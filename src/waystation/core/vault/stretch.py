"""From a passphrase to a verifier and an unlock key: Argon2id (RFC 9106), then HKDF-SHA-256 (RFC 5869)."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from hashlib import sha256
from hmac import compare_digest
from typing import NamedTuple

from argon2.exceptions import HashingError
from argon2.low_level import Type, hash_secret_raw

from waystation.core.vault.errors import Malformed
from waystation.core.vault.primitives import Blob, extract

SALT_BYTES = 16
_VERIFIER = b"waystation/verifier/1"
_UNLOCK = b"waystation/unlock/1"


@dataclass(frozen=True, slots=True)
class StretchParams:
    """Argon2id costs: memory in KiB, passes, lanes. Stored beside each verifier."""

    memory_kib: int = 65536
    time: int = 3
    parallelism: int = 4

    @property
    def strong(self) -> bool:
        """True from 64 MiB and 3 passes up: less is for tests only."""
        return self.memory_kib >= 65536 and self.time >= 3


class Stretched(NamedTuple):
    """Two independent 32 byte keys: one proves knowledge, one opens the bundle."""

    verifier: bytes
    unlock_key: bytes


def stretch(passphrase: str, salt: bytes, params: StretchParams) -> Stretched:
    """Derive both keys from a passphrase (Unicode NFKC, UTF-8) and a salt of at least 16 bytes.

    Raises Malformed for costs outside 8 KiB to 1 GiB, 1 to 16 passes, 1 to 16 lanes (a row in the database must not
    be able to exhaust the machine), for a short salt and for text that is not Unicode; MemoryError when the machine
    has not that much left.
    """
    if len(salt) < SALT_BYTES:
        raise Malformed("the salt is too short")
    if not (
        8 * params.parallelism <= params.memory_kib <= 2**20
        and 1 <= params.time <= 16
        and 1 <= params.parallelism <= 16
    ):
        raise Malformed("stretching costs are out of range")
    try:
        secret = unicodedata.normalize("NFKC", passphrase).encode()
        raw = hash_secret_raw(
            secret, salt, params.time, params.memory_kib, params.parallelism, hash_len=64, type=Type.ID
        )
    except (HashingError, UnicodeEncodeError) as problem:
        if "emory" in str(problem):
            raise MemoryError from None
        raise Malformed("this passphrase cannot be stretched") from None
    return Stretched(extract(raw, None, _VERIFIER), extract(raw, None, _UNLOCK))


def verifier_hash(verifier: bytes) -> bytes:
    """What the database keeps: SHA-256 with a label. A plain hash is enough, the stretching came before."""
    return sha256(b"waystation/verifier-hash/1\x00" + verifier).digest()


def check_verifier(verifier: bytes, stored: Blob) -> bool:
    """Whether a verifier fits its stored hash, in constant time."""
    return compare_digest(verifier_hash(verifier), bytes(stored))
