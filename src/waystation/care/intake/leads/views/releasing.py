"""Proposing a release with its preview, and what the second person decides."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from waystation.care.intake.leads import actions, reading, selectors
from waystation.care.intake.leads.actions import CannotRelease
from waystation.care.intake.leads.fields import FIELDS
from waystation.care.intake.leads.forms import DecideForm, ReleaseForm
from waystation.care.intake.leads.words import REFUSALS
from waystation.care.requests import actor_of
from waystation.foundation.keyring.session import stepup


@require_http_methods(["GET", "POST"])
def release_new(request: HttpRequest, lead_id: UUID) -> HttpResponse:
    """Fields, facts, reason and liaison; the preview first, field by field, then the proposal."""
    actor = actor_of(request)
    page = selectors.lead_page(actor, lead_id)
    told = selectors.values_of(page.tips, [item.code for item in FIELDS])
    form = ReleaseForm(request.POST or None, liaisons=selectors.liaisons(actor), codes=list(told))
    wanted, status, refusal = [code for code in told if code != "reporter"], 200, ""
    if request.method == "POST":
        wanted = [code for code in request.POST.getlist("fields_to_send") if code in told]
        if form.is_valid() and request.POST.get("next") == "propose":
            try:
                release = actions.propose(actor, page=page, **form.chosen())
            except CannotRelease as stopped:
                refusal, status = _words(stopped), 422
            else:
                messages.success(request, _("A second person of your team has to confirm it now."))
                return redirect("leads:release_detail", release.pk)
        status = 422 if form.errors else status
    else:
        form.initial["fields_to_send"] = wanted
    context = {
        "page": page, "form": form, "lines": selectors.preview(page.tips, wanted), "refusal": refusal,
        "previewed": request.method == "POST" and not form.errors, "off": _off(request),
        "part23": reading.part23(), "principles": reading.principles(),
    }  # fmt: skip
    return render(request, "leads/release_form.html", context, status=status)


@require_http_methods(["GET", "POST"])
def release_detail(request: HttpRequest, release_id: UUID) -> HttpResponse:
    """A release for its team: exactly what goes; confirm, decline, withdraw."""
    actor = actor_of(request)
    if request.method == "GET":
        return _release(request, release_id)
    row, form = selectors.release_row(actor, release_id), DecideForm(request.POST)
    if not form.is_valid():
        return _release(request, release_id, form=form, status=422)
    do = form.cleaned_data["do"]
    if do == "confirm" and (asked := stepup.ask(request)) is not None:
        return asked
    try:
        if do == "confirm":
            actions.confirm(actor, release=row)
        elif do == "decline":
            actions.decline(actor, release=row)
        else:
            actions.withdraw(actor, release=row, reason=form.cleaned_data["reason"])
    except CannotRelease as stopped:
        return _release(request, release_id, refusal=_words(stopped), status=422)
    return redirect("leads:release_detail", release_id)


def _release(
    request: HttpRequest, release_id: UUID, *, form: DecideForm | None = None, refusal: str = "", status: int = 200
) -> HttpResponse:
    page = selectors.release_page(actor_of(request), release_id)
    context = {
        "page": page, "form": form, "decide_form": form or DecideForm(), "refusal": refusal,
        "part23": reading.part23(),
    }  # fmt: skip
    return render(request, "leads/release_detail.html", context, status=status)


def _off(request: HttpRequest) -> list[selectors.LiaisonRow]:
    return [row for row in selectors.liaisons(actor_of(request)) if not row.is_on]


def _words(stopped: CannotRelease) -> str:
    said = str(REFUSALS[stopped.code])
    return f"{said} {stopped.reason}" if stopped.reason else said
