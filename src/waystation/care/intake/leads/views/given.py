"""The liaison's page: what was released to this person, and nothing that could tell of anything else."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from waystation.care.intake.leads import actions, policies, reading, selectors
from waystation.care.intake.leads.forms import OutcomeForm
from waystation.care.intake.leads.selectors.releases import lines_of
from waystation.care.requests import actor_of


@require_safe
def given_list(request: HttpRequest) -> HttpResponse:
    """Released leads only: no search, no counts. Everybody else gets the answer for an address that is not there."""
    actor = actor_of(request)
    if actor.role != policies.LIAISON:
        raise Http404
    return render(request, "leads/given_list.html", {"items": selectors.given_to(actor)})


@require_http_methods(["GET", "POST"])
def given_detail(request: HttpRequest, release_id: UUID) -> HttpResponse:
    """One released lead, opened; the outcome. Opening stands in both agencies' journals."""
    actor = actor_of(request)
    form = OutcomeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        release = selectors.given_row(actor, release_id)
        actions.answer(actor, release=release, outcome=form.cleaned_data["outcome"])
        messages.success(request, _("Written down. Whoever told it sees only that it was answered."))
        return redirect("leads:given_list")
    row, terms = actions.open_given(actor, release_id)
    item = next(found for found in selectors.given_to(actor) if found.row.pk == row.pk)
    if request.method == "GET":
        form = OutcomeForm(initial={"outcome": item.answer})
    context = {
        "item": item, "row": row, "terms": terms, "lines": lines_of(terms), "form": form, "part23": reading.part23(),
    }  # fmt: skip
    return render(request, "leads/given_detail.html", context, status=422 if form.errors else 200)
