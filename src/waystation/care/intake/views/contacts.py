"""A contact taken or changed, and the way out for what is not ours."""

from __future__ import annotations

from uuid import UUID, uuid4

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from waystation.care.intake import actions, policies, selectors
from waystation.care.intake.actions.drafts import CONTACT_FORM
from waystation.care.intake.forms import EndForm, OutOfScopeForm
from waystation.care.intake.forms_contact import ContactForm, when
from waystation.care.intake.models import Contact
from waystation.care.requests import actor_of, no_such_desk
from waystation.foundation import clock
from waystation.foundation.keyring.errors import Stale

MANY = ("needs", "given")
"""Questions with several answers."""


@require_GET
def contact_new(request: HttpRequest) -> HttpResponse:
    """A fresh form under an identifier of its own, so that a form sent twice makes one contact."""
    if not policies.can_take_contact(actor_of(request).role):
        return no_such_desk(request)
    after = "?after=1" if "after" in request.GET else ""
    return redirect(reverse("intake:contact_form", args=[uuid4()]) + after)


@require_http_methods(["GET", "POST"])
def contact_form(request: HttpRequest, draft_id: UUID) -> HttpResponse:
    """The one page of a phone contact."""
    actor = actor_of(request)
    if not policies.can_take_contact(actor.role):
        return no_such_desk(request)
    if request.method == "GET":
        kept = actions.load_draft(actor, form=CONTACT_FORM, subject=draft_id)
        start = {"channel": "phone"} | ({} if "after" in request.GET else when(clock.now().isoformat()))
        return _form(request, ContactForm(initial=kept or start), draft_id, saved=kept is not None)
    if request.POST.get("next") == "later":
        actions.save_draft(actor, form=CONTACT_FORM, subject=draft_id, data=typed(request))
        return redirect("intake:contact_list")
    form = ContactForm(request.POST, ending=request.POST.get("next") == "end")
    if not form.is_valid() and not _in_danger(request):
        return _form(request, form, draft_id, status=422)
    if _in_danger(request):
        return _danger(request, form, draft_id)
    contact = actions.take_contact(actor, values=form.values(), contact_id=draft_id, ended=form.ending)
    actions.drop_draft(actor, form=CONTACT_FORM, subject=draft_id)
    return _go_on(request, contact)


@require_POST
def contact_draft(request: HttpRequest, draft_id: UUID) -> HttpResponse:
    """Keep what was typed so far, sealed under the writer's own key."""
    actor = actor_of(request)
    if not policies.can_take_contact(actor.role):
        return no_such_desk(request)
    actions.save_draft(actor, form=CONTACT_FORM, subject=draft_id, data=typed(request))
    return HttpResponse(status=204)


@require_GET
def contact_detail(request: HttpRequest, contact_id: UUID) -> HttpResponse:
    """One contact, what it speaks of, and how it can go on."""
    page = selectors.contact_page(actor_of(request), contact_id)
    return render(request, "intake/contact_detail.html", {"page": page, "end_form": EndForm()})


@require_http_methods(["GET", "POST"])
def contact_edit(request: HttpRequest, contact_id: UUID) -> HttpResponse:
    """Change a contact that is still open."""
    actor = actor_of(request)
    page = selectors.contact_page(actor, contact_id)
    if request.method == "GET":
        return _edit(request, page, ContactForm(initial=_known(page)))
    form = ContactForm(request.POST, ending=request.POST.get("next") == "end")
    if not form.is_valid() and not _in_danger(request):
        return _edit(request, page, form, status=422)
    if _in_danger(request):
        actions.open_card(actor, contact=page.contact)
        page = selectors.contact_page(actor, contact_id)
    if not form.is_valid():
        return redirect("intake:danger_card", contact_id)
    values = form.values()
    seen = values.pop("version")
    try:
        contact = actions.change_contact(actor, contact=page.contact, values=values, version=seen, ended=form.ending)
    except Stale:
        return _merge(request, contact_id, form)
    return _go_on(request, contact)


@require_POST
def contact_end(request: HttpRequest, contact_id: UUID) -> HttpResponse:
    """End a contact and say how."""
    actor = actor_of(request)
    form = EndForm(request.POST)
    if not form.is_valid():
        page = selectors.contact_page(actor, contact_id)
        return render(request, "intake/contact_detail.html", {"page": page, "end_form": form}, status=422)
    contact = selectors.contact_row(actor, contact_id)
    actions.end_contact(actor, contact=contact, disposition=form.cleaned_data["disposition"])
    return redirect("intake:contact_list")


@require_http_methods(["GET", "POST"])
def out_of_scope(request: HttpRequest) -> HttpResponse:
    """Two taps: open this page, tap the number that was given, or what the contact was."""
    actor = actor_of(request)
    if not policies.can_take_contact(actor.role):
        return no_such_desk(request)
    lines = selectors.warm_numbers(actor)
    sent = request.POST if request.method == "POST" else None
    form = OutOfScopeForm(sent, numbers=[code for code, _label, _number in lines])
    if request.method == "POST" and form.is_valid():
        if form.cleaned_data["noise"]:
            actions.note_noise(actor, disposition=form.cleaned_data["noise"])
        else:
            actions.give_number(actor, number=form.cleaned_data["number"])
        return redirect("intake:contact_list")
    context = {"lines": lines, "form": form, "noise": actions.NOISE}
    return render(request, "intake/out_of_scope.html", context, status=422 if form.errors else 200)


def typed(request: HttpRequest) -> dict[str, object]:
    """What was typed, as it was typed, without the token."""
    return {
        name: request.POST.getlist(name) if name in MANY else value
        for name, value in request.POST.items()
        if name not in ("csrfmiddlewaretoken", "next")
    }


def _form(
    request: HttpRequest, form: ContactForm, draft_id: UUID, saved: bool = False, status: int = 200
) -> HttpResponse:
    context = {
        "form": form, "draft_id": draft_id, "saved": saved, "rule": selectors.report_rule(actor_of(request)),
        "after": "after" in request.GET,
    }  # fmt: skip
    return render(request, "intake/contact_form.html", context, status=status)


def _edit(
    request: HttpRequest, page: selectors.ContactPage, form: ContactForm, status: int = 200, differing: object = None
) -> HttpResponse:
    context = {"form": form, "page": page, "rule": selectors.report_rule(actor_of(request)), "differing": differing}
    return render(request, "intake/contact_form.html", context, status=status)


def _known(page: selectors.ContactPage) -> dict[str, object]:
    told = {**page.account.to_dict(), **page.header.to_dict(), "lane": page.contact.lane, "version": page.version}
    return told | {"call_back_on": page.contact.next_due_on} | when(page.happened_at)


def _in_danger(request: HttpRequest) -> bool:
    return request.POST.get("next") == "danger"


def _danger(request: HttpRequest, form: ContactForm, draft_id: UUID) -> HttpResponse:
    """Take the contact with what can be read of the form, and open its card: an unfinished answer is no hindrance."""
    actor = actor_of(request)
    told = {**form.values(), "danger": "now"}
    told |= {"lane": told.get("lane") or "help", "channel": told.get("channel") or "phone"}
    contact = actions.take_contact(actor, values=told, contact_id=draft_id)
    actions.open_card(actor, contact=contact)
    actions.drop_draft(actor, form=CONTACT_FORM, subject=draft_id)
    return redirect("intake:danger_card", contact.pk)


def _merge(request: HttpRequest, contact_id: UUID, form: ContactForm) -> HttpResponse:
    """The form with what was typed, beside it what somebody else saved meanwhile."""
    page = selectors.contact_page(actor_of(request), contact_id)
    again = ContactForm({**form.cleaned_data, "version": page.version})
    return _edit(request, page, again, status=409, differing=form.differing(_known(page)))


def _go_on(request: HttpRequest, contact: Contact) -> HttpResponse:
    if request.POST.get("next") == "situation":
        known = contact.situations.order_by("created_on", "id").first()
        told = request.POST.get("happened_on", "")
        found = known or actions.begin_situation(actor_of(request), contact=contact, happened_on=told)
        return redirect("intake:situation_detail", found.pk)
    if request.POST.get("next") == "end":
        return redirect("intake:contact_list")
    if _in_danger(request):
        return redirect("intake:danger_card", contact.pk)
    return redirect("intake:contact_detail", contact.pk)
