"""What the maker of a compartment key signs: the key, its place, and who got it.

A row in the table of grants makes nobody a holder. Keys from before version 0.3 have a signature without holders.
"""

from __future__ import annotations

import struct
from collections.abc import Iterable, Sequence
from typing import NamedTuple
from uuid import UUID

from waystation.core.vault.commitment import sign_keys, verify_key
from waystation.core.vault.errors import VaultError
from waystation.foundation.keyring import labels
from waystation.foundation.keyring.models import CompartmentKey, HolderKind

_SIGNATURE = 64
_ITEM = struct.Struct(">B16sI")
_KINDS = (HolderKind.TEAM.value, HolderKind.MEMBER.value)


class Holding(NamedTuple):
    """A team or a member with a compartment key, and the generation of the key it is sealed to."""

    kind: str
    holder: UUID
    generation: int


def sign_making(seed: bytes, key: bytes, row: CompartmentKey, holdings: Iterable[Holding]) -> bytes:
    """64 bytes of signature, one of version, 21 for each holder."""
    return sign_makings(seed, [(key, row)], holdings)[0]


def sign_makings(seed: bytes, made: Sequence[tuple[bytes, CompartmentKey]], holdings: Iterable[Holding]) -> list[bytes]:
    """`sign_making` for several keys that the same holders got."""
    listed = b"\x01" + b"".join(_ITEM.pack(_KINDS.index(kind), pk.bytes, gen) for kind, pk, gen in sorted(holdings))
    return [signed + listed for signed in sign_keys(seed, [(key, _label(row, listed)) for key, row in made])]


def is_made_by(public: bytes, key: bytes, row: CompartmentKey) -> bool:
    """Whether the owner of a signing key made this key and gave it to the holders listed."""
    made = bytes(row.signature)
    try:
        verify_key(public, key, _label(row, made[_SIGNATURE:]), made[:_SIGNATURE])
    except VaultError:
        return False
    return True


def signed_holdings(row: CompartmentKey) -> list[Holding] | None:
    """Who got the key when it was made; None for a key whose maker did not sign that. Check `is_made_by` before."""
    listed = bytes(row.signature)[_SIGNATURE + 1 :]
    if len(row.signature) == _SIGNATURE:
        return None
    return [Holding(_KINDS[kind], UUID(bytes=pk), generation) for kind, pk, generation in _ITEM.iter_unpack(listed)]


def _label(row: CompartmentKey, listed: bytes) -> bytes:
    return labels.compartment_key(row.pk, row.subject, row.kind, row.compartment, row.generation, listed)
