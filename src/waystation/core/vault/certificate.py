"""Signed public keys: a key counts only when the agency's root signed it, and the root only when it is pinned."""

from __future__ import annotations

import struct
from dataclasses import dataclass
from datetime import date
from functools import cache
from hashlib import sha256
from hmac import compare_digest
from importlib.resources import files
from typing import Literal, get_args
from uuid import UUID

from waystation.core.vault import primitives
from waystation.core.vault.errors import Malformed, WrongKey
from waystation.core.vault.primitives import Blob, body_after

Kind = Literal["member", "team", "partner", "server"]
KINDS: tuple[Kind, ...] = get_args(Kind)

_DOMAIN = b"waystation/certificate/1"
_FORM = struct.Struct(">BB16s16sI32s10sB")


@dataclass(frozen=True, slots=True)
class Certificate:
    """Public keys of one subject: `exchange` X25519, `signing` Ed25519 or empty, `issued` an ISO date."""

    kind: Kind
    subject: UUID
    agency: UUID
    generation: int
    exchange: bytes
    signing: bytes
    issued: str

    def to_bytes(self) -> bytes:
        """The one encoding that is signed. Raises Malformed on values out of range."""
        try:
            issued = date.fromisoformat(self.issued).isoformat().encode()
            place = KINDS.index(self.kind)
        except (TypeError, ValueError):
            raise Malformed("a certificate needs a known kind and an ISO date") from None
        if len(self.exchange) != 32 or len(self.signing) not in (0, 32) or not 0 <= self.generation < 2**32:
            raise Malformed("the keys of a certificate have another size")
        subject, agency = self.subject.bytes, self.agency.bytes
        head = _FORM.pack(1, place, subject, agency, self.generation, self.exchange, issued, len(self.signing))
        return head + self.signing

    @classmethod
    def from_bytes(cls, data: Blob) -> Certificate:
        """Undo `to_bytes`; only its exact encoding is read. Raises Malformed or UnknownVersion."""
        raw = bytes(data)
        body_after(raw, b"\x01", "a certificate")
        if len(raw) < _FORM.size:
            raise Malformed("a certificate is longer than this")
        _, place, subject, agency, generation, exchange, issued, size = _FORM.unpack(raw[: _FORM.size])
        if place >= len(KINDS) or size != len(raw) - _FORM.size:
            raise Malformed("a certificate has another shape")
        try:
            said = issued.decode("ascii")
        except UnicodeDecodeError:
            raise Malformed("a certificate needs an ISO date") from None
        read = cls(KINDS[place], UUID(bytes=subject), UUID(bytes=agency), generation, exchange, raw[_FORM.size :], said)
        if read.to_bytes() != raw:
            raise Malformed("a certificate has another encoding")
        return read


def sign(certificate: Certificate, root_seed: bytes) -> bytes:
    """64 byte Ed25519 signature of the agency root over a certificate."""
    return primitives.sign(root_seed, _DOMAIN, certificate.to_bytes())


def verify(certificate: Certificate, signature: Blob, root_public: bytes, pinned_fingerprint: bytes) -> None:
    """Raises WrongKey unless the root is the pinned one and it signed exactly this certificate."""
    if not compare_digest(fingerprint(root_public), pinned_fingerprint):
        raise WrongKey("this is not the pinned root key")
    primitives.verify(root_public, _DOMAIN, certificate.to_bytes(), signature)


def root_public(root_seed: bytes) -> bytes:
    """The 32 byte Ed25519 public key of a root seed."""
    return primitives.signing_public(root_seed)


def fingerprint(root_public: bytes) -> bytes:
    """32 bytes that stand for a root key: SHA-256 with a label."""
    return sha256(b"waystation/root/1\x00" + bytes(root_public)).digest()


def fingerprint_words(fp: bytes, n: int = 8) -> list[str]:
    """The first 10 n bits of a fingerprint as n words to compare by voice. Raises Malformed above 25 words."""
    if len(fp) != 32 or not 1 <= n <= 25:
        raise Malformed("a fingerprint has 32 bytes and gives 1 to 25 words")
    number = int.from_bytes(fp, "big")
    return [_words()[number >> 256 - 10 * place & 1023] for place in range(1, n + 1)]


@cache
def _words() -> tuple[str, ...]:
    text = files("waystation.core.vault").joinpath("words.txt").read_text(encoding="utf-8")
    return tuple(line for line in text.split("\n") if line and not line.startswith("#"))
