"""A member's private bundle: the keys that open and sign, what is pinned and what is remembered of the journals."""

from __future__ import annotations

from dataclasses import dataclass, field
from uuid import UUID

from waystation.core.vault import keys, primitives
from waystation.core.vault.envelope import dump_json, load_json
from waystation.core.vault.errors import Malformed
from waystation.core.vault.padding import pad, unpad
from waystation.core.vault.primitives import Blob, body_after, decrypt, encrypt, expand
from waystation.core.vault.recovery import new_recovery_code, recovery_key

__all__ = ["Bundle", "new_recovery_code", "open_bundle", "recovery_key", "seal_bundle"]

_BUNDLE = b"waystation/bundle/1\x00"
_HEAD = b"\x01\x01"  # version 1, algorithm 1: AES-256-GCM
_KEYS = 4 * 32


@dataclass
class Bundle:
    """The private keys of one member.

    `exchange` X25519 private key, `signing` Ed25519 seed, `own_key` for drafts, `root_fingerprint` the pinned root of
    the agency (32 bytes each); `heads` {chain hex: (sequence, hash hex)} the newest journal heads this member saw.
    """

    exchange: bytes = field(repr=False)
    signing: bytes = field(repr=False)
    own_key: bytes = field(repr=False)
    root_fingerprint: bytes
    heads: dict[str, tuple[int, str]] = field(default_factory=dict)

    @classmethod
    def generate(cls, root_fingerprint: bytes) -> Bundle:
        """Fresh keys under a pinned root."""
        return cls(keys.new_key(), keys.new_key(), keys.new_key(), root_fingerprint)

    @property
    def exchange_public(self) -> bytes:
        """32 bytes X25519."""
        return keys.exchange_public(self.exchange)

    @property
    def signing_public(self) -> bytes:
        """32 bytes Ed25519."""
        return primitives.signing_public(self.signing)


def seal_bundle(bundle: Bundle, key: bytes, member: UUID) -> bytes:
    """Lock a bundle under the unlock key, the recovery key or the browser's key, bound to its member."""
    return seal_bundle_with_nonce(bundle, key, member, None)


def open_bundle(blob: Blob, key: bytes, member: UUID) -> Bundle:
    """Undo `seal_bundle`. Raises WrongKey, Malformed or UnknownVersion."""
    label = _BUNDLE + member.bytes
    return _from_bytes(unpad(decrypt(expand(key, label), body_after(blob, _HEAD, "a bundle"), label)))


def seal_bundle_with_nonce(bundle: Bundle, key: bytes, member: UUID, nonce: bytes | None) -> bytes:
    """`seal_bundle` with a given nonce, for written test vectors only."""
    label = _BUNDLE + member.bytes
    return _HEAD + encrypt(expand(key, label), pad(_to_bytes(bundle)), label, nonce)


def _to_bytes(bundle: Bundle) -> bytes:
    parts = (bundle.exchange, bundle.signing, bundle.own_key, bundle.root_fingerprint)
    if any(len(part) != 32 for part in parts):
        raise Malformed("every key of a bundle has 32 bytes")
    return b"".join(parts) + dump_json({chain: [seq, head] for chain, (seq, head) in bundle.heads.items()})


def _from_bytes(data: bytes) -> Bundle:
    if len(data) < _KEYS:
        raise Malformed("a bundle is longer than this")
    heads: dict[str, tuple[int, str]] = {}
    for chain, head in load_json(data[_KEYS:]).items():
        match head:
            case [int() as seq, str() as hash_]:
                heads[chain] = (seq, hash_)
            case _:
                raise Malformed("a remembered journal head has another shape")
    return Bundle(data[:32], data[32:64], data[64:96], data[96:128], heads)
