"""From a request to the actor that the middleware put there."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from waystation.foundation.gate import Actor
from waystation.ui import errors


def actor_of(request: HttpRequest) -> Actor:
    """The member behind this request, unlocked. Pages without one are turned away before they get here."""
    actor = getattr(request, "actor", None)
    assert isinstance(actor, Actor)
    return actor


def no_such_desk(request: HttpRequest) -> HttpResponse:
    """A page of another role's work: says so, and shows the way back."""
    return errors.page(
        request, 403, reason=_("This page belongs to another role's work."), way=(_("Back to Today"), "/today/")
    )


def no_team() -> str:
    """Said where a note has no place: no team of the agency holds the part in which notes of this role lie."""
    return _("No team here holds this part of the case. Ask an administrator for one.")
