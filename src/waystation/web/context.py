"""What every template may use: navigation, who is signed in, the exit, the idle lock."""

from __future__ import annotations

from typing import Any, cast

from django.conf import settings
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext_lazy as _

from waystation.foundation import clock
from waystation.foundation.agencies.models import Member
from waystation.foundation.agencies.roles import roles
from waystation.foundation.keyring.session import state

EVERYONE = frozenset({"serves_people", "supervises", "administers", "analyses", "other"})
NAV: tuple[tuple[Any, str, frozenset[str]], ...] = (
    (_("Today"), "web:today", EVERYONE),
    (_("Contacts"), "intake:contact_list", frozenset({"serves_people", "supervises"})),
    (_("Cases"), "cases:case_list", frozenset({"serves_people", "supervises"})),
    (_("Directory"), "directory:search", EVERYONE),
    (_("Data"), "insights:data", frozenset({"analyses", "supervises"})),
)
"""Label, address name, and the facts about a role (roles.toml) that show it."""
PUBLIC_NAV: tuple[tuple[Any, str], ...] = ((_("Get help"), "web:home"), (_("Find a service"), "directory:search"))


def page(request: HttpRequest) -> dict[str, Any]:
    """Context of every page; a person who has not signed in gets the public part only."""
    chosen = request.GET.get("lang", "")
    context: dict[str, Any] = {
        "exit_url": settings.WAYSTATION_EXIT_URL,
        "lang_query": f"?lang={chosen}" if chosen in dict(settings.LANGUAGES) else "",
        "public_nav": _links(request, PUBLIC_NAV),
        "today": clock.today(),
    }
    if getattr(request, "actor", None) is None:
        return context
    member = cast(Member, request.user)
    facts = _facts(member)
    return context | {
        "nav": _links(request, [(label, name) for label, name, shown in NAV if shown & facts]),
        "me": {"name": member.display_name, "url": reverse("signin:account")},
        "run_by": member.agency.name,
        "idle_seconds": state.idle_limit(member),
        "lock_url": reverse("signin:unlock"),
    }


def _facts(member: Member) -> frozenset[str]:
    role = roles().get(member.role)
    held = {fact for fact in EVERYONE - {"other"} if role is not None and getattr(role, fact)}
    return frozenset(held or {"other"})


def _links(request: HttpRequest, items: Any) -> list[dict[str, Any]]:
    found = []
    for label, name in items:
        try:
            url = reverse(name)
        except NoReverseMatch:  # a wing that is not installed
            continue
        current = request.path == url or (url != "/" and request.path.startswith(url))
        found.append({"label": label, "url": url, "current": current})
    return found
