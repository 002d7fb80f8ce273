"""Versions: starting, waiting, the verdict with its panel, the number made again, and taking it away."""

from __future__ import annotations

import json
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from waystation.foundation.keyring.session.stepup import fresh_needed
from waystation.numbers.prevalence import actions, noting, presenting, selectors, spool, trials, words
from waystation.numbers.prevalence.models import Run
from waystation.numbers.prevalence.requests import actor_of, answered
from waystation.numbers.prevalence.shapes import Result

TRIED = 500
"""Replicates for each invented population."""


@require_POST
@answered
def start(request: HttpRequest, overlap_id: UUID) -> HttpResponse:
    """Begin a new version."""
    actor = actor_of(request)
    kept = selectors.table(actor, overlap_id, "run")
    try:
        run = actions.start(actor, overlap=kept.row, sheet=kept.sheet)
    except actions.CannotRun as refusal:
        messages.warning(request, _why(refusal))
        return redirect("prevalence:table", overlap_id)
    return redirect("prevalence:run", overlap_id, run.number)


def _why(refusal: actions.CannotRun) -> str:
    why = {
        "counts": _("Give the counts first."),
        "running": _("A version of this table is being computed."),
        "busy": _("This site computes other estimates now. Try again in a few minutes."),
    }
    return why[str(refusal)]


@require_POST
@answered
def try_out(request: HttpRequest, overlap_id: UUID, number: int) -> HttpResponse:
    """How would this method do on populations like this version's? A run of its own."""
    actor, version = actor_of(request), selectors.run_of(overlap_id, number)
    result = selectors.result(actor, version, "run")
    kept = selectors.table(actor, overlap_id, "run")
    try:
        started = actions.start(
            actor, overlap=kept.row, sheet=result.sheet, replicates=TRIED, task=Run.Task.COVERAGE, seed=result.seed
        )
    except actions.CannotRun as refusal:
        messages.warning(request, _why(refusal))
        return redirect("prevalence:run", overlap_id, number)
    return redirect("prevalence:run", overlap_id, started.number)


@require_safe
@answered
def run(request: HttpRequest, overlap_id: UUID, number: int) -> HttpResponse:
    """The verdict and its panel; while it is being computed, how far it is."""
    actor = actor_of(request)
    version = selectors.run_of(overlap_id, number)
    result = selectors.result(actor, version)
    if actions.take_in(actor, run=version).state != Run.State.RUNNING and not result.found:
        result = selectors.result(actor, version)
    if not result.found:
        return _unfinished(request, version, result)
    found = result.found
    if version.task == Run.Task.COVERAGE:
        rows = trials.trials(found)
        context = {"trials": rows, "judged": trials.judged(rows), "made": trials.made(found)}
        context |= _context(version, result)
        return render(request, "prevalence/trial.html", context)
    context = _context(version, result) | {
        "verdict": presenting.verdict(found), "figure": presenting.figure(found), "panel": presenting.panel(found),
        "notes": noting.sentences(found["panel"]), "is_bent": noting.are_bent(found["panel"]),
        "lines": presenting.diagnostics(found), "curve": presenting.curve(found),
        "can_try": presenting.has_number(found), "ends": presenting.said(found),
        "assumed": words.assumed(found), "nots": words.NOT,
    }  # fmt: skip
    return render(request, "prevalence/run.html", context)


def _context(version: Run, result: Result) -> dict[str, Any]:
    return {"run": version, "result": result, "sheet": result.sheet, "found": result.found}


def _unfinished(request: HttpRequest, version: Run, result: Result) -> HttpResponse:
    how_far = spool.progress(version.pk)
    context = _context(version, result) | {"progress": how_far, "step": words.method(how_far.step)}
    return render(request, "prevalence/unfinished.html", context)


@require_POST
@answered
def stop(request: HttpRequest, overlap_id: UUID, number: int) -> HttpResponse:
    """End with what is there."""
    actions.stop(actor_of(request), run=selectors.run_of(overlap_id, number))
    return redirect("prevalence:run", overlap_id, number)


@require_safe
@answered
def again(request: HttpRequest, overlap_id: UUID, number: int) -> HttpResponse:
    """The number without each list, and with one person more or fewer on each overlap."""
    version, result = _ended(request, overlap_id, number)
    without, nudged = presenting.again(result.found, result.sheet.lists)
    context = _context(version, result) | {
        "verdict": presenting.verdict(result.found), "without": without, "nudged": nudged,
        "main": presenting.main_row(result.found),
        "without_figure": presenting.figure_again(without), "nudged_figure": presenting.figure_again(nudged),
    }  # fmt: skip
    return render(request, "prevalence/again.html", context)


def _ended(request: HttpRequest, overlap_id: UUID, number: int) -> tuple[Run, Result]:
    version = selectors.run_of(overlap_id, number)
    result = selectors.result(actor_of(request), version)
    if not result.found or version.task != Run.Task.PANEL:
        raise Http404
    return version, result


@require_safe
@fresh_needed
@answered
def report(request: HttpRequest, overlap_id: UUID, number: int) -> HttpResponse:
    """The report in one file; it holds small counts, as the table does."""
    version, result = _ended(request, overlap_id, number)
    return _file(result.report, "application/octet-stream", f"estimate-{version.number}.html")


@require_safe
@fresh_needed
@answered
def panel(request: HttpRequest, overlap_id: UUID, number: int) -> HttpResponse:
    """The same for machines."""
    version, result = _ended(request, overlap_id, number)
    told = {**result.found, "program": result.program, "input": result.mark, "replicates": result.replicates}
    text = json.dumps(told, ensure_ascii=False, allow_nan=False, indent=2)
    return _file(text, "application/json", f"estimate-{version.number}.json")


def _file(text: str, kind: str, name: str) -> HttpResponse:
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(text, content_type=kind, headers=headers)
