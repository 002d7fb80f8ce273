"""A shift: what the last one left, what this one brought, words for the next; and patterns that are known."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from waystation.care.intake import actions, policies, selectors
from waystation.care.intake.forms_desk import PatternForm, ShiftNoteForm
from waystation.care.intake.models import DeskNote
from waystation.care.requests import actor_of, no_such_desk
from waystation.foundation.keyring.errors import Stale


@require_http_methods(["GET", "POST"])
def shift(request: HttpRequest) -> HttpResponse:
    """Begin a shift, read what was left, count, end it with a note."""
    actor = actor_of(request)
    if not policies.can_take_contact(actor.role) and actor.role != "supervisor":
        return no_such_desk(request)
    if request.method == "GET":
        return _shift(request, selectors.shift_of(actor))
    if not policies.can_take_contact(actor.role):
        return no_such_desk(request)
    open_now = selectors.shift_of(actor)
    if open_now is None or request.POST.get("do") != "close":
        actions.open_shift(actor)
        return redirect("intake:shift")
    form = ShiftNoteForm(request.POST)
    if not form.is_valid():
        return _shift(request, open_now, form, status=422)
    try:
        actions.close_shift(actor, shift=open_now, text=form.cleaned_data["text"], version=form.cleaned_data["version"])
    except Stale as stale:
        again = ShiftNoteForm({"text": form.cleaned_data["text"], "version": stale.current_version})
        return _shift(request, open_now, again, status=409)
    return redirect("intake:shift")


@require_POST
def note_read(request: HttpRequest, note_id: UUID) -> HttpResponse:
    """Say that a colleague's note was read."""
    actor = actor_of(request)
    actions.read_note(actor, note=selectors.note_row(actor, note_id, DeskNote.Kind.SHIFT))
    return redirect("intake:shift")


@require_http_methods(["GET", "POST"])
def patterns(request: HttpRequest) -> HttpResponse:
    """Known patterns of contacts; nobody is blocked by them."""
    actor = actor_of(request)
    if not policies.can_take_contact(actor.role) and actor.role != "supervisor":
        return no_such_desk(request)
    if request.method == "POST" and not policies.can_take_contact(actor.role):
        return no_such_desk(request)
    form = PatternForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        actions.note_pattern(
            actor, alias=form.cleaned_data["alias"], text=form.cleaned_data["text"], happened_at=form.happened_at()
        )
        return redirect("intake:patterns")
    context = {"lines": selectors.patterns(actor), "form": form, "can_take": policies.can_take_contact(actor.role)}
    return render(request, "intake/patterns.html", context, status=422 if form.errors else 200)


@require_POST
def pattern_end(request: HttpRequest, note_id: UUID) -> HttpResponse:
    """Take a pattern away before its time."""
    actor = actor_of(request)
    actions.end_pattern(actor, note=selectors.note_row(actor, note_id, DeskNote.Kind.PATTERN))
    return redirect("intake:patterns")


def _shift(
    request: HttpRequest, open_now: DeskNote | None, form: ShiftNoteForm | None = None, status: int = 200
) -> HttpResponse:
    actor = actor_of(request)
    line = selectors.shift_line(actor, open_now) if open_now else None
    context = {
        "line": line,
        "count": selectors.shift_count(actor, line.words.began_at) if line else None,
        "left": [(one, one.was_read_by(actor)) for one in selectors.notes_left(actor)],
        "form": form or ShiftNoteForm(initial={"version": line.version if line else None}),
        "can_take": policies.can_take_contact(actor.role),
        "stale": status == 409,
    }
    return render(request, "intake/shift.html", context, status=status)
