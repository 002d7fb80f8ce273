"""Targets for the decoders of core/vault: from outside (any bytes) and from a hostile holder of the right keys."""

from __future__ import annotations

import io
import json
from datetime import UTC, datetime
from uuid import UUID

from nacl import bindings as sodium

from tests.fuzz.target import Target
from waystation.core.vault import (
    bundle,
    certificate,
    commitment,
    envelope,
    keys,
    log,
    packet,
    padding,
    primitives,
    stream,
)
from waystation.core.vault.errors import VaultError

KEY = bytes(range(32))
MEMBER = UUID(int=7)
PLACE = envelope.Context("keyring_capsule", "body", UUID(int=1), UUID(int=2), "header", 3, 1, 4)
NOW = datetime(2026, 3, 1, tzinfo=UTC)
HEADER = {
    "id": "1", "sender": "2", "recipient": "3", "authorization": "4", "purpose": "shelter",
    "expires": "2026-03-31T00:00:00+00:00",
}  # fmt: skip
PUBLIC, SIGNER = keys.exchange_public(KEY), primitives.signing_public(KEY)
CERTIFICATE = certificate.Certificate("team", UUID(int=5), UUID(int=6), 1, PUBLIC, SIGNER, "2026-03-01")


def _sealed_file(size: int) -> bytes:
    out = io.BytesIO()
    stream.encrypt_stream(KEY, io.BytesIO(bytes(size)), out, PLACE)
    return out.getvalue()


def _open_file(data: bytes) -> None:
    stream.decrypt_stream(KEY, io.BytesIO(data), io.BytesIO(), PLACE)


def _hostile_envelope(data: bytes) -> None:
    """Any plaintext where a padded JSON object should be, under the right key."""
    place = envelope.associated(PLACE)
    head = b"\x01\x01" + place[-16:-12]
    record_key = primitives.expand(KEY, b"waystation/record/1\x00" + place[:16] + place[-8:])
    clear = data.ljust(256, b"\x00")
    envelope.open_json(KEY, head + primitives.encrypt(record_key, clear, head + place), PLACE)


def _hostile_bundle(data: bytes) -> None:
    label = b"waystation/bundle/1\x00" + MEMBER.bytes
    blob = b"\x01\x01" + primitives.encrypt(primitives.expand(KEY, label), padding.pad(data), label)
    bundle.open_bundle(blob, KEY, MEMBER)


def _hostile_packet(data: bytes) -> None:
    """Any body, signed and sealed by a partner we trust."""
    domain = b"waystation/packet/1"
    head = b"\x01\x01" + keys.seal_to(PUBLIC, KEY, domain)
    clear = padding.pad(primitives.sign(KEY, domain, data) + data)
    blob = head + primitives.encrypt(primitives.expand(KEY, domain), clear, head)
    packet.open_packet(blob, KEY, SIGNER, NOW)


def _hostile_file(data: bytes) -> None:
    """One FINAL chunk with any clear content."""
    place = envelope.associated(PLACE)
    state = sodium.crypto_secretstream_xchacha20poly1305_state()
    file_key = primitives.expand(KEY, b"waystation/file/1\x00" + place[:16] + place[-8:])
    header = sodium.crypto_secretstream_xchacha20poly1305_init_push(state, file_key)
    tag = data[0] & 3 if data else sodium.crypto_secretstream_xchacha20poly1305_TAG_FINAL
    chunk = sodium.crypto_secretstream_xchacha20poly1305_push(state, data[1:], place, tag)
    _open_file(b"\x01\x03" + place[-16:-12] + header + chunk)


def _proofs(data: bytes) -> None:
    steps = [data[at : at + 32] for at in range(2, len(data), 32)]
    index, size = (data[0], data[1]) if len(data) > 1 else (0, 1)
    if index & 1:
        log.verify_inclusion(KEY, index >> 1, size, steps, KEY)
    else:
        log.verify_consistency(index >> 1, KEY, size, KEY, steps)


def _checkpoint(data: bytes) -> None:
    log.verify_checkpoint(SIGNER, MEMBER, len(data), data[:32].ljust(32), NOW, data)


def _packet_body() -> list[bytes]:
    return [json.dumps({"header": HEADER, "payload": {"a": [1, {"b": None}]}, "to": PUBLIC.hex()}).encode()]


TARGETS: dict[str, Target] = {
    "envelope": Target(
        lambda data: envelope.open_json(KEY, data, PLACE),
        VaultError,
        lambda: [envelope.seal_json(KEY, {"a": 1}, PLACE)],
    ),
    "envelope_content": Target(_hostile_envelope, VaultError, lambda: [padding.pad(b'{"a": [1, "b"]}')]),
    "padding": Target(padding.unpad, VaultError, lambda: [padding.pad(b"abc")]),
    "wrap": Target(lambda data: keys.unwrap(KEY, data, b"l"), VaultError, lambda: [keys.wrap(KEY, KEY, b"l")]),
    "sealed_box": Target(
        lambda data: keys.open_sealed(KEY, data, b"l"), VaultError, lambda: [keys.seal_to(PUBLIC, KEY, b"l")]
    ),
    "team_secret": Target(
        keys.TeamSecret.from_bytes, VaultError, lambda: [keys.TeamSecret(MEMBER, 1, KEY, KEY).to_bytes()]
    ),
    "bundle": Target(
        lambda data: bundle.open_bundle(data, KEY, MEMBER),
        VaultError,
        lambda: [bundle.seal_bundle(bundle.Bundle.generate(KEY), KEY, MEMBER)],
    ),
    "bundle_content": Target(_hostile_bundle, VaultError, lambda: [KEY * 4 + b'{"ab": [1, "cd"]}']),
    "recovery_code": Target(
        lambda data: bundle.recovery_key(data.decode("latin-1"), MEMBER),
        VaultError,
        lambda: [bundle.new_recovery_code().encode()],
    ),
    "certificate": Target(certificate.Certificate.from_bytes, VaultError, lambda: [CERTIFICATE.to_bytes()]),
    "certificate_signature": Target(
        lambda data: certificate.verify(CERTIFICATE, data, SIGNER, certificate.fingerprint(SIGNER)),
        VaultError,
        lambda: [certificate.sign(CERTIFICATE, KEY)],
    ),
    "commitment": Target(
        lambda data: commitment.verify_key(SIGNER, KEY, b"l", data),
        VaultError,
        lambda: [commitment.sign_key(KEY, KEY, b"l")],
    ),
    "packet": Target(
        lambda data: packet.open_packet(data, KEY, SIGNER, NOW),
        VaultError,
        lambda: [packet.seal_packet({"a": 1}, PUBLIC, KEY, HEADER)[0]],
    ),
    "packet_content": Target(_hostile_packet, VaultError, _packet_body),
    "stream": Target(_open_file, VaultError, lambda: [_sealed_file(10), _sealed_file(70_000)]),
    "stream_content": Target(_hostile_file, VaultError, lambda: [b"\x03\x00\x00\x00\x02ab\x00", b"\x00" * 300]),
    "proof": Target(_proofs, VaultError, lambda: [bytes([2, 5]) + KEY * 3, bytes([3, 7]) + KEY * 4]),
    "checkpoint": Target(_checkpoint, VaultError, lambda: [log.sign_checkpoint(KEY, MEMBER, 64, KEY, NOW)]),
}
