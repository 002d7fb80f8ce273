"""What the desk speaks, gives out and must report."""

from __future__ import annotations

from django.http import HttpResponse
from django.views.decorators.http import require_http_methods

from waystation.core import screening
from waystation.foundation.agencies.lines import lines_of
from waystation.foundation.gate.request import StaffRequest
from waystation.web.setup import actions, selectors
from waystation.web.setup.forms import LanguagesForm, NumbersForm, ReportingForm
from waystation.web.setup.views.frame import on, once_kept, page


@require_http_methods(["GET", "HEAD", "POST"])
@once_kept
def languages(request: StaffRequest) -> HttpResponse:
    """The languages somebody at the desk speaks."""
    kept = selectors.settings(request.actor)
    form = LanguagesForm(request.POST if request.method == "POST" else None, initial={"languages": kept.languages})
    if request.method == "POST" and form.is_valid():
        actions.set_down(request.actor, "languages", languages=form.cleaned_data["languages"])
        return on(request, "languages")
    return page(request, "languages", form)


@require_http_methods(["GET", "HEAD", "POST"])
@once_kept
def numbers(request: StaffRequest) -> HttpResponse:
    """The numbers that the public pages and the desk give out, filled with those that hold everywhere."""
    kept = selectors.settings(request.actor)
    form = NumbersForm(request.POST or None, initial={name: getattr(kept, name) for name in NumbersForm.base_fields})
    if request.method == "POST" and form.is_valid():
        actions.set_down(request.actor, "numbers", **form.cleaned_data)
        return on(request, "numbers")
    return page(request, "numbers", form, lines=lines_of(kept))


@require_http_methods(["GET", "HEAD", "POST"])
@once_kept
def reporting(request: StaffRequest) -> HttpResponse:
    """The rule on file for the agency's state, with its source and day, and what the agency decided about it."""
    kept = selectors.settings(request.actor)
    form = ReportingForm(
        request.POST if request.method == "POST" else None,
        initial={name: getattr(kept, name) for name in ReportingForm.base_fields},
    )
    if request.method == "POST" and form.is_valid():
        actions.set_down(request.actor, "reporting", **form.cleaned_data)
        return on(request, "reporting")
    return page(request, "reporting", form, rule=screening.report_rule(request.actor.agency.state))
