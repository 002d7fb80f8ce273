"""The course of a case: its stage, who works on it, and its end, which two people read."""

from __future__ import annotations

from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from waystation.care.cases import actions, policies, selectors
from waystation.care.cases.forms import AssignForm, ClosingForm, StageForm
from waystation.care.cases.models import Case
from waystation.care.cases.rules import is_unsupervised
from waystation.care.cases.views.frame import frame_context
from waystation.care.cases.views.opening import workers
from waystation.care.requests import actor_of
from waystation.foundation.agencies.models import Member
from waystation.ui import errors


@require_GET
def case_course(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Stage, worker and closing, each with its own form for whoever may send it."""
    return _page(request, case_id)


@require_POST
def case_stage(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Move the case to another stage."""
    actor = actor_of(request)
    case = selectors.case_row(actor, case_id)
    form = StageForm(request.POST)
    if not form.is_valid():
        return _page(request, case_id, form)
    actions.change_stage(actor, case=case, stage=form.cleaned_data["stage"])
    return redirect("cases:case_course", case_id)


@require_POST
def case_assign(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Give the case to another worker of its team."""
    actor = actor_of(request)
    case = selectors.case_row(actor, case_id)
    form = AssignForm(request.POST, workers=workers(case.team))
    if not form.is_valid():
        return _page(request, case_id, form)
    worker = Member.objects.get(pk=form.cleaned_data["assignee"])
    actions.assign(actor, case=case, assignee=worker)
    messages.success(request, _("%(name)s works on this case now.") % {"name": worker.display_name})
    return redirect("cases:case_list")


@require_POST
def case_closing(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Propose to close, send back, close, or open again."""
    actor = actor_of(request)
    case = selectors.course_row(actor, case_id)
    form = ClosingForm(request.POST)
    do = request.POST.get("do", "propose")
    try:
        if do == "propose":
            if not form.is_valid():
                return _page(request, case_id, form)
            actions.propose_closing(actor, case=case, ending=form.cleaned_data["ending"])
        else:
            ACTS.get(do, actions.return_closing)(actor, case=case)
    except actions.NotProposed:
        return errors.page(request, 403, reason=_("Closing a case takes its worker and a second reader."))
    return redirect("cases:case_course", case_id)


ACTS = {"return": actions.return_closing, "close": actions.close_case, "reopen": actions.reopen}


def _page(request: HttpRequest, case_id: UUID, wrong: forms.Form | None = None) -> HttpResponse:
    actor = actor_of(request)
    page = selectors.course_page(actor, case_id)
    case, said = page.case, page.header.closing
    shown: dict[str, forms.Form] = {
        "stage_form": StageForm(initial={"stage": case.stage}),
        "assign_form": AssignForm(initial={"assignee": str(case.assignee_id)}, workers=workers(case.team)),
        "closing_form": ClosingForm(),
    }
    shown |= {name: wrong for name, form in shown.items() if wrong is not None and isinstance(wrong, type(form))}
    context = {
        **frame_context(request, page, "course"),
        **shown,
        "wrong": wrong,
        "said": said,
        "may_assign": case.status == Case.Status.OPEN and bool(page.held),
        "may_propose": policies.can_propose_closing(actor.role, page.standing),
        "reads_second": policies.can_read_second(
            actor.role, page.standing, said.get("by") == actor.id.hex, is_unsupervised(actor, case, page.standing)
        ),
    }
    return render(request, "cases/case_course.html", context, status=422 if wrong else 200)
