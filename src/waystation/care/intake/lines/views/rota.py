"""The rota of a line: who is on call, what is not covered, and whom to ask."""

from __future__ import annotations

import datetime as dt
from typing import NamedTuple
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from waystation.care.intake.lines import actions, selectors, showing, walltime
from waystation.care.intake.lines.errors import LineError
from waystation.care.intake.lines.forms import day_of, minute_of
from waystation.care.intake.lines.forms_rota import GapForm, SetForm, ShiftForm
from waystation.care.intake.lines.models import Line, Shift, Weekly
from waystation.care.intake.lines.models.line import DAY
from waystation.care.intake.lines.policies import can_run, can_set_shifts
from waystation.care.intake.lines.selectors.coverage import MY_DAYS, living_duties
from waystation.care.intake.lines.selectors.freeing import free_people
from waystation.care.intake.lines.views import desk
from waystation.care.intake.lines.walltime import Span
from waystation.foundation import clock
from waystation.foundation.agencies.models import Member
from waystation.foundation.gate.request import StaffRequest


@require_safe
def rota(request: StaffRequest, line_id: UUID) -> HttpResponse:
    """Who is on call in the next 14 days, and the stated hours in which nobody is."""
    line, at = desk.seen(request, line_id), clock.now()
    found = selectors.turns(line, at, at + MY_DAYS)
    weekly, asked = living_duties(line)
    context = {
        "line": line,
        "holes": [showing.hole(line, span) for span in selectors.uncovered(line, at)],
        "days": showing.by_day(line, found),
        "weekly": weekly,
        "asked": asked,
        "runs": can_run(request.actor.role),
        "sets": SetForm(people=selectors.people_of(line)) if can_set_shifts(request.actor.role) else None,
        "has_hours": line.hours.exists(),
    }
    return render(request, "lines/rota.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def shift_new(request: StaffRequest, line_id: UUID) -> HttpResponse:
    """Ask somebody to be on call, or take hours oneself; an address may propose the hours."""
    line = desk.seen(request, line_id)
    gap = _gap(request, line)
    people = _askable(request, line, gap)
    form = (GapForm if gap else ShiftForm)(
        request.POST if request.method == "POST" else None, people=people,
        may_set=can_set_shifts(request.actor.role), initial=_proposed(request, line, people, gap),
    )  # fmt: skip
    if request.method == "POST" and form.is_valid() and desk.done(form, _ask, request, line, people, form):
        return redirect("lines:rota", line.pk)
    context = {
        "line": line, "form": form, "people": people, "runs": can_run(request.actor.role),
        "gap": showing.hole(line, gap.span) if gap else None,
    }  # fmt: skip
    return render(request, "lines/shift_new.html", context, status=422 if form.is_bound else 200)


@require_POST
def shift_end(request: StaffRequest, line_id: UUID) -> HttpResponse:
    """Take a shift off the rota."""
    line = desk.run(request, line_id)
    duty = selectors.duty_of(request.actor, _id(request, "duty"))
    if duty is None or duty.line_id != line.pk:
        raise Http404
    _say(request, lambda: actions.end_duty(request.actor, duty), _("The shift is off the rota."))
    return redirect("lines:rota", line.pk)


@require_POST
def turn_set(request: StaffRequest, line_id: UUID) -> HttpResponse:
    """A supervisor puts a colleague on one shift."""
    line = desk.seen(request, line_id)
    if not can_set_shifts(request.actor.role):
        raise Http404
    people = selectors.people_of(line)
    form = SetForm(request.POST, people=people)
    if not form.is_valid():
        raise Http404
    member = next(one for one in people if str(one.pk) == form.cleaned_data["member"])
    turn = request.POST.get("turn", "")
    told = _("%(name)s is on this shift now. Tell them.") % {"name": member}
    _say(request, lambda: actions.set_turn(request.actor, line, turn=turn, member=member), told)
    return redirect("lines:rota", line.pk)


class _Gap(NamedTuple):
    """Hours that an address proposes."""

    on: dt.date
    starts: int
    ends: int
    span: Span


def _gap(request: StaffRequest, line: Line) -> _Gap | None:
    """The hours in the address, when there are whole ones that can still be filled."""
    on, starts, ends = day_of(request.GET.get("on", "")), _minute(request, "starts"), _minute(request, "ends")
    if on is None or starts is None or ends is None or not (starts < DAY and starts < ends <= starts + DAY):
        return None
    span = walltime.stretch(line.time_zone, on, starts, ends)
    return _Gap(on, starts, ends, span) if span.end > clock.now() else None


def _askable(request: StaffRequest, line: Line, gap: _Gap | None) -> list[Member]:
    """Whom this member may ask; for a gap only who is free then."""
    people = free_people(line, gap.span, gap.on) if gap else selectors.people_of(line)
    return people if can_run(request.actor.role) else [one for one in people if one.pk == request.actor.id]


def _proposed(request: StaffRequest, line: Line, people: list[Member], gap: _Gap | None) -> dict[str, object]:
    """The gap of the address; else a weekly shift from today."""
    member = str(people[0].pk) if len(people) == 1 else None
    if gap is None:
        return {"on": walltime.local(line.time_zone, clock.now()).date(), "member": member}
    over = gap.ends > DAY
    return {
        "on": gap.on, "member": member, "starts": gap.starts, "ends": gap.ends - DAY if over else gap.ends,
        "next_day": over,
    }  # fmt: skip


def _minute(request: StaffRequest, name: str) -> int | None:
    return minute_of(request.GET.get(name, ""))


def _ask(request: StaffRequest, line: Line, people: list[Member], form: ShiftForm) -> None:
    told = form.cleaned_data
    member = next(one for one in people if str(one.pk) == told["member"])
    when = {"starts": told["starts"], "ends": told["ends"], "rank": told["rank"], "at_once": told.get("at_once", False)}
    made: list[Weekly | Shift] = []
    if told["every"] == "week":
        made += actions.ask_weekly(
            request.actor, line, member=member, days=told["days"], since=told["on"], **when
        )  # fmt: skip
    else:
        made.append(actions.ask_single(request.actor, line, member=member, on=told["on"], **when))
    if made[0].standing == "asked":
        messages.success(request, _("%(name)s was asked, and is on call once they agree.") % {"name": member})
    else:
        messages.success(request, _("%(name)s is on the rota.") % {"name": member})


def _id(request: StaffRequest, name: str) -> UUID:
    try:
        return UUID(request.POST.get(name, ""))
    except ValueError:
        raise Http404 from None


def _say(request: StaffRequest, act: object, told: str) -> None:
    assert callable(act)
    try:
        act()
    except LineError as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, told)
