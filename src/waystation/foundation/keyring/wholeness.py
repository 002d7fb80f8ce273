"""Before anything is sealed or opened on the journal's word: the chain is whole, every event with all its lines.

A line that says an object is at version 2 may have been taken away; what is left, version 1, looks current. The event
that wrote the line covers it, so the events are counted through, not the lines alone.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from waystation.foundation.audit.selectors import START, stands
from waystation.foundation.keyring.errors import Tampered

if TYPE_CHECKING:
    from waystation.foundation.keyring.ring import Keyring


def prove_whole(keyring: Keyring, chain: UUID | None = None) -> None:
    """Prove a chain, the own agency's unless another is named: whole at first, then what this request added.

    Raises Tampered. What is remembered goes with the keyring, at the end of the request.
    """
    chain = chain or keyring.member.agency_id
    since = keyring.proved.get(chain, START)
    # What a transaction wrote that was then undone is no longer there: count from the start again.
    point = stands(chain, since) or (stands(chain) if since != START else None)
    if point is None:
        raise Tampered("the journal is not whole")
    keyring.proved[chain] = point
