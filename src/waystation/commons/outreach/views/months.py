"""What a month came to."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from waystation.commons.outreach import months
from waystation.commons.outreach.requests import actor_of, answered
from waystation.foundation import clock


@require_safe
@answered
def month(request: HttpRequest) -> HttpResponse:
    """What a month came to; counts of 1 to 10 withheld."""
    actor = actor_of(request)
    first = months.month_of(request.GET.get("month", ""), clock.today())
    context = {"summary": months.summary(actor, first), "months": months.choices(actor), "first": first}
    return render(request, "outreach/month.html", context, status=200)
