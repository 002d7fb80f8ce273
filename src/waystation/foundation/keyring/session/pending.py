"""Between passphrase and second factor: the bundle waits five minutes, sealed under the browser's key."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse

from waystation.core.vault import keys
from waystation.core.vault.bundle import Bundle
from waystation.foundation.agencies.models import Member
from waystation.foundation.keyring.session import seal, state

ROW = "pending"
LIFETIME = 300
"""Seconds between the two steps."""
TRIES = 3
"""Wrong codes until the waiting bundle is deleted."""


@dataclass(frozen=True)
class Pending:
    """A member whose passphrase was right, with the bundle that waits."""

    member: Member
    bundle: Bundle
    next: str
    extra: dict[str, Any]


def put(request: HttpRequest, response: HttpResponse, member: Member, bundle: Bundle, next_: str, **extra: Any) -> None:
    """Start the wait: a new session row for nobody, and a key only this browser holds. `extra` is sealed beside."""
    request.session.flush()
    key = keys.new_key()
    request.session[ROW] = {
        "member": str(member.id),
        "at": state.seconds(),
        "tries": 0,
        "next": next_,
        "bundle": seal.bundle_to_text(bundle, key, member.id, b"pending"),
        "extra": seal.data_to_text(extra, key, b"pending/" + member.id.bytes),
    }
    state.put_key(response, key)


def find(request: HttpRequest) -> Pending | None:
    """The waiting sign-in of this browser; an old one, or one whose key is gone, is deleted."""
    row, key = request.session.get(ROW), state.browser_key(request)
    if row is None:
        return None
    member = Member.objects.filter(pk=UUID(row["member"]), is_active=True).select_related("agency").first()
    fresh = 0 <= state.seconds() - row["at"] < LIFETIME
    if member is not None and key is not None and fresh:
        bundle = seal.bundle_from_text(row["bundle"], key, member.id, b"pending")
        if bundle is not None:
            extra = seal.data_from_text(row["extra"], key, b"pending/" + member.id.bytes)
            return Pending(member, bundle, row["next"], extra or {})
    drop(request)
    return None


def wrong(request: HttpRequest) -> bool:
    """Count a wrong code; True when that ended the wait."""
    row = request.session.get(ROW)
    if row is None:
        return True
    row["tries"] += 1
    if row["tries"] >= TRIES:
        drop(request)
        return True
    request.session[ROW] = row
    return False


def drop(request: HttpRequest) -> None:
    """Delete the waiting bundle and its row."""
    request.session.flush()
