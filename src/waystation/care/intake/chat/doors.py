"""The visitor's side of a chat: which one, and the key of what was written, by what only their cookie holds."""

from __future__ import annotations

import base64
import binascii
from dataclasses import dataclass
from uuid import UUID

from waystation.care.intake.chat.models import Chat
from waystation.core.vault.errors import VaultError
from waystation.core.vault.keys import new_key, unwrap, wrap

_BYTES = 48


@dataclass(frozen=True)
class Visit:
    """A chat and the key its visitor brought."""

    row: Chat
    key: bytes


def new_cookie(chat: UUID) -> tuple[str, bytes]:
    """(what the browser holds, the key in it)."""
    key = new_key()
    return base64.urlsafe_b64encode(chat.bytes + key).decode(), key


def close_door(cookie_key: bytes, chat: UUID, talk_key: bytes) -> bytes:
    """The key of what was written, under the cookie's."""
    return wrap(cookie_key, talk_key, b"chat-door/1" + chat.bytes)


def visit(cookie: str) -> Visit | None:
    """The chat a cookie opens; None for any other, and for one that was destroyed."""
    try:
        raw = base64.b64decode(cookie.encode("ascii"), altchars=b"-_", validate=True)
    except (binascii.Error, ValueError):
        return None
    if len(raw) != _BYTES:
        return None
    row = Chat.objects.select_related("line", "team").filter(pk=UUID(bytes=raw[:16])).first()
    if row is None or not row.is_kept:
        return None
    try:
        return Visit(row, unwrap(raw[16:], bytes(row.door), b"chat-door/1" + row.pk.bytes))
    except VaultError:
        return None
