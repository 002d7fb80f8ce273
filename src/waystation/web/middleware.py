"""What stands around every request: headers, language, the unlocked actor, and plain answers to refusals."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, cast
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import translation
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from waystation.foundation import clock, gate
from waystation.foundation.agencies.models import Member
from waystation.foundation.keyring import errors as keyring
from waystation.foundation.keyring.ring import Keyring
from waystation.foundation.keyring.session import journal, shown, state
from waystation.foundation.keyring.session.views.leaving import keep_late
from waystation.foundation.keyring.session.views.locking import hold_page
from waystation.ui import errors

GetResponse = Callable[[HttpRequest], HttpResponse]
WAITING_PAGES = frozenset({"people:waiting", "signin:keep", "signin:confirm"})
"""What an invited colleague may open before they are let in."""


def content_policy() -> str:
    """The Content-Security-Policy of every page: this site only, and the exit, since Chromium checks form redirects."""
    leave = urlsplit(settings.WAYSTATION_EXIT_URL)
    return "; ".join(
        (
            "default-src 'self'",
            "script-src 'self'",
            "style-src 'self'",
            "img-src 'self'",
            "object-src 'none'",
            "base-uri 'none'",
            "frame-ancestors 'none'",
            f"form-action 'self' {leave.scheme}://{leave.netloc}",
        )
    )


def headers(get_response: GetResponse) -> GetResponse:
    """Security headers on each answer; nothing dynamic is stored by any cache."""
    policy = content_policy()

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        response.headers.setdefault("Content-Security-Policy", policy)
        response.headers.setdefault(
            "Permissions-Policy", "camera=(), geolocation=(), microphone=(), payment=(), usb=()"
        )
        response.headers.setdefault("X-Frame-Options", "DENY")
        response.headers.setdefault("X-Robots-Tag", "noindex, nofollow")
        if not request.path.startswith(settings.STATIC_URL):
            response.headers["Cache-Control"] = "no-store"
        return response

    return middleware


def language(get_response: GetResponse) -> GetResponse:
    """The language of the page: the address, then this browser's choice, then the member's, then the browser's wish."""
    known = {code for code, _name in settings.LANGUAGES}

    def middleware(request: HttpRequest) -> HttpResponse:
        wanted = request.GET.get("lang") or request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME) or ""
        if wanted not in known and request.session.session_key and request.user.is_authenticated:
            wanted = request.user.language
        if wanted not in known:
            wanted = translation.get_language_from_request(request)
        with translation.override(wanted):
            request.LANGUAGE_CODE = wanted
            response = get_response(request)
            response.headers.setdefault("Content-Language", wanted)
            return response

    return middleware


class Unlocking:
    """Puts `request.actor`: the member with their unlocked keyring, or None. Locked screens lead to the unlock page."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        was = request.user if request.session.session_key and request.user.is_authenticated else None
        if was is not None:
            shown.remember(request)
        stood = state.standing(request)
        if stood.state is state.State.LOCKED:
            shown.turn(request)
        request.ended_for = was if stood.state is state.State.NOBODY else None  # type: ignore[attr-defined]
        request.actor = None  # type: ignore[attr-defined]  # see gate.request
        if stood.bundle is not None:
            member = cast(Member, getattr(request.user, "_wrapped", request.user))  # the row, not Django's lazy one
            actor = gate.Actor(member, Keyring(member, stood.bundle), at=clock.now(), path=request.path)
            request.actor = actor  # type: ignore[attr-defined]  # see gate.request
        response = self.get_response(request)
        state.hand_over(request, response)
        return response

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> HttpResponse | None:
        """Stop a signed-in member whose screen is locked, unless the page is public or is about locking."""
        if request.actor is not None and not getattr(view, "counts_for_nothing", False):  # type: ignore[attr-defined]
            state.note_seen(request)
        if not getattr(view, "login_required", True):
            return None
        if request.ended_for is not None and request.method == "POST":  # type: ignore[attr-defined]
            keep_late(request, cast(Member, request.ended_for))  # type: ignore[attr-defined]
        if getattr(view, "works_locked", False):
            return None
        if not request.user.is_authenticated:
            return None
        if request.actor is not None:  # type: ignore[attr-defined]
            return _hold_back(request)
        if request.method not in ("GET", "HEAD"):
            return hold_page(request)
        return HttpResponseRedirect(f"{reverse('signin:unlock')}?{urlencode({'next': request.get_full_path()})}")


def tokens(get_response: GetResponse) -> GetResponse:
    """A form from a page of this session that was shown before the screen locked, or opened again, is no forgery."""

    def middleware(request: HttpRequest) -> HttpResponse:
        if request.method == "POST" and request.session.session_key:
            shown.take(request)
        return get_response(request)

    return middleware


def _hold_back(request: HttpRequest) -> HttpResponse | None:
    """An invited colleague who was not let in yet sees one page, whatever they ask for."""
    name = request.resolver_match.view_name if request.resolver_match else ""
    if not cast(Member, request.user).is_waiting or name in WAITING_PAGES:
        return None
    return HttpResponseRedirect(reverse("people:waiting"))


class Refusals:
    """Turns what gate and keyring raise into a page. What one may not see and what is not there look the same."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        match exception:
            case gate.Refused(visible=True):
                gate.write_down(request.actor, exception)  # type: ignore[attr-defined]  # see gate.request
                return errors.page(request, 403, reason=str(exception.decision.reason or ""))
            case gate.Refused() | keyring.NoKey():
                return errors.page(request, 404)
            case keyring.NotAllowed():
                return errors.page(request, 403)
            case keyring.Stale():
                return errors.page(request, 409)
            case keyring.Tampered() | keyring.Untrusted():
                return self._tampered(request)
        return None

    def _tampered(self, request: HttpRequest) -> HttpResponse:
        if request.user.is_authenticated:
            journal.note(request.user, journal.TAMPERED)
        words = _(
            "What is stored here is not what the journal says was written. It was not shown. "
            "Write nothing more here, and tell your administrator: the command “waystation check” names the place."
        )
        return errors.page(request, 500, reason=words)
