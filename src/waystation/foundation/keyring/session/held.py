"""What somebody sent that must wait for a passphrase: kept in the page that asks, sealed, and never on the server."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.http import HttpRequest

from waystation.core.vault import keys
from waystation.core.vault.errors import VaultError
from waystation.foundation import clock, keyfiles
from waystation.foundation.agencies.models import Member
from waystation.foundation.keyring.session import naming

SESSION = "session"
"""In the session row: a random name that stays while the row's own id changes with each opening."""
_SECRET = {"csrfmiddlewaretoken", "passphrase", "password", "agency_code", "backup_code", "credential"}
_SECRET_OF_KEYS = {"new", "again", "old", "code", "slip", "group"}
_OF_KEYS = ("/account/", "/sign-in/", "/unlock/", "/confirm/", "/join/", "/set-up/")
"""Pages where a field called new or code holds a secret; elsewhere a code is a kind of need."""


@dataclass(frozen=True)
class Held:
    """A form that waits to be sent again: its address and its (name, value) pairs, none of them a secret."""

    path: str
    pairs: list[tuple[str, str]]

    @property
    def words(self) -> list[tuple[str, str]]:
        """What it says, for the page that asks whether to send it."""
        return naming.said(self.path, self.pairs)


LOCKED, STEP = b"held/", b"step/"
"""What it waits for: the screen to open, or the passphrase before one act. One does not pass for the other."""


def hold(request: HttpRequest, member: Member, use: bytes = LOCKED) -> str:
    """The form of this request as sealed text for a hidden field of this session. Files are not kept."""
    return seal(request, Held(request.get_full_path(), pairs_of(request)), member, use)


def seal(request: HttpRequest, held: Held, member: Member, use: bytes = LOCKED) -> str:
    """Seal what is held once more, from now on."""
    data = json.dumps([held.path, held.pairs, clock.seconds()]).encode()
    return base64.b64encode(keys.wrap(server_key(), data, _label(request, member, use))).decode()


def pairs_of(request: HttpRequest) -> list[tuple[str, str]]:
    """What a form says, in its order, without its token and without secrets."""
    pairs = [(name, value) for name, values in request.POST.lists() for value in values]
    return without_secrets(request.path, pairs)


def without_secrets(path: str, pairs: Iterable[Sequence[str]]) -> list[tuple[str, str]]:
    """The pairs that may wait: passphrases, codes and passkeys are typed anew."""
    dropped = _SECRET | _SECRET_OF_KEYS if path.startswith(_OF_KEYS) else _SECRET
    return [(name, value) for name, value in pairs if name not in dropped]


def carries_secret(request: HttpRequest) -> bool:
    """Whether something typed in this form is a secret, so that the form is not worth keeping without it."""
    pairs = [(name, "") for name in request.POST if name not in ("csrfmiddlewaretoken", "credential")]
    return without_secrets(request.path, pairs) != pairs


def release(
    request: HttpRequest, text: str, member: Member, use: bytes = LOCKED, *, within: float | None = None
) -> Held | None:
    """Undo `hold`; None for anything but what this member sent in this session for this use, `within` seconds."""
    try:
        path, pairs, at = json.loads(keys.unwrap(server_key(), base64.b64decode(text), _label(request, member, use)))
    except (VaultError, ValueError):
        return None
    if within is not None and not 0 <= clock.seconds() - at <= within:
        return None
    return Held(path, [(name, value) for name, value in pairs])


def _label(request: HttpRequest, member: Member, use: bytes) -> bytes:
    return use + member.id.bytes + str(request.session.get(SESSION, "")).encode()


def server_key() -> bytes:
    """32 bytes from `keys/held.key` in the data folder."""
    return keyfiles.read_or_make(Path(settings.WAYSTATION_HOME), "held")
