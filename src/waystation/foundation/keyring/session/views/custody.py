"""A lost passphrase, brought back by two custodians with the member beside them; and the printed agency code."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from waystation.foundation.agencies import policies
from waystation.foundation.agencies.models import Member
from waystation.foundation.agencies.signin import limiter
from waystation.foundation.agencies.signin.forms import CustodiansForm, NewPassphraseForm
from waystation.foundation.keyring.actions import recovery
from waystation.foundation.keyring.errors import NotAllowed, WrongCode
from waystation.foundation.keyring.models import RecoveryRequest
from waystation.foundation.keyring.ring import Keyring
from waystation.foundation.keyring.selectors.recovery import custodians, new_code_under_way, told, under_way
from waystation.foundation.keyring.session import telling, to_print
from waystation.foundation.keyring.session.backend import slots
from waystation.foundation.keyring.session.stepup import fresh_needed
from waystation.foundation.keyring.session.views import doors


@require_safe
def recoveries(request: HttpRequest) -> HttpResponse:
    """Who the custodians are, what is under way, what happened: each member sees what concerns them."""
    return _page(request, None)


def _page(request: HttpRequest, form: CustodiansForm | None, status: int = 200) -> HttpResponse:
    keyring = doors.open_keyring_of(request)
    member, named = keyring.member, custodians(keyring.member.agency_id)
    is_custodian, watches = member in named, policies.can_watch_recovery(member.role)
    running = [one for one in under_way(member.agency_id) if is_custodian or watches or one.request.member == member]
    context: dict[str, Any] = {
        "custodians": named,
        "running": running,
        "new_code": new_code_under_way(member.agency_id),
        "begins_code": is_custodian and len(named) > 1,
        "told": [(one.at, telling.sentence(one)) for one in told(member)],
        "is_custodian": is_custodian,
        "watches": watches,
        "form": form or (CustodiansForm(people=_may_be_custodians(member)) if _names(member) else None),
        "others": _others(member) if is_custodian and len(named) > 1 else [],
    }
    return render(request, "signin/recoveries.html", context, status=status)


@require_POST
@fresh_needed
def name_custodians(request: HttpRequest) -> HttpResponse:
    """An administrator with the printed agency code names those who can bring a passphrase back, two at a time."""
    keyring = doors.open_keyring_of(request)
    if not _names(keyring.member):
        raise Http404
    form = CustodiansForm(request.POST, people=_may_be_custodians(keyring.member))
    tries = ("code", f"agency/{keyring.member.agency_id}"), doors.tries_of(request, "")[1]
    wait = limiter.waiting(*tries)
    if wait is None and form.is_valid():
        people = list(Member.objects.filter(pk__in=form.cleaned_data["custodians"], agency=keyring.agency))
        try:
            recovery.add_custodians(keyring, custodians=people, agency_code=form.cleaned_data["agency_code"])
        except WrongCode:
            wait = limiter.count_wrong(*tries)
            form.add_error("agency_code", _("This is not the agency code on the paper. Check each group."))
        else:
            limiter.forget(tries[0])
            messages.success(request, _("Named. Any two of them together can bring back a lost passphrase."))
            return redirect("signin:recoveries")
    if wait:
        form.add_error(None, _("Too many wrong tries. Try again in %(minutes)s min.") % {"minutes": wait.minutes})
    return _page(request, form, 429 if wait else 422)


@require_POST
@fresh_needed
def begin(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The first custodian begins; everyone concerned is told, and for an hour nothing more can happen."""
    keyring = doors.open_keyring_of(request)
    member = _others(keyring.member).filter(pk=pk).first()
    if member is None or keyring.member not in custodians(keyring.member.agency_id):
        raise Http404
    recovery.begin_recovery(keyring, member)
    messages.success(request, _("Begun. In an hour another custodian goes on, with %(name)s there.") % {"name": member})
    return redirect("signin:recoveries")


@require_POST
def stop(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Whoever it concerns stops a recovery that nobody asked for."""
    keyring, row = _under_way(request, pk)
    try:
        recovery.stop_recovery(keyring, row)
    except NotAllowed:
        raise Http404 from None
    messages.success(request, _("Stopped. Nothing was opened. Talk to whoever began it."))
    return redirect("signin:recoveries")


@require_http_methods(["GET", "HEAD", "POST"])
@fresh_needed
def approve(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The second custodian hands over the keyboard: the member sets a new passphrase and prints the new code."""
    keyring, row = _under_way(request, pk)
    if keyring.member == row.begun_by or keyring.member not in custodians(keyring.member.agency_id):
        raise Http404
    form = NewPassphraseForm(request.POST or None)
    ready = next((one for one in under_way(keyring.member.agency_id) if one.request == row), None)
    if request.method == "POST" and ready and ready.is_ready and form.is_valid():
        with slots:
            code = recovery.approve_recovery(keyring, row, passphrase=form.cleaned_data["new"])
        to_print.add(keyring, colleague=[row.member.display_name, code])
        return redirect("signin:keep")
    context = {"form": form, "one": ready, "member": row.member}
    return render(request, "signin/approve.html", context, status=422 if form.is_bound else 200)


def _under_way(request: HttpRequest, pk: UUID) -> tuple[Keyring, RecoveryRequest]:
    keyring = doors.open_keyring_of(request)
    rows = RecoveryRequest.objects.select_related("member__agency", "begun_by", "agency")
    return keyring, get_object_or_404(rows, pk=pk, agency=keyring.member.agency_id, done_at=None)


def _names(member: Member) -> bool:
    return policies.can_enrol(member.role)


def _others(member: Member) -> Any:
    return Member.objects.filter(agency=member.agency_id, is_active=True).exclude(pk=member.pk)


def _may_be_custodians(member: Member) -> list[tuple[str, str]]:
    people = Member.objects.filter(agency=member.agency_id, is_active=True)
    return [(str(one.pk), one.display_name) for one in people if policies.can_be_custodian(one.role)]
