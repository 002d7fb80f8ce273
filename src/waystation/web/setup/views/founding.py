"""The agency's facts, and the envelope with its codes."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from waystation.foundation.agencies.signin import limiter
from waystation.foundation.gate.request import StaffRequest
from waystation.foundation.keyring.errors import WrongCode
from waystation.foundation.keyring.session.stepup import fresh_needed
from waystation.foundation.keyring.session.views import doors
from waystation.web.setup import actions, selectors, zones
from waystation.web.setup.forms import AgencyForm, EnvelopeForm, NewEnvelopeForm
from waystation.web.setup.steps import BY_CODE
from waystation.web.setup.views.frame import administrators, on, once_kept, page


@require_http_methods(["GET", "HEAD", "POST"])
@once_kept
def agency(request: StaffRequest) -> HttpResponse:
    """Name, kind, place, words, fiscal year."""
    mine = request.actor.agency
    told = {name: getattr(mine, name) for name in ("kind", "county", "state", "person_word", "fiscal_month")}
    told |= {"agency": mine.name, "time_zone": zones.chosen()}
    form = AgencyForm(request.POST or None, initial=told, with_zone=mine.is_host)
    if request.method == "POST" and form.is_valid():
        facts = dict(form.cleaned_data)
        try:
            if zones.choose(facts.pop("time_zone", "")):
                messages.success(request, _("The time zone counts after the next start of the program."))
        except OSError:
            form.add_error("time_zone", _("The file settings.toml in the data folder cannot be written."))
        else:
            actions.describe(request.actor, **facts)
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


@require_http_methods(["GET", "HEAD", "POST"])
@once_kept
@fresh_needed
def new_envelope(request: StaffRequest) -> HttpResponse:
    """The old code gives a new one, which waits on the page of the envelope until it is on paper."""
    if "agency" in selectors.waiting_codes(request.actor):
        return redirect("setup:envelope")
    form = NewEnvelopeForm(request.POST or None)
    tries = ("code", f"agency/{request.actor.agency_id}"), doors.tries_of(request, "")[1]
    wait = limiter.waiting(*tries)
    if request.method == "POST" and wait is None and form.is_valid():
        try:
            actions.renew_agency_code(request.actor, code=form.cleaned_data["code"])
        except WrongCode:
            wait = limiter.count_wrong(*tries)
            form.add_error("code", _("This is not the agency code on the paper. Check each group."))
        else:
            limiter.forget(tries[0])
            return redirect("setup:envelope")
    if form.is_bound and wait:
        form.add_error(None, _("Too many wrong tries. Try again in %(minutes)s min.") % {"minutes": wait.minutes})
    status = (429 if wait else 422) if form.is_bound else 200
    return render(request, "setup/new_envelope.html", {"form": form}, status=status)
