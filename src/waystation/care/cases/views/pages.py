"""Overview, notes and journal of one case."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from waystation.care.cases import actions, journal_words, policies, selectors, timeline
from waystation.care.cases.forms import NoteForm, StepForm
from waystation.care.cases.origins import origins_of
from waystation.care.cases.selectors.journal import KINDS
from waystation.care.cases.views.frame import frame_context
from waystation.care.requests import actor_of, no_place
from waystation.foundation.keyring.errors import NoKey


@require_GET
def case_detail(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Safety line, identity bar, next steps, timeline."""
    page = selectors.case_page(actor_of(request), case_id)
    return overview(request, page, StepForm())


def overview(request: HttpRequest, page: selectors.CasePage, form: StepForm, status: int = 200) -> HttpResponse:
    """The overview with a form for the next step, fresh or with its errors."""
    steps = [step for step in page.referrals.step_list() if not step.done_on]
    context = {
        **frame_context(request, page, "overview"),
        "steps": sorted(steps, key=lambda step: step.due_on or "9"),
        "needs": [need for need in page.referrals.need_list() if need.state in ("open", "in_progress")],
        "stops": [{"when": entry.on, "text": timeline.sentence(entry)} for entry in page.referrals.newest_first()],
        "form": form,
        "origins": origins_of(actor_of(request), page.case),
    }
    return render(request, "cases/case_detail.html", context, status=status)


@require_http_methods(["GET", "POST"])
def case_notes(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Notes, newest first, and a place for one more."""
    actor = actor_of(request)
    case = selectors.case_row(actor, case_id)
    form = NoteForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.add_note(actor, case=case, text=form.cleaned_data["text"])
            return redirect("cases:case_notes", case_id)
        except NoKey:
            form.add_error(None, no_place())
    part = policies.notes_part(actor.role)
    page = selectors.case_page(actor, case_id, {part})
    notes = selectors.notes_of(page, part)
    context = {**frame_context(request, page, "notes"), "form": form, "notes": notes, "part": part}
    if not selectors.holds_notes(actor, case):
        context["no_place"] = no_place()
    return render(request, "cases/case_notes.html", context, status=422 if form.errors else 200)


@require_GET
def case_journal(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Who did and who read what, for supervisors of the team."""
    show = request.GET.get("show", "all")
    actor = actor_of(request)
    journal = selectors.case_journal(actor, case_id, show if show in KINDS else "all")
    page = selectors.case_page(actor, case_id, ())
    days = [
        (day, [(e, journal_words.sentence(e), journal_words.parts(e)) for e in entries])
        for day, entries in journal.days
    ]
    context = {**frame_context(request, page, "journal"), "journal": journal, "days": days, "show": show}
    return render(request, "cases/case_journal.html", context)
