"""The Merkle tree of RFC 9162 section 2.1 over a journal, and signed checkpoints of it.

A tree is over leaf hashes: `leaf_hash` each entry once, then give the list to the others. All hashes have 32 bytes.
"""

from __future__ import annotations

import struct
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from hashlib import sha256
from hmac import compare_digest
from uuid import UUID

from waystation.core.vault import primitives
from waystation.core.vault.errors import Malformed, WrongKey
from waystation.core.vault.primitives import Blob

EMPTY_ROOT = sha256(b"").digest()
_DOMAIN = b"waystation/checkpoint/1"
_CHECKPOINT = struct.Struct(">16sQ32s")


def leaf_hash(entry: bytes) -> bytes:
    """SHA-256 of 0 | entry."""
    return sha256(b"\x00" + entry).digest()


def _node(left: bytes, right: bytes) -> bytes:
    return sha256(b"\x01" + left + right).digest()


class Tree:
    """A tree that grows leaf by leaf and remembers only the roots of its full subtrees (log2 n hashes)."""

    def __init__(self) -> None:
        self.size = 0
        self._peaks: list[bytes] = []

    def append(self, leaf: bytes) -> None:
        """Add one leaf hash. Raises Malformed when it has not 32 bytes."""
        if len(leaf) != 32:
            raise Malformed("a leaf hash has 32 bytes")
        self.size += 1
        carry = self.size
        while not carry & 1:
            leaf = _node(self._peaks.pop(), leaf)
            carry >>= 1
        self._peaks.append(leaf)

    def root(self) -> bytes:
        """The root over all leaves so far; of none, SHA-256 of nothing."""
        if not self._peaks:
            return EMPTY_ROOT
        top = self._peaks[-1]
        for peak in reversed(self._peaks[:-1]):
            top = _node(peak, top)
        return top


def root(leaves: Iterable[bytes]) -> bytes:
    """The root (MTH) over leaf hashes."""
    tree = Tree()
    for leaf in leaves:
        tree.append(leaf)
    return tree.root()


def inclusion_proof(leaves: Sequence[bytes], index: int) -> list[bytes]:
    """The audit path of the leaf at `index` (RFC 9162 2.1.3.1). Raises Malformed for an index outside."""
    if not 0 <= index < len(leaves):
        raise Malformed("there is no such leaf")
    start, size, path = 0, len(leaves), []
    while size > 1:
        half = _split(size)
        if index < start + half:
            path.append(root(leaves[start + half : start + size]))
            size = half
        else:
            path.append(root(leaves[start : start + half]))
            start, size = start + half, size - half
    return path[::-1]


def verify_inclusion(leaf: bytes, index: int, size: int, proof: Sequence[bytes], expected_root: bytes) -> None:
    """Raises WrongKey unless the proof leads from the leaf at `index` of `size` to the root (RFC 9162 2.1.3.2)."""
    if not 0 <= index < size or any(len(step) != 32 for step in proof):
        raise WrongKey("there is no such leaf")
    first, last, found = index, size - 1, leaf
    for step in proof:
        if last == 0:
            raise WrongKey("the proof is too long")
        if first & 1 or first == last:
            found = _node(step, found)
            while not first & 1 and first:
                first, last = first >> 1, last >> 1
        else:
            found = _node(found, step)
        first, last = first >> 1, last >> 1
    if last or not compare_digest(found, expected_root):
        raise WrongKey("the proof does not lead to this root")


def consistency_proof(leaves: Sequence[bytes], earlier: int) -> list[bytes]:
    """That the tree of the first `earlier` leaves is the start of this one (RFC 9162 2.1.4.1)."""
    if not 1 <= earlier <= len(leaves):
        raise Malformed("there was no such tree")
    start, size, whole, path = 0, len(leaves), True, []
    while earlier != size:
        half = _split(size)
        if earlier <= half:
            path.append(root(leaves[start + half : start + size]))
            size = half
        else:
            path.append(root(leaves[start : start + half]))
            start, size, earlier, whole = start + half, size - half, earlier - half, False
    if not whole:
        path.append(root(leaves[start : start + size]))
    return path[::-1]


def verify_consistency(earlier: int, earlier_root: bytes, size: int, later_root: bytes, proof: Sequence[bytes]) -> None:
    """Raises WrongKey unless the later tree begins with the earlier one (RFC 9162 2.1.4.2)."""
    if not 1 <= earlier <= size or any(len(step) != 32 for step in proof):
        raise WrongKey("there was no such tree")
    if earlier == size:
        if proof or not compare_digest(earlier_root, later_root):
            raise WrongKey("two roots for one size")
        return
    steps = [earlier_root, *proof] if earlier & (earlier - 1) == 0 else list(proof)
    if not steps:
        raise WrongKey("the proof is too short")
    first, last = earlier - 1, size - 1
    while first & 1:
        first, last = first >> 1, last >> 1
    old = new = steps[0]
    for step in steps[1:]:
        if last == 0:
            raise WrongKey("the proof is too long")
        if first & 1 or first == last:
            old, new = _node(step, old), _node(step, new)
            while not first & 1 and first:
                first, last = first >> 1, last >> 1
        else:
            new = _node(new, step)
        first, last = first >> 1, last >> 1
    if last or not compare_digest(old, earlier_root) or not compare_digest(new, later_root):
        raise WrongKey("the proof does not lead to these roots")


def sign_checkpoint(seed: bytes, chain: UUID, size: int, root: bytes, at: datetime) -> bytes:
    """64 byte Ed25519 signature over a chain, its size, its root and a time (to the microsecond, UTC)."""
    return primitives.sign(seed, _DOMAIN, _checkpoint(chain, size, root, at))


def verify_checkpoint(public: bytes, chain: UUID, size: int, root: bytes, at: datetime, signature: Blob) -> None:
    """Raises WrongKey unless `sign_checkpoint` made this signature with the seed of `public`."""
    primitives.verify(public, _DOMAIN, _checkpoint(chain, size, root, at), signature)


def _checkpoint(chain: UUID, size: int, root: bytes, at: datetime) -> bytes:
    if at.tzinfo is None or len(root) != 32 or not 0 <= size < 2**64:
        raise Malformed("a checkpoint needs a size, a root of 32 bytes and a time with its zone")
    return _CHECKPOINT.pack(chain.bytes, size, root) + at.astimezone(UTC).isoformat(timespec="microseconds").encode()


def _split(size: int) -> int:
    """The largest power of two below `size`."""
    return 1 << (size - 1).bit_length() - 1
