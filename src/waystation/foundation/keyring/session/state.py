"""The life of a signed-in session: opening, what it is now, idle lock, absolute end."""

from __future__ import annotations

import math
from dataclasses import dataclass
from enum import Enum
from typing import Any, cast

from django.conf import settings
from django.contrib.auth import login, logout
from django.http import HttpRequest, HttpResponse

from waystation.core.vault import keys
from waystation.core.vault.bundle import Bundle
from waystation.foundation import clock
from waystation.foundation.agencies.models import Member
from waystation.foundation.agencies.roles import roles
from waystation.foundation.keyring.session import held, journal, seal, shown

BUNDLE, OPENED, SEEN, FRESH = "bundle", "opened", "seen", "fresh"
"""What a row holds: the sealed bundle; when it was signed in, last used, and last given the passphrase."""
PAGE = "answer"
"""A page that waits sealed for this browser; it goes when the screen locks."""
_COARSE = 30
"""Seconds between two notes of activity: a page view is not a write."""
BACKEND = "waystation.foundation.keyring.session.backend.PassphraseBackend"


class State(Enum):
    """What a session is worth: nobody, known but locked, open."""

    NOBODY = "nobody"
    LOCKED = "locked"
    OPEN = "open"


@dataclass(frozen=True)
class Standing:
    """A session's state; the bundle only when it is open."""

    state: State
    bundle: Bundle | None = None


def seconds() -> float:
    """Epoch seconds of the machine: the demo's clock does not end sessions."""
    return clock.seconds()


def idle_limit(member: Member) -> int:
    """Seconds without a request until this member's screen locks."""
    known = roles().get(member.role)
    on_shift = known is not None and known.idle_minutes > 15
    return int(settings.WAYSTATION_IDLE_HOTLINE if on_shift else settings.WAYSTATION_IDLE)


def is_over(data: Any) -> bool:
    """Whether the absolute end of a session's data has come."""
    return bool(seconds() - data.get(OPENED, 0) >= settings.WAYSTATION_ABSOLUTE)


def is_idle(data: Any, member: Member) -> bool:
    """Whether a session's data still hold a bundle that nobody has used for too long."""
    return bool(BUNDLE in data and seconds() - data.get(SEEN, 0) >= idle_limit(member))


def begin(request: HttpRequest, response: HttpResponse, member: Member, bundle: Bundle) -> None:
    """Sign a member in after both factors: new session id, new browser key, bundle sealed under it."""
    request.session.pop("pending", None)
    login(request, member, backend=BACKEND)
    request.session[OPENED] = seconds()  # before its row is made: a row without it is swept away
    request.session[held.SESSION] = keys.new_key().hex()
    request.session.cycle_key()
    unlock(request, response, member, bundle)


def unlock(request: HttpRequest, response: HttpResponse, member: Member, bundle: Bundle) -> None:
    """Seal the bundle into the session row under a fresh browser key; pages shown from now on are an open screen's."""
    key = keys.new_key()
    request.session[BUNDLE] = seal.bundle_to_text(bundle, key, member.id, b"session")
    request.session[SEEN] = request.session[FRESH] = seconds()
    shown.begin(request)
    put_key(response, key)
    request._browser_key = key  # type: ignore[attr-defined]  # the rest of this answer seals under the new key


def hand_over(request: HttpRequest, response: HttpResponse) -> None:
    """See that the browser gets a key made in this request, also when another answer took the place of the first."""
    key = getattr(request, "_browser_key", None)
    if key is not None and settings.WAYSTATION_KEY_COOKIE not in response.cookies:
        put_key(response, key)


def put_key(response: HttpResponse, key: bytes) -> None:
    """Hand the browser its key: session-only, unreadable for scripts, to this host only."""
    response.set_cookie(
        settings.WAYSTATION_KEY_COOKIE, seal.to_cookie(key), path="/", secure=True, httponly=True, samesite="Strict"
    )


def browser_key(request: HttpRequest) -> bytes | None:
    """The key this browser holds, or None."""
    fresh = getattr(request, "_browser_key", None)
    return fresh or seal.from_cookie(request.COOKIES.get(settings.WAYSTATION_KEY_COOKIE))


def standing(request: HttpRequest) -> Standing:
    """What the session is now; enforces the absolute end (session deleted) and the idle lock (bundle dropped)."""
    if not request.session.session_key or not request.user.is_authenticated:
        return Standing(State.NOBODY)
    member, session = request.user, request.session
    if is_over(session):
        logout(request)
        return Standing(State.NOBODY)
    if is_idle(session, member):
        lock(request)
        journal.note(member, journal.LOCKED)
    key = browser_key(request)
    bundle = seal.bundle_from_text(session[BUNDLE], key, member.id, b"session") if key and BUNDLE in session else None
    if bundle is None:
        return Standing(State.LOCKED)
    return Standing(State.OPEN, bundle)


def note_seen(request: HttpRequest) -> None:
    """Somebody is at the desk: move the idle lock of an open session."""
    now = seconds()
    if now - request.session.get(SEEN, 0) >= _COARSE:
        request.session[SEEN] = now


def seconds_left(request: HttpRequest) -> int:
    """Whole seconds until the idle lock of an open session comes, if nobody does anything."""
    left: float = idle_limit(cast(Member, request.user)) - (seconds() - request.session.get(SEEN, 0))
    return max(0, math.ceil(left))


def lock(request: HttpRequest) -> None:
    """Drop the bundle from the row: from now on only the passphrase opens anything again."""
    request.session.pop(BUNDLE, None)
    request._page_waiting = request.session.pop(PAGE, None)  # type: ignore[attr-defined]  # may be kept in another way
    request._browser_key = None  # type: ignore[attr-defined]  # nor is a key of this request handed over


def page_waiting(request: HttpRequest) -> str | None:
    """The sealed page that waits for this browser, also when this request locked the screen."""
    waits: str | None = request.session.get(PAGE) or getattr(request, "_page_waiting", None)
    return waits


def forget_key(response: HttpResponse) -> None:
    """Take the browser's key back."""
    response.delete_cookie(settings.WAYSTATION_KEY_COOKIE, path="/", samesite="Strict")
    response.cookies[settings.WAYSTATION_KEY_COOKIE]["secure"] = True
