"""The desk's pages of texts."""

from __future__ import annotations

from uuid import UUID, uuid4

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from waystation.care.intake.answering import READERS
from waystation.care.intake.lines.policies import can_run
from waystation.care.intake.selectors import contact_row
from waystation.care.intake.texting import actions, selectors
from waystation.care.intake.texting.actions.answering import Silent, Taken
from waystation.care.intake.texting.forms import AnswerForm, EndForm
from waystation.care.intake.views import danger
from waystation.care.requests import actor_of, no_such_desk
from waystation.ui import errors


@require_GET
def thread_list(request: HttpRequest) -> HttpResponse:
    """What waits, what is open, and the own ones of the last days."""
    actor = actor_of(request)
    if actor.role not in READERS:
        return no_such_desk(request)
    context = {
        "rows": selectors.thread_list(actor), "mutes": selectors.mute_lines(actor), "runs": can_run(actor.role)
    }  # fmt: skip
    return render(request, "texting/thread_list.html", context)


@require_GET
def thread(request: HttpRequest, thread_id: UUID) -> HttpResponse:
    """One conversation, with the form to take it or to write back."""
    return _page(request, thread_id, AnswerForm(initial={"message_id": uuid4()}), EndForm())


@require_POST
def take(request: HttpRequest, thread_id: UUID) -> HttpResponse:
    """Take it; a colleague who was first is named."""
    try:
        actions.take(actor_of(request), thread_id=thread_id)
    except Taken as first:
        reason = _("%(name)s took this a moment before you.") % {"name": first.by}
        return errors.page(request, 409, reason=reason, way=(_("Back to the texts"), "/texts/"))
    if request.POST.get("next") == "danger":
        return danger.taken(request, contact_row(actor_of(request), thread_id))
    return redirect("texting:thread", thread_id)


@require_POST
def answer(request: HttpRequest, thread_id: UUID) -> HttpResponse:
    """Write back, when somebody can be written to."""
    form = AnswerForm(request.POST)
    if not form.is_valid():
        return _page(request, thread_id, form, EndForm())
    try:
        actions.answer(actor_of(request), thread_id=thread_id, **form.cleaned_data)
    except Silent:
        return _page(request, thread_id, form, EndForm(), status=409)
    messages.success(request, _("Your answer waits to be sent."))
    return redirect("texting:thread", thread_id)


@require_POST
def end(request: HttpRequest, thread_id: UUID) -> HttpResponse:
    """End it and say how."""
    form = EndForm(request.POST)
    if not form.is_valid():
        return _page(request, thread_id, AnswerForm(initial={"message_id": uuid4()}), form)
    actions.end(actor_of(request), thread_id=thread_id, **form.cleaned_data)
    messages.success(request, _("Ended. The number and the words are erased after 30 days."))
    return redirect("texting:thread_list")


def _page(
    request: HttpRequest, thread_id: UUID, form: AnswerForm, end_form: EndForm, status: int = 200
) -> HttpResponse:
    actor = actor_of(request)
    page = selectors.thread_page(actor, thread_id)
    failed = next((one for one in (form, end_form) if one.errors), None)
    context = {
        "page": page, "form": form, "end_form": end_form, "failed": failed, "own": page.row.taken_by_id == actor.id,
        "can_take": page.row.status == "waiting" and actor.role == "hotline_advocate",
        "runs": can_run(actor.role),
    }  # fmt: skip
    return render(request, "texting/thread.html", context, status=422 if failed else status)
