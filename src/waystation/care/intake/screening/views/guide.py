"""The conversation guide, page by page: it stops at any time, and goes on where it stopped."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from waystation.care.cases.selectors import case_row
from waystation.care.intake import selectors
from waystation.care.intake.forms_case import NoteInCaseForm, can_note, own_cases
from waystation.care.intake.policies import can_take_contact
from waystation.care.intake.screening import actions
from waystation.care.intake.screening.actions.conversations import differing
from waystation.care.intake.screening.forms import ANSWERS, BeforeForm, PageForm, QuestionsForm, page_form
from waystation.care.intake.screening.policies import can_hold_conversation
from waystation.care.intake.screening.shapes import COMPANION, HERE, Conversation
from waystation.care.intake.shapes import Person
from waystation.care.requests import actor_of, no_place, no_such_desk
from waystation.core.screening import guide
from waystation.foundation.gate import Refused
from waystation.foundation.keyring.errors import NoKey, Stale

BEFORE = "before"
PAGES = (BEFORE, *(group.code for group in guide.groups()))


@require_http_methods(["GET", "POST"])
def guide_list(request: HttpRequest) -> HttpResponse:
    """One's own conversations that are not finished, and the way to begin one about nobody who is noted."""
    actor = actor_of(request)
    if not can_hold_conversation(actor.role_facts):
        return no_such_desk(request)
    if request.method == "POST":
        return redirect("screening:guide_page", actions.begin(actor).key)
    context = {"conversations": actions.unfinished(actor), "groups": guide.groups(), "lang": get_language() or "en"}
    return render(request, "screening/guide_list.html", context)


@require_POST
def guide_begin(request: HttpRequest, situation_id: UUID, person_id: UUID) -> HttpResponse:
    """Begin, or go on, with a person of a situation; `to` names an instrument's page instead of the guide's."""
    actor = actor_of(request)
    page = selectors.situation_page(actor, situation_id)
    person = page.person(str(person_id))
    if person is None:
        raise Http404
    found = actions.begin_for(actor, situation=page.situation, person=person)
    wants_tool = request.POST.get("to") == "instrument"
    return redirect("screening:instrument_ask" if wants_tool else "screening:guide_page", found.key)


@require_http_methods(["GET", "POST"])
def guide_page(request: HttpRequest, draft_id: UUID) -> HttpResponse:
    """One page of the guide. Every button keeps what was said, also the one that stops."""
    conversation = held(request, draft_id)
    if isinstance(conversation, HttpResponse):
        return conversation
    code = request.GET.get("page") or conversation.page
    code = code if code in PAGES and conversation.may_ask else BEFORE
    if request.method == "GET":
        if conversation.stopped == COMPANION and "page" in request.GET:
            return redirect("screening:guide_paused", draft_id)  # the browser's own way back shows nothing either
        form = _before(conversation) if code == BEFORE else page_form(code, conversation)
        return _show(request, conversation, code, form)
    if code == BEFORE:
        return _begin_asking(request, conversation)
    form = page_form(code, conversation, request.POST)
    valid, step = form.is_valid(), request.POST.get("next", "on")
    if not valid and step == "on":
        return _show(request, conversation, code, form, status=422)
    return _go(request, replace(_with(conversation, form), page=code), step)


@require_safe
def guide_paused(request: HttpRequest, draft_id: UUID) -> HttpResponse:
    """What stands on the screen while somebody else is in the room: nothing of what this is about, nor of the desk.

    Its one button locks the desk; the passphrase leads back to the question whether they are alone.
    """
    conversation = held(request, draft_id)
    if isinstance(conversation, HttpResponse):
        return conversation
    return render(request, "screening/guide_paused.html", {"conversation": conversation})


@require_http_methods(["GET", "POST"])
def guide_review(request: HttpRequest, draft_id: UUID) -> HttpResponse:
    """What was said and what two laws make of it, before any of it is written down."""
    conversation = held(request, draft_id)
    if isinstance(conversation, HttpResponse):
        return conversation
    actor, step = actor_of(request), request.POST.get("next", "")
    if request.method == "GET" and conversation.stopped == COMPANION:
        return redirect("screening:guide_paused", draft_id)
    if request.method == "GET":
        return _review(request, conversation)
    if step == "forget":
        actions.forget(actor, conversation)
        messages.success(request, _("The conversation is erased here. What was noted before stays."))
        return redirect("screening:guide_list")
    if step == "case" and not conversation.situation:
        return _note_in_case(request, conversation)
    if not conversation.situation:
        if not can_take_contact(actor.role):
            return no_such_desk(request)
        situation, person = actions.note_as_contact(actor, conversation)
        return redirect("screening:result", situation.pk, person.id)
    try:
        version = int(request.POST.get("version") or 0)
        actions.note_facts(actor, conversation, version=version)
    except (Stale, ValueError):
        return _review(request, conversation, status=409)
    return redirect("screening:result", conversation.situation, conversation.person)


def _note_in_case(request: HttpRequest, conversation: Conversation) -> HttpResponse:
    """The person has a case of this worker's: the conversation goes there as a note."""
    actor = actor_of(request)
    form = NoteInCaseForm(request.POST, cases=own_cases(actor))
    if form.is_valid():
        case = case_row(actor, form.cleaned_data["case"])
        try:
            actions.note_in_case(actor, conversation, case=case, text=form.cleaned_data["text"])
            messages.success(request, _("Noted in the case. The conversation is erased here."))
            return redirect("cases:case_notes", case.pk)
        except NoKey:
            form.add_error(None, no_place())
    return _review(request, conversation, status=422, noting=form)


def held(request: HttpRequest, draft_id: UUID) -> Conversation | HttpResponse:
    """One's own conversation, or the answer of another role's desk. Raises Http404 when there is none."""
    actor = actor_of(request)
    if not can_hold_conversation(actor.role_facts):
        return no_such_desk(request)
    conversation = actions.load(actor, draft_id)
    if conversation is None:
        raise Http404
    return conversation


def _begin_asking(request: HttpRequest, conversation: Conversation) -> HttpResponse:
    form = BeforeForm(request.POST)
    if request.POST.get("alone") in ("no", "not_sure") or request.POST.get("next") == COMPANION:
        return _go(request, conversation, COMPANION)
    if not form.is_valid():
        return _show(request, conversation, BEFORE, form, status=422)
    following = conversation.page if conversation.page != BEFORE else PAGES[1]
    told = replace(conversation, **form.cleaned_data, page=following, stopped="")
    actions.keep(actor_of(request), told)
    if request.GET.get("to") == "instrument":
        return redirect("screening:instrument_ask", told.key)
    return redirect(f"{reverse('screening:guide_page', args=[told.key])}?page={following}")


def _with(conversation: Conversation, form: PageForm) -> Conversation:
    """What was said on a page that may hold an answer which cannot be: that one is left out."""
    if isinstance(form, QuestionsForm):
        return conversation.with_answers({code: s for code, s in form.said().items() if f"fact_{code}" in form.data})
    return conversation if form.errors else replace(conversation, **form.changes())


def _go(request: HttpRequest, conversation: Conversation, step: str) -> HttpResponse:
    """Keep, then go on to the next page, stop here, or stop because of a companion."""
    actor = actor_of(request)
    stopped = {"companion": COMPANION, "stop": HERE}.get(step, "")
    alone = "not_asked" if stopped else conversation.alone
    following = conversation.page
    if step == "on":
        following = PAGES[min(PAGES.index(conversation.page) + 1, len(PAGES) - 1)]
    last = step == "on" and following == conversation.page
    told = actions.keep(actor, replace(conversation, stopped=stopped, alone=alone, page=following))
    if stopped:
        with suppress(Refused):  # it has left the desk meanwhile: what was said stays in the draft
            actions.note_what_stands(actor, told)
    if stopped == COMPANION:
        return redirect("screening:guide_paused", told.key)
    if stopped:
        messages.success(request, _("Stopped. What was said so far is kept."))
        return redirect("screening:guide_list")
    if last or step == "review":
        return redirect("screening:guide_review", told.key)
    return redirect(f"{reverse('screening:guide_page', args=[told.key])}?page={following}")


def _before(conversation: Conversation) -> BeforeForm:
    return BeforeForm(initial={"interpreter": conversation.interpreter})


def _show(request: HttpRequest, conversation: Conversation, code: str, form: Any, status: int = 200) -> HttpResponse:
    actor, lang = actor_of(request), get_language() or "en"
    group = guide.group_of(code)
    context = {
        "conversation": conversation,
        "group": group,
        "title": group.title.text(lang) if group else _("Before you begin"),
        "advice": group.advice(lang) if group else None,
        "say": group.say.text(lang) if group else "",
        "note": group.note.text(lang) if group else "",
        "other": _other_language(group, lang),
        "steps": [_("Before you begin"), *(one.title.text(lang) for one in guide.groups())],
        "now": PAGES.index(code) + 1,
        "pages": [(one.code, one.title.text(lang)) for one in guide.groups()] if conversation.may_ask else [],
        "last": code == PAGES[-1],
        "form": form,
        "rule": selectors.report_rule(actor) if code == "age" else None,
        "possibly_minor": guide.possibly_minor(conversation.age) and code not in (BEFORE, "now", "age"),
    }
    return render(request, "screening/guide_page.html", context, status=status)


def _other_language(group: guide.Group | None, lang: str) -> list[str]:
    """The questions in the other language, to read aloud."""
    other = "en" if lang.lower().startswith("es") else "es"
    if group is None:
        return []
    return [text for text in (group.say.text(other), *(one.words.text(other) for one in group.questions)) if text]


def _review(
    request: HttpRequest, conversation: Conversation, status: int = 200, noting: NoteInCaseForm | None = None
) -> HttpResponse:
    actor, lang = actor_of(request), get_language() or "en"
    page = selectors.situation_page(actor, UUID(conversation.situation)) if conversation.situation else None
    person = page.person(conversation.person) if page else None
    if page is not None and person is None:
        raise Http404
    known = [] if page or noting else own_cases(actor)
    context = {
        "conversation": conversation,
        "page": page,
        "panel": selectors.panels(conversation.as_facts(person))[0],
        "said": _lines(conversation, lang),
        "differing": _differences(conversation, page, lang) if page else [],
        "may_note": bool(page.can_write if page else can_take_contact(actor.role)),
        "possibly_minor": guide.possibly_minor(conversation.age),
        "rule": selectors.report_rule(actor),
        "stale": status == 409,
        "noting": noting or _noting(conversation, known, lang),
        "no_place": no_place() if known and not can_note(actor, known) else "",
    }
    return render(request, "screening/guide_review.html", context, status=status)


def _noting(conversation: Conversation, known: list[tuple[str, str]], lang: str) -> NoteInCaseForm | None:
    """The form that notes it in a case, with what was said for the worker to shorten; None without a case."""
    if not known:
        return None
    age = selectors.age_words(Person(age=conversation.age))
    said = [f"{words} {answer}" for words, answer in _lines(conversation, lang)]
    wishes = [_("Wants next: %(wishes)s") % {"wishes": conversation.wishes}] if conversation.wishes else []
    head = _("Conversation of %(day)s, %(age)s.") % {"day": conversation.began_on, "age": age}
    return NoteInCaseForm(cases=known, initial={"text": "\n".join([head, *said, *wishes])})


def _lines(conversation: Conversation, lang: str) -> list[tuple[str, str]]:
    words = dict(ANSWERS)
    return [
        (guide.questions()[code].words.text(lang), str(words[state]))
        for code, state in conversation.answers.items()
        if code in guide.questions()
    ]


def _differences(conversation: Conversation, page: Any, lang: str) -> list[tuple[str, str, str]]:
    words = {code: str(text) for code, text in ANSWERS}
    names = {code: one.words.text(lang) for code, one in guide.questions().items()}
    return [
        (names.get(code, _("Age")), words.get(str(theirs), str(theirs)), words.get(str(ours), str(ours)))
        for code, (theirs, ours) in differing(conversation, page).items()
    ]
