"""Codes to print, shown once: in the session row under the browser's key until the member says they are kept."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from waystation.foundation.keyring.session import seal, state

_ROW = "once"


def add(request: HttpRequest, **codes: Any) -> None:
    """Put codes (`recovery`: text, `backup`: list) beside those that wait already."""
    key = state.browser_key(request)
    if key is not None:
        request.session[_ROW] = seal.data_to_text({**waiting(request), **codes}, key, b"once")


def waiting(request: HttpRequest) -> dict[str, Any]:
    """The codes that wait, or nothing."""
    key, text = state.browser_key(request), request.session.get(_ROW)
    found = seal.data_from_text(text, key, b"once") if key and text else None
    return found if isinstance(found, dict) else {}


def kept(request: HttpRequest) -> None:
    """Forget them: the member has them on paper."""
    request.session.pop(_ROW, None)
