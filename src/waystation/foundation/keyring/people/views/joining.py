"""The newcomer's side: the slip opens a page without any session, where they make their own keys."""

from __future__ import annotations

from django.conf import settings
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from waystation.foundation.agencies.roles import role
from waystation.foundation.agencies.signin import limiter
from waystation.foundation.agencies.signin.forms import NewPassphraseForm
from waystation.foundation.keyring.actions import invitations
from waystation.foundation.keyring.errors import WrongCode
from waystation.foundation.keyring.models import Invitation
from waystation.foundation.keyring.people.forms import JoinForm
from waystation.foundation.keyring.session.backend import slots
from waystation.foundation.keyring.session.views import doors


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def join(request: HttpRequest) -> HttpResponse:
    """For whoever types the slip's code in place of its long address."""
    tries = doors.tries_of(request, "")[1:]
    if wait := limiter.waiting(*tries):
        return render(request, "people/over.html", {"wait": wait}, status=429)
    form = JoinForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        if (answer := _accepted(request, form.cleaned_data["slip"], form)) is not None:
            return answer
        limiter.count_wrong(*tries)
        form.add_error("slip", _("This code opens nothing. Check each group, or ask for a new slip."))
    return render(request, "people/join.html", {"form": form}, status=422 if form.is_bound else 200)


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def accept(request: HttpRequest, secret: str) -> HttpResponse:
    """Who invites whom, and a passphrase twice. A link that is over says what to do."""
    tries = doors.tries_of(request, "")[1:]
    wait = limiter.waiting(*tries)
    row = None if wait else invitations.find(secret)
    form = NewPassphraseForm(request.POST or None)
    if row is not None and request.method == "POST" and form.is_valid():
        if (answer := _accepted(request, secret, form)) is not None:
            return answer
        row = None
    if row is not None:
        return _page(request, row, form)
    # Used, expired, taken back and forged look the same: somebody who guesses learns nothing.
    wait = wait or limiter.count_wrong(*tries)
    return render(request, "people/over.html", {"wait": wait}, status=429 if wait else 404)


def _accepted(request: HttpRequest, secret: str, form: NewPassphraseForm) -> HttpResponse | None:
    """Make the keys and lead on to the sign-in; None when the secret opens nothing."""
    try:
        with slots:
            invitations.accept(secret, passphrase=form.cleaned_data["new"])
    except WrongCode:
        return None
    logout(request)  # whoever was signed in at this browser
    query = {"next": reverse("people:waiting"), "why": "joined"}
    if request.GET.get("lang"):
        query["lang"] = request.GET["lang"]
    return HttpResponseRedirect(f"{reverse('signin:sign_in')}?{urlencode(query)}", status=303)


def _page(request: HttpRequest, row: Invitation, form: NewPassphraseForm) -> HttpResponse:
    member, language = row.member, getattr(request, "LANGUAGE_CODE", "en")
    context = {
        "form": form, "member": member, "by": row.invited_by.display_name, "teams": row.teams.all(),
        "role": role(member.role).label(language),
    }  # fmt: skip
    return render(request, "people/accept.html", context, status=422 if form.is_bound else 200)


@require_safe
def waiting(request: HttpRequest) -> HttpResponse:
    """What a newcomer sees until they are let in."""
    member = doors.member_of(request)
    if not member.is_waiting:
        return redirect(settings.LOGIN_REDIRECT_URL)
    row = Invitation.objects.select_related("invited_by").filter(member=member).first()
    return render(request, "people/waiting.html", {"by": row.invited_by.display_name if row else ""})
