"""A newcomer's recovery code before their first sign-in: in a session row of nobody, under the browser's key."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse

from waystation.core.vault import keys
from waystation.foundation.keyring.session import seal, state

ROW = "once"


def begin(request: HttpRequest, response: HttpResponse, **codes: Any) -> None:
    """A new session row for nobody, with codes (text) that only this browser opens."""
    request.session.flush()
    key = keys.new_key()
    request.session[state.OPENED] = state.seconds()
    request.session[ROW] = seal.data_to_text(codes, key, b"once")
    state.put_key(response, key)


def waiting(request: HttpRequest) -> dict[str, Any]:
    """The codes that wait, or nothing."""
    key, text = state.browser_key(request), request.session.get(ROW)
    found = seal.data_from_text(text, key, b"once") if key and text else None
    return found if isinstance(found, dict) else {}
