"""From a request to who asks, and from a refusal to its page."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any

from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from waystation.commons.outreach import errors as refusals
from waystation.commons.outreach.models import Hotspot, Night, Presence
from waystation.foundation.agencies.models import Member
from waystation.foundation.gate import Actor
from waystation.ui import errors

View = Callable[..., HttpResponse]


def actor_of(request: HttpRequest) -> Actor:
    """The member behind this request, unlocked."""
    actor = getattr(request, "actor", None)
    assert isinstance(actor, Actor)
    return actor


def answered(view: View) -> View:
    """What is not there is 404, also when it is another agency's; what is not allowed is 403 with its reason."""

    @functools.wraps(view)
    def wrapped(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            return view(request, *args, **kwargs)
        except (Hotspot.DoesNotExist, Night.DoesNotExist, Presence.DoesNotExist, Member.DoesNotExist):
            raise Http404 from None
        except refusals.NotAllowed:
            return errors.page(request, 403, reason=reason_of(actor_of(request)), way=(_("Back to Today"), "/today/"))

    return wrapped


def reason_of(actor: Actor) -> str:
    """Why this member is turned away."""
    if actor.role == "volunteer":
        return _("Outreach opens for volunteers when their check is done. Your coordinator can tell you more.")
    return _("This page belongs to another role's work.")


def explain(form: Form, refusal: refusals.OutreachError) -> None:
    """Put a refusal where it belongs in the form; one that is nobody's to repair is raised on."""
    if isinstance(refusal, refusals.LeadsToSomebody):
        form.add_error(None, _("This could lead to a place or a person. Say it without numbers, streets and names."))
    elif isinstance(refusal, refusals.NotCleared):
        names = ", ".join(refusal.names)
        form.add_error("crew", _("%(names)s: the check is not done, so no night can be planned.") % {"names": names})
    elif isinstance(refusal, refusals.Changed):
        form.add_error(None, _("Somebody changed this while you wrote. Open the page again and compare."))
    elif isinstance(refusal, refusals.NotNow):
        form.add_error(None, _("Not now: the night is over, called off or still to come, or somebody is out."))
    else:
        raise refusal


def form_page(request: HttpRequest, template: str, form: Form, **context: Any) -> HttpResponse:
    """A page with its form; 422 when an answer needs another look."""
    return render(request, template, {"form": form, **context}, status=422 if form.errors else 200)
