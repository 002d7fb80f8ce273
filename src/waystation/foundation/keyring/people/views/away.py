"""Leave with cover: from when until when, and who stands in."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from waystation.foundation import clock
from waystation.foundation.agencies.models import Member
from waystation.foundation.agencies.selectors import stand_ins
from waystation.foundation.keyring.actions.covers import end_away, may_set_away, set_away
from waystation.foundation.keyring.people import desk
from waystation.foundation.keyring.people.forms import AwayForm
from waystation.foundation.keyring.ring import Keyring
from waystation.foundation.keyring.session import stepup


@require_http_methods(["GET", "HEAD", "POST"])
def away(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Set the days and the colleague; what it means stands above the form."""
    keyring = desk.keyring_of(request)
    member = _whom(keyring, pk)
    if member.pk != keyring.member.pk and (asking := stepup.ask(request)) is not None:
        return asking
    pairs = stand_ins(member)
    form = AwayForm(pairs, request.POST or None, initial={"since": clock.today()})
    if request.method == "POST" and form.is_valid():
        team, cover = form.pairs[form.cleaned_data["who"]]
        days = {name: form.cleaned_data[name] for name in ("since", "until")}
        set_away(keyring, member, cover=cover, team=team, **days)
        told = {"cover": cover.display_name, "name": member.display_name}
        messages.success(request, _("%(cover)s stands in for %(name)s.") % told)
        return redirect("people:list")
    context = {"form": form, "member": member, "pairs": pairs, "own": member.pk == keyring.member.pk}
    return render(request, "people/away.html", context, status=422 if form.is_bound else 200)


@require_POST
def back(request: HttpRequest, pk: UUID) -> HttpResponse:
    """They are back: the cover ends now."""
    keyring = desk.keyring_of(request)
    member = _whom(keyring, pk)
    if member.pk != keyring.member.pk and (asking := stepup.ask(request)) is not None:
        return asking
    end_away(keyring, member)
    messages.success(request, _("Nobody stands in for %(name)s any more.") % {"name": member.display_name})
    return redirect("people:list")


def _whom(keyring: Keyring, pk: UUID) -> Member:
    member = desk.colleague(keyring, pk)
    if not member.is_active or member.is_waiting or not may_set_away(keyring.member, member):
        raise Http404
    return member
