"""First step: sign-in name and passphrase. Second step: a code, a backup code or a passkey; or setting the app up."""

from __future__ import annotations

import json
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from waystation.core.vault.bundle import Bundle
from waystation.foundation.agencies.models import Member
from waystation.foundation.agencies.signin import factors, limiter
from waystation.foundation.agencies.signin.forms import CodeForm, SetUpForm, SignInForm
from waystation.foundation.keyring.actions.following import follow
from waystation.foundation.keyring.ring import Keyring
from waystation.foundation.keyring.session import heads, journal, pending, setting_up, state, to_print
from waystation.foundation.keyring.session.backend import Opened
from waystation.foundation.keyring.session.pending import Pending
from waystation.foundation.keyring.session.views import doors, leaving

JOURNAL_DIFFERS = gettext_lazy(
    "The journal is not the one you saw at your last sign-in. Someone may have changed it, or a backup was restored. "
    "Ask your administrator to run “waystation check” before you write anything."
)


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def sign_in(request: HttpRequest) -> HttpResponse:
    """Name and passphrase; the answer is the same for a wrong passphrase and for a name nobody has."""
    if state.standing(request).state is state.State.OPEN:
        return redirect(doors.next_of(request))
    form = SignInForm(request.POST or None)
    context: dict[str, Any] = {"form": form, "next": doors.next_of(request), "why": request.GET.get("why", "")}
    if request.method != "POST" or not form.is_valid():
        return render(request, "signin/sign_in.html", context, status=422 if form.is_bound else 200)
    found = doors.check(request, form.cleaned_data["name"], form.cleaned_data["passphrase"])
    if isinstance(found, Opened):
        fits = heads.check(found)
        return ask_second_factor(request, found.member, found.bundle, doors.next_of(request), differs=not fits)
    if found is None:
        form.add_error(None, _("This sign-in name and passphrase do not go together. Check both and try again."))
    return render(request, "signin/sign_in.html", {**context, "wait": found}, status=429 if found else 422)


def ask_second_factor(request: HttpRequest, member: Member, bundle: Bundle, next_: str, **extra: Any) -> HttpResponse:
    """Let the bundle wait and ask for the second factor, or for its set-up when there is none yet."""
    ready = factors.has_authenticator(member)
    if not ready:
        extra["totp"], extra["replaces"] = setting_up.secret_of(Keyring(member, bundle))
    answer = HttpResponseRedirect(reverse("signin:code" if ready else "signin:set_up"))
    pending.put(request, answer, member, bundle, next_, **extra)
    return answer


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def code(request: HttpRequest) -> HttpResponse:
    """The second step."""
    waiting = pending.find(request)
    if waiting is None:
        return _start_again("time")
    if not factors.has_authenticator(waiting.member):
        return redirect("signin:set_up")
    form = CodeForm(request.POST or None)
    if request.method == "POST" and ("credential" in request.POST or form.is_valid()):
        return _judge(request, waiting, form)
    return _code_page(request, waiting, form, 422 if form.is_bound else 200)


def _judge(request: HttpRequest, waiting: Pending, form: CodeForm) -> HttpResponse:
    tries = ("code", str(waiting.member.id))
    if wait := limiter.waiting(tries):
        return _code_page(request, waiting, form, 429, wait)
    how = _factor(request, waiting, form)
    if how is not None:
        limiter.forget(tries)
        return finish(request, waiting, how)
    journal.note(waiting.member, journal.WRONG_FACTOR)
    wait = limiter.count_wrong(tries)
    if pending.wrong(request):
        return _start_again("codes")
    if "credential" in request.POST:
        form = CodeForm()
        return _code_page(request, waiting, form, 422, wait, passkey_failed=True)
    form.add_error("code", _("This code does not fit, or was used already. Wait for the next one and type that."))
    return _code_page(request, waiting, form, 429 if wait else 422, wait)


def _factor(request: HttpRequest, waiting: Pending, form: CodeForm) -> str | None:
    if "credential" not in request.POST:
        return factors.verify(waiting.member, form.cleaned_data["code"])
    try:
        answer = json.loads(request.POST["credential"])
    except ValueError:
        return None
    return "passkey" if factors.verify_passkey(waiting.member, answer) else None


def _code_page(
    request: HttpRequest, waiting: Pending, form: CodeForm, status: int, wait: limiter.Wait | None = None, **more: Any
) -> HttpResponse:
    options = factors.passkey_options(waiting.member) if factors.passkeys(waiting.member) else None
    context = {
        "form": form,
        "wait": wait,
        "passkey": json.dumps({"request_options": options}) if options else "",
        **more,
    }
    return render(request, "signin/code.html", context, status=status)


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def set_up(request: HttpRequest) -> HttpResponse:
    """First sign-in: set up the authenticator app. Closed to a member who has one."""
    waiting = pending.find(request)
    if waiting is None:
        return _start_again("time")
    secret = waiting.extra.get("totp")
    if secret is None or factors.has_authenticator(waiting.member):
        return redirect("signin:code")
    form = SetUpForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        if factors.fits(secret, form.cleaned_data["code"]):
            factors.activate(waiting.member, secret)
            setting_up.done(Keyring(waiting.member, waiting.bundle))
            journal.note(waiting.member, journal.FACTOR_SET)
            return finish(request, waiting, "set_up")
        form.add_error(
            "code", _("This code does not fit. Check that the clock of your phone is right, then type the next code.")
        )
    side, path = factors.square(factors.setup_url(waiting.member, secret))
    groups = " ".join(secret[at : at + 4] for at in range(0, len(secret), 4))
    replaces = waiting.extra.get("replaces")
    context = {"form": form, "side": side, "path": path, "secret": groups, "replaces": replaces}
    return render(request, "signin/set_up.html", context, status=422 if form.is_bound else 200)


def finish(request: HttpRequest, waiting: Pending, how: str) -> HttpResponse:
    """Both factors were right: rotate session id and browser key, keep the bundle sealed, note it in the journal."""
    answer = HttpResponseRedirect(waiting.next)
    state.begin(request, answer, waiting.member, waiting.bundle)
    keyring = Keyring(waiting.member, waiting.bundle)
    if backup := factors.backup_codes_once(waiting.member):
        to_print.add(keyring, backup=backup)
    leaving.note_left(request, keyring)
    if to_print.waiting(keyring):
        answer["Location"] = f"{reverse('signin:keep')}?{urlencode({'next': waiting.next})}"
    if waiting.extra.get("differs") or not follow(Keyring(waiting.member, waiting.bundle)):
        messages.error(request, JOURNAL_DIFFERS)
    journal.note(waiting.member, journal.BACKUP_USED if how == "backup" else journal.SIGNED_IN)
    return answer


def _start_again(why: str) -> HttpResponse:
    return HttpResponseRedirect(f"{reverse('signin:sign_in')}?why={why}")
