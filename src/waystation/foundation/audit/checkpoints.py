"""Signed roots: every 500 events the RFC 9162 root of the chain, kept with the peaks that carry the tree on."""

from __future__ import annotations

import datetime as dt
from uuid import UUID

from django.conf import settings

from waystation.core.vault import log
from waystation.core.vault.certificate import root_public
from waystation.foundation import keyfiles
from waystation.foundation.audit.models import Checkpoint, Event

EVERY = 500


class Peaks(log.Tree):
    """A tree that can be put away and taken up again: its full subtrees' roots, packed."""

    @classmethod
    def restore(cls, size: int, packed: bytes) -> Peaks:
        """The tree of `size` leaves whose peaks are given, 32 bytes each, biggest first."""
        tree = cls()
        tree.size = size
        tree._peaks = [packed[place : place + 32] for place in range(0, len(packed), 32)]
        return tree

    def packed(self) -> bytes:
        """All it takes to go on: at most 64 x 32 bytes."""
        return b"".join(self._peaks)


def server_seed() -> bytes:
    """The server's Ed25519 seed for checkpoints: a key file in the data folder, outside the database."""
    return keyfiles.read_or_make(settings.WAYSTATION_HOME, "journal")


def write_due(chain: UUID, size: int, at: dt.datetime, seed: bytes | None = None) -> Checkpoint | None:
    """Sign the root when `size` completes a block of 500 events, with the given seed or the server's."""
    if size % EVERY:
        return None
    before = Checkpoint.objects.filter(chain=chain, size=size - EVERY).first()
    peaks = Peaks.restore(before.size, bytes(before.peaks)) if before else Peaks()
    block = Event.objects.filter(chain=chain, seq__gt=peaks.size, seq__lte=size).order_by("seq")
    for item in block.values_list("hash", flat=True):
        peaks.append(log.leaf_hash(bytes(item)))
    seed = seed or server_seed()
    signature = log.sign_checkpoint(seed, chain, size, peaks.root(), at)
    return Checkpoint.objects.create(
        chain=chain, size=size, root=peaks.root(), peaks=peaks.packed(), at=at,
        signer=root_public(seed), signature=signature,
    )  # fmt: skip
