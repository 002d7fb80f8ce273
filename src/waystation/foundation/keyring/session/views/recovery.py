"""A lost passphrase, and a lost second factor."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from waystation.foundation.agencies.selectors import find_member
from waystation.foundation.agencies.signin import factors, limiter
from waystation.foundation.agencies.signin.forms import AgencyCodeForm, RecoverForm
from waystation.foundation.keyring.actions.members import use_recovery_code
from waystation.foundation.keyring.actions.recovery import use_agency_code
from waystation.foundation.keyring.errors import WrongCode
from waystation.foundation.keyring.ring import Keyring
from waystation.foundation.keyring.session import journal, to_print
from waystation.foundation.keyring.session.backend import slots
from waystation.foundation.keyring.session.views import doors, entry

Form = TypeVar("Form", RecoverForm, AgencyCodeForm)
Renew = Callable[[Form], tuple[Keyring, str] | None]


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def recover(request: HttpRequest) -> HttpResponse:
    """The printed recovery code opens the bundle; a new passphrase and a new code take the place of the old ones."""
    sorry = _("This sign-in name and recovery code do not go together. Check each group of the code.")
    return _page(request, RecoverForm(request.POST or None), "signin/recover.html", _renew, sorry)


def _renew(form: RecoverForm) -> tuple[Keyring, str] | None:
    member = find_member(form.cleaned_data["name"])
    if member is None:
        return None
    try:
        with slots:
            return use_recovery_code(member, code=form.cleaned_data["code"], passphrase=form.cleaned_data["new"])
    except WrongCode:
        return None


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def agency_code(request: HttpRequest) -> HttpResponse:
    """When everybody is lost: the printed agency code gives one member new keys; a lost phone may go with it."""
    sorry = _("This sign-in name and agency code do not go together. Check each group of the code.")
    return _page(request, AgencyCodeForm(request.POST or None), "signin/agency_code.html", _renew_by_agency, sorry)


def _page(request: HttpRequest, form: Form, template: str, renew: Renew[Form], sorry: str) -> HttpResponse:
    """The form under the limiter of passphrases; new keys lead to the second factor."""
    if request.method != "POST" or not form.is_valid():
        return render(request, template, {"form": form}, status=422 if form.is_bound else 200)
    tries = doors.tries_of(request, form.cleaned_data["name"])
    wait = limiter.waiting(*tries)
    renewed = None if wait else renew(form)
    if renewed is not None:
        limiter.forget(tries[0])
        keyring, code = renewed
        to_print.add(keyring, recovery=code)  # before the second factor, which may not be at hand
        return entry.ask_second_factor(request, keyring.member, keyring.bundle, doors.next_of(request))
    if wait is None:
        wait = limiter.count_wrong(*tries)
        form.add_error(None, sorry)
    return render(request, template, {"form": form, "wait": wait}, status=429 if wait else 422)


def _renew_by_agency(form: AgencyCodeForm) -> tuple[Keyring, str] | None:
    member = find_member(form.cleaned_data["name"])
    if member is None or not member.is_active or member.is_waiting:
        return None
    try:
        with slots:
            renewed = use_agency_code(member, code=form.cleaned_data["code"], passphrase=form.cleaned_data["new"])
    except WrongCode:
        return None
    if form.cleaned_data["phone_lost"]:
        factors.reset(member)
        journal.note(member, journal.FACTOR_REMOVED)
    return renewed


@login_not_required
@require_safe
def lost(request: HttpRequest) -> HttpResponse:
    """The ways on without a phone or a passphrase, in order."""
    return render(request, "signin/lost.html", {})
