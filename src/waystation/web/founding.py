"""The first administrator: a one-time link printed by `waystation start` founds the first agency."""

from __future__ import annotations

import hmac
import os
import secrets
import time
from hashlib import sha256
from pathlib import Path

from django import forms
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from waystation.foundation import store
from waystation.foundation.agencies.models import Agency
from waystation.foundation.agencies.signin.forms import NewPassphraseForm
from waystation.foundation.keyring.actions.founding import Founded, create_agency

LIFETIME = 86_400
"""Seconds a link is good; each start without an agency prints a fresh one."""


class FoundingForm(NewPassphraseForm):
    """The agency and its first administrator."""

    agency = forms.CharField(label=_("Name of your agency"), max_length=200)
    kind = forms.ChoiceField(label=_("What it is"), choices=Agency.Kind.choices)
    county = forms.CharField(label=_("County"), max_length=100, required=False)
    state = forms.CharField(label=_("State"), max_length=2, required=False, help_text=_("Two letters, such as OH."))
    display_name = forms.CharField(label=_("Your name"), max_length=120, help_text=_("As colleagues see it."))
    name = forms.CharField(label=_("Your sign-in name"), max_length=80)
    field_order = ("agency", "kind", "county", "state", "display_name", "name", "new", "again")


def first_link() -> str:
    """The path of a fresh one-time link, or nothing when there is an agency already."""
    if Agency.objects.exists():
        _file().unlink(missing_ok=True)
        return ""
    token = secrets.token_urlsafe(24)
    path = _file()
    path.unlink(missing_ok=True)
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as target:
        target.write(f"{sha256(token.encode()).hexdigest()} {int(time.time())}\n")
    return reverse("web:begin", args=[token])


def link_is_good(token: str) -> bool:
    """Whether this is the printed link, not used and not older than a day."""
    try:
        digest, made = _file().read_text().split()
    except (OSError, ValueError):
        return False
    fits = hmac.compare_digest(digest, sha256(token.encode()).hexdigest())
    return fits and 0 <= time.time() - float(made) < LIFETIME


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def begin(request: HttpRequest, token: str) -> HttpResponse:
    """Found the agency, then show the two codes to print. An old link says what to do; with an agency it is a 404."""
    if Agency.objects.exists():
        raise Http404
    if not link_is_good(token):
        return render(request, "web/begin_expired.html", {}, status=404)
    form = FoundingForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        founded = _found(form)
        if founded is not None:
            codes = {"recovery": founded.recovery_code, "agency": founded.agency_code}
            return render(request, "web/begin_done.html", {"codes": codes})
        form.add_error("name", _("Somebody founded an agency a moment ago. Sign in instead."))
    return render(request, "web/begin.html", {"form": form}, status=422 if form.is_bound else 200)


def _found(form: FoundingForm) -> Founded | None:
    given = form.cleaned_data
    with store.writing():
        if Agency.objects.exists():
            return None
        founded = create_agency(
            name=given["agency"], slug=slugify(given["agency"])[:50] or "agency", kind=given["kind"],
            county=given["county"], state=given["state"].upper(), sign_in_name=given["name"],
            display_name=given["display_name"], passphrase=given["new"], is_host=True,
        )  # fmt: skip
    _file().unlink(missing_ok=True)
    return founded


def _file() -> Path:
    return Path(settings.WAYSTATION_HOME) / "begin"
