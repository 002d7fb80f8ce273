"""A page that answers a form is asked for anew: else the browser writes what was typed to its disk.

Chromium keeps the body of a POST whose answer is a page (an error, the hits of a search) in its session file, for
"continue where you left off". So for a member's browser the page waits in the session row, sealed under the browser's
key, and the answer is a redirect to it. Without a key (public pages) nothing is kept and the page is sent as it is.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.utils.http import urlencode

from waystation.foundation.keyring.session import seal, state

ROW = state.PAGE
WORD = "answer"
"""The row's name in the session, and the word in the address that asks for it."""
MOST = 1_000_000
"""Bytes of a page that is kept; a larger one is sent as it is."""


class AnswersByRedirect:
    """Only for navigations that a browser marks as such (Sec-Fetch-Mode), so that programs get their answer at once."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if request.method == "GET" and WORD in request.GET:
            return _kept(request) or self.get_response(request)
        response = self.get_response(request)
        return _redirected(request, response) if _is_page(request, response) else response


def _is_page(request: HttpRequest, response: HttpResponse) -> bool:
    navigates = request.headers.get("Sec-Fetch-Mode") == "navigate" and request.method == "POST"
    page = response.get("Content-Type", "").startswith("text/html") and "Location" not in response
    return navigates and page and not response.streaming and len(response.content) <= MOST


def _redirected(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """The page put away and a redirect to it; the page itself when this browser is nobody's or has no key."""
    key = state.browser_key(request)
    if key is None or not request.session.session_key or not request.user.is_authenticated:
        return response
    name = secrets.token_urlsafe(9)
    kept = [name, request.path, response.status_code, request.actor is not None, response.content.decode()]  # type: ignore[attr-defined]  # see gate's request type
    request.session[ROW] = seal.data_to_text(kept, key, b"answer")
    answer = HttpResponseRedirect(f"{request.path}?{urlencode({WORD: name})}", status=303)
    answer.cookies = response.cookies
    return answer


def _kept(request: HttpRequest) -> HttpResponse | None:
    """The page that waits under the name in the address; one made while open is not shown on a locked screen."""
    key, text = state.browser_key(request), request.session.get(ROW)
    found = seal.data_from_text(text, key, b"answer") if key and text else None
    if not isinstance(found, list) or found[:2] != [request.GET[WORD], request.path]:
        return None
    _name, _path, status, was_open, page = found
    if was_open and request.actor is None:  # type: ignore[attr-defined]  # see gate's request type
        return None
    return HttpResponse(page, status=status)
