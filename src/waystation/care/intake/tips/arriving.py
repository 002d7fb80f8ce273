"""What a request from the public lanes may bring: from our own page, small, words only, at a human pace."""

from __future__ import annotations

import hmac
from pathlib import Path
from typing import NamedTuple
from uuid import UUID

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


def stamp(line: UUID, lane: str) -> str:
    """When a page was shown and the line it named, for its form to bring back.

    So a program that answers at once is known, and words go to no other line than the page named.
    """
    said = f"{int(clock.seconds())}.{line.hex}"
    return f"{said}.{_mac(said, lane)}"


def line_in(stamped: str, lane: str) -> UUID | None:
    """The line that a page of ours named, live or taken off meanwhile; None when none did within a day."""
    shown = _shown(stamped, lane)
    return UUID(shown[1]) if shown and 0 <= clock.seconds() - shown[0] <= LATEST else None


def is_hasty(request: HttpRequest, lane: str) -> bool:
    """Whether the first page was answered as only a program does. Its message is kept, and waits quietly."""
    shown = _shown(request.POST.get("t", ""), lane)
    return shown is None or not SOONEST <= clock.seconds() - shown[0] <= LATEST


def _shown(stamped: str, lane: str) -> tuple[int, str] | None:
    """(second, line in hex) of a stamp that this server made."""
    said, _dot, mac = stamped.rpartition(".")
    if not hmac.compare_digest(mac.encode(), _mac(said, lane).encode()):
        return None
    at, _dot, line = said.partition(".")
    return int(at), line


def _mac(said: str, lane: str) -> str:
    key = keyfiles.read_or_make(Path(settings.WAYSTATION_HOME), "server")
    return hmac.digest(key, f"waystation/lane-page/2\x00{lane}\x00{said}".encode(), "sha256").hex()[:32]
