"""The desk's pages of chats."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from waystation.care.intake.answering import READERS
from waystation.care.intake.chat import actions, selectors, streams
from waystation.care.intake.chat.actions.answering import Taken
from waystation.care.intake.chat.actions.visiting import Ended
from waystation.care.intake.chat.forms import EndForm, SayForm
from waystation.care.intake.selectors import contact_row
from waystation.care.intake.views import danger
from waystation.care.requests import actor_of, no_such_desk
from waystation.ui import errors


@require_GET
def chat_list(request: HttpRequest) -> HttpResponse:
    """What waits, what is open, and the own ones of today."""
    actor = actor_of(request)
    if actor.role not in READERS:
        return no_such_desk(request)
    return render(request, "chat/chat_list.html", {"rows": selectors.chat_list(actor)})


@require_GET
def chat(request: HttpRequest, chat_id: UUID) -> HttpResponse:
    """One chat, with the form to take it or to write."""
    return _page(request, chat_id, SayForm(), EndForm())


@require_POST
def take(request: HttpRequest, chat_id: UUID) -> HttpResponse:
    """Take it; a colleague who was first is named."""
    try:
        actions.take(actor_of(request), chat_id=chat_id)
    except Taken as first:
        reason = _("%(name)s took this a moment before you.") % {"name": first.by}
        return errors.page(request, 409, reason=reason, way=(_("Back to the chats"), "/chats/"))
    if request.POST.get("next") == "danger":
        return danger.taken(request, contact_row(actor_of(request), chat_id))
    return redirect("chat:desk", chat_id)


@require_POST
def say(request: HttpRequest, chat_id: UUID) -> HttpResponse:
    """Write in it."""
    form = SayForm(request.POST)
    if not form.is_valid():
        return _page(request, chat_id, form, EndForm())
    try:
        actions.say(actor_of(request), chat_id=chat_id, **form.cleaned_data)
    except Ended:
        return _page(request, chat_id, form, EndForm(), status=409)
    return redirect("chat:desk", chat_id)


@require_POST
def end(request: HttpRequest, chat_id: UUID) -> HttpResponse:
    """End it, say how, and note what matters."""
    form = EndForm(request.POST)
    if not form.is_valid():
        return _page(request, chat_id, SayForm(), form)
    actions.end(actor_of(request), chat_id=chat_id, **form.cleaned_data)
    messages.success(request, _("Ended. What was written is destroyed a day after the chat began."))
    return redirect("intake:contact_detail", chat_id)


@require_GET
def news(request: HttpRequest, chat_id: UUID) -> HttpResponseBase:
    """Events for the script of the page. Nothing sealed is opened, and the idle lock does not move."""
    row = selectors.chat_row(actor_of(request), chat_id)
    if not request.headers.get("Accept", "").startswith("text/event-stream"):
        return HttpResponse(status=204)
    return StreamingHttpResponse(
        streams.events(row.pk, streams.seen_in(request)), content_type="text/event-stream"
    )


news.counts_for_nothing = True  # type: ignore[attr-defined]  # what the session's middleware asks a view


def _page(request: HttpRequest, chat_id: UUID, form: SayForm, end_form: EndForm, status: int = 200) -> HttpResponse:
    actor = actor_of(request)
    page = selectors.chat_page(actor, chat_id)
    failed = next((one for one in (form, end_form) if one.errors), None)
    context = {
        "page": page, "form": form, "end_form": end_form, "failed": failed, "own": page.row.taken_by_id == actor.id,
        "can_take": page.row.status == "waiting" and actor.role == "hotline_advocate",
    }  # fmt: skip
    return render(request, "chat/chat.html", context, status=422 if failed else status)
