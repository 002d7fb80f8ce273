"""The member's own account: second factor, printed codes, passphrase, passkeys; and helping a colleague."""

from __future__ import annotations

import json
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from waystation.foundation.agencies.models import Member
from waystation.foundation.agencies.roles import roles
from waystation.foundation.agencies.signin import factors, limiter
from waystation.foundation.agencies.signin.forms import ConfirmForm, NewPassphraseForm, PasskeyForm
from waystation.foundation.keyring.actions.members import change_passphrase as change_it
from waystation.foundation.keyring.actions.members import reissue_recovery_code
from waystation.foundation.keyring.session import journal, state, to_print
from waystation.foundation.keyring.session.backend import Opened, slots
from waystation.foundation.keyring.session.stepup import fresh_needed
from waystation.foundation.keyring.session.views import doors


@require_safe
def account(request: HttpRequest) -> HttpResponse:
    """What protects this account, and each change one form away."""
    return _page(request, ConfirmForm(), NewPassphraseForm(), 200)


def _page(request: HttpRequest, confirm: ConfirmForm, change: NewPassphraseForm, status: int) -> HttpResponse:
    member = doors.member_of(request)
    context: dict[str, Any] = {
        "confirm": confirm,
        "change": change,
        "form": change if change.errors else confirm,
        "passkeys": factors.passkeys(member),
        "codes_left": factors.backup_codes_left(member),
        "helps_others": helps_others(member),
    }
    return render(request, "signin/account.html", context, status=status)


def _confirmed(request: HttpRequest, form: ConfirmForm) -> Opened | None:
    """The member's bundle when the passphrase of the form is right; the form says so when it is not."""
    if not form.is_valid():
        return None
    member = doors.member_of(request)
    found = doors.check(request, member.sign_in_name, form.cleaned_data["passphrase"])
    if isinstance(found, Opened) and found.member.pk == member.pk:
        return found
    wait = found.minutes if isinstance(found, limiter.Wait) else 0
    form.add_error("passphrase", _wait(wait) if wait else _("This is not your passphrase."))
    return None


def _wait(minutes: int) -> str:
    return _("Too many wrong tries. Try again in %(minutes)s min.") % {"minutes": minutes}


@require_POST
def renew_codes(request: HttpRequest) -> HttpResponse:
    """New backup codes and a new recovery code; the old ones stop working."""
    form = ConfirmForm(request.POST)
    opened = _confirmed(request, form)
    if opened is None:
        return _page(request, form, NewPassphraseForm(), 422)
    factors.renew_backup_codes(opened.member)
    codes = factors.backup_codes_once(opened.member)
    to_print.add(opened.keyring, backup=codes, recovery=reissue_recovery_code(opened.keyring))
    journal.note(opened.member, journal.BACKUP_RENEWED)
    return redirect("signin:keep")


@require_POST
def change_passphrase(request: HttpRequest) -> HttpResponse:
    """A new passphrase; sessions on other computers end."""
    form, change = ConfirmForm(request.POST), NewPassphraseForm(request.POST)
    opened = _confirmed(request, form) if change.is_valid() else None
    if opened is None:
        return _page(request, form, change, 422)
    member = doors.member_of(request)
    with slots:
        renewed = change_it(member, old=form.cleaned_data["passphrase"], new=change.cleaned_data["new"])
    update_session_auth_hash(request, member)
    answer = HttpResponseRedirect(reverse("signin:account"))
    state.unlock(request, answer, member, renewed.bundle)
    messages.success(request, _("Your passphrase is changed."))
    return answer


@require_http_methods(["GET", "HEAD", "POST"])
def keep(request: HttpRequest) -> HttpResponse:
    """Codes to print, until the member says they are kept."""
    keyring = doors.open_keyring_of(request)
    if request.method == "POST":
        to_print.kept(keyring)
        return redirect(doors.next_of(request))
    codes = to_print.waiting(keyring)
    if not codes:
        return redirect(doors.next_of(request))
    return render(request, "signin/keep.html", {"codes": codes, "next": doors.next_of(request)})


@require_http_methods(["GET", "HEAD", "POST"])
@fresh_needed
def passkey(request: HttpRequest) -> HttpResponse:
    """Add a passkey as another second factor. Needs JavaScript, and says so."""
    member = doors.member_of(request)
    form = PasskeyForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        if factors.add_passkey(member, form.cleaned_data["name"], form.cleaned_data["credential"]):
            journal.note(member, journal.FACTOR_SET)
            return redirect("signin:account")
        form.add_error(None, _("The browser's answer does not fit. Start again."))
    options = json.dumps({"creation_options": factors.passkey_creation(member)})
    return render(
        request, "signin/passkey.html", {"form": form, "options": options}, status=422 if form.errors else 200
    )


@require_POST
@fresh_needed
def remove_passkey(request: HttpRequest, pk: int) -> HttpResponse:
    """Remove one of the member's own passkeys."""
    member = doors.member_of(request)
    if not factors.remove_passkey(member, pk):
        raise Http404
    journal.note(member, journal.FACTOR_REMOVED)
    return redirect("signin:account")


def helps_others(member: Member) -> bool:
    """Supervisors and administrators remove a colleague's lost second factor."""
    role = roles().get(member.role)
    return role is not None and (role.supervises or role.administers)


@require_http_methods(["GET", "HEAD", "POST"])
def colleagues(request: HttpRequest, pk: UUID | None = None) -> HttpResponse:
    """Remove a colleague's lost authenticator, with one's own passphrase. The colleague still needs theirs."""
    member = doors.member_of(request)
    if not helps_others(member):
        raise Http404
    others = Member.objects.filter(agency=member.agency_id, is_active=True).exclude(pk=member.pk)
    other = others.filter(pk=pk).first() if pk else None
    if other is None and (pk or request.method == "POST"):
        raise Http404
    form = ConfirmForm(request.POST or None)
    if other is not None and request.method == "POST" and _confirmed(request, form) is not None:
        factors.reset(other)
        journal.note(member, journal.FACTOR_REMOVED, other)
        messages.success(request, _("Done. %(name)s sets up a new one at the next sign-in.") % {"name": other})
        return redirect("signin:colleagues")
    context = {"form": form, "others": others, "chosen": pk}
    return render(request, "signin/colleagues.html", context, status=422 if form.is_bound else 200)
