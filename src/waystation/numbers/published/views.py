"""Pages of published numbers: for everybody, or for the coalition; and the page that publishes."""

from __future__ import annotations

import json
from dataclasses import asdict
from importlib.resources import files
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from waystation.foundation.gate import Actor
from waystation.foundation.keyring.session.stepup import fresh_needed
from waystation.numbers.prevalence import presenting as kept
from waystation.numbers.prevalence import selectors as estimates
from waystation.numbers.prevalence import words
from waystation.numbers.prevalence.requests import actor_of, answered
from waystation.numbers.published import actions, selectors
from waystation.numbers.published.forms import PublishForm
from waystation.numbers.published.models import Publication
from waystation.numbers.published.presenting import shown

TOLD = ("population", "period", "place", "matching")


@login_not_required
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """What stands published, each with its verdict."""
    rows = [(row, shown(row.found)["verdict"]) for row in selectors.current(_asker(request))]
    return render(request, "published/index.html", _frame(request) | {"rows": rows})


@login_not_required
@require_safe
def methods(request: HttpRequest) -> HttpResponse:
    """How an estimate comes about, and what it is not, in plain words."""
    context = {"assumed": words.ASSUMED, "nots": words.NOT}
    return render(request, "published/methods.html", _frame(request) | context)


@login_not_required
@require_safe
def detail(request: HttpRequest, publication_id: UUID) -> HttpResponse:
    """A published estimate: verdict, panel, limits; never the overlap table."""
    row = _publication(request, publication_id)
    context = _frame(request) | {"row": row, "newer": selectors.newer(_asker(request), row)}
    if row.withdrawn_on is None:
        context |= shown(row.found)
    return render(request, "published/detail.html", context)


@login_not_required
@require_safe
def report(request: HttpRequest, publication_id: UUID) -> HttpResponse:
    """The same in one file, to print or to send."""
    row = _standing(request, publication_id)
    css = files("waystation.numbers.published").joinpath("report.css").read_text(encoding="utf-8")
    text = render_to_string("published/report.html", {"row": row, "css": css, **shown(row.found)}, request)
    return _file(text, "application/octet-stream", f"estimate-{row.number}.html")


@login_not_required
@require_safe
def as_json(request: HttpRequest, publication_id: UUID) -> HttpResponse:
    """The same for machines."""
    row = _standing(request, publication_id)
    told = {name: getattr(row, name) for name in TOLD} | {"version": row.number, "published_on": str(row.published_on)}
    return _file(
        json.dumps(told | row.found, ensure_ascii=False, indent=2), "application/json", f"estimate-{row.number}.json"
    )


@require_http_methods(["GET", "POST"])
@fresh_needed
@answered
def publish(request: HttpRequest, overlap_id: UUID, number: int) -> HttpResponse:
    """What would stand there, and the words it stands with; refused where the verdict says so."""
    actor, run = actor_of(request), estimates.run_of(overlap_id, number)
    result = estimates.result(actor, run, "publish")
    form = PublishForm(request.POST or None, initial={k: v for k, v in asdict(result.sheet.told).items() if k in TOLD})
    if request.method == "POST" and form.is_valid():
        wanted = {name: form.cleaned_data[name] for name in ("audience", *TOLD)}
        try:
            row = actions.publish(actor, run=run, **wanted)
        except actions.CannotPublish as refusal:
            form.add_error(None, _why(str(refusal)))
        else:
            messages.success(request, _("It is published, with its panel and its verdict."))
            return redirect("published:detail", row.pk)
    context = {"form": form, "run": run, "standing": selectors.of_run(run.pk)}
    if "verdict" in result.found:
        context["verdict"] = kept.verdict(result.found)
    return render(request, "published/publish.html", context, status=422 if form.errors else 200)


@require_POST
@fresh_needed
@answered
def withdraw(request: HttpRequest, publication_id: UUID) -> HttpResponse:
    """Take a published estimate back."""
    row = _publication(request, publication_id)
    actions.withdraw(actor_of(request), publication=row)
    messages.success(request, _("It is withdrawn. Its page says so from now on."))
    return redirect("published:detail", row.pk)


def _why(refusal: str) -> str:
    if refusal == "twice":
        return _("This version stands there already.")
    return _("The verdict is “do not publish”, or the computation has not ended. There is no way around it.")


def _asker(request: HttpRequest) -> Actor | None:
    return getattr(request, "actor", None)


def _frame(request: HttpRequest) -> dict[str, Any]:
    """Staff see their own bar, everybody else the public page with its exit."""
    actor = _asker(request)
    return {"frame": "ui/staff.html" if actor else "ui/public.html", "own_agency": actor.agency_id if actor else None}


def _publication(request: HttpRequest, publication_id: UUID) -> Publication:
    try:
        return selectors.publication(_asker(request), publication_id)
    except Publication.DoesNotExist:
        raise Http404 from None


def _standing(request: HttpRequest, publication_id: UUID) -> Publication:
    row = _publication(request, publication_id)
    if row.withdrawn_on is not None:
        raise Http404
    return row


def _file(text: str, kind: str, name: str) -> HttpResponse:
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(text, content_type=kind, headers=headers)
