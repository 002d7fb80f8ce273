"""What somebody sent that must wait for a passphrase: kept in the page that asks, sealed, and never on the server."""

from __future__ import annotations

import base64
import json
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.http import HttpRequest

from waystation.core.vault import keys
from waystation.core.vault.errors import VaultError
from waystation.foundation import keyfiles
from waystation.foundation.agencies.models import Member

_DROPPED = {"csrfmiddlewaretoken"}


@dataclass(frozen=True)
class Held:
    """A form that waits to be sent again: its address and its (name, value) pairs."""

    path: str
    pairs: list[tuple[str, str]]


LOCKED, STEP = b"held/", b"step/"
"""What it waits for: the screen to open, or the passphrase before one act. One does not pass for the other."""


def hold(request: HttpRequest, member: Member, use: bytes = LOCKED) -> str:
    """The form of this request as sealed text for a hidden field. Files are not kept."""
    data = json.dumps([request.get_full_path(), pairs_of(request)]).encode()
    return base64.b64encode(keys.wrap(server_key(), data, use + member.id.bytes)).decode()


def pairs_of(request: HttpRequest) -> list[tuple[str, str]]:
    """What a form says, in its order, without its token."""
    return [(name, value) for name, values in request.POST.lists() if name not in _DROPPED for value in values]


def release(text: str, member: Member, use: bytes = LOCKED) -> Held | None:
    """Undo `hold`; None for anything but what this member sent to this server for this use."""
    try:
        path, pairs = json.loads(keys.unwrap(server_key(), base64.b64decode(text), use + member.id.bytes))
    except (VaultError, ValueError):
        return None
    return Held(path, [(name, value) for name, value in pairs])


def server_key() -> bytes:
    """32 bytes from `keys/held.key` in the data folder."""
    return keyfiles.read_or_make(Path(settings.WAYSTATION_HOME), "held")
