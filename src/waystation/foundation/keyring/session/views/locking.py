"""Unlock with the passphrase alone; sign out."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth import logout
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from waystation.foundation.agencies.models import Member
from waystation.foundation.agencies.signin import limiter
from waystation.foundation.agencies.signin.forms import UnlockForm
from waystation.foundation.keyring.errors import NotAllowed
from waystation.foundation.keyring.ring import Keyring
from waystation.foundation.keyring.session import again, everyone, heads, held, journal, naming, shown, state
from waystation.foundation.keyring.session.backend import Opened
from waystation.foundation.keyring.session.views import doors, entry, leaving


@doors.works_locked
@require_http_methods(["GET", "HEAD", "POST"])
def unlock(request: HttpRequest) -> HttpResponse:
    """The passphrase opens the screen again; the page and what had been typed are kept."""
    if request.method != "POST":
        stood, about = state.standing(request), leaving.name_in(request)
        if stood.bundle is not None:
            keyring = Keyring(doors.member_of(request), stood.bundle)
            return redirect(leaving.back_to(request, keyring, about, doors.next_of(request)))
        return unlock_page(request, UnlockForm(initial={"next": doors.next_of(request), "kept": about}), 200)
    form, member = UnlockForm(request.POST), doors.member_of(request)
    if request.POST.get("act") == "send" and doors.keyring_of(request) is not None:
        return _send(request, member)
    if not form.is_valid():
        return unlock_page(request, form, 422)
    found = doors.check(request, member.sign_in_name, form.cleaned_data["passphrase"])
    if isinstance(found, Opened) and found.member.pk == member.pk:
        return _opened(request, found, form)
    if found is None:
        form.add_error("passphrase", _("This is not the passphrase. Nothing is lost: try again."))
    wait = found if isinstance(found, limiter.Wait) else None
    return unlock_page(request, form, 429 if wait else 422, wait)


def _opened(request: HttpRequest, found: Opened, form: UnlockForm) -> HttpResponse:
    if not heads.check(found):
        messages.error(request, entry.JOURNAL_DIFFERS)
    waiting = held.release(request, form.cleaned_data["held"], found.member)
    request.session.cycle_key()
    state.unlock(request, HttpResponse(), found.member, found.bundle)
    journal.note(found.member, journal.UNLOCKED)
    leaving.note_left(request, found.keyring)
    if waiting is not None and doors.is_ours(request, waiting.path):
        request.session[state.FRESH] = 0  # the passphrase opened the screen: it was not given for what waits
        return _resume(request, found.member, waiting)
    about, wanted = leaving.name_in(request), doors.next_of(request)
    address = leaving.back_to(request, found.keyring, about, wanted)
    if "#kept=" in address:
        messages.info(request, _("Your page is back, and what you had typed. It is not saved yet."))
    return HttpResponseRedirect(address)


def _resume(request: HttpRequest, member: Member, waiting: held.Held) -> HttpResponse:
    """What waits, in words, and whether to send it. It stays sealed in the page."""
    context = {"held": waiting, "text": held.seal(request, waiting, member), "act": naming.of(waiting.path, member)}
    return render(request, "signin/resume.html", {**context, "next": doors.next_of(request)})


def _send(request: HttpRequest, member: Member) -> HttpResponse:
    waiting = held.release(request, request.POST.get("held", ""), member)
    if waiting is None:
        return redirect(doors.next_of(request))
    return again.send(request, waiting)


def unlock_page(request: HttpRequest, form: UnlockForm, status: int, wait: limiter.Wait | None = None) -> HttpResponse:
    """The locked screen."""
    return render(request, "signin/unlock.html", {"form": form, "wait": wait}, status=status)


def hold_page(request: HttpRequest) -> HttpResponse:
    """The locked screen in answer to a form that came too late: the form waits in it, sealed.

    Not one from a locked screen's own page, which anybody may have sent, and not one with a secret in it.
    """
    keeps = shown.while_open(request) and not held.carries_secret(request)
    text = held.hold(request, doors.member_of(request)) if keeps else ""
    behind = doors.came_from(request) or doors.next_of(request)
    return render(
        request,
        "signin/unlock.html",
        {"form": UnlockForm(initial={"held": text, "next": behind}), "keeps": keeps, "refused": not keeps},
        status=403,
    )


@doors.works_locked
@doors.counts_for_nothing
@require_safe
def idle(request: HttpRequest) -> HttpResponse:
    """Seconds until the screen locks, 0 when it is locked: what a second tab asks before it locks them all."""
    is_open = doors.keyring_of(request) is not None
    return JsonResponse({"left": state.seconds_left(request) if is_open else 0})


@doors.works_locked
@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """Delete the session row, take the key back, ask the browser to forget the site."""
    journal.note(doors.member_of(request), journal.SIGNED_OUT)
    logout(request)
    answer = HttpResponseRedirect(reverse("signin:sign_in"), status=303)
    state.forget_key(answer)
    answer["Clear-Site-Data"] = '"cache", "cookies", "storage"'
    return answer


@require_POST
def lock_everyone(request: HttpRequest) -> HttpResponse:
    """One button for a supervisor or administrator: every screen of the agency locks, this one too."""
    try:
        everyone.lock(doors.member_of(request))
    except NotAllowed:
        raise Http404 from None
    state.lock(request)
    answer = HttpResponseRedirect(reverse("signin:unlock"))
    state.forget_key(answer)
    return answer
