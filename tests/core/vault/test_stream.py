"""File streams: constant memory, and nothing given out behind a bad chunk."""

from __future__ import annotations

import io
import itertools
import tracemalloc
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st
from nacl import bindings as sodium

from waystation.core.vault import padding, primitives, stream
from waystation.core.vault.envelope import Context, associated
from waystation.core.vault.errors import Malformed, UnknownVersion, VaultError, WrongKey

KEY = bytes(range(32))
PLACE = Context("keyring_file", "body", UUID(int=1), UUID(int=2), "legal", 3, 1, 4)
HEAD, CHUNK = 30, 4 + stream.CHUNK + 17


def sealed(clear: bytes) -> bytes:
    out = io.BytesIO()
    assert stream.encrypt_stream(KEY, io.BytesIO(clear), out, PLACE) == len(out.getvalue())
    return out.getvalue()


def opened(blob: bytes, context: Context = PLACE, key: bytes = KEY) -> bytes:
    out = io.BytesIO()
    assert stream.decrypt_stream(key, io.BytesIO(blob), out, context) == len(out.getvalue())
    return out.getvalue()


CLEAR = bytes(range(256)) * 1000  # four chunks
BLOB = sealed(CLEAR)
PARTS = [BLOB[at : at + CHUNK] for at in range(HEAD, len(BLOB), CHUNK)]


class Slow(io.BytesIO):
    """Gives at most 1,000 bytes for each read, as a network does."""

    def read(self, size: int | None = -1, /) -> bytes:
        return super().read(min(1000, size if size is not None and size >= 0 else 1000))


def raw_file(*frames: tuple[bytes, int]) -> bytes:
    """A file of any (clear content, tag) frames under the right key: what only a holder of the key could make."""
    place, state = associated(PLACE), sodium.crypto_secretstream_xchacha20poly1305_state()
    file_key = primitives.expand(KEY, b"waystation/file/1\x00" + place[:16] + place[-8:])
    header = sodium.crypto_secretstream_xchacha20poly1305_init_push(state, file_key)
    chunks = [sodium.crypto_secretstream_xchacha20poly1305_push(state, clear, place, tag) for clear, tag in frames]
    return b"\x01\x03" + place[-16:-12] + header + b"".join(chunks)


@given(clear=st.binary(max_size=300) | st.integers(0, 200_000).map(bytes))
def test_holder_can_open_file(clear: bytes) -> None:
    assert opened(sealed(clear)) == clear


@pytest.mark.parametrize("edge", [0, 1, 252, 256, 257, 16384, 65532, 65535, 65536, 65537, 131072, 131073, 1_000_000])
def test_holder_can_open_file_at_edges(edge: int) -> None:
    clear = b"\xa5" * edge
    blob = sealed(clear)
    assert opened(blob) == clear
    chunks = -(-padding.bucket(edge) // stream.CHUNK)
    assert len(blob) == HEAD + padding.bucket(edge) + chunks * (4 + 17)


@given(pieces=st.lists(st.integers(0, 70_000), max_size=6))
def test_upload_can_arrive_in_pieces(pieces: list[int]) -> None:
    sealer = stream.Sealer(KEY, PLACE)
    body = b"".join([*(sealer.update(b"\x07" * size) for size in pieces), *sealer.finish()])
    assert opened(body) == b"\x07" * sum(pieces)


def test_slow_reader_can_be_used() -> None:
    out = io.BytesIO()
    stream.encrypt_stream(KEY, Slow(CLEAR), out, PLACE)
    assert b"".join(stream.decrypt_chunks(KEY, Slow(out.getvalue()), PLACE)) == CLEAR


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("table", "x"), ("columns", "x"), ("row", UUID(int=9)), ("agency", UUID(int=9)), ("compartment", "health"),
        ("generation", 2), ("schema", 2), ("version", 5),
    ],
)  # fmt: skip
def test_database_writer_cannot_move_file(field: str, value: object) -> None:
    with pytest.raises(WrongKey):
        opened(BLOB, PLACE._replace(**{field: value}))


def test_other_key_cannot_open() -> None:
    with pytest.raises(WrongKey):
        opened(BLOB, key=bytes(32))


def test_stranger_cannot_cut_file() -> None:
    at_chunks = [HEAD + CHUNK * n for n in range(len(PARTS))]
    for end in {0, 1, 5, 29, *at_chunks, *(at + 1 for at in at_chunks), *(at + 500 for at in at_chunks), len(BLOB) - 1}:
        with pytest.raises(VaultError):
            opened(BLOB[:end])


def test_stranger_cannot_reorder_drop_or_repeat_chunks() -> None:
    whole = list(range(len(PARTS)))
    orders = [list(order) for order in itertools.permutations(whole) if list(order) != whole]
    orders += [whole[:n] + whole[n + 1 :] for n in whole] + [whole[: n + 1] + whole[n:] for n in whole]
    for order in orders:
        with pytest.raises(VaultError):
            opened(BLOB[:HEAD] + b"".join(PARTS[n] for n in order))


def test_stranger_cannot_append() -> None:
    for more in (b"\x00", PARTS[0], BLOB):
        with pytest.raises(VaultError):
            opened(BLOB + more)


def test_stranger_cannot_mix_two_files_of_one_place() -> None:
    other = sealed(CLEAR)
    with pytest.raises(WrongKey):
        opened(BLOB[: HEAD + CHUNK] + other[HEAD + CHUNK :])


@pytest.mark.parametrize("chunk", range(len(PARTS)))
def test_reader_cannot_get_anything_behind_bad_chunk(chunk: int) -> None:
    for offset in (0, 1, 5, len(PARTS[chunk]) // 2, len(PARTS[chunk]) - 1):
        changed = bytearray(BLOB)
        changed[HEAD + chunk * CHUNK + offset] ^= 1
        got: list[bytes] = []
        with pytest.raises(WrongKey):
            got.extend(stream.decrypt_chunks(KEY, io.BytesIO(changed), PLACE))
        assert b"".join(got) == CLEAR[: chunk * stream.CHUNK]


def test_stranger_cannot_change_one_bit_of_small_file() -> None:
    blob = sealed(b"a paper form")
    for bit in range(len(blob) * 8):
        changed = bytearray(blob)
        changed[bit // 8] ^= 1 << bit % 8
        with pytest.raises(VaultError):
            opened(bytes(changed))


@given(data=st.binary(max_size=400))
def test_arbitrary_bytes_cannot_open(data: bytes) -> None:
    for blob in (data, BLOB[:HEAD] + data):
        with pytest.raises(VaultError):
            opened(blob)


def test_reader_can_tell_unknown_version() -> None:
    with pytest.raises(UnknownVersion):
        opened(b"\x02" + BLOB[1:])


@pytest.mark.parametrize(
    "frames",
    [
        [(b"", 3)], [(b"\x00\x00", 3)], [(b"\x00\x00\x00\x05abcd", 3)], [(b"\xff\xff\xff\xffabcd", 3)],
        [(b"\x00\x00\x00\x01a", 1)], [(b"\x00\x00\x00\x01a", 2)],
        [(bytes(4 + stream.CHUNK), 0), (b"\x00\x00\x00\x01a", 3)],
    ],
)  # fmt: skip
def test_holder_cannot_write_other_shape(frames: list[tuple[bytes, int]]) -> None:
    with pytest.raises(Malformed):
        opened(raw_file(*frames))


def test_file_without_final_chunk_cannot_open() -> None:
    with pytest.raises(Malformed):
        opened(raw_file((stream.CHUNK.to_bytes(4, "big") + bytes(stream.CHUNK), 0)))


def test_sizes_cannot_be_told_apart_inside_a_bucket() -> None:
    assert len(sealed(bytes(100))) == len(sealed(b""))
    assert len(sealed(bytes(1_000_000))) == len(sealed(bytes(1_080_000)))


class Zeros:
    """A clear file of a given size that never lies in memory whole."""

    def __init__(self, size: int) -> None:
        self.left = size

    def read(self, size: int, /) -> bytes:
        size = min(size, self.left)
        self.left -= size
        return bytes(size)


class Nowhere:
    """Forgets what it is given."""

    def write(self, data: bytes, /) -> None: ...


def test_large_file_can_be_sealed_in_little_memory() -> None:
    tracemalloc.start()
    written = stream.encrypt_stream(KEY, Zeros(20_000_000), Nowhere(), PLACE)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert written > 20_000_000
    assert peak < 1_000_000
