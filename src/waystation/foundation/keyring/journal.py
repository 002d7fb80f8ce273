"""The journal as the keyring writes it: details sealed to the agency's journal team."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from waystation.core.vault.envelope import dump_json, load_json
from waystation.core.vault.errors import VaultError
from waystation.core.vault.keys import open_sealed, seal_to
from waystation.core.vault.padding import pad, unpad
from waystation.foundation import clock
from waystation.foundation.audit import actions as audit
from waystation.foundation.audit.canon import Written
from waystation.foundation.audit.models import Event
from waystation.foundation.keyring import labels, trust
from waystation.foundation.keyring.errors import NoKey, Tampered
from waystation.foundation.keyring.ring import Keyring


def note(
    keyring: Keyring,
    verb: str,
    subject: UUID | None = None,
    *,
    detail: Mapping[str, Any] | None = None,
    writes: Sequence[Written] = (),
    at: dt.datetime | None = None,
) -> Event:
    """Append one event to the member's agency chain: the last statement of a transaction. Raises Untrusted.

    What the keyring changed in keys on the way (`pending`) goes into the event too.
    """
    chain, actor = keyring.member.agency_id, keyring.member.pk
    sealed = b""
    if detail:
        key = trust.team_key_of_kind(keyring, "journal")
        label = labels.journal(chain, verb, actor, subject)
        box = seal_to(key.exchange, pad(dump_json(dict(detail))), label)
        sealed = key.subject.bytes + key.generation.to_bytes(4, "big") + box
    lines = [*writes, *keyring.pending.values()]
    keyring.forget_pending()
    return audit.append(
        chain, at=at or clock.now(), verb=verb, actor=actor, subject=subject, writes=lines, detail=sealed
    )


def open_detail(keyring: Keyring, event: Event) -> dict[str, Any]:
    """The sealed detail of an event, {} when there is none. Raises NoKey, Tampered."""
    sealed = bytes(event.detail)
    if not sealed:
        return {}
    if event.actor is None:
        raise Tampered("a sealed detail without its writer")
    team, generation = UUID(bytes=sealed[:16]), int.from_bytes(sealed[16:20], "big")
    secret = keyring.team(team, generation)
    label = labels.journal(event.chain, event.verb, event.actor, event.subject)
    try:
        return load_json(unpad(open_sealed(secret.exchange, sealed[20:], label)))
    except VaultError:
        raise Tampered("a journal entry does not open") from None


def detail_or_none(keyring: Keyring, event: Event) -> dict[str, Any] | None:
    """The detail, or None when it was written for an earlier circle of readers."""
    try:
        return open_detail(keyring, event)
    except NoKey:
        return None
