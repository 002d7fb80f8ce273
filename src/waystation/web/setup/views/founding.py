"""The agency's facts, and the envelope with its codes."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from waystation.foundation.gate.request import StaffRequest
from waystation.foundation.keyring.errors import WrongCode
from waystation.web.setup import actions, selectors
from waystation.web.setup.forms import AgencyForm, EnvelopeForm
from waystation.web.setup.steps import BY_CODE
from waystation.web.setup.views.frame import administrators, on, once_kept, page


@require_http_methods(["GET", "HEAD", "POST"])
@once_kept
def agency(request: StaffRequest) -> HttpResponse:
    """Name, kind, place, words, fiscal year."""
    mine = request.actor.agency
    told = {name: getattr(mine, name) for name in ("kind", "county", "state", "person_word", "fiscal_month")}
    form = AgencyForm(request.POST or None, initial={"agency": mine.name, **told})
    if request.method == "POST" and form.is_valid():
        actions.describe(request.actor, **form.cleaned_data)
        return on(request, "agency")
    return page(request, "agency", form)


@require_safe
@administrators
def envelope(request: StaffRequest) -> HttpResponse:
    """The codes on a page to print, until one group was typed back; afterwards what to do with the envelope."""
    return page(request, "envelope", codes=selectors.waiting_codes(request.actor))


@require_http_methods(["GET", "HEAD", "POST"])
@administrators
def envelope_check(request: StaffRequest) -> HttpResponse:
    """One group, typed from the paper: this page does not show the codes."""
    asked = selectors.asked_group(request.actor)
    if asked is None:
        return redirect("setup:envelope")
    form = EnvelopeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.keep_envelope(request.actor, group=form.cleaned_data["group"])
        except WrongCode:
            form.add_error("group", _("This is not that group. Look at the paper again."))
        else:
            return on(request, "envelope")
    context = {"form": form, "asked": asked, "step": BY_CODE["envelope"]}
    return render(request, "setup/envelope_check.html", context, status=422 if form.is_bound else 200)
