"""What a browser holds of a visitor besides the session: each room says which cookie, and what to forget with it."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse

Forget = Callable[[str], None]
_cookies: dict[str, Forget | None] = {}


def register(setting: str, forget: Forget | None = None) -> None:
    """Add the cookie of this setting, once, from an AppConfig.ready(); `forget` is called with its value."""
    _cookies[setting] = forget


def forget(request: HttpRequest, answer: HttpResponse) -> None:
    """Take the cookies of all rooms from this browser, and have what they open forgotten.

    A database that fails keeps nobody from leaving: the cookies go all the same.
    """
    for setting, act in _cookies.items():
        name = getattr(settings, setting)
        held = request.COOKIES.get(name)
        if held is None:
            continue
        answer.delete_cookie(name, samesite="Strict")
        try:
            if act is not None:
                act(held)
        except DatabaseError:
            continue
