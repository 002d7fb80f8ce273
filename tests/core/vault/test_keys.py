"""Wraps, sealed boxes, team secrets, pseudonyms, stretching."""

from __future__ import annotations

from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from waystation.core.vault import keys
from waystation.core.vault.errors import Malformed, UnknownVersion, VaultError, WrongKey
from waystation.core.vault.stretch import StretchParams, check_verifier, stretch, verifier_hash

KEY, OTHER = bytes(range(32)), bytes(range(1, 33))
CHEAP = StretchParams(memory_kib=8, time=1, parallelism=1)
SALT = bytes(16)
key_bytes = st.binary(min_size=32, max_size=32)


@given(kek=key_bytes, key=st.binary(max_size=200), label=st.binary(max_size=60))
def test_holder_can_unwrap(kek: bytes, key: bytes, label: bytes) -> None:
    assert keys.unwrap(kek, keys.wrap(kek, key, label), label) == key


@given(private=key_bytes, payload=st.binary(max_size=200), label=st.binary(max_size=60))
def test_holder_can_open_box(private: bytes, payload: bytes, label: bytes) -> None:
    blob = keys.seal_to(keys.exchange_public(private), payload, label)
    assert keys.open_sealed(private, blob, label) == payload
    assert len(blob) == keys.SEALED_OVERHEAD + len(payload)


def test_other_key_or_label_cannot_unwrap() -> None:
    blob = keys.wrap(KEY, OTHER, b"team:1")
    for kek, label in [(OTHER, b"team:1"), (KEY, b"team:2"), (KEY, b"")]:
        with pytest.raises(WrongKey):
            keys.unwrap(kek, blob, label)


def test_other_key_or_label_cannot_open_box() -> None:
    blob = keys.seal_to(keys.exchange_public(KEY), OTHER, b"grant:1")
    for private, label in [(OTHER, b"grant:1"), (KEY, b"grant:2"), (KEY, b"")]:
        with pytest.raises(WrongKey):
            keys.open_sealed(private, blob, label)


@pytest.mark.parametrize("form", ["wrap", "box"])
def test_stranger_cannot_change_one_bit(form: str) -> None:
    wrapped = form == "wrap"
    blob = keys.wrap(KEY, OTHER, b"l") if wrapped else keys.seal_to(keys.exchange_public(KEY), OTHER, b"l")
    for bit in range(len(blob) * 8):
        changed = bytearray(blob)
        changed[bit // 8] ^= 1 << bit % 8
        with pytest.raises(VaultError):
            (keys.unwrap if wrapped else keys.open_sealed)(KEY, bytes(changed), b"l")


@given(data=st.binary(max_size=200))
def test_arbitrary_bytes_cannot_open(data: bytes) -> None:
    for decode in (
        lambda: keys.unwrap(KEY, data, b"l"),
        lambda: keys.open_sealed(KEY, data, b"l"),
        lambda: keys.TeamSecret.from_bytes(data),
    ):
        with pytest.raises(VaultError):
            decode()


def test_reader_can_tell_unknown_version() -> None:
    team = keys.TeamSecret.generate(UUID(int=1), 1).to_bytes()
    with pytest.raises(UnknownVersion):
        keys.unwrap(KEY, b"\x02" + keys.wrap(KEY, OTHER, b"l")[1:], b"l")
    with pytest.raises(UnknownVersion):
        keys.open_sealed(KEY, b"\x01\x01" + bytes(100), b"l")
    with pytest.raises(UnknownVersion):
        keys.TeamSecret.from_bytes(b"\x02" + team[1:])


@pytest.mark.parametrize("public", [b"", bytes(31), bytes(33), bytes(32)])
def test_sender_cannot_seal_to_unusable_key(public: bytes) -> None:
    with pytest.raises(Malformed):
        keys.seal_to(public, b"x", b"l")


@pytest.mark.parametrize("size", [0, 16, 31, 33])
def test_short_key_cannot_be_used(size: int) -> None:
    for use in (
        lambda: keys.wrap(bytes(size), KEY, b"l"),
        lambda: keys.exchange_public(bytes(size)),
        lambda: keys.pseudonym(bytes(size), b"l"),
    ):
        with pytest.raises(Malformed):
            use()


@given(team=st.uuids(), generation=st.integers(0, 2**32 - 1))
def test_team_secret_can_be_written_and_read(team: UUID, generation: int) -> None:
    secret = keys.TeamSecret.generate(team, generation)
    assert keys.TeamSecret.from_bytes(memoryview(secret.to_bytes())) == secret
    assert secret.exchange_public == keys.exchange_public(secret.exchange)


def test_team_can_keep_one_wrapper() -> None:
    secret = keys.TeamSecret.generate(UUID(int=1), 1)
    assert secret.wrapper is secret.wrapper
    assert keys.unwrap(secret.wrap, secret.wrapper.wrap(KEY, b"l"), b"l") == KEY


def test_team_secret_cannot_be_out_of_range_or_shown() -> None:
    with pytest.raises(Malformed):
        keys.TeamSecret.generate(UUID(int=1), -1).to_bytes()
    with pytest.raises(Malformed):
        keys.TeamSecret(UUID(int=1), 1, b"short", KEY).to_bytes()
    secret = keys.TeamSecret(UUID(int=1), 1, KEY, OTHER)
    assert repr(KEY) not in repr(secret)
    assert repr(OTHER) not in repr(secret)


def test_pseudonym_can_be_stable_and_cannot_cross_keys() -> None:
    assert keys.pseudonym(KEY, b"c") == keys.pseudonym(KEY, b"c")
    assert len({keys.pseudonym(KEY, b"c"), keys.pseudonym(OTHER, b"c"), keys.pseudonym(KEY, b"d")}) == 3


def test_member_can_type_passphrase_on_any_keyboard() -> None:
    composed, decomposed = stretch("caf\u00e9", SALT, CHEAP), stretch("cafe\u0301", SALT, CHEAP)
    assert composed == decomposed
    assert composed.verifier != composed.unlock_key


def test_other_passphrase_salt_or_cost_cannot_give_same_keys() -> None:
    made = {
        stretch("a", SALT, CHEAP), stretch("A", SALT, CHEAP), stretch("a ", SALT, CHEAP),
        stretch("a", bytes(15) + b"\x01", CHEAP), stretch("a", SALT, StretchParams(16, 1, 1)),
        stretch("a", SALT, StretchParams(8, 2, 1)),
    }  # fmt: skip
    assert len(made) == 6


def test_verifier_can_be_checked() -> None:
    verifier = stretch("a", SALT, CHEAP).verifier
    stored = verifier_hash(verifier)
    assert check_verifier(verifier, memoryview(stored))
    assert not check_verifier(stored, stored)
    assert not check_verifier(verifier, b"")


@pytest.mark.parametrize(
    "params",
    [
        StretchParams(7, 1, 1), StretchParams(2**21, 1, 1), StretchParams(64, 0, 1), StretchParams(64, 17, 1),
        StretchParams(64, 1, 0), StretchParams(1024, 1, 17), StretchParams(8, 1, 2), StretchParams(-8, 1, -1),
    ],
)  # fmt: skip
def test_database_writer_cannot_set_absurd_costs(params: StretchParams) -> None:
    with pytest.raises(Malformed):
        stretch("a", SALT, params)


def test_member_cannot_stretch_with_short_salt_or_broken_text() -> None:
    for passphrase, salt in [("a", bytes(15)), ("\ud800", SALT)]:
        with pytest.raises(Malformed):
            stretch(passphrase, salt, CHEAP)


def test_default_costs_can_count_as_strong() -> None:
    assert StretchParams() == StretchParams(65536, 3, 4)
    assert StretchParams().strong
    assert not CHEAP.strong
