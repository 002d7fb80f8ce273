"""The queue, a contact taken or changed, and the way out for what is not ours."""

from __future__ import annotations

from uuid import UUID, uuid4

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from waystation.care.intake import actions, policies, selectors
from waystation.care.intake.actions.drafts import CONTACT_FORM
from waystation.care.intake.forms import ContactForm, EndForm, OutOfScopeForm
from waystation.care.intake.models import Contact
from waystation.care.requests import actor_of, no_such_desk
from waystation.foundation.keyring.errors import Stale


@require_GET
def contact_list(request: HttpRequest) -> HttpResponse:
    """What waits, what is due, one's own; for case workers what was handed over."""
    actor = actor_of(request)
    if not policies.can_list_contacts(actor.role):
        return no_such_desk(request)
    rows = selectors.contact_queue(actor)
    context = {
        "rows": rows,
        "counts": selectors.queue_counts(actor, rows),
        "handed": selectors.handed_over_to(actor),
        "drafts": actions.open_drafts(actor, CONTACT_FORM),
        "person_drafts": actions.open_person_drafts(actor),
        "can_take": policies.can_take_contact(actor.role),
        "receives": actor.role in policies.RECEIVERS,
    }
    return render(request, "intake/contact_list.html", context)


@require_GET
def contact_new(request: HttpRequest) -> HttpResponse:
    """A fresh form under an identifier of its own, so that a form sent twice makes one contact."""
    if not policies.can_take_contact(actor_of(request).role):
        return no_such_desk(request)
    return redirect("intake:contact_form", uuid4())


@require_http_methods(["GET", "POST"])
def contact_form(request: HttpRequest, draft_id: UUID) -> HttpResponse:
    """The one page of a phone contact."""
    actor = actor_of(request)
    if not policies.can_take_contact(actor.role):
        return no_such_desk(request)
    if request.method == "GET":
        kept = actions.load_draft(actor, form=CONTACT_FORM, subject=draft_id)
        form = ContactForm(initial=kept or {"channel": "phone"})
        return _form(request, form, draft_id, saved=kept is not None)
    if request.POST.get("next") == "later":
        actions.save_draft(actor, form=CONTACT_FORM, subject=draft_id, data=typed(request))
        return redirect("intake:contact_list")
    form = ContactForm(request.POST, ending=request.POST.get("next") == "end")
    if not form.is_valid():
        return _form(request, form, draft_id, status=422)
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
    if not form.is_valid():
        return _edit(request, page, form, status=422)
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
    """Two taps: open this page, tap the number that was given."""
    actor = actor_of(request)
    if not policies.can_take_contact(actor.role):
        return no_such_desk(request)
    lines = selectors.warm_numbers(actor)
    form = OutOfScopeForm(request.POST or None, numbers=[code for code, _label, _number in lines])
    if request.method == "POST" and form.is_valid():
        actions.give_number(actor, number=form.cleaned_data["number"])
        return redirect("intake:contact_list")
    return render(
        request, "intake/out_of_scope.html", {"lines": lines, "form": form}, status=422 if form.errors else 200
    )


def typed(request: HttpRequest) -> dict[str, object]:
    """What was typed, as it was typed, without the token."""
    return {name: value for name, value in request.POST.items() if name not in ("csrfmiddlewaretoken", "next")}


def _form(
    request: HttpRequest, form: ContactForm, draft_id: UUID, saved: bool = False, status: int = 200
) -> HttpResponse:
    context = {"form": form, "draft_id": draft_id, "saved": saved, "rule": selectors.report_rule(actor_of(request))}
    return render(request, "intake/contact_form.html", context, status=status)


def _edit(
    request: HttpRequest, page: selectors.ContactPage, form: ContactForm, status: int = 200, differing: object = None
) -> HttpResponse:
    context = {"form": form, "page": page, "rule": selectors.report_rule(actor_of(request)), "differing": differing}
    return render(request, "intake/contact_form.html", context, status=status)


def _known(page: selectors.ContactPage) -> dict[str, object]:
    told = {**page.account.to_dict(), **page.header.to_dict(), "lane": page.contact.lane, "version": page.version}
    return told | {"call_back_on": page.contact.next_due_on}


def _merge(request: HttpRequest, contact_id: UUID, form: ContactForm) -> HttpResponse:
    """The form with what was typed, beside it what somebody else saved meanwhile."""
    page = selectors.contact_page(actor_of(request), contact_id)
    theirs, yours = _known(page), form.values()
    again = ContactForm({**form.cleaned_data, "version": page.version})
    differing = [
        (field.label, theirs.get(name), yours.get(name))
        for name, field in form.fields.items()
        if name != "version" and str(theirs.get(name) or "") != str(yours.get(name) or "")
    ]
    return _edit(request, page, again, status=409, differing=differing)


def _go_on(request: HttpRequest, contact: Contact) -> HttpResponse:
    if request.POST.get("next") == "situation":
        known = contact.situations.order_by("created_on", "id").first()
        found = known or actions.begin_situation(actor_of(request), contact=contact)
        return redirect("intake:situation_detail", found.pk)
    if request.POST.get("next") == "end":
        return redirect("intake:contact_list")
    return redirect("intake:contact_detail", contact.pk)
