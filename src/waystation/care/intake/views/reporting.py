"""Writing down a report to child protection, or why none is required."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_http_methods

from waystation.care.intake import actions, clocks, selectors
from waystation.care.intake.actions.reporting import purpose_of
from waystation.care.intake.forms_report import NotRequiredForm, ReportForm
from waystation.care.requests import actor_of, no_such_desk
from waystation.foundation import clock, gate
from waystation.foundation.gate import Actor


@require_http_methods(["GET", "POST"])
def report_new(request: HttpRequest, situation_id: UUID, person_id: UUID) -> HttpResponse:
    """The rule of the state, what to say and no more, a form for what was done and one for why nothing had to be."""
    actor = actor_of(request)
    page = selectors.situation_page(actor, situation_id)
    if not gate.decide(actor, selectors.subject_of(page.situation), {"facts"}, purpose_of(actor)).allowed:
        return no_such_desk(request)
    person = page.person(str(person_id))
    if person is None:
        raise Http404
    waives = request.POST.get("do") == clocks.NOT_REQUIRED
    form = ReportForm(None if waives else request.POST or None, initial=_start(actor))
    not_required = NotRequiredForm(request.POST if waives else None)
    if waives and not_required.is_valid():
        actions.waive_report(actor, situation=page.situation, person_id=person.id, **not_required.cleaned_data)
        return redirect("intake:situation_detail", situation_id)
    if request.method == "POST" and form.is_valid():
        actions.record_report(actor, situation=page.situation, person_id=person.id, **form.cleaned_data)
        return redirect("intake:situation_detail", situation_id)
    failed: ReportForm | NotRequiredForm = not_required if waives else form
    context = {
        "page": page, "person": person, "form": form, "not_required": not_required,
        "failed": failed, "rule": selectors.report_rule(actor),
        "age": selectors.age_words(person),
    }  # fmt: skip
    return render(request, "intake/report_new.html", context, status=422 if failed.errors else 200)


def _start(actor: Actor) -> dict[str, Any]:
    """To whom the rule sends it, and the moment it is now."""
    now = timezone.localtime(clock.now())
    to_whom = selectors.report_rule(actor).to_whom.text(get_language() or "en")
    return {"to_whom": to_whom, "made_on": now.date(), "at": f"{now:%H:%M}"}
