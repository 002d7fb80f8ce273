"""What the screens share: who may come, what comes first, and the frame of a step."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django import forms
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render

from waystation.foundation.gate.request import StaffRequest
from waystation.web.setup import selectors
from waystation.web.setup.policies import can_set_up
from waystation.web.setup.steps import BY_CODE, STEPS, after

View = Callable[[StaffRequest], HttpResponse]


def administrators(view: View) -> View:
    """For others there is no such page."""

    @wraps(view)
    def guarded(request: StaffRequest) -> HttpResponse:
        if not can_set_up(request.actor.role):
            raise Http404
        return view(request)

    return guarded


def once_kept(view: View) -> View:
    """For administrators, and only when the envelope is kept: until then every page leads to it."""

    @administrators
    @wraps(view)
    def guarded(request: StaffRequest) -> HttpResponse:
        return view(request) if selectors.where(request.actor).envelope_kept else redirect("setup:envelope")

    return guarded


def page(request: StaffRequest, code: str, form: forms.Form | None = None, **more: Any) -> HttpResponse:
    """The page of a step, 422 when its form came back with errors."""
    step = BY_CODE[code]
    context = {
        "step": step,
        "steps": [one.title for one in STEPS],
        "now": STEPS.index(step) + 1,
        "state": selectors.settings(request.actor).steps.get(code, "open"),
        "form": form,
        **more,
    }
    return render(request, f"setup/{code}.html", context, status=422 if form is not None and form.is_bound else 200)


def on(request: StaffRequest, code: str) -> HttpResponse:
    """After a step: on to the next that is open."""
    return redirect(after(code, selectors.settings(request.actor)))
