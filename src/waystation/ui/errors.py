"""Pages for when something did not work: plain words, what it means, and a way on."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy


@dataclass(frozen=True)
class Words:
    """What a status says to a person: heading, sentence, icon."""

    title: Any
    text: Any
    icon: str = "info"


WORDS = {
    400: Words(
        gettext_lazy("We could not read that request"),
        gettext_lazy("Something in the address or the form was not as expected. Nothing was changed."),
    ),
    403: Words(
        gettext_lazy("This is not open to you now"),
        gettext_lazy("The rules of your agency do not allow it. Nothing was shown and nothing was changed."),
        "stop",
    ),
    404: Words(
        gettext_lazy("There is no such page for you"),
        gettext_lazy("It may have moved, or it may belong to somebody else. The two look the same, on purpose."),
        "ask",
    ),
    409: Words(
        gettext_lazy("Someone changed this while you wrote"),
        gettext_lazy("Your words were not saved over theirs. Look at what is there now, then write yours again."),
        "look",
    ),
    413: Words(
        gettext_lazy("That is too large to send"),
        gettext_lazy("Nothing was stored. Send a smaller file, or send it in parts."),
        "stop",
    ),
    422: Words(
        gettext_lazy("Some answers need another look"),
        gettext_lazy("Nothing was stored yet. Go back, and what you wrote is still there."),
        "look",
    ),
    429: Words(
        gettext_lazy("Too many tries for now"),
        gettext_lazy("Wait a few minutes and try again. This keeps others from guessing their way in."),
        "clock",
    ),
    500: Words(
        gettext_lazy("Something broke on our side"),
        gettext_lazy("It is not your fault. What was stored before is still there. Try again in a minute."),
        "look",
    ),
    503: Words(
        gettext_lazy("This cannot be done just now"),
        gettext_lazy("Nothing was stored. What was stored before is still there. Try again in a few minutes."),
        "clock",
    ),
}
_BARE = {500, 503}
"""Pages for when the data behind the request may not answer."""


def page(
    request: HttpRequest | None, status: int, reason: str = "", way: tuple[str, str] | None = None, **more: Any
) -> HttpResponse:
    """The page for a status of WORDS, 500 for any other.

    `reason` replaces the general sentence; `way` is (label, address) of the next step. Never names an object.
    `more`: `typed`, (name, words) pairs to copy; `signed_out`, whether the next step is to sign in.
    """
    status = status if status in WORDS else 500
    words = WORDS[status]
    label, address = way or (_("To the first page"), "/")
    context = {
        "status": status,
        "title": words.title,
        "text": reason or words.text,
        "icon_name": words.icon,
        "way_label": label,
        "way_url": address,
        "base": "ui/bare.html" if _is_signed_in(request, status) else "ui/public.html",
        "offer_back": status in {400, 409, 413, 422, 429, 500, 503},
    } | more
    # A broken page must not break again over the session, the member or the data behind them.
    body = render_to_string("ui/pages/error.html", context, None if status in _BARE else request)
    answer = HttpResponse(body, status=status)
    answer["Cache-Control"] = "no-store"
    return answer


def _is_signed_in(request: HttpRequest | None, status: int) -> bool:
    """Whether to leave out help strip and quick exit; on a bare page nothing behind the request is asked."""
    user = getattr(request, "user", None)
    return status not in _BARE and user is not None and user.is_authenticated


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return page(request, 400)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return page(request, 403, reason=str(exception) if exception and exception.args else "")


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return page(request, 404)


def broken(request: HttpRequest) -> HttpResponse:
    return page(request, 500)


def stale_form(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Django's CSRF_FAILURE_VIEW: a form that stood open too long, or whose person signed out in another tab.

    What they had typed is shown to them for copying, when it was typed on a page of this site.
    """
    words = _("This form stood open too long, or cookies are off. Go back, load the page again and send it once more.")
    view = request.resolver_match.func if request.resolver_match else None
    is_staff_page = getattr(view, "login_required", True)
    signed_out = is_staff_page and not getattr(getattr(request, "user", None), "is_authenticated", False)
    if signed_out:
        words = _("You are signed out, perhaps in another tab, or this form stood open too long. Nothing was sent.")
    return page(request, 403, reason=words, typed=_typed(request), signed_out=signed_out)


_SECRETS = re.compile("pass|code|credential|token|secret|slip|group|^(new|again|old|held|kept|next|page|before|typed)$")
_OF_KEYS = ("/account/", "/sign-in/", "/unlock/", "/confirm/", "/join/", "/begin/", "/setup/")
"""Pages whose fields are secrets: nothing of theirs is shown."""
_MACHINE = re.compile(r"[0-9a-f]{8}-[0-9a-f-]{27}")


def _typed(request: HttpRequest) -> list[tuple[str, str]]:
    """(name, words) of what was typed, without secrets; nothing when another site sent the form."""
    own = f"{request.scheme}://{request.get_host()}"
    is_ours = "same-origin" in request.headers.get("Sec-Fetch-Site", "") or request.headers.get("Origin") == own
    if not is_ours or request.path.startswith(_OF_KEYS):
        return []
    pairs = [(name, value.strip()) for name, values in request.POST.lists() for value in values]
    shown = [pair for pair in pairs if pair[1] and not _SECRETS.search(pair[0]) and not _MACHINE.fullmatch(pair[1])]
    return [(name.replace("_", " "), value) for name, value in shown]
