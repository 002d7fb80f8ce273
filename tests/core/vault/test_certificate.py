"""Certificates: a key counts only under the pinned root."""

from __future__ import annotations

from dataclasses import replace
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from waystation.core.vault import certificate
from waystation.core.vault.certificate import Certificate
from waystation.core.vault.errors import Malformed, UnknownVersion, VaultError, WrongKey

ROOT, ATTACKER = bytes(range(32)), bytes(range(1, 33))
PUBLIC = certificate.root_public(ROOT)
PIN = certificate.fingerprint(PUBLIC)
CERT = Certificate("team", UUID(int=5), UUID(int=6), 1, bytes(32), b"\x01" * 32, "2026-03-01")

certificates = st.builds(
    Certificate, kind=st.sampled_from(certificate.KINDS), subject=st.uuids(), agency=st.uuids(),
    generation=st.integers(0, 2**32 - 1), exchange=st.binary(min_size=32, max_size=32),
    signing=st.just(b"") | st.binary(min_size=32, max_size=32), issued=st.dates().map(lambda day: day.isoformat()),
)  # fmt: skip


@given(cert=certificates)
def test_reader_can_verify_and_read_back(cert: Certificate) -> None:
    certificate.verify(cert, memoryview(certificate.sign(cert, ROOT)), PUBLIC, PIN)
    assert Certificate.from_bytes(memoryview(cert.to_bytes())) == cert


@given(one=certificates, other=certificates)
def test_two_certificates_cannot_share_bytes(one: Certificate, other: Certificate) -> None:
    assert (one == other) == (one.to_bytes() == other.to_bytes())


@pytest.mark.parametrize(
    "change",
    [
        {"kind": "member"}, {"subject": UUID(int=9)}, {"agency": UUID(int=9)}, {"generation": 2},
        {"exchange": b"\x01" * 32}, {"signing": b""}, {"signing": b"\x02" * 32}, {"issued": "2026-03-02"},
    ],
)  # fmt: skip
def test_database_writer_cannot_change_certificate(change: dict[str, Any]) -> None:
    with pytest.raises(WrongKey):
        certificate.verify(replace(CERT, **change), certificate.sign(CERT, ROOT), PUBLIC, PIN)


def test_database_writer_cannot_plant_key_or_root() -> None:
    planted = certificate.sign(CERT, ATTACKER)
    for root in (PUBLIC, certificate.root_public(ATTACKER)):
        with pytest.raises(WrongKey):
            certificate.verify(CERT, planted, root, PIN)
    with pytest.raises(WrongKey):
        certificate.verify(CERT, certificate.sign(CERT, ROOT), b"", PIN)


def test_stranger_cannot_change_one_bit_of_signature() -> None:
    signature = certificate.sign(CERT, ROOT)
    for bit in range(512):
        changed = bytearray(signature)
        changed[bit // 8] ^= 1 << bit % 8
        with pytest.raises(WrongKey):
            certificate.verify(CERT, bytes(changed), PUBLIC, PIN)


@given(data=st.binary(max_size=200))
def test_arbitrary_bytes_cannot_be_read(data: bytes) -> None:
    with pytest.raises(VaultError):
        Certificate.from_bytes(data)


def test_reader_cannot_be_given_second_encoding() -> None:
    raw = CERT.to_bytes()
    with pytest.raises(UnknownVersion):
        Certificate.from_bytes(b"\x02" + raw[1:])
    for changed in (
        b"\x01\x09" + raw[2:],
        raw + b"\x00",
        raw[:-1],
        raw.replace(b"2026-03-01", b"2026-W10-1"),
        raw.replace(b"2026-03-01", b"\xff" * 10),
    ):
        with pytest.raises(Malformed):
            Certificate.from_bytes(changed)


@pytest.mark.parametrize(
    "bad",
    [
        {"kind": "friend"}, {"generation": -1}, {"generation": 2**32}, {"exchange": b""}, {"signing": b"x"},
        {"issued": "yesterday"}, {"issued": ""}, {"issued": None},
    ],
)  # fmt: skip
def test_root_cannot_sign_values_out_of_range(bad: dict[str, Any]) -> None:
    with pytest.raises(Malformed):
        certificate.sign(replace(CERT, **bad), ROOT)


def test_root_seed_cannot_be_short() -> None:
    with pytest.raises(Malformed):
        certificate.sign(CERT, b"short")


def test_people_can_compare_roots_by_words() -> None:
    words = certificate.fingerprint_words(PIN)
    assert len(words) == 8
    assert words == certificate.fingerprint_words(PIN, 12)[:8]
    assert words != certificate.fingerprint_words(certificate.fingerprint(certificate.root_public(ATTACKER)))
    assert len(certificate.fingerprint_words(PIN, 25)) == 25


def test_words_can_be_told_apart() -> None:
    words = certificate._words()
    assert len(words) == 1024
    assert len({word[:4] for word in words}) == 1024
    assert list(words) == sorted(words)


@pytest.mark.parametrize(("fp", "n"), [(bytes(31), 8), (bytes(32), 0), (bytes(32), 26)])
def test_words_cannot_be_made_of_other_sizes(fp: bytes, n: int) -> None:
    with pytest.raises(Malformed):
        certificate.fingerprint_words(fp, n)
