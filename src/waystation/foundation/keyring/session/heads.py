"""At sign-in the bundle knows how far the journal had come: whoever rewrote or cut it since is noticed here."""

from __future__ import annotations

from waystation.foundation.audit.selectors import START, stands
from waystation.foundation.keyring import pins
from waystation.foundation.keyring.actions.members import remember_heads
from waystation.foundation.keyring.session import journal
from waystation.foundation.keyring.session.backend import Opened


def check(opened: Opened) -> bool:
    """Compare the remembered head with the journal, and prove what was added since with every line.

    True: it fits, and the newest head is remembered from now on.

    False: the journal was changed since; the old head stays in the bundle as evidence, and an event says so.
    """
    chain = opened.member.agency_id
    seq, digest = opened.bundle.heads.get(chain.hex, (0, ""))
    point = stands(chain, (seq, bytes.fromhex(digest)) if seq else START)
    if point is None:
        journal.note(opened.member, journal.HEAD_DIFFERS)
        return False
    if point[0] > seq:
        remember_heads(opened.keyring, opened.unlock_key)
    pins.pin_expected(chain, opened.bundle.root_fingerprint)
    return True
