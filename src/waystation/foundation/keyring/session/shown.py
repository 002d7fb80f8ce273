"""Which forms come from a page that was shown while the screen was open, and which from a locked screen.

A form says where it comes from by its token (Django's, against forged requests). Each opening of the screen begins a
new secret for tokens, whose HMAC stays in the session row; a locked screen has a secret of its own. So whoever finds a
locked screen can send forms, but none that is held or kept for the owner.
"""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest
from django.middleware.csrf import CSRF_ALLOWED_CHARS, CSRF_SECRET_LENGTH, CSRF_TOKEN_LENGTH, rotate_token

from waystation.core.vault import keys
from waystation.foundation.keyring.session.held import server_key

ROW = "shown"
"""In the session row: the HMACs of the secrets under which pages were shown, newest last."""
MOST = 100
"""Openings of a screen that are remembered: more than a day has."""


def begin(request: HttpRequest) -> None:
    """From now on pages are shown on an open screen: a new secret. Pages of earlier openings stay good."""
    rotate_token(request)
    marks = [*request.session.get(ROW, []), _mark(request.META["CSRF_COOKIE"])]
    request.session[ROW] = marks[-MOST:]


def remember(request: HttpRequest) -> None:
    """Note what the session knows, before its end may delete it."""
    request._shown = request.session.get(ROW, [])  # type: ignore[attr-defined]  # read again by `while_open`


def turn(request: HttpRequest) -> None:
    """On a locked screen: the secret of the open one gives way, to the same one in each tab."""
    marks = request.session.get(ROW, [])
    if marks and _mark(request.META.get("CSRF_COOKIE") or "") in marks:
        request.META.update(CSRF_COOKIE=_locked(marks[-1]), CSRF_COOKIE_NEEDS_UPDATE=True)


def while_open(request: HttpRequest) -> bool:
    """Whether the page this form was sent from had been shown to this session while the screen was open."""
    return _mark(_secret(request)) in _marks(request)


def take(request: HttpRequest) -> None:
    """Let Django's check accept the tokens of this session's other pages, of an open screen or a locked one."""
    secret = _secret(request)
    if secret == request.COOKIES.get(settings.CSRF_COOKIE_NAME):
        return
    if secret and (_mark(secret) in _marks(request) or secret in map(_locked, _marks(request))):
        request.COOKIES[settings.CSRF_COOKIE_NAME] = secret


def _marks(request: HttpRequest) -> list[str]:
    marks: list[str] = getattr(request, "_shown", [])
    return marks


def _secret(request: HttpRequest) -> str:
    """The secret of the form's token, without its mask; "" when it has another shape."""
    token = request.POST.get("csrfmiddlewaretoken") or request.headers.get("X-CSRFToken") or ""
    chars, half = CSRF_ALLOWED_CHARS, CSRF_SECRET_LENGTH
    if len(token) not in (half, CSRF_TOKEN_LENGTH) or not set(token) <= set(chars):
        return ""
    if len(token) == half:
        return token
    return "".join(chars[chars.index(b) - chars.index(a)] for a, b in zip(token[:half], token[half:], strict=True))


def _mark(secret: str) -> str:
    return keys.pseudonym(server_key(), b"shown/" + secret.encode())[:32]


def _locked(mark: str) -> str:
    """The secret of a locked screen after the opening of this mark."""
    return keys.pseudonym(server_key(), b"locked/" + mark.encode())[:CSRF_SECRET_LENGTH]
