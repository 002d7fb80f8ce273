"""The desk of the agency a referral was sent to."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from waystation.care.consent import leaving
from waystation.care.consent.policies import RECEIVERS
from waystation.care.referrals import actions, selectors
from waystation.care.referrals.forms import AnswerForm
from waystation.care.referrals.machine import NotAllowed, events_open_to
from waystation.care.referrals.moving import facts_of
from waystation.care.referrals.words import REFUSALS
from waystation.care.requests import actor_of, no_such_desk


@require_safe
def received_list(request: HttpRequest) -> HttpResponse:
    """What came in, what waits first. Only what was sent to this agency."""
    actor = actor_of(request)
    if actor.role not in RECEIVERS:
        return no_such_desk(request)
    return render(request, "referrals/received_list.html", {"items": selectors.received_referrals(actor)})


@require_safe
def received_detail(request: HttpRequest, referral_id: UUID) -> HttpResponse:
    """One referral, opened: its fields and nothing else. Opening stands in both agencies' journals."""
    return _shown(request, referral_id)


@require_POST
def received_answer(request: HttpRequest, referral_id: UUID) -> HttpResponse:
    """Accept, decline, report what became of it."""
    actor = actor_of(request)
    item = selectors.received_referral(actor, referral_id)
    form = AnswerForm(request.POST)
    if item.state != "open" or not form.is_valid():
        return _shown(request, referral_id, form=form, status=422)
    data = form.cleaned_data
    try:
        actions.answer(actor, referral=item.row, event=data["event"], reason=form.reason(), version=data["version"])
    except NotAllowed as refusal:
        return _shown(request, referral_id, refusal=str(REFUSALS[refusal.code]), status=422)
    return redirect("referrals:received_detail", referral_id)


def _shown(
    request: HttpRequest, referral_id: UUID, *, form: AnswerForm | None = None, refusal: str = "", status: int = 200
) -> HttpResponse:
    actor = actor_of(request)
    item = selectors.received_referral(actor, referral_id)
    if item.state != "open":
        return render(request, "referrals/received_closed.html", {"item": item}, status=status)
    if item.row.packet is None or item.row.packet.body is not None:
        fields = actions.open_received(actor, referral=item.row)
        item = selectors.received_referral(actor, referral_id)
    else:
        fields = {}
    open_events = set(events_open_to(item.row.status, facts_of(item.row, by="recipient")))
    context: dict[str, Any] = {
        "item": item,
        "lines": leaving.lines_of(fields),
        "can": {event: event in open_events for event in ("accept", "decline", "start", "complete", "fail")},
        "form": form or AnswerForm(initial={"version": item.row.version}),
        "refusal": refusal,
    }
    return render(request, "referrals/received_detail.html", context, status=status)
