"""What somebody sent from a screen that had locked: kept in the unlock page itself, sealed, and never on the server."""

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


def hold(request: HttpRequest, member: Member) -> str:
    """The form of this request as sealed text for a hidden field. Files are not kept."""
    pairs = [(name, value) for name, values in request.POST.lists() if name not in _DROPPED for value in values]
    data = json.dumps([request.get_full_path(), pairs]).encode()
    return base64.b64encode(keys.wrap(_key(), data, _label(member))).decode()


def release(text: str, member: Member) -> Held | None:
    """Undo `hold`; None for anything but what this member sent to this server."""
    try:
        path, pairs = json.loads(keys.unwrap(_key(), base64.b64decode(text), _label(member)))
    except (VaultError, ValueError):
        return None
    return Held(path, [(name, value) for name, value in pairs])


def _key() -> bytes:
    return keyfiles.read_or_make(Path(settings.WAYSTATION_HOME), "held")


def _label(member: Member) -> bytes:
    return b"held/" + member.id.bytes
