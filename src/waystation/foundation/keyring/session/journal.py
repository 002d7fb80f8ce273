"""Sign-in events in the agency's journal: who and what, nothing more."""

from __future__ import annotations

from waystation.foundation import clock, store
from waystation.foundation.agencies.models import Member
from waystation.foundation.audit.actions import append

SIGNED_IN = "member.signed_in"
SIGNED_OUT = "member.signed_out"
WRONG_FACTOR = "member.second_factor_wrong"
FACTOR_SET = "member.second_factor_set"
FACTOR_REMOVED = "member.second_factor_removed"
BACKUP_USED = "member.backup_code_used"
BACKUP_RENEWED = "member.backup_codes_renewed"
LOCKED = "member.screen_locked"
UNLOCKED = "member.screen_opened"
CONFIRMED = "member.passphrase_confirmed"
LOCKED_EVERYONE = "session.everyone_locked"
HEAD_DIFFERS = "journal.head_differs"
TAMPERED = "keyring.tampering_found"


def note(actor: Member, verb: str, subject: Member | None = None) -> None:
    """Append one event about `subject` (the actor when not given) in its own transaction."""
    with store.writing():
        append(actor.agency_id, at=clock.now(), verb=verb, actor=actor.id, subject=(subject or actor).id)
