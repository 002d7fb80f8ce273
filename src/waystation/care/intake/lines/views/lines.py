"""The lines of an agency, one line, and going live."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import get_default_timezone_name
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from waystation.care.intake.lines import actions, selectors
from waystation.care.intake.lines.actions.going_live import lacking
from waystation.care.intake.lines.errors import NotReady
from waystation.care.intake.lines.forms import FactsForm, LanguageForm
from waystation.care.intake.lines.policies import can_run, can_see
from waystation.care.intake.lines.showing import gaps
from waystation.care.intake.lines.steps import STEPS, first_open, following, stops
from waystation.care.intake.lines.views import desk
from waystation.foundation import clock
from waystation.foundation.gate.request import StaffRequest


@require_safe
def line_list(request: StaffRequest) -> HttpResponse:
    """Every line this member runs or answers, and whether each answers now."""
    if not can_see(request.actor.role):
        raise Http404
    at = clock.now()
    rows = [selectors.statement(line, at) for line in selectors.lines_of(request.actor)]
    return render(request, "lines/line_list.html", {"rows": rows, "runs": can_run(request.actor.role)})


@require_http_methods(["GET", "HEAD", "POST"])
def line_new(request: StaffRequest) -> HttpResponse:
    """The first page of the wizard: from here on everything is kept, page by page."""
    desk.must_run(request)
    agency = request.actor.agency
    start = {"county": agency.county, "time_zone": get_default_timezone_name()}
    form = FactsForm(request.POST if request.method == "POST" else None, agency=agency.pk, initial=start)
    teams = form.fields["team"].queryset  # type: ignore[attr-defined]  # a ModelChoiceField
    if request.method == "POST" and form.is_valid():
        made = []
        if desk.done(form, lambda: made.append(actions.make_line(request.actor, **form.cleaned_data))):
            return redirect(following(made[0], "name"))
    context = {"form": form, "teams": teams, "steps": [step.title for step in STEPS], "now": 1}
    return render(request, "lines/line_new.html", context, status=422 if form.is_bound else 200)


@require_safe
def line_detail(request: StaffRequest, line_id: UUID) -> HttpResponse:
    """One line: what the public reads, who is on call, what is not covered, and what is still to do."""
    line, at = desk.seen(request, line_id), clock.now()
    runs = can_run(request.actor.role)
    pages = stops(line) if runs else []
    context = {
        "line": line,
        "said": selectors.statement(line, at),
        "script": selectors.script(line),
        "calling": selectors.on_call(line, at),
        "gaps": gaps(line, at),
        "warm": selectors.warm_numbers(line, line.county),
        "stops": pages,
        "next": first_open(pages),
        "lacking": lacking(request.actor, line) if runs and not line.live else [],
        "runs": runs,
    }
    return render(request, "lines/line_detail.html", context)


@require_POST
def live(request: StaffRequest, line_id: UUID) -> HttpResponse:
    """Go live, or be taken off."""
    line, version = desk.run(request, line_id), desk.version_of(request)
    if request.POST.get("state") == "off":
        actions.take_off(request.actor, line, version=version)
        messages.success(request, _("The public does not see this line any more."))
        return redirect("lines:line_detail", line.pk)
    try:
        actions.go_live(request.actor, line, version=version)
        messages.success(request, _("The line is live. Open the public page once and look at it."))
    except NotReady as refusal:
        for reason in refusal.reasons:
            messages.error(request, reason)
    return redirect("lines:line_detail", line.pk)


@require_http_methods(["GET", "HEAD", "POST"])
def interpreters(request: StaffRequest) -> HttpResponse:
    """Whom to ring during a call, and how, for the language the person speaks."""
    if not can_see(request.actor.role):
        raise Http404
    offered = selectors.interpreted(request.actor)
    form = LanguageForm(request.POST if request.method == "POST" else None, choices=offered)
    language = form.cleaned_data["language"] if form.is_bound and form.is_valid() else ""
    found = selectors.interpreters_for(request.actor, language)
    return render(request, "lines/interpreters.html", {"form": form, "interpreters": found, "language": language})
