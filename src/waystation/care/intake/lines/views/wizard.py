"""The wizard, one page after another; a page keeps one form or a list of rows. It can be left and gone on with."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from waystation.care.intake.lines import actions, showing
from waystation.care.intake.lines import forms as asked
from waystation.care.intake.lines.errors import LineError
from waystation.care.intake.lines.models import Line
from waystation.care.intake.lines.steps import BY_CODE, LISTED, STEPS, following, lacks
from waystation.care.intake.lines.views import desk
from waystation.foundation.gate import Actor
from waystation.foundation.gate.request import StaffRequest

Act = Callable[[Actor, Line, int, dict[str, Any]], Any]
Fill = Callable[[Line], dict[str, Any]]


@dataclass(frozen=True)
class Kept:
    """How a page is filled and kept."""

    form: Callable[..., forms.Form]
    act: Act
    fill: Fill = lambda line: {}


def _change(step: str) -> Act:
    return lambda actor, line, version, values: actions.change_line(actor, line, step=step, version=version, **values)


def _speak(actor: Actor, line: Line, version: int, values: dict[str, Any]) -> None:
    words = {"en": values["script_en"], "es": values["script_es"]}
    actions.change_line(
        actor, line, step="languages", version=version, languages=values["languages"], script=words
    )  # fmt: skip


def _escalation(line: Line) -> dict[str, Any]:
    return {row.to: row.after for row in line.escalation.all()}


PAGES: dict[str, Kept] = {
    "name": Kept(
        asked.FactsForm, _change("name"),
        lambda line: {"name": line.name, "team": line.team_id, "county": line.county, "time_zone": line.time_zone},
    ),
    "numbers": Kept(
        asked.NumberForm,
        lambda actor, line, version, values: actions.add_number(actor, line, version=version, **values),
    ),
    "lanes": Kept(
        asked.LanesForm, _change("lanes"),
        lambda line: {name: getattr(line, name) for name in asked.LanesForm.base_fields},
    ),
    "hours": Kept(
        asked.HoursForm,
        lambda actor, line, version, values: actions.add_hours(
            actor, line, version=version, days=values["days"], opens=values["starts"], closes=values["ends"]
        ),
    ),
    "holidays": Kept(
        asked.HolidayForm,
        lambda actor, line, version, values: actions.add_holiday(
            actor, line, version=version, on=values["on"], name=values["name"], opens=values["starts"],
            closes=values["ends"],
        ),
    ),
    "languages": Kept(
        asked.LanguagesForm, _speak,
        lambda line: {
            "languages": line.languages, "more": line.languages,
            **{f"script_{lang}": words for lang, words in line.script.items()},
        },
    ),
    "escalation": Kept(
        asked.EscalationForm,
        lambda actor, line, version, values: actions.set_escalation(actor, line, version=version, after=values),
        _escalation,
    ),
    "interpreters": Kept(
        asked.InterpreterForm,
        lambda actor, line, version, values: actions.add_interpreter(actor, line, version=version, **values),
    ),
    "fallback": Kept(asked.FallbackForm, _change("fallback"), lambda line: {"fallback": line.fallback}),
    "warm": Kept(
        asked.WarmForm,
        lambda actor, line, version, values: actions.add_warm_number(actor, line, version=version, **values),
        lambda line: {"county": line.county},
    ),
}  # fmt: skip
"""Every page of the wizard."""


@require_http_methods(["GET", "HEAD", "POST"])
def step(request: StaffRequest, line_id: UUID, step: str) -> HttpResponse:
    """One page: keep its form, add or remove a row of its list, or go on."""
    line = desk.run(request, line_id)
    if step not in PAGES:
        raise Http404
    act = request.POST.get("act", "") if request.method == "POST" else ""
    if act in {"next", "remove", "always"} and (going := _pressed(request, line, step, act)) is not None:
        return going
    form = _form(request, line, step, bound=act in {"keep", "add"})
    told = (request.actor, line, desk.version_of(request))
    if form.is_bound and form.is_valid() and desk.done(form, PAGES[step].act, *told, form.cleaned_data):
        return redirect("lines:step", line.pk, step) if step in LISTED else redirect(following(line, step))
    return _page(request, line, step, form)


def _form(request: StaffRequest, line: Line, step: str, bound: bool) -> forms.Form:
    page = PAGES[step]
    extra = {"agency": line.agency_id} if step == "name" else {}
    return page.form(request.POST if bound else None, initial=page.fill(line), **extra)


def _pressed(request: StaffRequest, line: Line, step: str, act: str) -> HttpResponse | None:
    """A button that has no field: go on, take a row off, answer day and night."""
    version = desk.version_of(request)
    if act == "next":
        actions.finish_step(request.actor, line, step=step, version=version)
        return redirect(following(line, step))
    if act == "always" and step == "hours":
        actions.answer_always(request.actor, line, version=version)
        return redirect("lines:step", line.pk, step)
    if act == "remove" and step in LISTED:
        return _remove(request, line, step, version)
    return None


def _remove(request: StaffRequest, line: Line, step: str, version: int) -> HttpResponse:
    try:
        row = UUID(request.POST.get("row", ""))
    except ValueError:
        raise Http404 from None
    try:
        actions.remove_row(request.actor, line, version=version, what=step, row=row)
    except LineError as refusal:
        messages.error(request, str(refusal))
    return redirect("lines:step", line.pk, step)


def _page(request: StaffRequest, line: Line, code: str, form: forms.Form) -> HttpResponse:
    here = BY_CODE[code]
    context = {
        "line": line,
        "step": here,
        "steps": [one.title for one in STEPS],
        "now": STEPS.index(here) + 1,
        "rows": showing.rows(line, code),
        "lacks": lacks(line, code),
        "form": form,
        "more_shown": "more" in form.fields and bool(set(form["more"].value() or ()) - set(asked.COMMON)),
    }
    return render(request, "lines/step.html", context, status=422 if form.is_bound else 200)
