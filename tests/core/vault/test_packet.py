"""Packets: one recipient, one sender, one end."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta, timezone
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from waystation.core.vault import keys, padding, primitives
from waystation.core.vault.errors import Expired, Malformed, UnknownVersion, VaultError, WrongKey
from waystation.core.vault.packet import HEADER_FIELDS, open_packet, reopen_packet, seal_packet

RECIPIENT, SENDER, OTHER = bytes(range(32)), bytes(range(1, 33)), bytes(range(2, 34))
PUBLIC, SIGNER = keys.exchange_public(RECIPIENT), primitives.signing_public(SENDER)
ENDS = datetime(2026, 3, 31, tzinfo=UTC)
NOW = ENDS - timedelta(days=3)
HEADER: dict[str, Any] = {
    "id": UUID(int=1), "sender": UUID(int=2), "recipient": UUID(int=3), "authorization": UUID(int=4),
    "purpose": "shelter", "expires": ENDS,
}  # fmt: skip
FIELDS = {"identity.name_to_use": "M.", "needs": ["shelter"]}
BLOB, PACKET_KEY = seal_packet(FIELDS, PUBLIC, SENDER, HEADER)


def hostile(body: bytes) -> bytes:
    """What a partner whose key we trust could send: any body, properly signed and sealed."""
    domain = b"waystation/packet/1"
    head = b"\x01\x01" + keys.seal_to(PUBLIC, RECIPIENT, domain)
    clear = padding.pad(primitives.sign(SENDER, domain, body) + body)
    return head + primitives.encrypt(primitives.expand(RECIPIENT, domain), clear, head)


@given(payload=st.dictionaries(st.text(), st.text() | st.integers(-(2**53), 2**53) | st.lists(st.booleans())))
def test_recipient_can_open_packet(payload: dict[str, Any]) -> None:
    blob, packet_key = seal_packet(payload, PUBLIC, SENDER, HEADER)
    header, opened = open_packet(memoryview(blob), RECIPIENT, SIGNER, NOW)
    assert opened == payload
    assert header == {**{k: str(v) for k, v in HEADER.items()}, "expires": "2026-03-31T00:00:00+00:00"}
    assert reopen_packet(blob, packet_key, SIGNER, NOW) == (header, payload)


def test_other_recipient_or_sender_cannot_pass() -> None:
    for private, signer in [(OTHER, SIGNER), (RECIPIENT, primitives.signing_public(OTHER)), (RECIPIENT, b"")]:
        with pytest.raises(WrongKey):
            open_packet(BLOB, private, signer, NOW)
    with pytest.raises(WrongKey):
        reopen_packet(BLOB, OTHER, SIGNER, NOW)


def test_recipient_cannot_pass_packet_on_as_sent_to_another() -> None:
    """The signed body names the recipient's key: sealed again for a third agency it does not open there."""
    domain = b"waystation/packet/1"
    clear = primitives.decrypt(primitives.expand(PACKET_KEY, domain), BLOB[116:], BLOB[:116])
    head = b"\x01\x01" + keys.seal_to(keys.exchange_public(OTHER), PACKET_KEY, domain)
    resealed = head + primitives.encrypt(primitives.expand(PACKET_KEY, domain), clear, head)
    with pytest.raises(WrongKey):
        open_packet(resealed, OTHER, SIGNER, NOW)


@pytest.mark.parametrize("later", [timedelta(0), timedelta(seconds=1), timedelta(days=365)])
def test_recipient_cannot_open_after_expiry(later: timedelta) -> None:
    with pytest.raises(Expired):
        open_packet(BLOB, RECIPIENT, SIGNER, ENDS + later)
    with pytest.raises(Expired):
        reopen_packet(BLOB, PACKET_KEY, SIGNER, ENDS + later)


def test_recipient_can_open_until_last_instant_in_any_zone() -> None:
    east = timezone(timedelta(hours=9))
    assert open_packet(BLOB, RECIPIENT, SIGNER, (ENDS - timedelta(microseconds=1)).astimezone(east))
    blob, _ = seal_packet({}, PUBLIC, SENDER, {**HEADER, "expires": ENDS.astimezone(east)})
    assert open_packet(blob, RECIPIENT, SIGNER, NOW).header["expires"] == "2026-03-31T00:00:00+00:00"


def test_present_cannot_be_without_zone() -> None:
    with pytest.raises(Malformed):
        open_packet(BLOB, RECIPIENT, SIGNER, NOW.replace(tzinfo=None))


def test_stranger_cannot_change_one_bit() -> None:
    for bit in range(len(BLOB) * 8):
        changed = bytearray(BLOB)
        changed[bit // 8] ^= 1 << bit % 8
        with pytest.raises(VaultError):
            open_packet(bytes(changed), RECIPIENT, SIGNER, NOW)


def test_reader_can_tell_unknown_version() -> None:
    with pytest.raises(UnknownVersion):
        open_packet(b"\x02" + BLOB[1:], RECIPIENT, SIGNER, NOW)


@given(data=st.binary(max_size=400))
def test_arbitrary_bytes_cannot_open(data: bytes) -> None:
    for blob in (data, BLOB[:116] + data):
        with pytest.raises(VaultError):
            open_packet(blob, RECIPIENT, SIGNER, NOW)


@pytest.mark.parametrize("name", HEADER_FIELDS)
def test_sender_cannot_leave_out_header_field(name: str) -> None:
    with pytest.raises(Malformed, match=name):
        seal_packet({}, PUBLIC, SENDER, {k: v for k, v in HEADER.items() if k != name})


@pytest.mark.parametrize(
    "change", [{"expires": "soon"}, {"expires": "2026-03-31"}, {"expires": ENDS.replace(tzinfo=None)}, {"id": 5}]
)
def test_sender_cannot_write_unclear_header(change: dict[str, Any]) -> None:
    with pytest.raises(Malformed):
        seal_packet({}, PUBLIC, SENDER, {**HEADER, **change})


def _body(**change: Any) -> bytes:
    header = {k: str(v) for k, v in HEADER.items()}
    return json.dumps({"header": header, "payload": {}, "to": PUBLIC.hex(), **change}).encode()


@pytest.mark.parametrize(
    "body",
    [
        b"", b"{}", b"[]", b"\xff", b'{"a": NaN}', b"[" * 100_000, _body(extra=1), _body(payload=[]), _body(header={}),
        _body(to=None), _body(header={**{k: str(v) for k, v in HEADER.items()}, "expires": "9999-12-31T23:59-23:59"}),
    ],
)  # fmt: skip
def test_hostile_partner_cannot_send_other_shape(body: bytes) -> None:
    with pytest.raises(Malformed):
        open_packet(hostile(body), RECIPIENT, SIGNER, NOW)


def test_hostile_partner_can_send_only_proper_shape() -> None:
    assert open_packet(hostile(_body()), RECIPIENT, SIGNER, NOW).payload == {}


def test_stranger_cannot_see_sender_purpose_or_size() -> None:
    assert b"shelter" not in BLOB
    assert SIGNER not in BLOB
    assert len(seal_packet({}, PUBLIC, SENDER, HEADER)[0]) == len(BLOB)
