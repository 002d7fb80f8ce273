"""The paper with the agency code is lost: two custodians make a new one."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from waystation.foundation.keyring.actions import lost_paper
from waystation.foundation.keyring.errors import NotAllowed
from waystation.foundation.keyring.models import CodeRequest
from waystation.foundation.keyring.ring import Keyring
from waystation.foundation.keyring.selectors.recovery import custodians, new_code_under_way
from waystation.foundation.keyring.session import to_print
from waystation.foundation.keyring.session.stepup import fresh_needed
from waystation.foundation.keyring.session.views import doors


@require_POST
@fresh_needed
def begin(request: HttpRequest) -> HttpResponse:
    """The first custodian begins; supervisors and administrators are told, and for an hour nothing more can happen."""
    keyring = doors.open_keyring_of(request)
    if keyring.member not in custodians(keyring.member.agency_id):
        raise Http404
    try:
        lost_paper.begin_new_code(keyring)
    except NotAllowed:
        messages.info(request, _("One is under way already."))
        return redirect("signin:recoveries")
    messages.success(request, _("Begun. In an hour another custodian goes on. Sit together then, at a printer."))
    return redirect("signin:recoveries")


@require_POST
def stop(request: HttpRequest, pk: UUID) -> HttpResponse:
    """A custodian, a supervisor or an administrator stops what nobody asked for."""
    keyring, row = _under_way(request, pk)
    try:
        lost_paper.stop_new_code(keyring, row)
    except NotAllowed:
        raise Http404 from None
    messages.success(request, _("Stopped. The code on the paper is still the one. Talk to whoever began it."))
    return redirect("signin:recoveries")


@require_http_methods(["GET", "HEAD", "POST"])
@fresh_needed
def approve(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The second custodian makes the code, which waits until it is on paper."""
    keyring, row = _under_way(request, pk)
    if keyring.member == row.begun_by or keyring.member not in custodians(keyring.member.agency_id):
        raise Http404
    ready = new_code_under_way(keyring.member.agency_id)
    ready = ready if ready and ready.request == row else None
    if request.method == "POST" and ready and ready.is_ready:
        try:
            code = lost_paper.approve_new_code(keyring, row)
        except NotAllowed:
            raise Http404 from None
        to_print.add(keyring, agency=[keyring.agency.name, code])
        return redirect("signin:keep")
    return render(request, "signin/new_code.html", {"one": ready, "first": row.begun_by})


def _under_way(request: HttpRequest, pk: UUID) -> tuple[Keyring, CodeRequest]:
    keyring = doors.open_keyring_of(request)
    rows = CodeRequest.objects.select_related("begun_by")
    return keyring, get_object_or_404(rows, pk=pk, agency=keyring.member.agency_id, done_at=None)
