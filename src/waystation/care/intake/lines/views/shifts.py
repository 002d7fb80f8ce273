"""My shifts: when I am on call, what I was asked, what nobody holds, and asking a colleague to take one."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from waystation.care.intake.lines import actions, selectors, showing
from waystation.care.intake.lines.errors import LineError
from waystation.care.intake.lines.forms_rota import SwapForm
from waystation.care.intake.lines.selectors.freeing import could_take, free_people
from waystation.care.intake.lines.views import desk
from waystation.foundation import clock
from waystation.foundation.gate import Actor
from waystation.foundation.gate.request import StaffRequest


@require_safe
def my_shifts(request: StaffRequest) -> HttpResponse:
    """Everything about one's own time on the line."""
    desk.must_answer(request)
    actor, at = request.actor, clock.now()
    holes = [
        (line, showing.hole(line, span))
        for line in selectors.lines_of(actor)
        if line.team_id in actor.team_ids
        for span in selectors.uncovered(line, at)
    ]
    context = {
        "mine": selectors.my_turns(actor, at),
        "free": [one for one in selectors.free_turns(actor, at) if _is_free(actor, one)],
        "holes": holes,
        "asked": selectors.asked_shifts(actor),
        "swaps": selectors.asked_swaps(actor),
        "askings": selectors.my_askings(actor),
        "at": at,
    }
    return render(request, "lines/my_shifts.html", context)


@require_POST
def answer(request: StaffRequest) -> HttpResponse:
    """Yes or no to a shift or to a colleague's question; or ask no more."""
    desk.must_answer(request)
    actor, wanted, said = request.actor, _id(request), request.POST.get("answer", "")
    duty, swap = selectors.duty_of(actor, wanted), selectors.swap_of(actor, wanted)
    if said not in {"yes", "no", "withdraw"} or (duty is None and swap is None):
        raise Http404
    try:
        if swap is not None and said == "withdraw":
            actions.withdraw_swap(actor, swap)
        elif swap is not None:
            actions.answer_swap(actor, swap, agrees=said == "yes")
        elif duty is not None:
            actions.answer_shift(actor, duty, agrees=said == "yes")
        messages.success(request, _("Your answer is kept, and stands in the rota."))
    except LineError as refusal:
        messages.error(request, str(refusal))
    return redirect("lines:my_shifts")


@require_POST
def take(request: StaffRequest, line_id: UUID) -> HttpResponse:
    """Take a shift that nobody holds."""
    desk.must_answer(request)
    line = desk.seen(request, line_id)
    try:
        actions.take_turn(request.actor, line, turn=request.POST.get("turn", ""))
        messages.success(request, _("The shift is yours."))
    except LineError as refusal:
        messages.error(request, str(refusal))
    return redirect("lines:my_shifts")


@require_http_methods(["GET", "HEAD", "POST"])
def swap(request: StaffRequest, line_id: UUID, turn: str) -> HttpResponse:
    """Ask a colleague to take one's shift, with one of theirs in return or without."""
    desk.must_answer(request)
    line, actor, at = desk.seen(request, line_id), request.actor, clock.now()
    mine = selectors.find_turn(line, turn)
    if mine is None or mine.holder is None or mine.holder.pk != actor.id or mine.span.end <= at:
        raise Http404
    people = [one for one in free_people(line, mine.span, mine.on, {mine.key}) if one.pk != actor.id]
    own = [one.turn.span for one in selectors.my_turns(actor, at)]
    returns = [
        (one.key, f"{one.holder}: {showing.span_words(line, one.span)}, {one.on:%Y-%m-%d}")
        for one in selectors.turns(line, at, at + selectors.MY_DAYS)
        if one.holder in people and could_take(own, one.span, mine.span)
    ]
    form = SwapForm(request.POST if request.method == "POST" else None, people=people, returns=returns)
    if request.method == "POST" and form.is_valid():
        of = next(one for one in people if str(one.pk) == form.cleaned_data["member"])
        if desk.done(form, actions.ask_swap, actor, line, turn=turn, of=of, back=form.cleaned_data["back"]):
            messages.success(request, _("%(name)s was asked. Until they agree the shift is yours.") % {"name": of})
            return redirect("lines:my_shifts")
    context = {"line": line, "turn": mine, "form": form, "people": people}
    return render(request, "lines/swap.html", context, status=422 if form.is_bound else 200)


def _is_free(actor: Actor, one: selectors.Mine) -> bool:
    return actor.member in free_people(one.line, one.turn.span, one.turn.on)


def _id(request: StaffRequest) -> UUID:
    try:
        return UUID(request.POST.get("what", ""))
    except ValueError:
        raise Http404 from None
