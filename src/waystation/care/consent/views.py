"""Pages of releases: the list, a new one, one with its preview, the withdrawal."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import NoReverseMatch
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from waystation.care.cases.models import Case
from waystation.care.cases.selectors import case_page
from waystation.care.cases.views.frame import frame_context
from waystation.care.consent import actions, leaving, selectors
from waystation.care.consent.ages import AgeOnFile, age_on_file
from waystation.care.consent.forms import ReleaseForm
from waystation.care.requests import actor_of
from waystation.foundation import clock
from waystation.foundation.agencies.models import Agency
from waystation.foundation.agencies.selectors import members_of
from waystation.foundation.gate import Refused
from waystation.foundation.keyring.session import stepup
from waystation.ui import errors


@require_safe
def authorization_list(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Every release of a case, and the truth about what has left."""
    actor = actor_of(request)
    case = selectors.case_of_team(actor, case_id)
    found = selectors.releases(actor, case)
    context = _frame(request, case) | {
        "releases": found,
        "departures": selectors.what_left(actor, found),
        "can_record": selectors.may_work_on(actor, case),
    }
    return render(request, "consent/authorization_list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def authorization_new(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Record what the person signed, after a look at what would leave."""
    actor = actor_of(request)
    case = selectors.case_of_team(actor, case_id)
    if not selectors.may_work_on(actor, case):
        return errors.page(request, 403, reason=_("Only the worker of this case records a release."))
    context = _frame(request, case)
    start = {} if request.method == "POST" else _initial(request, context, age_on_file(actor, case))
    form = ReleaseForm(request.POST or None, initial=start, **_choices(request, case))
    context["form"] = form
    if request.method == "POST" and form.is_valid():
        if "preview" in request.POST:
            codes = form.cleaned_data["fields_to_share"]
            context["lines"] = leaving.preview(actor, case, codes, with_name=True)
        elif (asking := stepup.ask(request)) is not None:
            return asking
        elif _record(request, case, form):
            return _after(request, case)
    return render(request, "consent/authorization_form.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def authorization_detail(request: HttpRequest, case_id: UUID, release_id: UUID) -> HttpResponse:
    """One release; a POST opens the name on purpose, as it would leave."""
    actor = actor_of(request)
    case = selectors.case_of_team(actor, case_id)
    found = selectors.release(actor, release_id, case)
    context: dict[str, Any] = {"release": found, "departures": selectors.what_left(actor, [found])}
    if found.is_live and selectors.may_work_on(actor, case):
        context["is_shown"] = request.method == "POST"
        context["lines"] = leaving.preview(actor, case, found.terms.fields, with_name=context["is_shown"])
    context |= {"labels": leaving.labels(found.terms.fields), "stays": leaving.staying(found.terms.fields)}
    return render(request, "consent/authorization_detail.html", _frame(request, case) | context)


@require_POST
def authorization_withdraw(request: HttpRequest, case_id: UUID, release_id: UUID) -> HttpResponse:
    """The person took it back: one button, one act."""
    actor = actor_of(request)
    case = selectors.case_of_team(actor, case_id)
    selectors.release(actor, release_id, case)
    try:
        row = actions.withdraw(actor, authorization_id=release_id)
    except actions.NotLive:
        messages.info(request, _("This release had been withdrawn before."))
        return redirect("consent:authorization_detail", case_id, release_id)
    messages.success(request, _("Withdrawn. %(agency)s can open nothing any more.") % {"agency": row.recipient.name})
    return redirect("consent:authorization_detail", case_id, release_id)


def _frame(request: HttpRequest, case: Case) -> dict[str, Any]:
    """The frame of the case for its worker and supervisor; a plain page for colleagues who may only withdraw."""
    try:
        page = case_page(actor_of(request), case.pk, ())
    except Refused:
        return {"base": "ui/staff.html", "case": case}
    return {"base": "cases/frame.html"} | frame_context(request, page, "consent")


def _choices(request: HttpRequest, case: Case) -> dict[str, Any]:
    actor = actor_of(request)
    return {
        "recipients": [(str(agency.pk), agency.name) for agency in selectors.recipients_for(actor)],
        "colleagues": [(str(member.pk), member.display_name) for member in members_of(case.team)],
    }


def _initial(request: HttpRequest, frame: dict[str, Any], age: AgeOnFile) -> dict[str, Any]:
    language = frame["page"].header.language
    asked = {name: request.GET.get(name, "") for name in ("recipient", "purpose", "referral")}
    return ReleaseForm.beginning(clock.today(), str(actor_of(request).id), age, language) | asked


def _record(request: HttpRequest, case: Case, form: ReleaseForm) -> bool:
    """Record, or put the refusal into the form."""
    data = form.cleaned_data
    try:
        actions.record(
            actor_of(request),
            case=case,
            recipient=Agency.objects.get(pk=data["recipient"]),
            terms=form.terms(),
            signing=form.signing(),
            starts_on=data["starts_on"],
            expires_on=data["expires_on"],
            turns_18_on=data["turns_18_on"],
        )
    except actions.NotValid as refusal:
        form.refuse(refusal)
        return False
    messages.success(request, _("Recorded. The person can take it back at any time, by word of mouth."))
    return True


def _after(request: HttpRequest, case: Case) -> HttpResponse:
    """Back to the referral this release was made for, or to the list."""
    try:
        return redirect("referrals:referral_detail", case.pk, UUID(request.POST.get("referral", "")))
    except (ValueError, NoReverseMatch):
        return redirect("consent:authorization_list", case.pk)
