"""An administrator invites, prints the slip, lets the newcomer in, or takes the invitation back."""

from __future__ import annotations

import ipaddress
from urllib.parse import urlsplit
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from waystation.foundation.keyring.actions import invitations
from waystation.foundation.keyring.errors import KeysSwapped
from waystation.foundation.keyring.people import desk, slips
from waystation.foundation.keyring.people.forms import InviteForm
from waystation.foundation.keyring.session.stepup import fresh_needed


@require_http_methods(["GET", "HEAD", "POST"])
@fresh_needed
def invite(request: HttpRequest) -> HttpResponse:
    """Name, sign-in name, role, teams, language; then the slip."""
    keyring = desk.administrator(request)
    form = InviteForm(keyring.agency, request.POST or None)
    if request.method == "POST" and form.is_valid():
        made = invitations.invite(keyring, **form.cleaned_data)
        slips.add(keyring, made.member.pk, made.secret)
        return redirect("people:slip", made.member.pk)
    context = {"form": form, "only_here": _only_here(request)}
    return render(request, "people/invite.html", context, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@fresh_needed
def slip(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The slip to print, until the administrator says that it is on paper."""
    keyring = desk.administrator(request)
    member = desk.colleague(keyring, pk)
    if request.method == "POST":
        slips.printed(keyring, pk)
        return redirect("people:list")
    secret = slips.secret_of(keyring, pk)
    row = getattr(member, "invitation", None)
    if secret is None or row is None:
        return redirect("people:list")
    lang = f"?lang={member.language}" if member.language != "en" else ""
    link = _for_others(request, reverse("people:accept", args=[secret])) + lang
    place = _for_others(request, reverse("people:join")) + lang
    context = {"member": member, "secret": secret, "link": link, "place": place, "expires_at": row.expires_at}
    return render(request, "people/slip.html", context | {"only_here": _only_here(request)})


def _for_others(request: HttpRequest, path: str) -> str:
    """The address as another computer types it; who prints the slip may sit at the server itself."""
    return f"{settings.WAYSTATION_COLLEAGUES_AT}{path}" if _at_server(request) else request.build_absolute_uri(path)


def _only_here(request: HttpRequest) -> bool:
    """Whether the address on a slip leads nowhere from another computer."""
    host = urlsplit(_for_others(request, "/")).hostname or ""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _at_server(request: HttpRequest) -> bool:
    return bool(settings.WAYSTATION_COLLEAGUES_AT) and not request.is_secure()


@require_POST
@fresh_needed
def renew(request: HttpRequest, pk: UUID) -> HttpResponse:
    """A fresh slip in place of a lost or expired one."""
    keyring = desk.administrator(request)
    made = invitations.renew(keyring, desk.colleague(keyring, pk))
    slips.add(keyring, pk, made.secret)
    return redirect("people:slip", pk)


@require_POST
@fresh_needed
def admit(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Check that the keys were made with the slip, sign them, join the teams."""
    keyring = desk.administrator(request)
    member = desk.colleague(keyring, pk)
    try:
        invitations.admit(keyring, member)
    except KeysSwapped:
        return render(request, "people/swapped.html", {"member": member}, status=409)
    slips.printed(keyring, pk)
    messages.success(request, _("%(name)s is in.") % {"name": member.display_name})
    return redirect("people:list")


@require_POST
def withdraw(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Take an invitation back."""
    keyring = desk.administrator(request)
    member = desk.colleague(keyring, pk)
    invitations.withdraw(keyring, member)
    slips.printed(keyring, pk)
    messages.success(request, _("The invitation for %(name)s is taken back.") % {"name": member.display_name})
    return redirect("people:list")
