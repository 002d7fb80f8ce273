"""Two faces of one process: which listening socket a request came to decides which pages there are.

On the public face only the views of PUBLIC exist; each other address is the plain 404 page, whoever asks and whatever
cookies the browser brings. The port is the listening socket's own, told by the server (SERVER_PORT), never a header's.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, URLResolver, get_resolver

PUBLIC: tuple[str, ...] = (
    "web:home",
    "web:health",
    "web:words",
    "ui:exit",
    "ui:language",
    "ui:robots",
    "directory:search",
    "directory:service_detail",
    "tips:get_help",
    "tips:get_help_step",
    "tips:get_help_done",
    "tips:tell",
    "tips:tell_step",
    "tips:tell_done",
    "tips:order",
    "tips:order_open",
    "texting:twilio",
    "texting:generic",
    "chat:chat",
    "chat:write",
    "chat:news",
    "chat:end",
    "published:index",
    "published:methods",
    "published:detail",
    "published:report",
    "published:json",
)
"""Views of the public face, by name: nothing that signs anybody in, and nothing behind a sign-in. Reviewed by hand."""

PUBLIC_URLS = "waystation.web.public_urls"


def is_public(request: HttpRequest) -> bool:
    """Whether a request came to the public listener."""
    port = settings.WAYSTATION_PUBLIC_PORT
    return bool(port) and request.META.get("SERVER_PORT") == str(port)


def faces(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Narrow a request to the public listener to the public pages, without the cookies of any session."""
    of_staff = (settings.SESSION_COOKIE_NAME, settings.WAYSTATION_KEY_COOKIE)

    def middleware(request: HttpRequest) -> HttpResponse:
        if not is_public(request):
            return get_response(request)
        request.urlconf = PUBLIC_URLS
        request.COOKIES = {name: value for name, value in request.COOKIES.items() if name not in of_staff}
        response = get_response(request)
        for name in of_staff:
            response.cookies.pop(name, None)
        return _with_onion(request, response)

    return middleware


def _with_onion(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """Tell Tor Browser where the same page is as an onion service."""
    onion = settings.WAYSTATION_ONION
    if onion and request.is_secure() and response.get("Content-Type", "").startswith("text/html"):
        response["Onion-Location"] = f"http://{onion}{request.path}"
    return response


def public_patterns(patterns: Iterable[Any] | None = None, space: str = "") -> list[URLPattern | URLResolver]:
    """The address map with nothing in it but the views of PUBLIC."""
    kept: list[URLPattern | URLResolver] = []
    for entry in get_resolver(settings.ROOT_URLCONF).url_patterns if patterns is None else patterns:
        if isinstance(entry, URLPattern):
            if f"{space}{entry.name}" in PUBLIC:
                kept.append(entry)
        elif inner := public_patterns(entry.url_patterns, f"{space}{entry.namespace}:" if entry.namespace else space):
            kept.append(URLResolver(entry.pattern, inner, entry.default_kwargs, entry.app_name, entry.namespace))
    return kept
