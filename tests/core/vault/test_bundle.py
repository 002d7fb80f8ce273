"""Bundles and recovery codes."""

from __future__ import annotations

from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from waystation.core.vault.bundle import Bundle, new_recovery_code, open_bundle, recovery_key, seal_bundle
from waystation.core.vault.errors import Malformed, UnknownVersion, VaultError, WrongKey
from waystation.core.vault.recovery import recovery_code

KEY, ROOT, MEMBER = bytes(range(32)), bytes(32), UUID(int=7)
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
heads = st.dictionaries(st.uuids().map(lambda u: u.hex), st.tuples(st.integers(0, 2**53), st.text(max_size=64)))
secrets128 = st.integers(0, 2**128 - 1)


@given(heads=heads, key=st.binary(min_size=32, max_size=32), member=st.uuids())
def test_member_can_open_own_bundle(heads: dict[str, tuple[int, str]], key: bytes, member: UUID) -> None:
    bundle = Bundle.generate(ROOT)
    bundle.heads = heads
    assert open_bundle(memoryview(seal_bundle(bundle, key, member)), key, member) == bundle


def test_other_key_or_member_cannot_open_bundle() -> None:
    blob = seal_bundle(Bundle.generate(ROOT), KEY, MEMBER)
    for key, member in [(bytes(32), MEMBER), (KEY, UUID(int=8))]:
        with pytest.raises(WrongKey):
            open_bundle(blob, key, member)


def test_stranger_cannot_change_one_bit() -> None:
    blob = seal_bundle(Bundle.generate(ROOT), KEY, MEMBER)
    for bit in range(len(blob) * 8):
        changed = bytearray(blob)
        changed[bit // 8] ^= 1 << bit % 8
        with pytest.raises(VaultError):
            open_bundle(bytes(changed), KEY, MEMBER)


def test_reader_can_tell_unknown_version_and_bad_keys() -> None:
    with pytest.raises(UnknownVersion):
        open_bundle(b"\x02" + seal_bundle(Bundle.generate(ROOT), KEY, MEMBER)[1:], KEY, MEMBER)
    with pytest.raises(Malformed):
        seal_bundle(Bundle.generate(b"short"), KEY, MEMBER)
    with pytest.raises(Malformed):
        seal_bundle(Bundle.generate(ROOT), b"short", MEMBER)


def test_log_cannot_show_keys() -> None:
    bundle = Bundle.generate(ROOT)
    shown = repr(bundle)
    assert not any(repr(secret) in shown for secret in (bundle.exchange, bundle.signing, bundle.own_key))


def test_bundle_size_cannot_tell_number_of_heads() -> None:
    bundle = Bundle.generate(ROOT)
    empty = len(seal_bundle(bundle, KEY, MEMBER))
    bundle.heads = {uuid4().hex: (7, "ab" * 8)}
    assert len(seal_bundle(bundle, KEY, MEMBER)) == empty


@given(secret=secrets128, member=st.uuids(), spacing=st.sampled_from(["", "-", " ", "  - "]))
def test_member_can_type_code_loosely(secret: int, member: UUID, spacing: str) -> None:
    code = recovery_code(secret)
    loose = spacing.join(code.lower().replace("-", "").replace("0", "o").replace("1", "l"))
    assert recovery_key(loose, member) == recovery_key(code, member)


def test_new_codes_can_be_written_in_seven_groups() -> None:
    codes = {new_recovery_code() for _ in range(100)}
    assert len(codes) == 100
    assert all([len(group) for group in code.split("-")] == [4] * 7 for code in codes)
    assert len(recovery_key(codes.pop(), MEMBER)) == 32


@given(secret=secrets128, place=st.integers(0, 27), letter=st.sampled_from(ALPHABET))
def test_member_cannot_mistype_one_letter(secret: int, place: int, letter: str) -> None:
    letters = recovery_code(secret).replace("-", "")
    typed = letters[:place] + letter + letters[place + 1 :]
    if typed != letters:
        with pytest.raises(Malformed):
            recovery_key(typed, MEMBER)


@given(secret=secrets128, place=st.integers(0, 26))
def test_member_cannot_swap_neighbours(secret: int, place: int) -> None:
    letters = recovery_code(secret).replace("-", "")
    typed = letters[:place] + letters[place + 1] + letters[place] + letters[place + 2 :]
    if typed != letters:
        with pytest.raises(Malformed):
            recovery_key(typed, MEMBER)


@given(text=st.text(max_size=40))
def test_arbitrary_text_cannot_be_a_code(text: str) -> None:
    with pytest.raises(Malformed):
        recovery_key(text, MEMBER)


def test_code_of_one_member_cannot_open_for_another() -> None:
    code = new_recovery_code()
    assert recovery_key(code, MEMBER) != recovery_key(code, UUID(int=8))


@pytest.mark.parametrize("secret", [-1, 2**128])
def test_code_cannot_hold_other_than_128_bits(secret: int) -> None:
    with pytest.raises(Malformed):
        recovery_code(secret)
