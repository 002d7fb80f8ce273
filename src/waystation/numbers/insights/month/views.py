"""The page of the month sheet, and the same as a file."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from waystation.foundation.gate import Actor
from waystation.numbers.insights.month import presenting, selectors


@require_safe
def month(request: HttpRequest) -> HttpResponse:
    """A month of the line; analysts and who runs the line, else the gate says so."""
    facts = _actor(request).role_facts
    page = selectors.month_page(_actor(request), request.GET.get("month", ""))
    context: dict[str, Any] = {"page": page, "sheet": page.sheet, "parts": presenting.parts(page)}
    context["counts_all"] = bool(facts and facts.analyses)
    if page.sheet is not None:
        context |= {"three": presenting.three(page.sheet), "limits": presenting.limits(page.sheet)}
    return render(request, "insights/month.html", context)


@require_safe
def month_file(request: HttpRequest) -> HttpResponse:
    """The sheet as CSV, with the same figures and the same withheld."""
    page = selectors.month_page(_actor(request), request.GET.get("month", ""))
    if page.sheet is None:
        raise Http404
    name = f"month-sheet-{page.sheet.first:%Y-%m}.csv"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(presenting.as_csv(page), content_type="text/csv; charset=utf-8", headers=headers)


def _actor(request: HttpRequest) -> Actor:
    actor = getattr(request, "actor", None)
    assert isinstance(actor, Actor)
    return actor
