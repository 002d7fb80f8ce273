"""A packet: chosen fields for one other agency, signed, sealed to its intake key, with its expiry inside.

Format: version 1 | algorithm 1 | packet key sealed to the recipient (114) | nonce (12) | ciphertext | tag (16).
Inside, padded: signature (64) | JSON {header, payload, to}. Signed and then sealed, the recipient's key under the
signature: nobody on the way learns the sender, and a recipient cannot pass it on as if it had been sent to another.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from hmac import compare_digest
from typing import Any, NamedTuple, NoReturn
from uuid import UUID

from waystation.core.vault import keys, primitives
from waystation.core.vault.envelope import dump_json
from waystation.core.vault.errors import Expired, Malformed, WrongKey
from waystation.core.vault.padding import pad, unpad
from waystation.core.vault.primitives import SIGNATURE_BYTES, Blob, body_after, decrypt, encrypt, expand

HEADER_FIELDS = ("id", "sender", "recipient", "authorization", "purpose", "expires")
_DOMAIN = b"waystation/packet/1"
_HEAD = b"\x01\x01"
_KEY_END = 2 + keys.SEALED_OVERHEAD + 32


class OpenedPacket(NamedTuple):
    """What the recipient gets: the header as texts (ids as UUID text, `expires` as ISO in UTC) and the fields."""

    header: dict[str, str]
    payload: dict[str, Any]


def seal_packet(
    payload: dict[str, Any],
    recipient_exchange_public: bytes,
    sender_signing_seed: bytes,
    header: Mapping[str, str | UUID | datetime],
) -> tuple[bytes, bytes]:
    """Make (blob, packet key). The header must hold id, sender, recipient, authorization, purpose and expires.

    The packet key opens the same blob by `reopen_packet`; whoever sent it may keep it sealed to a team of its own.
    Raises Malformed for a header that lacks a field or has an expiry without time zone.
    """
    packet_key = keys.new_key()
    body = dump_json({"header": _header(header), "payload": payload, "to": recipient_exchange_public.hex()})
    signature = primitives.sign(sender_signing_seed, _DOMAIN, body)
    head = _HEAD + keys.seal_to(recipient_exchange_public, packet_key, _DOMAIN)
    return head + encrypt(expand(packet_key, _DOMAIN), pad(signature + body), head), packet_key


def open_packet(blob: Blob, recipient_private: bytes, sender_signing_public: bytes, now: datetime) -> OpenedPacket:
    """Open and check a packet with the recipient's key.

    Raises WrongKey (other recipient, other sender, changed bytes), Expired from its `expires` instant on, Malformed,
    UnknownVersion.
    """
    data = bytes(blob)
    body_after(data, _HEAD, "a packet")
    packet_key = keys.open_sealed(recipient_private, data[2:_KEY_END], _DOMAIN)
    opened, recipient = _open(data, packet_key, sender_signing_public, now)
    if not compare_digest(recipient, keys.exchange_public(recipient_private).hex()):
        raise WrongKey("this packet was signed for another recipient")
    return opened


def reopen_packet(blob: Blob, packet_key: bytes, sender_signing_public: bytes, now: datetime) -> OpenedPacket:
    """Open a packet with its packet key, as the sender may; raises as `open_packet` does."""
    return _open(bytes(blob), packet_key, sender_signing_public, now)[0]


def _open(data: bytes, packet_key: bytes, sender: bytes, now: datetime) -> tuple[OpenedPacket, str]:
    body_after(data, _HEAD, "a packet")
    signed = unpad(decrypt(expand(packet_key, _DOMAIN), data[_KEY_END:], data[:_KEY_END]))
    if len(signed) < SIGNATURE_BYTES:
        raise Malformed("a packet is longer than this")
    body = signed[SIGNATURE_BYTES:]
    primitives.verify(sender, _DOMAIN, body, signed[:SIGNATURE_BYTES])
    opened, recipient = _read(body)
    if now.tzinfo is None:
        raise Malformed("the present needs a time zone")
    if now >= _instant(opened.header["expires"]):
        raise Expired("the time of this packet is over")
    return opened, recipient


def _read(body: bytes) -> tuple[OpenedPacket, str]:
    try:
        value = json.loads(body, parse_constant=_no_constant)
    except (ValueError, RecursionError):
        raise Malformed("a packet holds JSON") from None
    match value:
        case {"header": dict() as header, "payload": dict() as payload, "to": str() as to, **rest} if not rest:
            return OpenedPacket(_header(header), payload), to
        case _:
            raise Malformed("a packet has another shape")


def _header(header: Mapping[str, Any]) -> dict[str, str]:
    missing = [name for name in HEADER_FIELDS if name not in header]
    if missing:
        raise Malformed(f"the header of a packet lacks {', '.join(missing)}")
    texts = {name: _text(value) for name, value in header.items()}
    texts["expires"] = _instant(texts["expires"]).isoformat()
    return texts


def _text(value: object) -> str:
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, str | UUID):
        return str(value)
    raise Malformed("the header of a packet holds texts, ids and times")


def _instant(text: str) -> datetime:
    try:
        instant = datetime.fromisoformat(text)
        if instant.tzinfo is None:
            raise Malformed("an expiry needs a time zone")
        return instant.astimezone(UTC)
    except (ValueError, OverflowError):
        raise Malformed("an expiry is an ISO date and time") from None


def _no_constant(_: str) -> NoReturn:
    raise ValueError
