"""What the public pages share: their small frame, addresses that carry the language, and the key a browser holds."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.http import urlencode

from waystation.care.intake.tips import arriving
from waystation.care.intake.tips.actions import drafting

NOTES = frozenset(
    {"over", "long", "typo", "none", "closed", "wait", "sent", "empty", "line", "again", "part", "nothing"}
)
"""Names of sentences that an address may ask a page to say."""


def name_of(lane: str, part: str = "") -> str:
    """The name of a page of a lane."""
    first = {"help": "get_help", "tip": "tell"}[lane]
    return f"tips:{first}_{part}" if part else f"tips:{first}"


def address(request: HttpRequest, name: str, *args: UUID | int, note: str = "") -> str:
    """The address of a page, in the language that the present address asks for, and of the line it names."""
    chosen = request.GET.get("lang", "")
    asked = {"lang": chosen} if chosen in dict(settings.LANGUAGES) else {}
    if line := request.GET.get("line"):
        asked["line"] = line
    if note:
        asked["note"] = note
    return reverse(name, args=args) + (f"?{urlencode(asked)}" if asked else "")


def to(request: HttpRequest, name: str, *args: UUID | int, note: str = "") -> HttpResponse:
    """Send the browser on by GET."""
    answer = HttpResponseRedirect(address(request, name, *args, note=note))
    answer.status_code = 303
    return answer


def page(request: HttpRequest, template: str, context: dict[str, Any], status: int = 200) -> HttpResponse:
    """A page of the lanes. `note` names a sentence to say on top."""
    note = request.GET.get("note", "")
    said = {"note": note if note in NOTES else ""}
    return HttpResponse(render_to_string(template, {**said, **context}, request), status=status)


def refused(request: HttpRequest) -> HttpResponse | None:
    """The page that says why a form is not taken; None when it is. Nothing of its body was read or kept."""
    trouble = arriving.trouble_with(request)
    return page(request, "tips/not_taken.html", {"reason": trouble.reason}, trouble.status) if trouble else None


def new_key(request: HttpRequest) -> tuple[str, bytes]:
    """(cookie, key) for a new draft: never a key that a browser held before, which somebody else may have noted.

    The keys of its other tabs stay in the cookie.
    """
    made = drafting.new_cookie()
    key = drafting.key_in(made)
    assert key is not None  # it was just made
    held = request.COOKIES.get(settings.WAYSTATION_DRAFT_COOKIE, "").split(".")
    kept = [one for one in held if drafting.key_in(one) is not None]
    return ".".join([made, *kept][: drafting.MOST_HELD]), key


def key_of(request: HttpRequest, draft: UUID) -> bytes | None:
    """The key of this draft, if this browser holds it."""
    keys = drafting.keys_in(request.COOKIES.get(settings.WAYSTATION_DRAFT_COOKIE, ""))
    return next((key for key in keys if drafting.id_of(key) == draft), None)
