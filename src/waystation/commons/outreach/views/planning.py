"""Planning a night and writing down what came of it."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_POST

from waystation.commons.outreach import actions, forms, policies, presenting, selectors
from waystation.commons.outreach.errors import NotAllowed, NotNow, OutreachError
from waystation.commons.outreach.requests import actor_of, answered, explain, form_page
from waystation.commons.outreach.views.nights import night_page
from waystation.foundation import clock


@require_http_methods(["GET", "POST"])
@answered
def night_new(request: HttpRequest) -> HttpResponse:
    """Plan a night."""
    return _plan(request, None)


@require_http_methods(["GET", "POST"])
@answered
def night_change(request: HttpRequest, night_id: UUID) -> HttpResponse:
    return _plan(request, night_id)


def _plan(request: HttpRequest, night_id: UUID | None) -> HttpResponse:
    actor = actor_of(request)
    if not policies.can_plan(actor.role):
        raise NotAllowed("plan")
    night = selectors.night(actor, night_id) if night_id else None
    initial = presenting.plan_of(night) if night else {"on": clock.today()}
    form = forms.PlanForm(request.POST or None, actor=actor, initial=initial, kept=night.hotspot if night else None)
    if request.method == "POST" and form.is_valid():
        plan = actions.Plan(**form.plan())
        try:
            saved = (
                actions.change_night(actor, night=night, plan=plan, version=form.cleaned_data["version"])
                if night
                else actions.plan_night(actor, plan)
            )
            return redirect("outreach:night_detail", saved.pk)
        except OutreachError as refusal:
            explain(form, refusal)
    blocked = selectors.blocked(actor, clock.today())
    return form_page(request, "outreach/plan.html", form, night=night, blocked=blocked)


@require_http_methods(["GET", "POST"])
@answered
def night_log(request: HttpRequest) -> HttpResponse:
    """Record a night that was not planned."""
    return _record(request, None)


@require_http_methods(["GET", "POST"])
@answered
def night_record(request: HttpRequest, night_id: UUID) -> HttpResponse:
    return _record(request, night_id)


def _record(request: HttpRequest, night_id: UUID | None) -> HttpResponse:
    actor = actor_of(request)
    night = selectors.night(actor, night_id) if night_id else None
    selectors.need_to_see(actor)
    if not policies.can_record(actor.role, bool(night and night.crew.filter(pk=actor.id).exists())):
        raise NotAllowed("record")
    initial = presenting.result_of(night) if night else {"on": clock.today()}
    form = forms.ResultForm(request.POST or None, actor=actor, initial=initial, kept=night.hotspot if night else None)
    if request.method == "POST" and form.is_valid():
        try:
            result = actions.Result(**form.result())
            saved = actions.record_night(actor, result, night=night, version=form.cleaned_data["version"])
            return redirect("outreach:night_detail", saved.pk)
        except OutreachError as refusal:
            explain(form, refusal)
    return form_page(request, "outreach/record.html", form, night=night)


@require_POST
@answered
def night_call_off(request: HttpRequest, night_id: UUID) -> HttpResponse:
    actor = actor_of(request)
    night = selectors.night(actor, night_id)
    try:
        actions.call_off(actor, night=night)
    except NotNow:
        return night_page(request, actor, night, status=422)
    return redirect("outreach:overview")
