"""What stands before and behind the stream of a backup file: who can open it, and the proof that it is ours.

The header has a fixed size: magic | version 1 | installation (16) | made, in microseconds (8) | backup public key (32)
| the private key and the signer's public key wrapped by the printed code (94) | the file key sealed to the public key
(114). The file and the printed code are therefore all that a clean machine needs. Anybody can seal to a public key, so
the end of the stream carries a signature, and whose it must be lies under the printed code: nobody without the code
can pass off a file of their own.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass
from typing import NamedTuple
from uuid import UUID

from waystation.core.vault import keys
from waystation.core.vault.envelope import Context
from waystation.core.vault.errors import Malformed, UnknownVersion
from waystation.core.vault.primitives import KEY_BYTES, Blob, extract, sign, signing_public, verify
from waystation.core.vault.recovery import recovery_key

MAGIC = b"WSBACKUP"
VERSION = 1
_HEAD = struct.Struct(">8sB16sQ32s")
_WRAPPED = 2 + 12 + 2 * KEY_BYTES + 16
_BOX = keys.SEALED_OVERHEAD + KEY_BYTES
_KEY_HEAD = b"WSBKEY\x01"
SIZE = _HEAD.size + _WRAPPED + _BOX
"""Bytes of a header."""
_LABEL = b"waystation/backup-key/1\x00"
_FILE = b"waystation/backup-file/1\x00"
_STREAM = b"waystation/backup-stream/1"
_END = b"waystation/backup-end/1"
_REPORT = b"waystation/backup-report/1"


class Opened(NamedTuple):
    """What the printed code gives: the X25519 private key and the Ed25519 public key of the one who signs."""

    private: bytes
    signer: bytes


@dataclass(frozen=True)
class BackupKey:
    """What the server keeps: it seals with this and opens nothing."""

    installation: UUID
    public: bytes
    wrapped: bytes

    @classmethod
    def generate(cls, code: str, installation: UUID, signer: bytes) -> BackupKey:
        """A fresh pair, the private half wrapped by a printed code. Raises Malformed for a code with a typing error."""
        private = keys.new_key()
        public = keys.exchange_public(private)
        wrapped = keys.wrap(recovery_key(code, installation), private + signer, _LABEL + installation.bytes + public)
        return cls(installation, public, wrapped)

    def open(self, code: str) -> Opened:
        """Raises Malformed for a typing error, WrongKey for another code or a changed key."""
        label = _LABEL + self.installation.bytes + self.public
        clear = keys.unwrap(recovery_key(code, self.installation), self.wrapped, label)
        if len(clear) != 2 * KEY_BYTES:
            raise Malformed("a backup key has another size")
        return Opened(clear[:KEY_BYTES], clear[KEY_BYTES:])

    def to_bytes(self) -> bytes:
        """For the key file."""
        return _KEY_HEAD + self.installation.bytes + self.public + self.wrapped

    @classmethod
    def from_bytes(cls, data: Blob) -> BackupKey:
        """Undo `to_bytes`. Raises Malformed or UnknownVersion."""
        blob = bytes(data)
        if len(blob) != len(_KEY_HEAD) + 16 + KEY_BYTES + _WRAPPED:
            raise Malformed("a backup key has another size")
        if not blob.startswith(_KEY_HEAD):
            raise UnknownVersion("a backup key of an unknown version")
        body = blob[len(_KEY_HEAD) :]
        return cls(UUID(bytes=body[:16]), body[16 : 16 + KEY_BYTES], body[16 + KEY_BYTES :])


@dataclass(frozen=True)
class Header:
    """The first bytes of a backup file. `made` is in microseconds since 1970, UTC."""

    key: BackupKey
    made: int
    box: bytes

    @classmethod
    def generate(cls, key: BackupKey, made: int) -> tuple[Header, bytes]:
        """A header, and the random file key that lies in it, sealed to the backup key."""
        file_key = keys.new_key()
        return cls(key, made, keys.seal_to(key.public, file_key, _FILE + key.installation.bytes)), file_key

    def file_key(self, private: bytes) -> bytes:
        """Raises WrongKey when the box was sealed to another key."""
        return keys.open_sealed(private, self.box, _FILE + self.key.installation.bytes)

    def to_bytes(self) -> bytes:
        """`SIZE` bytes."""
        key = self.key
        return _HEAD.pack(MAGIC, VERSION, key.installation.bytes, self.made, key.public) + key.wrapped + self.box

    @classmethod
    def from_bytes(cls, data: Blob) -> Header:
        """Undo `to_bytes`. Raises Malformed or UnknownVersion."""
        blob = bytes(data)
        if len(blob) != SIZE or not blob.startswith(MAGIC):
            raise Malformed("this is no backup file")
        _, version, installation, made, public = _HEAD.unpack(blob[: _HEAD.size])
        if version != VERSION:
            raise UnknownVersion("a backup of an unknown version")
        wrapped, box = blob[_HEAD.size : _HEAD.size + _WRAPPED], blob[_HEAD.size + _WRAPPED :]
        return cls(BackupKey(UUID(bytes=installation), public, wrapped), made, box)

    def stream_key(self, file_key: bytes) -> bytes:
        """The key of the stream: a changed header gives another one, and the first chunk does not open."""
        return extract(file_key, None, _STREAM + self.to_bytes())

    @property
    def place(self) -> Context:
        """The place that each chunk of the stream is bound to."""
        return Context("backup", "stream", self.key.installation, UUID(int=0), "backup", 1, VERSION, 1)


def signer_of(seed: bytes) -> bytes:
    """The 32 byte public key of the server's signing key for backups."""
    return signing_public(seed)


def sign_end(seed: bytes, header: Header, mark: bytes) -> bytes:
    """The signature at the end of the stream: over the header and the mark."""
    return sign(seed, _END, header.to_bytes() + mark)


def verify_end(signer: bytes, header: Header, mark: bytes, signature: Blob) -> None:
    """Raises WrongKey unless the signer named under the printed code made it."""
    verify(signer, _END, header.to_bytes() + mark, signature)


def sign_report(seed: bytes, report: bytes) -> bytes:
    """The server's signature under the report of a drill."""
    return sign(seed, _REPORT, report)


def verify_report(signer: bytes, report: bytes, signature: Blob) -> None:
    """Raises WrongKey unless this server signed the report."""
    verify(signer, _REPORT, report, signature)
