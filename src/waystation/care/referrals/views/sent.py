"""Sharing: what a case sent, what would leave, and sending it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from waystation.care.cases.selectors import case_page, case_row
from waystation.care.cases.views.frame import frame_context
from waystation.care.consent import selectors as consent
from waystation.care.consent.actions import NotLive
from waystation.care.referrals import actions, selectors
from waystation.care.referrals.forms import AnswerForm, ChooseForm, OpaqueForm, SendForm, VersionForm
from waystation.care.referrals.machine import NotAllowed
from waystation.care.referrals.models import Referral
from waystation.care.referrals.views.drafting import draft_context, live_releases
from waystation.care.referrals.words import REFUSALS
from waystation.care.requests import actor_of
from waystation.commons.directory.models import Service
from waystation.foundation.keyring.session.stepup import fresh_needed


@require_safe
def referral_list(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """The Sharing tab: referrals with their answers, releases, and what has left."""
    actor = actor_of(request)
    page = case_page(actor, case_id, ())
    found = selectors.sent_referrals(actor, page.case)
    actions.take_in_answers(actor, case=page.case, found=selectors.as_triples(found))
    releases = consent.releases(actor, page.case)
    context = frame_context(request, page, "sharing") | {
        "referrals": found,
        "releases": releases,
        "departures": consent.what_left(actor, releases),
    }
    return render(request, "referrals/referral_list.html", context)


@require_POST
def choose(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """A hit of the directory becomes a draft."""
    form = ChooseForm(request.POST)
    if not form.is_valid():
        raise Http404
    try:
        row = actions.choose(
            actor_of(request),
            case_id=case_id,
            service_id=form.cleaned_data["service_id"],
            need_id=form.cleaned_data["need"],
        )
    except Service.DoesNotExist:
        raise Http404 from None
    place = "#h-opaque" if form.cleaned_data["mode"] == "hand_off" else ""
    return redirect(reverse("referrals:referral_detail", args=[case_id, row.pk]) + place)


@require_http_methods(["GET", "HEAD", "POST"])
def referral_detail(request: HttpRequest, case_id: UUID, referral_id: UUID) -> HttpResponse:
    """A draft with exactly what would leave (a POST opens the name), or where a sent referral stands."""
    return _shown(request, case_id, referral_id, with_name=request.method == "POST")


@require_POST
@fresh_needed
def referral_send(request: HttpRequest, case_id: UUID, referral_id: UUID) -> HttpResponse:
    """Send with a release; without a live one the server refuses and says why."""
    item = _own(request, case_id, referral_id)
    live, codes = live_releases(actor_of(request), item)
    form = SendForm(request.POST, releases=live, codes=codes)
    if not live:
        return _refused(request, item, "consent")
    if not form.is_valid():
        return _shown(request, case_id, referral_id, form=form)
    try:
        actions.send(actor_of(request), referral=item.row, header=item.header, **form.chosen())
    except (actions.NotSent, NotLive) as refusal:
        return _refused(request, item, refusal.code)
    messages.success(request, _("Sent. You will see here when they open it and what they answer."))
    return redirect("referrals:referral_list", case_id)


@require_POST
@fresh_needed
def referral_hand_off(request: HttpRequest, case_id: UUID, referral_id: UUID) -> HttpResponse:
    """Without identity: a need, a word to quote, your line."""
    item, form = _own(request, case_id, referral_id), OpaqueForm(request.POST)
    if not form.is_valid():
        return _shown(request, case_id, referral_id, opaque=form)
    try:
        actions.send_opaque(actor_of(request), referral=item.row, header=item.header, **form.cleaned_data)
    except actions.NotSent as refusal:
        return _refused(request, item, refusal.code)
    return redirect("referrals:referral_detail", case_id, referral_id)


@require_POST
def referral_call(request: HttpRequest, case_id: UUID, referral_id: UUID) -> HttpResponse:
    """A call together, written down; the software sent nothing."""
    item, form = _own(request, case_id, referral_id), VersionForm(request.POST)
    if not form.is_valid():
        raise Http404
    try:
        actions.send_three_way(actor_of(request), referral=item.row, header=item.header, **form.cleaned_data)
    except actions.NotSent as refusal:
        return _refused(request, item, refusal.code)
    return redirect("referrals:referral_detail", case_id, referral_id)


@require_POST
def referral_outcome(request: HttpRequest, case_id: UUID, referral_id: UUID) -> HttpResponse:
    """After a call together: what was heard."""
    item, form = _own(request, case_id, referral_id), AnswerForm(request.POST)
    if not form.is_valid():
        return _shown(request, case_id, referral_id, answer=form)
    event, version = form.cleaned_data["event"], form.cleaned_data["version"]
    try:
        actions.record_outcome(
            actor_of(request),
            referral=item.row,
            header=item.header,
            event=event,
            reason=form.reason(),
            version=version,
        )
    except NotAllowed as refusal:
        return _refused(request, item, refusal.code)
    return redirect("referrals:referral_detail", case_id, referral_id)


@require_POST
def referral_drop(request: HttpRequest, case_id: UUID, referral_id: UUID) -> HttpResponse:
    """Put a draft away."""
    item = _own(request, case_id, referral_id)
    if not item.is_draft:
        return _refused(request, item, "step")
    actions.drop(actor_of(request), referral=item.row)
    return redirect("referrals:referral_list", case_id)


def _own(request: HttpRequest, case_id: UUID, referral_id: UUID) -> selectors.Sent:
    """A referral this member may send, of a case they may see."""
    actor = actor_of(request)
    return selectors.referral_to_send(actor, referral_id, case_row(actor, case_id))


def _refused(request: HttpRequest, item: selectors.Sent, code: str) -> HttpResponse:
    return _shown(request, item.row.case_id, item.row.pk, refusal=str(REFUSALS.get(code, code)))


def _shown(
    request: HttpRequest, case_id: UUID, referral_id: UUID, *, with_name: bool = False, refusal: str = "", **forms: Any
) -> HttpResponse:
    actor = actor_of(request)
    page = case_page(actor, case_id, ())
    item = selectors.sent_referral(actor, referral_id, page.case)
    context = frame_context(request, page, "sharing") | {"item": item, "refusal": refusal} | forms
    if item.is_draft:
        context |= draft_context(actor, page, item, with_name=with_name, **forms)
    elif item.row.mode == Referral.Mode.THREE_WAY:
        context.setdefault("answer", AnswerForm(initial={"version": item.row.version}))
    status = 422 if refusal or any(form.errors for form in forms.values()) else 200
    return render(request, "referrals/referral_detail.html", context, status=status)
