"""The server as a maker of keys: for messages that come in while nobody of the agency is signed in.

It signs what it makes with the journal's key file, so that a row which somebody put into the database is no message.
It may make the first key of a received message and no other; whoever turns that key later is a member.
"""

from __future__ import annotations

from functools import lru_cache
from uuid import UUID

from waystation.core.vault.certificate import root_public
from waystation.foundation.audit.checkpoints import server_seed
from waystation.foundation.keyring.compartments import RECEIVED
from waystation.foundation.keyring.models import CompartmentKey

MAKER = UUID(int=0)
"""Stands where a member's id would be."""


def may_make(row: CompartmentKey) -> bool:
    """Whether this key is one the server makes."""
    return row.kind in RECEIVED and row.generation == 1


def signing_public() -> bytes:
    """The public half of the key file that signs for the server. Raises KeyFileError when the file is damaged."""
    return _public(server_seed())


@lru_cache(maxsize=4)
def _public(seed: bytes) -> bytes:
    return root_public(seed)
