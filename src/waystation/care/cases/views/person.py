"""The name, shown on purpose and changed on the person's word; the safe contact."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from waystation.care.cases import actions, selectors
from waystation.care.cases.forms import NameForm, SafeContactForm
from waystation.care.cases.shapes import Identity, SafeContact
from waystation.care.cases.views.frame import frame_context, session_of, shown_identity
from waystation.care.requests import actor_of
from waystation.foundation.keyring.errors import Stale
from waystation.foundation.keyring.session.stepup import fresh_needed


@require_POST
def case_reveal(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Show the name: one journal line, until another case is opened or it stays quiet."""
    actor = actor_of(request)
    actions.reveal_identity(actor, case=selectors.case_row(actor, case_id), session=session_of(request))
    return redirect("cases:case_name" if request.POST.get("next") == "name" else "cases:case_detail", case_id)


@require_POST
def case_hide(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Seal the name again."""
    actor = actor_of(request)
    selectors.case_row(actor, case_id)
    actions.hide_identity(actor)
    return redirect("cases:case_detail", case_id)


@require_http_methods(["GET", "POST"])
def case_name(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Write what a person told about themself, while it is shown."""
    actor = actor_of(request)
    page = selectors.case_page(actor, case_id, ())
    shown = shown_identity(request, case_id)
    if shown is None and request.method == "GET":
        return redirect("cases:case_detail", case_id)
    known, version = shown or (Identity(), 0)
    form = NameForm(request.POST or None, initial={**known.to_dict(), "version": version})
    if request.method == "POST" and form.is_valid():
        changes = dict(form.cleaned_data)
        seen = changes.pop("version")
        try:
            actions.set_identity(actor, case=page.case, changes=changes, version=seen)
        except Stale:
            theirs = actions.reveal_identity(actor, case=page.case, session=session_of(request)).to_dict()
            return _merge(request, page, form, theirs, "cases/case_name.html")
        actions.reveal_identity(actor, case=page.case, session=session_of(request))
        return redirect("cases:case_detail", case_id)
    context = {**frame_context(request, page, "overview"), "form": form}
    return render(request, "cases/case_name.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
@fresh_needed
def case_safe_contact(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Write how to reach the person without harm."""
    actor = actor_of(request)
    page = selectors.case_page(actor, case_id, {"safe_contact"})
    known = page.safe_contact or SafeContact()
    version = page.versions["safe_contact"]
    form = SafeContactForm(request.POST or None, initial={**known.to_dict(), "version": version})
    if request.method == "POST" and form.is_valid():
        told = dict(form.cleaned_data)
        seen = told.pop("version")
        try:
            actions.set_safe_contact(actor, case=page.case, profile=SafeContact.of(told), version=seen)
        except Stale:
            return _merge(request, page, form, known.to_dict(), "cases/case_safe_contact.html")
        return redirect("cases:case_detail", case_id)
    context = {**frame_context(request, page, "overview"), "form": form}
    return render(request, "cases/case_safe_contact.html", context, status=422 if form.errors else 200)


def _merge(
    request: HttpRequest, page: selectors.CasePage, form: forms.Form, theirs: dict[str, Any], template: str
) -> HttpResponse:
    """The form again with what was typed, beside it what somebody else saved meanwhile; saving again then counts."""
    newest = selectors.case_page(actor_of(request), page.case.pk, {"safe_contact"} & page.held)
    shown = shown_identity(request, page.case.pk)
    is_name = isinstance(form, NameForm)
    version = shown[1] if is_name and shown else newest.versions.get("safe_contact", 0)
    again = type(form)({**form.cleaned_data, "version": version})
    differing = [
        (form.fields[name].label, theirs.get(name), form.cleaned_data.get(name))
        for name in form.fields
        if name != "version" and (theirs.get(name) or "") != (form.cleaned_data.get(name) or "")
    ]
    context = {**frame_context(request, newest, "overview"), "form": again, "differing": differing}
    return render(request, template, context, status=409)
