"""Teams and the people in them."""

from __future__ import annotations

from django.http import HttpResponse
from django.views.decorators.http import require_http_methods

from waystation.foundation.gate.request import StaffRequest
from waystation.web.setup import actions, selectors
from waystation.web.setup.forms import TeamsForm
from waystation.web.setup.views.frame import on, once_kept, page


@require_http_methods(["GET", "HEAD", "POST"])
@once_kept
def teams(request: StaffRequest) -> HttpResponse:
    """A name for each team to make, suggested by what the agency does."""
    form = TeamsForm(request.POST or None, initial=selectors.suggested_names(request.actor))
    if request.method == "POST" and form.is_valid():
        actions.make_teams(request.actor, names=form.cleaned_data)
        return on(request, "teams")
    return page(request, "teams", form, teams=selectors.in_teams(request.actor))


@require_http_methods(["GET", "HEAD", "POST"])
@once_kept
def people(request: StaffRequest) -> HttpResponse:
    """Who works here, and the way to the invitations."""
    if request.method == "POST":
        actions.set_down(request.actor, "people")
        return on(request, "people")
    return page(request, "people", members=selectors.members(request.actor), teams=selectors.in_teams(request.actor))
