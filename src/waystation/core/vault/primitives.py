"""The few calls into `cryptography` that every format shares: key expansion, AES-256-GCM, Ed25519.

Public names of the vault are in the modules that own a format; nothing outside core/vault imports this one.
"""

from __future__ import annotations

import os
from collections.abc import Iterable

from cryptography.exceptions import InvalidSignature, InvalidTag
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF, HKDFExpand

from waystation.core.vault.errors import Malformed, UnknownVersion, WrongKey

Blob = bytes | bytearray | memoryview
KEY_BYTES = 32
NONCE_BYTES = 12
TAG_BYTES = 16
SIGNATURE_BYTES = 64
_SHA256 = SHA256()


def expand(key: bytes, info: bytes) -> bytes:
    """HKDF-Expand with SHA-256 (RFC 5869 2.3): 32 bytes from an already uniform 32 byte key."""
    if len(key) != KEY_BYTES:
        raise Malformed("a key has 32 bytes")
    return HKDFExpand(_SHA256, KEY_BYTES, info).derive(key)


def extract(secret: bytes, salt: bytes | None, info: bytes) -> bytes:
    """HKDF with SHA-256 (RFC 5869): 32 bytes from a secret that is strong but not a uniform key of this size."""
    return HKDF(_SHA256, KEY_BYTES, salt, info).derive(secret)


def encrypt(key: bytes, plaintext: bytes, associated: bytes, nonce: bytes | None = None) -> bytes:
    """nonce (12) | ciphertext | tag (16) under AES-256-GCM; the nonce is random unless a test vector sets it."""
    nonce = os.urandom(NONCE_BYTES) if nonce is None else nonce
    return nonce + AESGCM(key).encrypt(nonce, plaintext, associated)


def decrypt(key: bytes, sealed: bytes, associated: bytes) -> bytes:
    """Undo `encrypt`. Raises Malformed when too short, WrongKey when the tag does not fit."""
    if len(sealed) < NONCE_BYTES + TAG_BYTES:
        raise Malformed("sealed bytes are too short")
    try:
        return AESGCM(key).decrypt(sealed[:NONCE_BYTES], sealed[NONCE_BYTES:], associated)
    except InvalidTag:
        raise WrongKey("these bytes do not open with this key and context") from None


def body_after(blob: Blob, head: bytes, what: str) -> bytes:
    """The bytes behind a version and algorithm prefix. Raises UnknownVersion or Malformed."""
    data = bytes(blob)
    if len(data) < len(head):
        raise Malformed(f"{what} is too short")
    if not data.startswith(head):
        raise UnknownVersion(f"{what} has an unknown version")
    return data[len(head) :]


def signing_public(seed: bytes) -> bytes:
    """The 32 byte Ed25519 public key of a 32 byte seed."""
    return _signer(seed).public_key().public_bytes_raw()


def sign(seed: bytes, domain: bytes, message: bytes) -> bytes:
    """64 byte Ed25519 signature over domain | 0 | message, so that no signature serves two purposes."""
    return sign_all(seed, domain, [message])[0]


def sign_all(seed: bytes, domain: bytes, messages: Iterable[bytes]) -> list[bytes]:
    """`sign` of each message; making the key ready costs as much as one signature, and is done once."""
    signer = _signer(seed)
    return [signer.sign(domain + b"\x00" + message) for message in messages]


def verify(public: bytes, domain: bytes, message: bytes, signature: Blob) -> None:
    """Raises WrongKey unless `sign` made this signature with the seed of `public`."""
    try:
        Ed25519PublicKey.from_public_bytes(public).verify(bytes(signature), domain + b"\x00" + message)
    except (InvalidSignature, ValueError):
        raise WrongKey("the signature does not fit") from None


def _signer(seed: bytes) -> Ed25519PrivateKey:
    if len(seed) != KEY_BYTES:
        raise Malformed("a signing seed has 32 bytes")
    return Ed25519PrivateKey.from_private_bytes(seed)
