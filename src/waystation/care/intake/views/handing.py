"""Handing over, and the case that opens out of it."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from waystation.care.cases import policies as case_policies
from waystation.care.cases.actions import AliasTaken
from waystation.care.cases.forms import OpenCaseForm
from waystation.care.cases.selectors import case_row
from waystation.care.cases.views.opening import initial, own_team, workers
from waystation.care.intake import actions, selectors
from waystation.care.intake.actions.drafts import PERSON_FORM
from waystation.care.intake.forms import HandOverForm
from waystation.care.intake.forms_case import NoteInCaseForm, can_note, own_cases
from waystation.care.intake.models import Situation
from waystation.care.intake.shapes import Person
from waystation.care.requests import actor_of, no_place, no_such_desk
from waystation.foundation.agencies.models import Member, Team
from waystation.foundation.gate import Actor
from waystation.foundation.keyring.errors import NoKey


@require_http_methods(["GET", "POST"])
def contact_hand_over(request: HttpRequest, contact_id: UUID) -> HttpResponse:
    """Choose the team or the worker."""
    actor = actor_of(request)
    page = selectors.contact_page(actor, contact_id)
    form = HandOverForm(request.POST or None, receivers=selectors.receivers(actor))
    unsaved = _unsaved(actor, page)
    if request.method == "POST" and form.is_valid() and not unsaved:
        team, _sign, worker = form.cleaned_data["to"].partition(":")
        actions.hand_over(
            actor,
            contact=page.contact,
            team=Team.objects.get(pk=team),
            worker=Member.objects.get(pk=worker) if worker else None,
        )
        return redirect("intake:contact_detail", contact_id)
    context = {"page": page, "form": form, "unsaved": unsaved}
    return render(request, "intake/hand_over.html", context, status=422 if request.method == "POST" else 200)


def _unsaved(actor: Actor, page: selectors.ContactPage) -> list[tuple[Situation, Person]]:
    """Persons whose form this writer began and did not save: after a hand-over nobody could open that draft."""
    kept = {str(draft.subject) for draft in actions.open_drafts(actor, PERSON_FORM)}
    found = [selectors.situation_page(actor, row.pk) for row in page.situations] if kept else []
    return [(one.situation, who) for one in found if one.can_write for who in one.facts.person_list() if who.id in kept]


@require_http_methods(["GET", "POST"])
def case_open(request: HttpRequest, situation_id: UUID, person_id: UUID) -> HttpResponse:
    """Open a case for one person of a situation: five answers, filled in with what was heard."""
    actor = actor_of(request)
    page = selectors.situation_page(actor, situation_id)
    person, team = page.person(str(person_id)), own_team(actor)
    if team is None or not case_policies.can_open_case(actor.role):
        return no_such_desk(request)
    if person is None:
        raise Http404
    if person.id in page.cases:
        return redirect("cases:case_detail", page.cases[person.id])
    if request.POST.get("do") == "note":
        return _note(request, page, person)
    return _open(request, page, person, team)


def _open(
    request: HttpRequest,
    page: selectors.SituationPage,
    person: Person,
    team: Team,
    noting: NoteInCaseForm | None = None,
) -> HttpResponse:
    actor = actor_of(request)
    told = selectors.told_for_case(actor, page, person)
    sent = request.POST if request.method == "POST" and noting is None else None
    form = OpenCaseForm(sent, initial={**initial(actor), **told.initial}, workers=workers(team))
    if form.is_valid():
        values = dict(form.cleaned_data)
        values["assignee"] = Member.objects.get(pk=values["assignee"])
        try:
            case = actions.open_case_for(actor, page=page, person=person, account=told.account, team=team, **values)
            return redirect("cases:case_detail", case.pk)
        except AliasTaken:
            form.add_error("alias", _("Another open case goes by this alias. Choose another number."))
    known = [] if noting else own_cases(actor)
    context = {
        "form": form, "page": page, "person": person, "carried": told.carried,
        "noting": noting or (NoteInCaseForm(cases=known, initial={"text": _heard(page, person)}) if known else None),
        "no_place": no_place() if known and not can_note(actor, known) else "",
    }  # fmt: skip
    return render(request, "intake/case_open.html", context, status=422 if form.errors or noting else 200)


def _note(request: HttpRequest, page: selectors.SituationPage, person: Person) -> HttpResponse:
    """The person has a case of this worker's already: what was heard is noted there."""
    actor = actor_of(request)
    form = NoteInCaseForm(request.POST, cases=own_cases(actor))
    if form.is_valid():
        case = case_row(actor, form.cleaned_data["case"])
        text = form.cleaned_data["text"]
        try:
            actions.note_in_case(actor, situation=page.situation, person_id=person.id, case=case, text=text)
            messages.success(request, _("Noted in the case."))
            return redirect("cases:case_notes", case.pk)
        except NoKey:
            form.add_error(None, no_place())
    team = own_team(actor)
    assert team is not None  # the page itself is for members of a team
    return _open(request, page, person, team, form)


def _heard(page: selectors.SituationPage, person: Person) -> str:
    """What was heard about a person, a line each, for the worker to shorten."""
    panel = next(one for one in selectors.panels(page.facts) if one.person.id == person.id)
    absent = _("%(fact)s (said it is not so)")
    said = [absent % {"fact": one.text} if one.is_absent else one.text for one in panel.heard]
    wishes = [_("Wants next: %(wishes)s") % {"wishes": person.wishes}] if person.wishes else []
    words = [page.facts.words[person.id]] if person.id in page.facts.words else []
    return "\n".join([_("Heard by the help line, %(day)s:") % {"day": page.header.happened_on}, *said, *wishes, *words])
