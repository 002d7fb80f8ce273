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


def no_place() -> str:
    """Said where a note has no place: its writer holds no key of the part in which notes of this role lie.

    The agency may have no team for that part, its team may be younger than the case, or the writer not be in it.
    """
    return _(
        "You hold no key of this part of the case, so a note has no place here. "
        "An administrator can tell you which team holds it."
    )
