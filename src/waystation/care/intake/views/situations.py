"""A situation: kind, county, and for each person what was heard, beside what two laws say of it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from waystation.care.cases.policies import can_open_case
from waystation.care.intake import actions, selectors
from waystation.care.intake.actions.drafts import PERSON_FORM
from waystation.care.intake.actions.reporting import purpose_of
from waystation.care.intake.forms import SituationForm
from waystation.care.intake.forms_person import PersonForm
from waystation.care.intake.shapes import Person
from waystation.care.intake.views.contacts import typed
from waystation.care.requests import actor_of
from waystation.foundation import gate
from waystation.foundation.keyring.errors import Stale


@require_POST
def situation_new(request: HttpRequest, contact_id: UUID) -> HttpResponse:
    """Begin to note what may be happening."""
    actor = actor_of(request)
    contact = selectors.contact_row(actor, contact_id)
    return redirect("intake:situation_detail", actions.begin_situation(actor, contact=contact).pk)


@require_http_methods(["GET", "POST"])
def situation_detail(request: HttpRequest, situation_id: UUID) -> HttpResponse:
    """The situation with its first person open for writing."""
    actor = actor_of(request)
    page = selectors.situation_page(actor, situation_id)
    if request.method == "GET":
        persons = page.facts.person_list()
        return show(request, page, persons[0] if persons else None)
    form = SituationForm(request.POST)
    if not form.is_valid():
        return show(request, page, None, situation_form=form, status=422)
    try:
        actions.change_situation(actor, situation=page.situation, **form.changes())
    except Stale:
        again, differing = _about_again(page, form)
        return show(request, page, None, situation_form=again, differing=differing, status=409)
    return redirect("intake:situation_detail", situation_id)


@require_POST
def person_new(request: HttpRequest, situation_id: UUID) -> HttpResponse:
    """One more person."""
    actor = actor_of(request)
    person = actions.add_person(actor, situation=selectors.situation_row(actor, situation_id))
    return redirect("intake:person_form", situation_id, person.id)


@require_http_methods(["GET", "POST"])
def person_form(request: HttpRequest, situation_id: UUID, person_id: UUID) -> HttpResponse:
    """What was heard about one person, and the situation with it: one form, so that nothing typed is left behind."""
    actor = actor_of(request)
    page = selectors.situation_page(actor, situation_id)
    person = page.person(str(person_id))
    if person is None:
        raise Http404
    if request.method == "GET":
        return show(request, page, person)
    if request.POST.get("next") == "later" and page.can_write:
        _keep(request, situation_id, person_id)
        return redirect("intake:contact_list")
    form, about = PersonForm(request.POST), SituationForm(request.POST)
    if not all([form.is_valid(), about.is_valid()]):
        return show(request, page, person, form=form, situation_form=about, status=422)
    try:
        told = {**form.values(), **about.changes()}
        actions.change_person(actor, situation=page.situation, person_id=person.id, **told)
    except Stale:
        return _merge(request, situation_id, person, form, about)
    actions.drop_draft(actor, form=PERSON_FORM, subject=person_id)
    if request.POST.get("next") == "another":
        person = actions.add_person(actor, situation=page.situation)
    return redirect("intake:person_form", situation_id, person.id)


@require_POST
def person_draft(request: HttpRequest, situation_id: UUID, person_id: UUID) -> HttpResponse:
    """Keep what was typed so far, sealed under the writer's own key."""
    actor = actor_of(request)
    selectors.situation_to_write(actor, situation_id)
    _keep(request, situation_id, person_id)
    return HttpResponse(status=204)


def show(
    request: HttpRequest,
    page: selectors.SituationPage,
    person: Person | None,
    *,
    form: PersonForm | None = None,
    situation_form: SituationForm | None = None,
    differing: object = None,
    status: int = 200,
) -> HttpResponse:
    """The one page of a situation, with a form fresh, kept as a draft, or with its errors."""
    persons = page.facts.person_list()
    person = person or (persons[0] if persons else None)
    kept = _kept(request, page, person) if person else None
    context: dict[str, Any] = {
        "page": page,
        "person": person,
        "persons": persons,
        "panels": selectors.panels(page.facts),
        "rule": selectors.report_rule(actor_of(request)),
        "clocks": selectors.due_of(actor_of(request), page),
        "form": form
        or (PersonForm(initial=kept or PersonForm.known(page.facts, person, page.version)) if person else None),
        "situation_form": situation_form or SituationForm(initial=_about_known(page) | (kept or {})),
        "differing": differing,
        "opens_cases": can_open_case(actor_of(request).role),
        "may_report": _may_report(request, page),
    }
    return render(request, "intake/situation_detail.html", context, status=status)


def _may_report(request: HttpRequest, page: selectors.SituationPage) -> bool:
    actor = actor_of(request)
    return gate.decide(actor, selectors.subject_of(page.situation), {"facts"}, purpose_of(actor)).allowed


def _about_known(page: selectors.SituationPage) -> dict[str, Any]:
    county = page.header.county or page.situation.agency.county
    told = page.header.happened_on or page.situation.created_on.isoformat()
    return {
        "kind": page.header.kind, "county": county, "happened_on": told, "situation_version": page.header_version,
    }  # fmt: skip


def _keep(request: HttpRequest, situation_id: UUID, person_id: UUID) -> None:
    """Keep what was typed as a draft that knows its situation: the row in the clear names the person's id alone."""
    data = {**typed(request), "situation": str(situation_id)}
    actions.save_draft(actor_of(request), form=PERSON_FORM, subject=person_id, data=data)


def _kept(request: HttpRequest, page: selectors.SituationPage, person: Person) -> dict[str, Any] | None:
    if not page.can_write:
        return None
    return actions.load_draft(actor_of(request), form=PERSON_FORM, subject=UUID(person.id))


def _about_again(page: selectors.SituationPage, form: SituationForm) -> tuple[SituationForm, list[Any]]:
    """The form of the situation with what was typed over the newest version, and what differs from that."""
    again = SituationForm({**form.cleaned_data, "situation_version": page.header_version})
    told = page.header.happened_on or page.situation.created_on.isoformat()
    return again, form.differing({"kind": page.header.kind, "county": page.header.county, "happened_on": told})


def _merge(
    request: HttpRequest, situation_id: UUID, person: Person, form: PersonForm, about: SituationForm
) -> HttpResponse:
    """The form with what was typed, beside it what somebody else saved meanwhile."""
    page = selectors.situation_page(actor_of(request), situation_id)
    newest = page.person(person.id)
    if newest is None:
        raise Http404
    theirs = PersonForm.known(page.facts, newest, page.version)
    about_again, differing = _about_again(page, about)
    return show(
        request, page, newest, form=PersonForm(form.again(page.version)), situation_form=about_again,
        differing=[*differing, *form.differing(theirs)], status=409,
    )  # fmt: skip
