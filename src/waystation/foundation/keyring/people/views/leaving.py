"""Leaving for good: what will happen, what is still theirs, and the one act."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from waystation.foundation.agencies.models import Member
from waystation.foundation.agencies.selectors import teams_of
from waystation.foundation.keyring.actions.members import close_account
from waystation.foundation.keyring.people import desk, holdings
from waystation.foundation.keyring.people.forms import LeaveForm
from waystation.foundation.keyring.selectors.custodians import is_custodian
from waystation.foundation.keyring.session.stepup import fresh_needed


@fresh_needed
@require_http_methods(["GET", "HEAD", "POST"])
def leave(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Close a colleague's account. Not one's own: somebody has to be left who looks after the others."""
    keyring = desk.administrator(request)
    member = desk.colleague(keyring, pk)
    if not member.is_active or member.is_waiting or member.pk == keyring.member.pk:
        raise Http404
    form = LeaveForm(member, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        close_account(keyring, member)
        told = {"name": member.display_name}
        messages.success(request, _("The account of %(name)s is closed. Their teams have new keys.") % told)
        return redirect("people:list")
    return render(request, "people/leave.html", _context(member, form), status=422 if form.is_bound else 200)


def _context(member: Member, form: LeaveForm) -> dict[str, object]:
    teams = list(teams_of(member))
    supervisors = Member.objects.filter(
        agency=member.agency_id, role="supervisor", is_active=True, memberships__team__in=teams,
        memberships__until=None,
    )  # fmt: skip
    return {
        "form": form,
        "member": member,
        "teams": teams,
        "holdings": holdings.of(member),
        "supervisors": list(supervisors.distinct().exclude(pk=member.pk)),
        "custodian": is_custodian(member),
    }
