"""Writing down a report to child protection."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_http_methods

from waystation.care.intake import actions, selectors
from waystation.care.intake.actions.reporting import purpose_of
from waystation.care.intake.forms_report import ReportForm
from waystation.care.requests import actor_of, no_such_desk
from waystation.foundation import clock, gate


@require_http_methods(["GET", "POST"])
def report_new(request: HttpRequest, situation_id: UUID, person_id: UUID) -> HttpResponse:
    """The rule of the state, what to say and no more, and a form for what was done."""
    actor = actor_of(request)
    page = selectors.situation_page(actor, situation_id)
    if not gate.decide(actor, selectors.subject_of(page.situation), {"facts"}, purpose_of(actor)).allowed:
        return no_such_desk(request)
    person = page.person(str(person_id))
    if person is None:
        raise Http404
    rule, now = selectors.report_rule(actor), timezone.localtime(clock.now())
    start = {"to_whom": rule.to_whom.text(get_language() or "en"), "made_on": now.date(), "at": f"{now:%H:%M}"}
    form = ReportForm(request.POST or None, initial=start)
    if request.method == "POST" and form.is_valid():
        actions.record_report(actor, situation=page.situation, person_id=person.id, **form.cleaned_data)
        return redirect("intake:situation_detail", situation_id)
    context = {
        "page": page, "person": person, "form": form, "rule": rule, "age": selectors.age_words(person),
    }  # fmt: skip
    return render(request, "intake/report_new.html", context, status=422 if form.errors else 200)
