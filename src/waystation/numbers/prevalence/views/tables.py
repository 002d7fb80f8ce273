"""Tables: the list, entering, importing, counting, and one table with its versions."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from waystation.foundation.keyring.errors import Stale
from waystation.numbers.prevalence import actions, presenting, selectors, spool
from waystation.numbers.prevalence.forms import CountsForm, ImportForm, NewForm, ToldForm
from waystation.numbers.prevalence.models import Run
from waystation.numbers.prevalence.policies import GRID_LISTS
from waystation.numbers.prevalence.requests import actor_of, answered

EXAMPLE = "shelter,clinic,legal,count\n1,0,0,140\n0,1,0,130\n1,1,0,19"


@require_safe
def table_list(request: HttpRequest) -> HttpResponse:
    """Every table of the agency with the verdict of its newest version; analysts only."""
    actor = actor_of(request)
    kept = selectors.tables(actor)
    newest = {one.row.pk: one.newest for one in kept}
    found = selectors.results(actor, [run for run in newest.values() if run is not None])
    rows = [
        {
            "kept": one,
            "run": run,
            "verdict": presenting.verdict(found[run.pk].found) if run and found[run.pk].found else None,
        }
        for one in kept
        for run in [newest[one.row.pk]]
    ]
    return render(request, "prevalence/table_list.html", {"rows": rows})


@require_http_methods(["GET", "POST"])
def table_new(request: HttpRequest) -> HttpResponse:
    """Who is counted and which lists; the counts come next."""
    actor = actor_of(request)
    selectors.refuse_others(actor)
    form = NewForm(request.POST) if request.method == "POST" else NewForm()
    if request.method == "POST" and form.is_valid():
        row = actions.save_table(actor, sheet=form.sheet())
        return redirect("prevalence:counts", row.pk)
    return _form_page(request, "prevalence/table_new.html", form)


@require_http_methods(["GET", "POST"])
def table_import(request: HttpRequest) -> HttpResponse:
    """The same from comma-separated text; what cannot be read is said with its line."""
    actor = actor_of(request)
    selectors.refuse_others(actor)
    form = ImportForm(request.POST, request.FILES) if request.method == "POST" else ImportForm()
    if request.method == "POST" and form.is_valid():
        row = actions.save_table(actor, sheet=form.sheet())
        messages.success(request, _("The table is kept, sealed to your statistics team."))
        return redirect("prevalence:table", row.pk)
    return _form_page(request, "prevalence/table_import.html", form, example=EXAMPLE)


@require_safe
@answered
def table(request: HttpRequest, overlap_id: UUID) -> HttpResponse:
    """One table: what is told, its counts, its versions, and the button."""
    kept = selectors.table(actor_of(request), overlap_id)
    going = next((run for run in kept.runs if run.state == Run.State.RUNNING and spool.is_alive(run.pk)), None)
    context = {"kept": kept, "sheet": kept.sheet, "cells": presenting.cells(kept.sheet), "going": going}
    return render(request, "prevalence/table.html", context | {"in_grid": len(kept.sheet.lists) <= GRID_LISTS})


@require_http_methods(["GET", "POST"])
@answered
def counts(request: HttpRequest, overlap_id: UUID) -> HttpResponse:
    """A box for each combination of lists; what clients told is not typed over."""
    actor = actor_of(request)
    kept = selectors.table(actor, overlap_id)
    if kept.sheet.said is not None:
        raise Http404
    form = CountsForm(request.POST or None, sheet=kept.sheet, initial={"version": kept.version})
    if request.method == "POST" and form.is_valid():
        version = form.cleaned_data["version"]
        actions.change_counts(actor, overlap=kept.row, counts=form.counts(), version=version)
        return redirect("prevalence:table", overlap_id)
    return _form_page(request, "prevalence/counts.html", form, kept=kept)


@require_http_methods(["GET", "POST"])
@answered
def told(request: HttpRequest, overlap_id: UUID) -> HttpResponse:
    """Correct what is told of a table."""
    actor = actor_of(request)
    kept = selectors.table(actor, overlap_id)
    form = ToldForm(request.POST or None, initial=asdict(kept.sheet.told))
    if request.method == "POST" and form.is_valid():
        try:
            actions.change_told(actor, overlap=kept.row, told=form.told(), version=kept.version)
        except Stale:
            form.add_error(None, _("Somebody changed this while you wrote. Open the page again and compare."))
        else:
            return redirect("prevalence:table", overlap_id)
    return _form_page(request, "prevalence/told.html", form, kept=kept)


def _form_page(request: HttpRequest, template: str, form: Form, **context: Any) -> HttpResponse:
    return render(request, template, {"form": form, **context}, status=422 if form.errors else 200)
