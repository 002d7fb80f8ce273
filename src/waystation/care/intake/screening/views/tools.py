"""Asking an instrument within a conversation, and what its answer means. It is a tool's result and no finding."""

from __future__ import annotations

from dataclasses import replace
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from waystation.care.intake import selectors
from waystation.care.intake.screening import actions
from waystation.care.intake.screening.forms_instrument import ItemsForm
from waystation.care.intake.screening.forms_result import KeepToolForm, PrevalenceForm
from waystation.care.intake.screening.selectors import Held, instrument, instruments
from waystation.care.intake.screening.shapes import Conversation
from waystation.care.intake.screening.showing import figures, outcome_lines
from waystation.care.intake.screening.views.guide import held
from waystation.care.requests import actor_of
from waystation.core.screening import guide
from waystation.core.screening.instruments import evaluate


@require_http_methods(["GET", "POST"])
def instrument_ask(request: HttpRequest, draft_id: UUID) -> HttpResponse:
    """Choose an instrument, then its items. An instrument that is asked needs the person alone, as the guide does."""
    conversation = held(request, draft_id)
    if isinstance(conversation, HttpResponse):
        return conversation
    tool = _tool(request)
    if tool is None:
        found = [one for one in instruments(actor_of(request)) if one.in_use]
        return render(request, "screening/instrument_choose.html", {"conversation": conversation, "instruments": found})
    if tool.instrument.mode == "asked" and not conversation.may_ask:
        return redirect(f"{reverse('screening:guide_page', args=[draft_id])}?page=before&to=instrument")
    known = conversation.instruments.get(str(tool.id), {})
    form = ItemsForm(_sent(request), instrument=tool.instrument, known=known)
    if request.method == "POST" and form.is_valid():
        told = {**conversation.instruments, str(tool.id): form.answers()}
        actions.keep(actor_of(request), replace(conversation, instruments=told))
        return redirect(f"{reverse('screening:instrument_meaning', args=[draft_id])}?which={tool.id}")
    context = {"conversation": conversation, "tool": tool, "form": form} | _notes(tool, conversation)
    return render(request, "screening/instrument_ask.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
def instrument_meaning(request: HttpRequest, draft_id: UUID) -> HttpResponse:
    """What the instrument's rule came to, and how often it is right where it is used. Kept only by choice."""
    conversation = held(request, draft_id)
    if isinstance(conversation, HttpResponse):
        return conversation
    tool = _tool(request)
    if tool is None:
        return redirect("screening:instrument_ask", draft_id)
    answers = conversation.instruments.get(str(tool.id))
    if answers is None:
        raise Http404
    prevalence = PrevalenceForm.of(request)
    if "prevalence" in request.POST and (address := prevalence.address(request.path, str(tool.id))):
        return redirect(address)
    keep = KeepToolForm(None if "prevalence" in request.POST else _sent(request))
    if request.method == "POST" and keep.is_valid() and conversation.situation:
        page = selectors.situation_page(actor_of(request), UUID(conversation.situation))
        actions.keep_instrument(
            actor_of(request), situation=page.situation, person_id=conversation.person, instrument=tool.instrument,
            answers=answers,
        )  # fmt: skip
        messages.success(request, _("The instrument's result is kept with what was heard."))
        return redirect("screening:result", conversation.situation, conversation.person)
    lang = get_language() or "en"
    outcome = evaluate(tool.instrument, answers)
    context = {
        "conversation": conversation, "tool": tool, "outcome": outcome, "lines": outcome_lines(outcome, lang),
        "figures": figures(tool, prevalence.share()), "prevalence": prevalence, "keep": keep,
    } | _notes(tool, conversation)  # fmt: skip
    return render(
        request, "screening/instrument_meaning.html", context, status=422 if keep.errors or prevalence.errors else 200
    )


def _sent(request: HttpRequest) -> QueryDict | None:
    return request.POST if request.method == "POST" else None


def _tool(request: HttpRequest) -> Held | None:
    """The instrument in use that the address names; None where it names none. Raises Http404 for one that is not."""
    which = request.GET.get("which") or request.POST.get("which") or ""
    if not which:
        return None
    try:
        found = instrument(actor_of(request), UUID(which))
    except ValueError:
        raise Http404 from None
    if found is None or not found.in_use:
        raise Http404
    return found


def _notes(tool: Held, conversation: Conversation) -> dict[str, Any]:
    lang = get_language() or "en"
    return {
        "title": tool.instrument.title.text(lang),
        "audience": tool.instrument.audience.text(lang),
        "note": tool.instrument.note.text(lang),
        "told": [one.words.text(lang) for one in tool.instrument.items if one.kind == "note"],
        "possibly_minor": guide.possibly_minor(conversation.age),
    }
