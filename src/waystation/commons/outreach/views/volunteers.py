"""Volunteers and the state of their checks."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from waystation.commons.outreach import actions, forms, presenting, selectors
from waystation.commons.outreach.requests import actor_of, answered
from waystation.foundation.agencies.models import Member


@require_safe
@answered
def volunteers(request: HttpRequest) -> HttpResponse:
    """Volunteers and the state of their check."""
    rows = [
        (row, forms.ClearanceForm(**presenting.clearance_of(row))) for row in selectors.volunteers(actor_of(request))
    ]
    return render(request, "outreach/volunteers.html", {"rows": rows})


@require_POST
@answered
def clearance(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Note the state of one volunteer's check."""
    actor = actor_of(request)
    known = selectors.volunteers(actor)
    member = next((row.member for row in known if row.member.pk == pk), None)
    if member is None:
        raise Member.DoesNotExist
    form = forms.ClearanceForm(request.POST, prefix=member.pk.hex)
    if form.is_valid():
        actions.note_clearance(actor, member=member, **form.cleaned_data)
        return redirect("outreach:volunteers")
    rows = [
        (row, form if row.member == member else forms.ClearanceForm(**presenting.clearance_of(row))) for row in known
    ]
    return render(request, "outreach/volunteers.html", {"rows": rows, "form": form}, status=422)
