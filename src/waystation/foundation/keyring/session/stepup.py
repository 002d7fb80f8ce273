"""Some acts want the passphrase anew (or a passkey): it must have been given within the last five minutes.

    @fresh_needed
    def case_reveal(request, case_id): ...

A view that needs it for one of its acts only asks in its place: `if (page := ask(request)) is not None: return page`.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar, cast

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode

from waystation.foundation.agencies.models import Member
from waystation.foundation.agencies.signin import factors
from waystation.foundation.agencies.signin.forms import StepForm
from waystation.foundation.keyring.session import held, naming, state
from waystation.foundation.keyring.session.views import doors

LIMIT = 300
"""Seconds a typed passphrase counts for."""

View = TypeVar("View", bound=Callable[..., HttpResponse])


def is_fresh(request: HttpRequest) -> bool:
    """Whether this session's passphrase was typed within LIMIT; a time that lies ahead does not count."""
    return bool(0 <= state.seconds() - request.session.get(state.FRESH, 0) <= LIMIT)


def ask(request: HttpRequest) -> HttpResponse | None:
    """None while the passphrase is fresh; else the page that asks for it, which keeps a form that was sent."""
    if is_fresh(request):
        return None
    if request.method in ("GET", "HEAD"):
        return HttpResponseRedirect(f"{reverse('signin:confirm')}?{urlencode({'next': request.get_full_path()})}")
    text = held.hold(request, cast(Member, request.user), held.STEP)
    return page(request, StepForm(initial={"held": text, "back": doors.came_from(request)}), 403)


def fresh_needed(view: View) -> View:
    """Let a view run only while the passphrase is fresh; otherwise ask for it and go on with the act."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return ask(request) or view(request, *args, **kwargs)

    return cast(View, guarded)


def page(request: HttpRequest, form: StepForm, status: int, wait: object = None) -> HttpResponse:
    """The page that asks, with a way back to where the act was begun."""
    back = form["back"].value() or ""
    safe = doors.is_ours(request, back)
    member = cast(Member, request.user)
    options = factors.passkey_options(member, alone=True) if factors.passkeys(member) else None
    passkey = json.dumps({"request_options": options}) if options else ""
    address = back if safe else settings.LOGIN_REDIRECT_URL
    waiting = held.release(request, form["held"].value() or "", member, held.STEP, within=LIMIT)
    act = naming.of(waiting.path if waiting else doors.next_of(request), member)
    context = {"form": form, "wait": wait, "back": address, "passkey": passkey, "act": act}
    return render(request, "signin/confirm.html", context, status=status)
