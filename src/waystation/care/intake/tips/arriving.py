"""What a request from the public lanes may bring: from our own page, small, words only, at a human pace."""

from __future__ import annotations

import hmac
from pathlib import Path
from typing import NamedTuple

from django.conf import settings
from django.http import HttpRequest

from waystation.foundation import clock, keyfiles

LARGEST = 64_000
"""Bytes of a form: all its fields full, in the widest letters, with room to spare."""
SOONEST, LATEST = 3, 86_400
"""Seconds between a page and its answer: whoever is faster than the first is no person."""
TRAP = "website"
"""A field that no person sees; who fills it in reads the page as a program does."""
FORM = "application/x-www-form-urlencoded"


class Trouble(NamedTuple):
    """Why a form is not taken: status, and the name of the sentence that says so."""

    status: int
    reason: str


def trouble_with(request: HttpRequest) -> Trouble | None:
    """None when the form may be read. Nothing of its body has been read before."""
    if not _is_ours(request):
        return Trouble(403, "origin")
    if request.content_type != FORM:
        return Trouble(415, "files")
    length = request.META.get("CONTENT_LENGTH") or ""
    if not length.isdigit():
        return Trouble(411, "size")
    return Trouble(413, "size") if int(length) > LARGEST else None


def _is_ours(request: HttpRequest) -> bool:
    """By Origin, and by Sec-Fetch-Site where there is none; text browsers and old phones send neither.

    A forged form could do no more than begin a draft of its own: our cookie never comes along from another site.
    """
    origin = request.headers.get("Origin")
    if origin is not None:
        return origin.partition("://")[2] == request.get_host()
    return request.headers.get("Sec-Fetch-Site", "same-origin") in ("same-origin", "none")


def address_of(request: HttpRequest) -> str:
    """Where the request came from: kept in no variable that outlives it, and nowhere else."""
    if settings.WAYSTATION_PROXY:
        return str(request.META.get("HTTP_X_FORWARDED_FOR", "")).rpartition(",")[2].strip()
    return str(request.META.get("REMOTE_ADDR", ""))


def stamp() -> str:
    """The time of a page for its form to bring back, so that a program that answers at once is known."""
    at = str(int(clock.seconds()))
    return f"{at}.{_mac(at)}"


def is_hasty(request: HttpRequest) -> bool:
    """Whether the first page was answered as only a program does. Its message is kept, and waits quietly."""
    at, _dot, mac = request.POST.get("t", "").partition(".")
    if not at.isdigit() or not hmac.compare_digest(mac.encode(), _mac(at).encode()):
        return True
    return not SOONEST <= clock.seconds() - int(at) <= LATEST


def _mac(at: str) -> str:
    key = keyfiles.read_or_make(Path(settings.WAYSTATION_HOME), "server")
    return hmac.digest(key, b"waystation/lane-page/1\x00" + at.encode(), "sha256").hex()[:20]
