"""Secrets of invitations on their way to paper: in the session row under the browser's key, until they are printed."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest

from waystation.foundation.keyring.session import seal, state

_ROW = "slips"


def add(request: HttpRequest, member: UUID, secret: str) -> None:
    """Keep the secret of one invitation beside those that wait already."""
    _put(request, {**_waiting(request), member.hex: secret})


def secret_of(request: HttpRequest, member: UUID) -> str | None:
    """The secret that waits to be printed, or None."""
    return _waiting(request).get(member.hex)


def printed(request: HttpRequest, member: UUID) -> None:
    """Forget it: it is on paper."""
    _put(request, {name: secret for name, secret in _waiting(request).items() if name != member.hex})


def _waiting(request: HttpRequest) -> dict[str, str]:
    key, text = state.browser_key(request), request.session.get(_ROW)
    found = seal.data_from_text(text, key, b"slips") if key and text else None
    return found if isinstance(found, dict) else {}


def _put(request: HttpRequest, slips: dict[str, str]) -> None:
    key = state.browser_key(request)
    if slips and key is not None:
        request.session[_ROW] = seal.data_to_text(slips, key, b"slips")
    else:
        request.session.pop(_ROW, None)
