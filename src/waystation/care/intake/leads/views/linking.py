"""The team's pages: leads, suggested links, one lead, one tip."""

from __future__ import annotations

import datetime as dt
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from waystation.care.cases.templatetags.care import iso_day
from waystation.care.intake.leads import actions, selectors
from waystation.care.intake.leads.actions import CannotLink
from waystation.care.intake.leads.forms import EndingForm, JudgeForm, RenewForm, TakeOutForm, TitleForm
from waystation.care.intake.leads.words import REFUSALS, TRAITS
from waystation.care.requests import actor_of, no_such_desk


@require_safe
def lead_list(request: HttpRequest) -> HttpResponse:
    """Leads of the team; what waits for this member first. Answers that came in reach their tips here."""
    actor = actor_of(request)
    if not selectors.is_analyst(actor):
        return no_such_desk(request)
    actions.take_in_answers(actor)
    return render(request, "leads/lead_list.html", {"rows": selectors.leads_of(actor)})


@require_http_methods(["GET", "POST"])
def link_list(request: HttpRequest) -> HttpResponse:
    """Pairs of tips that share something, computed now; the member says together or apart."""
    actor = actor_of(request)
    if not selectors.is_analyst(actor):
        return no_such_desk(request)
    if request.method == "GET":
        return _links(request)
    form = JudgeForm(request.POST)
    if not form.is_valid():
        return _links(request, form=form, status=422)
    data = form.cleaned_data
    first, second = data["first"], data["second"]
    if data["verdict"] == "apart":
        actions.keep_apart(actor, first=first, second=second)
        messages.success(request, _("These two are kept apart. The pair is not suggested again."))
        return redirect("leads:link_list")
    found = [item for item in selectors.suggestions(actor) if {item.first.id, item.second.id} == {first, second}]
    why = sorted({trait.kind for item in found for trait in item.shared})
    try:
        lead = actions.link(actor, first=first, second=second, why=why, title=data["title"])
    except CannotLink as refusal:
        return _links(request, refusal=str(REFUSALS[refusal.code]), status=422)
    return redirect("leads:lead_detail", lead.pk)


def _links(
    request: HttpRequest, *, form: JudgeForm | None = None, refusal: str = "", status: int = 200
) -> HttpResponse:
    found = selectors.suggestions(actor_of(request))
    pairs = [(item, [(TRAITS[trait.kind], trait.said) for trait in item.shared]) for item in found]
    context = {"pairs": pairs, "form": form, "refusal": refusal, "title_form": TitleForm()}
    return render(request, "leads/link_list.html", context, status=status)


@require_http_methods(["GET", "POST"])
def tip(request: HttpRequest, tip_id: UUID) -> HttpResponse:
    """What can become of one tip: a lead of its own, an end without a release, a renewed reason."""
    actor = actor_of(request)
    if request.method == "GET":
        return _tip(request, tip_id)
    selectors.tip_page(actor, tip_id)
    do = request.POST.get("do", "")
    form = {"start": TitleForm, "end": EndingForm, "renew": RenewForm}.get(do, JudgeForm)(request.POST)
    if not form.is_valid():
        return _tip(request, tip_id, failed=form, status=422)
    try:
        if do == "start":
            lead = actions.start_lead(actor, tip=tip_id, **form.cleaned_data)
            return redirect("leads:lead_detail", lead.pk)
        act = actions.close_tip if do == "end" else actions.renew_tip
        _say_day(request, do, act(actor, tip=tip_id, **form.cleaned_data))
    except CannotLink as refusal:
        return _tip(request, tip_id, refusal=str(REFUSALS[refusal.code]), status=422)
    return redirect("leads:tip", tip_id)


def _tip(
    request: HttpRequest, tip_id: UUID, *, failed: Any = None, refusal: str = "", status: int = 200
) -> HttpResponse:
    actor = actor_of(request)
    found = selectors.tip_page(actor, tip_id)
    lead = selectors.lead_of([tip_id]).get(tip_id)
    context = {
        "tip": found, "lead_id": lead, "lines": selectors.preview([found], []), "refusal": refusal, "form": failed,
        **_forms(failed),
    }  # fmt: skip
    return render(request, "leads/tip.html", context, status=status)


@require_http_methods(["GET", "POST"])
def lead_detail(request: HttpRequest, lead_id: UUID) -> HttpResponse:
    """One lead with its tips and releases; taking a tip out, renewing, ending, naming."""
    actor = actor_of(request)
    if request.method == "GET":
        actions.take_in_answers(actor)
        return _lead(request, lead_id)
    lead = selectors.lead_row(actor, lead_id)
    do = request.POST.get("do", "")
    kinds = {"title": TitleForm, "take_out": TakeOutForm, "end": EndingForm, "renew": RenewForm}
    form = kinds.get(do, JudgeForm)(request.POST)
    if not form.is_valid():
        return _lead(request, lead_id, failed=form, status=422)
    try:
        if do in ("end", "renew"):
            act = actions.close_lead if do == "end" else actions.renew
            _say_day(request, do, act(actor, lead=lead, **form.cleaned_data))
        elif do == "title":
            actions.rename(actor, lead=lead, **form.cleaned_data)
        else:
            actions.take_out(actor, lead=lead, **form.cleaned_data)
    except CannotLink as refusal:
        return _lead(request, lead_id, refusal=str(REFUSALS[refusal.code]), status=422)
    return redirect("leads:lead_detail", lead_id)


def _lead(
    request: HttpRequest, lead_id: UUID, *, failed: Any = None, refusal: str = "", status: int = 200
) -> HttpResponse:
    page = selectors.lead_page(actor_of(request), lead_id)
    tips = [(item, selectors.preview([item], [])) for item in page.tips]
    why = [(link, [TRAITS[kind] for kind in link["why"] if kind in TRAITS]) for link in page.account.links]
    forms = _forms(failed, title=page.header.title)
    context = {"page": page, "tips": tips, "links": why, "refusal": refusal, "form": failed, **forms}
    return render(request, "leads/lead_detail.html", context, status=status)


def _forms(failed: Any, title: str = "") -> dict[str, Any]:
    """The small forms of a page, the one that was not filled in right among them."""
    return {
        "title_form": failed if isinstance(failed, TitleForm) else TitleForm(initial={"title": title}),
        "ending_form": failed if isinstance(failed, EndingForm) else EndingForm(),
        "renew_form": failed if isinstance(failed, RenewForm) else RenewForm(),
    }


def _say_day(request: HttpRequest, do: str, day: dt.date) -> None:
    said = _("Nothing was passed on. It is destroyed after %s.") if do == "end" else _("Kept until %s.")
    messages.success(request, said % iso_day(day.isoformat()))
