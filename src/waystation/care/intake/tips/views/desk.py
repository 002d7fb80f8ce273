"""Messages as the line's team reads them."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from waystation.care.intake.tips import actions
from waystation.care.intake.tips.forms_desk import LetterForm, OutcomeForm
from waystation.care.intake.tips.models import Tip
from waystation.care.intake.tips.policies import can_read, can_take
from waystation.care.intake.tips.selectors import open_tip, tip_row, tips_of
from waystation.care.intake.tips.selectors.queue import is_aside
from waystation.care.intake.views import danger
from waystation.care.requests import no_such_desk
from waystation.foundation.gate.request import StaffRequest


@require_safe
def messages(request: StaffRequest) -> HttpResponse:
    """Messages of this member's lines: waiting, set aside, being read, and the closed ones that are still kept."""
    if not can_read(request.actor.role):
        return no_such_desk(request)
    rows = tips_of(request.actor)
    groups = {
        "again": [row for row in rows if row.tip.wrote_hour and row.tip.status != Tip.Status.WAITING],
        "waiting": [row for row in rows if row.tip.status == Tip.Status.WAITING and not is_aside(row)],
        "aside": [row for row in rows if row.tip.status == Tip.Status.WAITING and is_aside(row)],
        "reading": [row for row in rows if row.tip.status == Tip.Status.READING],
        "over": [row for row in rows if row.tip.status in (Tip.Status.PASSED_ON, Tip.Status.CLOSED)],
    }
    return render(request, "tips/messages.html", {"groups": groups})


@require_safe
def message(request: StaffRequest, tip_id: UUID) -> HttpResponse:
    """A message whole: one line in the journal."""
    return _show(request, tip_id)


@require_POST
def take_message(request: StaffRequest, tip_id: UUID) -> HttpResponse:
    """Take it: from now on it is this advocate's contact. The button for danger opens its card at once."""
    actions.may_take(request.actor, tip_row(request.actor, tip_id))
    contact = actions.take(request.actor, opened=open_tip(request.actor, tip_id))
    return danger.taken(request, contact)


@require_POST
def write(request: StaffRequest, tip_id: UUID) -> HttpResponse:
    """A letter to the sender."""
    form = LetterForm(request.POST)
    if not form.is_valid():
        return _show(request, tip_id, letter=form)
    actions.write_letter(request.actor, tip=tip_row(request.actor, tip_id), **form.cleaned_data)
    return redirect("tips:message", tip_id)


@require_POST
def outcome(request: StaffRequest, tip_id: UUID) -> HttpResponse:
    """What came of it, as a class."""
    form = OutcomeForm(request.POST)
    if not form.is_valid():
        return _show(request, tip_id, outcome=form)
    actions.set_outcome(request.actor, tip=tip_row(request.actor, tip_id), **form.cleaned_data)
    return redirect("tips:message", tip_id)


def _show(request: StaffRequest, tip_id: UUID, **forms: Any) -> HttpResponse:
    opened = open_tip(request.actor, tip_id)
    seen = len(opened.letters.letters)
    context = {
        "opened": opened, "tip": opened.tip, "told": opened.told, "notice": opened.notice,
        "letters": opened.letters.letter_list(), "marks": opened.told.mark_list(),
        "can_take": can_take(request.actor.role) and opened.tip.status == Tip.Status.WAITING,
        "can_answer": opened.tip.status != Tip.Status.WAITING,
        "letter_form": forms.get("letter") or LetterForm(initial={"seen": seen}),
        "outcome_form": forms.get("outcome") or OutcomeForm(initial={"outcome": opened.letters.outcome, "seen": seen}),
    }  # fmt: skip
    return render(request, "tips/message.html", context, status=422 if forms else 200)
