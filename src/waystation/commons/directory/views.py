"""Pages of the directory: search by POST, one service. Public, and the same page for staff in their own frame."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import NoReverseMatch, reverse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from waystation.foundation import clock

from . import presenting, selectors
from .forms import SearchForm
from .models import Service

HIT_ACTION = "referrals:choose"
# What keeps a page within its weight: 60 kB public, 120 kB staff.
PUBLIC_HITS, STAFF_HITS = 12, 20


@csrf_exempt  # a search changes nothing, and the public page sets no cookie
@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def search(request: HttpRequest) -> HttpResponse:
    posted = request.POST.copy()
    if "q" in posted and "words" not in posted:
        posted["words"] = str(posted["q"])
    posted.setdefault("within", "40")
    form = SearchForm(posted) if request.method == "POST" else SearchForm()
    frame = _frame(request)
    limit = STAFF_HITS if frame["signed_in"] else PUBLIC_HITS
    results = selectors.search(form.query(limit)) if form.is_bound and form.is_valid() else None
    context = frame | {"form": form, "places": selectors.place_names(), "count": selectors.service_count()}
    if results is not None:
        context |= _shown(results, form.cleaned_data["for_case"] if context["signed_in"] else None)
    status = 422 if form.is_bound and not form.is_valid() else 200
    return render(request, "directory/search.html", context, status=status)


@login_not_required
@require_safe
def service_detail(request: HttpRequest, service_id: UUID) -> HttpResponse:
    try:
        service = selectors.service(service_id)
    except Service.DoesNotExist:
        raise Http404 from None
    return render(
        request, "directory/service_detail.html", _frame(request) | {"card": presenting.card(service, clock.today())}
    )


def _frame(request: HttpRequest) -> dict[str, Any]:
    """Staff with an unlocked screen see their own bar, everybody else the public page with its exit."""
    signed_in = getattr(request, "actor", None) is not None
    return {"frame": "ui/staff.html" if signed_in else "ui/public.html", "signed_in": signed_in, "today": clock.today()}


def _shown(results: selectors.Results, case: UUID | None) -> dict[str, Any]:
    now = clock.now()
    hits = [
        {
            "hit": h,
            "lines": presenting.lines(h),
            "strip": presenting.strip(h.room),
            "counted": presenting.counted(h.room, now),
        }
        for h in results.hits
    ]
    return {
        "results": results,
        "hits": hits,
        "left_out": presenting.left_out(results.left_out),
        "for_case": case,
        "hit_action": _hit_action(case),
    }


def _hit_action(case: UUID | None) -> str:
    """Where a hit goes when the search was started from a case; the wing above brings the page."""
    if case is None:
        return ""
    for arguments in ([case], []):
        try:
            return reverse(HIT_ACTION, args=arguments)
        except NoReverseMatch:
            continue
    return ""
