"""Keys that lock keys: wraps under a symmetric key, boxes sealed to a public key, team secrets, pseudonyms."""

from __future__ import annotations

import os
import struct
from dataclasses import dataclass, field
from functools import cached_property
from hashlib import sha256
from hmac import compare_digest
from hmac import digest as hmac_digest
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from nacl.bindings import (
    crypto_box_seal,
    crypto_box_seal_open,
    crypto_box_SEALBYTES,
    crypto_scalarmult_base,
)
from nacl.exceptions import CryptoError

from waystation.core.vault.errors import Malformed, UnknownVersion, WrongKey
from waystation.core.vault.primitives import KEY_BYTES, NONCE_BYTES, Blob, body_after, expand

_WRAP = b"waystation/wrap/1\x00"
_WRAP_HEAD = b"\x01\x01"  # version 1, algorithm 1: AES-256-GCM
_WRAP_SHORTEST = 2 + NONCE_BYTES + 16
_SEALED_HEAD = b"\x01\x02"  # version 1, algorithm 2: libsodium sealed box
_TEAM = struct.Struct(">B16sI32s32s")
SEALED_OVERHEAD = 2 + crypto_box_SEALBYTES + 32


def new_key() -> bytes:
    """32 random bytes from the operating system."""
    return os.urandom(KEY_BYTES)


class Wrapper:
    """A 32 byte key made ready to lock and unlock many keys: half the cost of `wrap` and `unwrap` for each."""

    def __init__(self, kek: bytes) -> None:
        self._cipher = AESGCM(expand(kek, _WRAP))

    def wrap(self, key: bytes, label: bytes, nonce: bytes | None = None) -> bytes:
        """Lock a key, bound to a label. A nonce is given by written test vectors only."""
        nonce = os.urandom(NONCE_BYTES) if nonce is None else nonce
        return _WRAP_HEAD + nonce + self._cipher.encrypt(nonce, key, label)

    def unwrap(self, blob: Blob, label: bytes) -> bytes:
        """Undo `wrap`. Raises WrongKey for another key or label, Malformed or UnknownVersion for other bytes."""
        data = blob if type(blob) is bytes else bytes(blob)
        if len(data) < _WRAP_SHORTEST:
            raise Malformed("a wrapped key is longer than this")
        if data[:2] != _WRAP_HEAD:
            raise UnknownVersion("a wrapped key of an unknown version")
        try:
            return self._cipher.decrypt(data[2:14], data[14:], label)
        except InvalidTag:
            raise WrongKey("this key does not unwrap with this key and label") from None


def wrap(kek: bytes, key: bytes, label: bytes) -> bytes:
    """Lock a key (or a few bytes) under a 32 byte key, bound to a label that says what it is for.

    Use one `Wrapper` for many. AES-GCM with random nonces: fewer than 2**32 wraps under one key, then rotate it.
    """
    return Wrapper(kek).wrap(key, label)


def unwrap(kek: bytes, blob: Blob, label: bytes) -> bytes:
    """Undo `wrap`. Raises WrongKey for another key or label, Malformed or UnknownVersion for other bytes."""
    return Wrapper(kek).unwrap(blob, label)


def exchange_public(private: bytes) -> bytes:
    """The 32 byte X25519 public key of a 32 byte private key."""
    if len(private) != KEY_BYTES:
        raise Malformed("an exchange key has 32 bytes")
    return bytes(crypto_scalarmult_base(private))


def seal_to(public: bytes, payload: bytes, label: bytes) -> bytes:
    """Seal to an X25519 public key: anyone can, only the holder of the private key opens. The label lies inside.

    Raises Malformed for bytes that are no usable public key.
    """
    if len(public) != KEY_BYTES:
        raise Malformed("an exchange key has 32 bytes")
    try:
        return _SEALED_HEAD + bytes(crypto_box_seal(sha256(label).digest() + payload, public))
    except CryptoError:
        raise Malformed("this is no usable public key") from None


def open_sealed(private: bytes, blob: Blob, label: bytes) -> bytes:
    """Undo `seal_to`. Raises WrongKey for another key or label, Malformed or UnknownVersion for other bytes."""
    body = body_after(blob, _SEALED_HEAD, "a sealed box")
    if len(body) < SEALED_OVERHEAD - 2:
        raise Malformed("a sealed box is longer than this")
    try:
        opened = bytes(crypto_box_seal_open(body, exchange_public(private), private))
    except CryptoError:
        raise WrongKey("this box does not open with this key") from None
    if not compare_digest(opened[:32], sha256(label).digest()):
        raise WrongKey("this box was sealed for another purpose")
    return opened[32:]


def pseudonym(key: bytes, label: bytes) -> str:
    """64 hex digits of HMAC-SHA-256: the same for the same key and label, and nothing without the key."""
    if len(key) != KEY_BYTES:
        raise Malformed("a key has 32 bytes")
    return hmac_digest(key, b"waystation/pseudonym/1\x00" + label, "sha256").hex()


@dataclass(frozen=True)
class TeamSecret:
    """What the members of a team hold in common, for one generation of its membership.

    `exchange` is an X25519 private key (anyone may seal to its public half), `wrap` a 32 byte symmetric key.
    """

    team: UUID
    generation: int
    exchange: bytes = field(repr=False)
    wrap: bytes = field(repr=False)

    @classmethod
    def generate(cls, team: UUID, generation: int) -> TeamSecret:
        """Fresh keys for a generation."""
        return cls(team, generation, new_key(), new_key())

    @property
    def exchange_public(self) -> bytes:
        """32 bytes to seal to."""
        return exchange_public(self.exchange)

    @cached_property
    def wrapper(self) -> Wrapper:
        """`wrap`, made ready for many keys; it lives as long as this object."""
        return Wrapper(self.wrap)

    def to_bytes(self) -> bytes:
        """version 1 | team (16) | generation (4) | exchange (32) | wrap (32)."""
        if len(self.exchange) != KEY_BYTES or len(self.wrap) != KEY_BYTES or not 0 <= self.generation < 2**32:
            raise Malformed("this team secret is out of range")
        return _TEAM.pack(1, self.team.bytes, self.generation, self.exchange, self.wrap)

    @classmethod
    def from_bytes(cls, data: Blob) -> TeamSecret:
        """Undo `to_bytes`. Raises Malformed or UnknownVersion."""
        body = body_after(data, b"\x01", "a team secret")
        if len(body) != _TEAM.size - 1:
            raise Malformed("a team secret has another size")
        _, team, generation, exchange, wrap_key = _TEAM.unpack(bytes(data))
        return cls(UUID(bytes=team), generation, exchange, wrap_key)
