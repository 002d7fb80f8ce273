"""Needs and next steps."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from waystation.care.cases import actions, selectors
from waystation.care.cases.forms import NeedForm, StepForm
from waystation.care.cases.views.frame import frame_context
from waystation.care.cases.views.pages import overview
from waystation.care.codelists import service_choices
from waystation.care.requests import actor_of
from waystation.core.codes import CodeError


@require_http_methods(["GET", "POST"])
def case_plan(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """What the person says they need, each with a way to the directory."""
    actor = actor_of(request)
    page = selectors.case_page(actor, case_id)
    known = {"language": page.header.language, "age_group": page.header.age_group or "not_asked"}
    form = NeedForm(request.POST or None, services=service_choices(), initial=known)
    if request.method == "POST" and form.is_valid():
        actions.add_need(actor, case=page.case, **{k: v for k, v in form.cleaned_data.items() if v})
        return redirect("cases:case_plan", case_id)
    needs = list(reversed(page.referrals.need_list()))
    context = {**frame_context(request, page, "plan"), "form": form, "needs": needs}
    return render(request, "cases/case_plan.html", context, status=422 if form.errors else 200)


@require_POST
def need_state(request: HttpRequest, case_id: UUID, need_id: UUID) -> HttpResponse:
    """Say where a need stands."""
    actor = actor_of(request)
    case = selectors.case_row(actor, case_id)
    try:
        actions.set_need_state(actor, case=case, need_id=str(need_id), state=request.POST.get("state", ""))
    except (CodeError, KeyError):
        raise Http404 from None
    return redirect("cases:case_plan", case_id)


@require_POST
def step_new(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Add a next step."""
    actor = actor_of(request)
    form = StepForm(request.POST)
    if not form.is_valid():
        return overview(request, selectors.case_page(actor, case_id), form, status=422)
    actions.add_step(actor, case=selectors.case_row(actor, case_id), **form.cleaned_data)
    return redirect("cases:case_detail", case_id)


@require_POST
def step_done(request: HttpRequest, case_id: UUID, step_id: UUID) -> HttpResponse:
    """Mark a step done."""
    actor = actor_of(request)
    try:
        actions.finish_step(actor, case=selectors.case_row(actor, case_id), step_id=str(step_id))
    except KeyError:
        raise Http404 from None
    return redirect("cases:case_detail", case_id)
