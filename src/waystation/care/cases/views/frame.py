"""What stands around every page of a case: safety line, identity bar, tabs."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse

from waystation.care.cases import actions, policies
from waystation.care.cases.selectors import CasePage
from waystation.care.cases.shapes import Identity
from waystation.care.cases.tabs import tabs
from waystation.care.requests import actor_of


def frame_context(request: HttpRequest, page: CasePage, current: str) -> dict[str, Any]:
    """Context of `cases/frame.html`. Opening another case, or ten quiet minutes, hides a name shown before."""
    shown = shown_identity(request, page.case.pk)
    return {
        "page": page,
        "case": page.case,
        "contact": page.safe_contact,
        "identity": shown[0] if shown else None,
        "can_reveal": "identity" in page.held,
        "can_write": page.case.status == "open"
        and bool(policies.WRITABLE.get((actor_of(request).role, page.standing))),
        "tabs": _tabs(request, page, current),
    }


def shown_identity(request: HttpRequest, case_id: UUID) -> tuple[Identity, int] | None:
    """(identity, version) while this session shows it."""
    return actions.identity_shown(actor_of(request), case_id=case_id, session=session_of(request))


def session_of(request: HttpRequest) -> str:
    """What binds a shown name to this session; it changes at each sign-in."""
    return request.session.session_key or ""


def _tabs(request: HttpRequest, page: CasePage, current: str) -> list[dict[str, Any]]:
    actor = actor_of(request)
    held = set(page.held) | ({"journal"} if policies.can_read_journal(actor.role, page.standing) else set())
    held |= {"notes"} if policies.notes_part(actor.role) in held else set()
    found = []
    for tab in tabs():
        if tab.code != current and (not held or (tab.part and tab.part not in held)):
            continue
        try:
            url = reverse(tab.url, args=[page.case.pk])
        except NoReverseMatch:
            continue
        found.append({"label": tab.label, "url": url, "current": tab.code == current})
    return found
