"""What two laws say about one person, and what a worker chose to keep. Two kinds of answer, never one."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from waystation.care.intake import selectors
from waystation.care.intake.actions.reporting import purpose_of
from waystation.care.intake.screening import actions
from waystation.care.intake.screening.forms_result import KeepForm
from waystation.care.intake.selectors import SituationPage
from waystation.care.intake.shapes import Person
from waystation.care.requests import actor_of
from waystation.core.screening import guide
from waystation.core.screening.statutes import statutes
from waystation.core.screening.texts import say
from waystation.foundation import clock, gate


@require_http_methods(["GET", "POST"])
def result(request: HttpRequest, situation_id: UUID, person_id: UUID) -> HttpResponse:
    """The two laws for one person. To keep or print it is a choice of its own."""
    actor = actor_of(request)
    page = selectors.situation_page(actor, situation_id)
    person = page.person(str(person_id))
    if person is None:
        raise Http404
    if request.method == "POST" and request.POST.get("remove"):
        actions.remove_kept(actor, situation=page.situation, kept_id=request.POST["remove"])
        messages.success(request, _("The kept result is taken away."))
        return redirect("screening:result", situation_id, person_id)
    form = KeepForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        return _chosen(request, page, person, form.cleaned_data["what"])
    context = _context(request, page, person) | {"form": form}
    return render(request, "screening/result.html", context, status=422 if form.errors else 200)


def _chosen(request: HttpRequest, page: SituationPage, person: Person, what: str) -> HttpResponse:
    actor = actor_of(request)
    if what == "print":
        actions.note_print(actor, situation=page.situation)
        context = _context(request, page, person) | {"on": clock.today(), "version": guide.version()}
        return render(request, "screening/result_print.html", context)
    actions.keep_determination(actor, situation=page.situation, person_id=person.id)
    messages.success(request, _("Kept with what was heard."))
    return redirect("screening:result", page.situation.pk, person.id)


def _context(request: HttpRequest, page: SituationPage, person: Person) -> dict[str, Any]:
    actor = actor_of(request)
    panel = next(one for one in selectors.panels(page.facts) if one.person.id == person.id)
    may_keep = gate.decide(actor, selectors.subject_of(page.situation), {"facts"}, purpose_of(actor)).allowed
    return {
        "page": page, "person": person, "panel": panel, "kept": _kept(page, person), "may_keep": may_keep,
        "possibly_minor": guide.possibly_minor(person.age), "rule": selectors.report_rule(actor),
    }  # fmt: skip


def _kept(page: SituationPage, person: Person) -> list[dict[str, Any]]:
    lang = get_language() or "en"
    found = []
    for one in page.facts.screenings:
        if one.get("person") != person.id:
            continue
        if one.get("kind") == "determination":
            title = _("What two laws said")
            answers = one["answers"].items()
            told = [(statutes()[code].label(lang), say("determination", word).text(lang)) for code, word in answers]
        else:
            names = one.get("title", {})
            title = names.get(lang[:2]) or names.get("en", "")
            told = [(_("Its rule came to"), RESULTS[one["result"]]())]
        found.append({"id": one["id"], "on": one["on"], "by": one["by"], "title": title, "told": told})
    return found


RESULTS = {
    "positive": lambda: _("Positive by this tool"),
    "not_indicated_yet": lambda: _("Not indicated so far by this tool"),
    "open": lambda: _("Open: not enough was answered"),
}
