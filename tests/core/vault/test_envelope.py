"""Envelopes: what was sealed opens where it lies, and nowhere else."""

from __future__ import annotations

from typing import Any
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from waystation.core.vault import envelope, keys, padding
from waystation.core.vault.envelope import Context
from waystation.core.vault.errors import Malformed, UnknownVersion, VaultError, WrongKey

KEY = bytes(range(32))
PLACE = Context("keyring_capsule", "body", UUID(int=1), UUID(int=2), "identity", 3, 1, 4)

names = st.text(max_size=20)
contexts = st.builds(
    Context, table=names, columns=names, row=st.uuids(), agency=st.uuids(), compartment=names,
    generation=st.integers(0, 2**32 - 1), schema=st.integers(0, 2**32 - 1), version=st.integers(0, 2**64 - 1),
)  # fmt: skip
json_values = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=12,
)  # fmt: skip


@given(key=st.binary(min_size=32, max_size=32), clear=st.binary(max_size=3000), context=contexts)
def test_holder_can_open_what_was_sealed(key: bytes, clear: bytes, context: Context) -> None:
    assert envelope.open_(key, envelope.seal(key, clear, context), context) == clear


@given(value=st.dictionaries(st.text(), json_values))
def test_holder_can_open_json(value: dict[str, Any]) -> None:
    assert envelope.open_json(KEY, envelope.seal_json(KEY, value, PLACE), PLACE) == value


@given(one=contexts, other=contexts)
def test_two_places_cannot_share_associated_data(one: Context, other: Context) -> None:
    assert (one == other) == (envelope.associated(one) == envelope.associated(other))


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("table", "keyring_draft"), ("columns", "name"), ("row", UUID(int=9)), ("agency", UUID(int=9)),
        ("compartment", "legal"), ("generation", 2), ("generation", 4), ("schema", 2), ("version", 3), ("version", 5),
    ],
)  # fmt: skip
def test_database_writer_cannot_move_capsule(field: str, value: object) -> None:
    blob = envelope.seal(KEY, b"x", PLACE)
    with pytest.raises(WrongKey):
        envelope.open_(KEY, blob, PLACE._replace(**{field: value}))


@pytest.mark.parametrize(("one", "other"), [(("a", "bc"), ("ab", "c")), (("", "abc"), ("abc", ""))])
def test_names_cannot_run_into_each_other(one: tuple[str, str], other: tuple[str, str]) -> None:
    blob = envelope.seal(KEY, b"x", PLACE._replace(table=one[0], columns=one[1]))
    with pytest.raises(WrongKey):
        envelope.open_(KEY, blob, PLACE._replace(table=other[0], columns=other[1]))


def test_stranger_cannot_change_one_bit() -> None:
    blob = envelope.seal(KEY, b"safe to phone after six", PLACE)
    for bit in range(len(blob) * 8):
        changed = bytearray(blob)
        changed[bit // 8] ^= 1 << bit % 8
        with pytest.raises(VaultError):
            envelope.open_(KEY, bytes(changed), PLACE)


def test_stranger_cannot_cut_or_grow_envelope() -> None:
    blob = envelope.seal(KEY, bytes(300), PLACE)
    for changed in [blob + b"\x00", *(blob[:end] for end in range(0, len(blob), 7))]:
        with pytest.raises(VaultError):
            envelope.open_(KEY, changed, PLACE)


def test_database_writer_cannot_swap_or_roll_back() -> None:
    other = PLACE._replace(row=uuid4())
    old, new = envelope.seal(KEY, b"1", PLACE), envelope.seal(KEY, b"2", PLACE._replace(version=5))
    for blob, context in [(old, other), (old, PLACE._replace(version=5)), (new, PLACE)]:
        with pytest.raises(WrongKey):
            envelope.open_(KEY, blob, context)


def test_database_writer_cannot_relabel_generation() -> None:
    blob = bytearray(envelope.seal(KEY, b"x", PLACE))
    blob[2:6] = (4).to_bytes(4, "big")
    with pytest.raises(WrongKey):
        envelope.open_(KEY, bytes(blob), PLACE._replace(generation=4))


def test_other_key_cannot_open() -> None:
    with pytest.raises(WrongKey):
        envelope.open_(keys.new_key(), envelope.seal(KEY, b"x", PLACE), PLACE)


@pytest.mark.parametrize("head", [b"\x02\x01", b"\x01\x02", b"\x00\x00"])
def test_reader_can_tell_unknown_version(head: bytes) -> None:
    with pytest.raises(UnknownVersion):
        envelope.open_(KEY, head + envelope.seal(KEY, b"x", PLACE)[2:], PLACE)


@given(data=st.binary(max_size=600))
def test_arbitrary_bytes_cannot_open(data: bytes) -> None:
    with pytest.raises(VaultError):
        envelope.open_(KEY, data, PLACE)


def test_same_text_cannot_be_recognised() -> None:
    assert len({envelope.seal(KEY, b"x", PLACE) for _ in range(50)}) == 50


@given(one=st.integers(0, 252), other=st.integers(0, 252))
def test_size_cannot_tell_short_texts_apart(one: int, other: int) -> None:
    assert len(envelope.seal(KEY, bytes(one), PLACE)) == len(envelope.seal(KEY, bytes(other), PLACE)) == 290


@given(size=st.integers(0, 2**36))
def test_buckets_can_hold_and_grow_by_a_tenth(size: int) -> None:
    room = padding.bucket(size)
    assert room >= size
    assert room in padding.BUCKETS
    assert room <= max(16384, size * 1.1 + 32)


@given(clear=st.binary(max_size=20_000))
def test_padding_can_be_undone(clear: bytes) -> None:
    padded = padding.pad(clear)
    assert padding.unpad(padded) == clear
    assert len(padded) == padding.bucket(len(clear) + 4)


@pytest.mark.parametrize("bad", [b"", b"\x00\x00\x00", b"\x00\x00\x00\x05abcd", b"\xff" * 300])
def test_padding_cannot_lie(bad: bytes) -> None:
    with pytest.raises(Malformed):
        padding.unpad(bad)


@pytest.mark.parametrize("size", [0, 16, 31, 33])
def test_short_key_cannot_seal(size: int) -> None:
    with pytest.raises(Malformed):
        envelope.seal(bytes(size), b"x", PLACE)


@pytest.mark.parametrize(
    "bad", [{"generation": -1}, {"generation": 2**32}, {"version": -1}, {"table": "x" * 70_000}, {"table": "\ud800"}]
)
def test_context_cannot_leave_its_range(bad: dict[str, Any]) -> None:
    with pytest.raises(Malformed):
        envelope.seal(KEY, b"x", PLACE._replace(**bad))


@pytest.mark.parametrize("value", [{"a": float("nan")}, {"a": object()}, {"a": "\ud800"}, {1: {2, 3}}, [1], None])
def test_capsule_cannot_hold_anything_but_json(value: Any) -> None:
    with pytest.raises(Malformed):
        envelope.seal_json(KEY, value, PLACE)


@pytest.mark.parametrize("clear", [b"", b"[]", b"1", b"{", b"\xff", b"[" * 100_000])
def test_reader_cannot_be_given_other_than_object(clear: bytes) -> None:
    with pytest.raises(Malformed):
        envelope.open_json(KEY, envelope.seal(KEY, clear, PLACE), PLACE)


@given(context=contexts, own=names)
def test_a_shelf_puts_a_capsule_where_its_context_does(context: Context, own: str) -> None:
    shelf = envelope.Shelf(context.table, context.columns, len(own.encode()), context.compartment)
    for _ in range(2):  # the second time out of its memory
        tail = (context.agency.bytes, context.generation, context.schema, context.version)
        place = shelf.place(context.row.bytes, own.encode(), tail)
        assert place == envelope.associated(context._replace(columns=context.columns + own))


def test_a_shelf_takes_ids_and_names_of_its_lengths_only() -> None:
    shelf = envelope.Shelf("keyring_capsule", "body/case/", 4, "header")
    good = (bytes(16), 1, 1, 1)
    assert shelf.place(bytes(16), b"abcd", good)
    for row, own, tail in (
        (bytes(15), b"abcd", good),
        (bytes(16), b"abc", good),
        (bytes(16), b"abcd", (bytes(17), 1, 1, 1)),
        (bytes(16), b"abcd", (bytes(16), -1, 1, 1)),
        (bytes(16), b"abcd", (bytes(16), 1, 1, 2**64)),
    ):
        with pytest.raises(Malformed):
            shelf.place(row, own, tail)


def test_reader_cannot_open_a_capsule_at_another_place() -> None:
    blob = envelope.seal_json(KEY, {"n": 1}, PLACE)
    assert envelope.open_json_at(KEY, blob, envelope.associated(PLACE)) == {"n": 1}
    with pytest.raises(WrongKey):
        envelope.open_json_at(KEY, blob, envelope.associated(PLACE._replace(version=5)))


def test_too_large_capsule_cannot_be_sealed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(padding, "LIMIT", 100)
    with pytest.raises(Malformed):
        envelope.seal(KEY, bytes(101), PLACE)
