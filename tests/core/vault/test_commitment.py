"""Commitments: who made a compartment key."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from waystation.core.vault import primitives
from waystation.core.vault.commitment import sign_key, verify_key
from waystation.core.vault.errors import Malformed, WrongKey

SEED, KEY, OTHER = bytes(range(32)), bytes(range(1, 33)), bytes(range(2, 34))
PUBLIC = primitives.signing_public(SEED)


@given(key=st.binary(min_size=32, max_size=32), label=st.binary(max_size=60))
def test_reader_can_verify_maker_of_key(key: bytes, label: bytes) -> None:
    verify_key(PUBLIC, key, label, memoryview(sign_key(SEED, key, label)))


def test_attacker_cannot_plant_key() -> None:
    signature = sign_key(SEED, KEY, b"case:1")
    planted = sign_key(OTHER, OTHER, b"case:1")
    for key, label, said in [(OTHER, b"case:1", signature), (KEY, b"case:2", signature), (OTHER, b"case:1", planted)]:
        with pytest.raises(WrongKey):
            verify_key(PUBLIC, key, label, said)


def test_key_and_label_cannot_trade_bytes() -> None:
    signature = sign_key(SEED, KEY, b"case:1\x00")
    with pytest.raises(WrongKey):
        verify_key(PUBLIC, KEY, b"case:1", signature)


@given(data=st.binary(max_size=80))
def test_arbitrary_bytes_cannot_be_signature(data: bytes) -> None:
    with pytest.raises(WrongKey):
        verify_key(PUBLIC, KEY, b"case:1", data)


def test_short_key_cannot_be_signed() -> None:
    with pytest.raises(Malformed):
        sign_key(SEED, b"short", b"case:1")
