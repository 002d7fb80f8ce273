"""What every template may use: navigation, who is signed in, the exit, the idle lock."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import Any, cast

from django.conf import settings
from django.http import HttpRequest
from django.urls import NoReverseMatch, get_script_prefix, get_urlconf, reverse
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext_lazy as _

from waystation.care.cases.policies import can_list_cases
from waystation.care.intake.policies import can_list_contacts
from waystation.foundation import clock
from waystation.foundation.agencies.models import Member
from waystation.foundation.keyring.session import state
from waystation.foundation.keyring.session.views import leaving
from waystation.web import faces, given_lines
from waystation.web.setup.policies import can_set_up

NAV: tuple[tuple[Any, str, Callable[[str], bool]], ...] = (
    (_("Today"), "web:today", lambda role: True),
    (_("Contacts"), "intake:contact_list", can_list_contacts),
    (_("Cases"), "cases:case_list", can_list_cases),
    (_("Referrals"), "referrals:received_list", lambda role: role == "intake_worker"),
    (_("Leads"), "leads:given_list", lambda role: role == "liaison"),
    (_("Directory"), "directory:search", lambda role: True),
    (_("Outreach"), "outreach:overview", lambda role: role in {"coordinator", "volunteer"}),
    (_("Data"), "insights:data", lambda role: role == "analyst"),
    (_("Counting people once"), "multiplicity:counts", lambda role: role == "coordinator"),
    (_("Set-up"), "setup:overview", can_set_up),
)
"""Label, address name, and which roles find a page of theirs there."""
ALSO = {"intake:contact_list": ("/situations/", "/chats/", "/texts/")}
"""Addresses that belong to a page of the bar and do not begin with its own."""
PUBLIC_NAV: tuple[tuple[Any, str], ...] = (
    (_("Get help"), "web:home"),
    (_("Find a service"), "directory:search"),
    (_("Tell us"), "tips:tell"),
)


def page(request: HttpRequest) -> dict[str, Any]:
    """Context of every page; a person who has not signed in gets the public part only."""
    chosen = request.GET.get("lang", "")
    context: dict[str, Any] = {
        "exit_url": settings.WAYSTATION_EXIT_URL,
        "lang_query": f"?lang={chosen}" if chosen in dict(settings.LANGUAGES) else "",
        "sign_in_url": "" if faces.is_public(request) else address("signin:sign_in"),
        "public_nav": SimpleLazyObject(lambda: _links(request, PUBLIC_NAV)),
        "today": clock.today(),
        "given": given_lines.given(),
    }
    if getattr(request, "actor", None) is None:
        return context
    member = cast(Member, request.user)
    return context | {
        "nav": _links(request, [(label, name) for label, name, shown in NAV if shown(member.role)]),
        "find_words": _("Alias or service") if can_list_cases(member.role) else _("Service"),
        "me": {"name": member.display_name, "url": address("signin:account")},
        "run_by": member.agency.name,
        "desk": given_lines.given(member.agency_id),
        "idle_seconds": state.idle_limit(member),
        "idle_url": address("signin:idle"),
        "lock_url": address("signin:unlock"),
        "switch_url": address("signin:switch"),
        "left_open": _left_open(request),
    }


def address(name: str) -> str:
    """Where the page of this name is; "" when this face of the server has no such page."""
    return _address(name, get_urlconf(), get_script_prefix())


@lru_cache(maxsize=500)
def _address(name: str, _urlconf: str | None, _prefix: str) -> str:
    """An address without parts of its own does not change while the server runs; each page names a dozen."""
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""


def _left_open(request: HttpRequest) -> str:
    """Where the newest page that this member left open can be gone on with; it says nothing about the page."""
    names = request.session.get(leaving.LEFT) or []
    return reverse("signin:left_open", args=[names[0]]) if names else ""


def _links(request: HttpRequest, items: Any) -> list[dict[str, Any]]:
    found = []
    for label, name in items:
        url = address(name)
        if not url:  # a wing that is not installed
            continue
        current = request.path == url or (url != "/" and request.path.startswith((url, *ALSO.get(name, ()))))
        found.append({"label": label, "url": url, "current": current})
    return found
