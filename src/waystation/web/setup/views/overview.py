"""Where the agency stands; putting a step off; the first day."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from waystation.foundation.gate.request import StaffRequest
from waystation.web.setup import actions, first_day, selectors
from waystation.web.setup.steps import SKIPPABLE
from waystation.web.setup.views.frame import administrators, on, once_kept, page


@require_safe
@administrators
def overview(request: StaffRequest) -> HttpResponse:
    """Every step with its state, and the next one first."""
    return render(request, "setup/overview.html", {"standing": selectors.where(request.actor)})


@require_POST
@once_kept
def later(request: StaffRequest) -> HttpResponse:
    """Leave a step for later and go on."""
    step = request.POST.get("step", "")
    if step not in SKIPPABLE:
        raise Http404
    actions.put_off(request.actor, step)
    return on(request, step)


@require_http_methods(["GET", "HEAD", "POST"])
@once_kept
def done(request: StaffRequest) -> HttpResponse:
    """What each person does first, by role; the end of set-up."""
    if request.method == "POST":
        actions.set_down(request.actor, "done")
        return redirect("web:today")
    return page(request, "done", people=first_day.people(request.actor), left=selectors.where(request.actor).later)
