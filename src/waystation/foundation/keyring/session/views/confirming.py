"""The passphrase once more, before an act that needs it; then the act itself."""

from __future__ import annotations

import json

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from waystation.core.vault.bundle import Bundle
from waystation.foundation.agencies.models import Member
from waystation.foundation.agencies.signin import factors, limiter
from waystation.foundation.agencies.signin.forms import StepForm
from waystation.foundation.keyring.session import again, held, journal, state, stepup
from waystation.foundation.keyring.session.backend import Opened
from waystation.foundation.keyring.session.views import doors


@require_http_methods(["GET", "HEAD", "POST"])
def confirm(request: HttpRequest) -> HttpResponse:
    """Ask, and on the right passphrase go on: to the page, or with the form that waits in this one."""
    if request.method != "POST":
        if stepup.is_fresh(request):
            return HttpResponseRedirect(doors.next_of(request))
        return stepup.page(request, StepForm(initial={"next": doors.next_of(request)}), 200)
    form, member = StepForm(request.POST), doors.member_of(request)
    if "credential" in request.POST:
        return _by_passkey(request, member)
    if not form.is_valid():
        return stepup.page(request, form, 422)
    found = doors.check(request, member.sign_in_name, form.cleaned_data["passphrase"])
    if isinstance(found, Opened) and found.member.pk == member.pk:
        return _go_on(request, member, found.bundle, form.cleaned_data["held"])
    if found is None:
        form.add_error("passphrase", _("This is not the passphrase. Nothing is lost: try again."))
    wait = found if isinstance(found, limiter.Wait) else None
    return stepup.page(request, form, 429 if wait else 422, wait)


def _by_passkey(request: HttpRequest, member: Member) -> HttpResponse:
    """A passkey shows as well that it is still them; wrong ones count as wrong codes do."""
    given = {name: request.POST.get(name, "") for name in ("next", "back", "held")}
    tries, form = ("code", str(member.id)), StepForm(initial=given)
    if wait := limiter.waiting(tries):
        return stepup.page(request, form, 429, wait)
    try:
        fits = factors.verify_passkey(member, json.loads(request.POST["credential"]), alone=True)
    except ValueError:
        fits = False
    if not fits:
        wait = limiter.count_wrong(tries)
        messages.warning(request, _("The passkey did not answer. Use your passphrase instead."))
        return stepup.page(request, form, 429 if wait else 422, wait)
    limiter.forget(tries)
    return _go_on(request, member, doors.open_keyring_of(request).bundle, given["held"])


def _go_on(request: HttpRequest, member: Member, bundle: Bundle, text: str) -> HttpResponse:
    """Session id and browser key rotate; `state.hand_over` gives the browser its key whatever the act answers."""
    waiting = held.release(request, text, member, held.STEP, within=stepup.LIMIT) if text else None
    request.session.cycle_key()
    state.unlock(request, HttpResponse(), member, bundle)
    journal.note(member, journal.CONFIRMED)
    if text and waiting is None:
        messages.warning(request, _("This waited for more than five minutes. Nothing was done. Do it again."))
        back = request.POST.get("back", "")
        return HttpResponseRedirect(back if doors.is_ours(request, back) else doors.next_of(request))
    if waiting is None:
        return HttpResponseRedirect(doors.next_of(request))
    return again.send(request, waiting)
