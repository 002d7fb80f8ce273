"""One page: the agency's journal."""

from __future__ import annotations

from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from waystation.foundation.gate.request import StaffRequest
from waystation.web.journal import selectors
from waystation.web.journal.forms import FilterForm


@require_safe
def journal(request: StaffRequest) -> HttpResponse:
    """Newest first, fifty lines a page; for supervisors in the journal team, and for nobody else."""
    members = selectors.members_of_agency(request.actor.agency)
    form = FilterForm({"show": "all", **request.GET.dict()}, members=members)
    page = selectors.journal_page(request.actor, form.asked())
    kept = {name: value for name, value in request.GET.items() if name in ("who", "show", "day") and value}
    older = urlencode({**kept, "before": page.found.older}) if page.found.older else ""
    context = {"form": form, "page": page, "proof": page.found.verification, "older": older, "newest": urlencode(kept)}
    return render(request, "web/journal.html", context)
