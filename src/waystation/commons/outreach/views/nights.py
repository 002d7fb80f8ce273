"""One night: its page, going out, coming back."""

from __future__ import annotations

import datetime as dt
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from waystation.commons.outreach import actions, forms, policies, presenting, selectors
from waystation.commons.outreach.errors import NotAllowed, NotNow
from waystation.commons.outreach.models import Night
from waystation.commons.outreach.requests import actor_of, answered, explain
from waystation.foundation import clock
from waystation.foundation.gate import Actor


@require_safe
@answered
def night_detail(request: HttpRequest, night_id: UUID) -> HttpResponse:
    """One night: the plan, going out, what came of it."""
    actor = actor_of(request)
    return night_page(request, actor, selectors.night(actor, night_id))


def night_page(
    request: HttpRequest, actor: Actor, night: Night, out_form: forms.OutForm | None = None, status: int = 200
) -> HttpResponse:
    """The page of a night, also with a form that needs another look; a status of 422 without one says why."""
    is_crew = night.crew.filter(pk=actor.id).exists()
    is_planned, is_over = night.status == Night.Status.PLANNED, night.on <= clock.today()
    may_go = is_crew and is_planned and is_over and not selectors.own_presence(actor)
    due = timezone.localtime(night.due_at).time()
    context: dict[str, Any] = {
        "night": presenting.night(night),
        "came": presenting.outcome(night),
        "out": [presenting.being_out(actor, row) for row in selectors.out_now(actor).filter(night=night)],
        "form": out_form or (forms.OutForm(actor=actor, initial={"due": due}) if may_go else None),
        "refused": status == 422 and out_form is None,
        "can_plan": policies.can_plan(actor.role) and is_planned,
        "can_record": policies.can_record(actor.role, is_crew) and night.status != "cancelled" and is_over,
    }
    return render(request, "outreach/night.html", context, status=status)


@require_POST
@answered
def night_out(request: HttpRequest, night_id: UUID) -> HttpResponse:
    """Go out now."""
    actor = actor_of(request)
    night = selectors.night(actor, night_id)
    form = forms.OutForm(request.POST, actor=actor)
    if form.is_valid():
        due = timezone.make_aware(dt.datetime.combine(clock.today(), form.cleaned_data["due"]))
        due += dt.timedelta(days=due <= clock.now())
        try:
            actions.go_out(actor, night=night, watcher=form.cleaned_data["watcher"], due_at=due)
            return redirect("outreach:night_detail", night.pk)
        except NotNow as refusal:
            explain(form, refusal)
    elif not night.crew.filter(pk=actor.id).exists():
        raise NotAllowed("go out")
    return night_page(request, actor, night, form, status=422)


@require_POST
@answered
def back(request: HttpRequest, presence_id: UUID) -> HttpResponse:
    """Somebody is back: oneself, or a colleague who was reached."""
    actor = actor_of(request)
    selectors.need_to_see(actor)
    actions.come_back(actor, presence=selectors.presence(actor, presence_id))
    return redirect("outreach:overview")
