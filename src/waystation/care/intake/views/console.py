"""The console: what waits, in order, by itself anew; the order changed by hand; calls that are due; the night sheet."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from waystation.care.intake import actions, policies, selectors
from waystation.care.intake.actions.drafts import CONTACT_FORM
from waystation.care.intake.forms_contact import PARTS, ContactForm
from waystation.care.intake.forms_desk import CalledBackForm, MoveForm
from waystation.care.intake.rings import BOARD
from waystation.care.intake.waiting import aside
from waystation.care.requests import actor_of, no_such_desk
from waystation.foundation import clock
from waystation.foundation.gate import Actor
from waystation.ui import errors


@require_GET
def contact_list(request: HttpRequest) -> HttpResponse:
    """What waits, what is due, one's own; for case workers what was handed over."""
    actor = actor_of(request)
    if not policies.can_list_contacts(actor.role):
        return no_such_desk(request)
    known = _known(actor)
    rows = selectors.contact_queue(actor)
    queue = selectors.queue_of(actor)
    context = {
        "rows": [row for row in rows if row.contact.status != "waiting"],
        "queue": queue,
        "aside": aside(actor),
        "rings": BOARD.waiting(clock.now()),
        "known": known,
        "counts": selectors.queue_counts(actor, rows, queue),
        "handed": selectors.handed_over_to(actor),
        "drafts": actions.open_drafts(actor, CONTACT_FORM),
        "person_drafts": actions.open_person_drafts(actor),
        "can_take": policies.can_take_contact(actor.role),
        "receives": actor.role in policies.RECEIVERS,
        "still": "still" in request.GET,
        "move_form": MoveForm(),
    }
    return render(request, "intake/contact_list.html", context)


@require_GET
def waiting_part(request: HttpRequest) -> HttpResponse:
    """The part of the queue that comes anew by itself. Nothing when nothing was written since the page's number."""
    actor = actor_of(request)
    if not policies.can_take_contact(actor.role) and actor.role != "supervisor":
        return no_such_desk(request)
    known = _known(actor)
    if request.GET.get("known") == known:
        return HttpResponse(status=204)
    context = {
        "queue": selectors.queue_of(actor), "known": known, "can_take": policies.can_take_contact(actor.role),
        "rings": BOARD.waiting(clock.now()), "aside": aside(actor),
    }  # fmt: skip
    return render(request, "intake/_waiting.html", context)


def _known(actor: Actor) -> str:
    """What a page that shows the queue knows: the newest writing of the agency, and of the telephone."""
    return f"{selectors.newest_change(actor)}-{BOARD.changes}"


waiting_part.counts_for_nothing = True  # type: ignore[attr-defined]  # a page that looks by itself keeps no screen open


@require_POST
def queue_move(request: HttpRequest) -> HttpResponse:
    """Put a message first or last, or back."""
    actor = actor_of(request)
    if not policies.can_take_contact(actor.role):
        return no_such_desk(request)
    form = MoveForm(request.POST)
    if not form.is_valid():
        return errors.page(request, 422, reason=_("Choose where it goes."), way=(_("Back to contacts"), "/contacts/"))
    try:
        actions.move(actor, **form.cleaned_data)
    except LookupError:
        messages.info(request, _("Somebody answered it meanwhile."))
    return redirect("intake:contact_list")


@require_POST
def contact_queue(request: HttpRequest, contact_id: UUID) -> HttpResponse:
    """Give an open contact to the queue, or pick a waiting one up."""
    actor = actor_of(request)
    contact = selectors.contact_row(actor, contact_id)
    if request.POST.get("do") == "back":
        actions.put_back(actor, contact=contact)
        return redirect("intake:contact_list")
    actions.pick_up(actor, contact=contact)
    return redirect("intake:contact_detail", contact_id)


@require_GET
def call_backs(request: HttpRequest) -> HttpResponse:
    """Calls that are due today, overdue, and agreed for later."""
    actor = actor_of(request)
    if not policies.can_take_contact(actor.role) and actor.role != "supervisor":
        return no_such_desk(request)
    today = clock.today()
    due = sorted(
        (row for row in selectors.contact_queue(actor) if row.contact.next_due_on),
        key=lambda row: (row.contact.next_due_on or today, row.contact.created_hour),
    )
    groups = [
        (_("Overdue"), [row for row in due if row.contact.next_due_on and row.contact.next_due_on < today]),
        (_("Due today"), [row for row in due if row.contact.next_due_on == today]),
        (_("Later"), [row for row in due if row.contact.next_due_on and row.contact.next_due_on > today]),
    ]
    context = {"groups": groups, "can_take": policies.can_take_contact(actor.role), "any": bool(due)}
    return render(request, "intake/call_backs.html", context)


@require_POST
def called_back(request: HttpRequest, contact_id: UUID) -> HttpResponse:
    """Note a call-back that was tried."""
    actor = actor_of(request)
    contact = selectors.contact_row(actor, contact_id)
    form = CalledBackForm(request.POST)
    if not form.is_valid():
        reason = " ".join(str(error) for errors_of in form.errors.values() for error in errors_of)
        return errors.page(request, 422, reason=reason, way=(_("Back to call-backs"), "/contacts/call-backs/"))
    reached = form.cleaned_data["reached"] == "yes"
    actions.called_back(actor, contact=contact, reached=reached, again_on=form.cleaned_data["again_on"])
    return redirect("intake:call_backs")


@require_http_methods(["GET"])
def night_sheet(request: HttpRequest) -> HttpResponse:
    """A blank page to fill in by hand: the questions of the form, in its order, made from the form itself."""
    actor = actor_of(request)
    if not policies.can_take_contact(actor.role) and actor.role != "supervisor":
        return no_such_desk(request)
    language = request.GET.get("sheet", "")
    if language not in ("", "en", "es"):
        raise Http404
    form = ContactForm()
    parts = [(part, [form[name] for name in part.names]) for part in PARTS]
    shown = {"parts": parts, "rule": selectors.report_rule(actor), "numbers": selectors.warm_numbers(actor)}
    return render(request, "intake/night_sheet.html", shown | {"can_take": policies.can_take_contact(actor.role)})
