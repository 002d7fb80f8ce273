"""The worklist, its search, and a case opened by hand."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from waystation.care.cases import actions, policies, selectors
from waystation.care.cases.forms import OpenCaseForm, SearchForm
from waystation.care.cases.shapes import SafeContact
from waystation.care.cases.views import rows
from waystation.care.cases.views.opening import initial, own_team, workers
from waystation.care.requests import actor_of, no_such_desk
from waystation.foundation.agencies.models import Member


@require_GET
def case_list(request: HttpRequest) -> HttpResponse:
    """The cases this member works on or supervises."""
    actor = actor_of(request)
    if not policies.can_list_cases(actor.role):
        return no_such_desk(request)
    return _page(request, selectors.worklist(actor), SearchForm())


@require_POST
def case_search(request: HttpRequest) -> HttpResponse:
    """Fuzzy search over aliases; the words come in the body and stay nowhere."""
    actor = actor_of(request)
    if not policies.can_list_cases(actor.role):
        return no_such_desk(request)
    form = SearchForm(request.POST)
    query = form.cleaned_data["q"] if form.is_valid() else ""
    found = selectors.search(actor, query) if query else selectors.worklist(actor)
    return _page(request, found, form, query)


@require_http_methods(["GET", "POST"])
def case_new(request: HttpRequest) -> HttpResponse:
    """Open a case that no contact came before."""
    actor = actor_of(request)
    team = own_team(actor)
    if team is None or not policies.can_open_case(actor.role):
        return no_such_desk(request)
    form = OpenCaseForm(request.POST or None, initial=initial(actor), workers=workers(team))
    if request.method == "POST" and form.is_valid():
        told = {**form.cleaned_data}
        told["assignee"] = Member.objects.get(pk=told["assignee"])
        how = told.pop("how")
        try:
            case = actions.open_case(actor, team=team, safe_contact=SafeContact(how=how), **told)
            return redirect("cases:case_detail", case.pk)
        except actions.AliasTaken:
            form.add_error("alias", _("Another open case goes by this alias. Choose another number."))
    return render(request, "cases/case_new.html", {"form": form}, status=422 if form.errors else 200)


def _page(request: HttpRequest, found: list[selectors.Row], form: SearchForm, query: str = "") -> HttpResponse:
    can_open = policies.can_open_case(actor_of(request).role)
    context = {"rows": found, "lines": rows.lines(found), "form": form, "query": query, "can_open": can_open}
    return render(request, "cases/case_list.html", context)
