"""Leaving the desk: lock it, or hand it to somebody else; and coming back to the page that was left."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

from django.conf import settings
from django.contrib.auth import logout
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_http_methods, require_POST

from waystation.foundation.agencies.models import Member
from waystation.foundation.keyring.ring import Keyring
from waystation.foundation.keyring.session import again, held, journal, kept, naming, seal, shown, state
from waystation.foundation.keyring.session.views import doors

NOT_RETURNED_TO = ("/unlock/", "/lock/", "/switch/", "/confirm/", "/sign-in/", "/kept/")
LEFT = "left_open"
"""In the session row: random names of what waits for this member."""


@doors.works_locked
@require_POST
def lock(request: HttpRequest) -> HttpResponse:
    """One click: what was typed is kept sealed, the bundle leaves the row and the key leaves the browser."""
    if state.standing(request).state is state.State.OPEN:
        journal.note(doors.member_of(request), journal.LOCKED)
    left = _left(request) if _may_leave(request) else {}
    about = kept.keep(doors.member_of(request), left, doors.keyring_of(request)) if left.get("typed") else None
    state.lock(request)
    way = {"next": left.get("page") or doors.next_of(request)} | ({"kept": about} if about else {})
    answer = HttpResponseRedirect(f"{reverse('signin:unlock')}?{urlencode(way)}")
    state.forget_key(answer)
    return answer


@doors.works_locked
@require_POST
def switch(request: HttpRequest) -> HttpResponse:
    """Somebody else sits down: the page and what was typed wait for this member's next sign-in; nothing shows whose."""
    member = doors.member_of(request)
    waiting = held.release(request, request.POST.get("held", ""), member)
    left = _left(request) if _may_leave(request) else {}
    if waiting:
        left = {"page": waiting.path, "pairs": waiting.pairs}
    is_first_page = left.get("page") == settings.LOGIN_REDIRECT_URL and not left.get("typed")
    if left.get("page") and not is_first_page and not _name(request.POST.get("kept", "")):
        kept.keep(member, left, doors.keyring_of(request))
    journal.note(member, journal.SIGNED_OUT)
    logout(request)
    answer = HttpResponseRedirect(reverse("signin:sign_in"), status=303)
    state.forget_key(answer)
    answer["Clear-Site-Data"] = '"cache", "cookies", "storage"'
    return answer


@require_http_methods(["GET", "HEAD", "POST"])
def left_open(request: HttpRequest, about: UUID) -> HttpResponse:
    """What was typed, for the script that fills it in again; and to go on with it, send it, or forget it."""
    keyring = doors.keyring_of(request)
    found = kept.load(keyring, about) if keyring else None
    if keyring is None or found is None:
        raise Http404
    if request.method != "POST":
        return JsonResponse({"typed": found.get("typed", [])})
    waiting, act = kept.held_in(found), request.POST.get("act")
    if act == "go_on" and waiting is not None:
        context = {"held": waiting, "act": naming.of(waiting.path, keyring.member), "about": about}
        return render(request, "signin/resume.html", context)
    if act == "go_on":
        return redirect(back_to(request, keyring, about, doors.next_of(request)))
    kept.drop(keyring.member, about)
    note_left(request, keyring)
    if act == "send" and waiting is not None:
        request.session[state.FRESH] = 0  # the passphrase opened the screen: it was not given for this act
        return again.send(request, waiting)
    return redirect(doors.came_from(request) or doors.next_of(request))


def keep_late(request: HttpRequest, member: Member) -> None:
    """A session came to its end and a form came after it: it waits for this member's next sign-in."""
    if not shown.while_open(request) or held.carries_secret(request):
        return
    if "typed" in request.POST:
        left = _left(request)
    else:
        left = {"page": request.get_full_path(), "pairs": held.pairs_of(request)}
    if left.get("page"):
        kept.keep(member, left)


def back_to(request: HttpRequest, keyring: Keyring, about: UUID | None, otherwise: str) -> str:
    """Where a member goes on: the page they left, with the name of what was typed there, which its script fills in.

    The name stands behind the #, which no server and no log sees. A page that answered a form is put back too.
    """
    found = kept.load(keyring, about) if about else None
    if about is None or found is None or "pairs" in found:
        return otherwise
    page, key = found["page"], state.browser_key(request)
    if "answer" in found and key:
        request.session[state.PAGE] = seal.data_to_text(found["answer"], key, b"answer")
    elif "answer=" in urlsplit(page).query:
        page = found.get("before") or page
    if not found.get("typed"):
        kept.drop(keyring.member, about)
        note_left(request, keyring)
        return str(page)
    return f"{page}#kept={about}"


def note_left(request: HttpRequest, keyring: Keyring) -> None:
    """Write into the session row what waits for the member, so that no page has to look."""
    request.session[LEFT] = [str(about) for about in kept.waiting(keyring.member)]


def name_in(request: HttpRequest) -> UUID | None:
    """The name of what was kept, from the form or the address of the locked screen."""
    return _name(request.POST.get("kept", "") or request.GET.get("kept", ""))


def _left(request: HttpRequest) -> dict[str, Any]:
    """The page somebody leaves, what its script says was typed, and the page itself when it answered a form."""
    page = _ours(request, request.POST.get("page", "")) or doors.came_from(request)
    page = page or _ours(request, request.POST.get("next", ""))
    if not page or page.startswith(NOT_RETURNED_TO):
        return {}
    left = {"page": page, "typed": _typed(request.POST.get("typed", ""))}
    if before := _ours(request, request.POST.get("before", "")):
        left["before"] = before
    text, key = state.page_waiting(request), state.browser_key(request)
    answer = seal.data_from_text(text, key, b"answer") if text and key else None
    if isinstance(answer, list) and f"answer={answer[0]}" in urlsplit(page).query:
        left["answer"] = answer
    return left


def _typed(text: str) -> list[Any]:
    """[path of the form's action, which of several, [[name, value], ...]] for each form; [] for anything else."""
    try:
        forms = json.loads(text or "[]")
        read = [(str(path), int(nth), [(str(name), str(value)) for name, value in pairs]) for path, nth, pairs in forms]
    except (ValueError, TypeError):
        return []
    return [[path, nth, held.without_secrets(path, pairs)] for path, nth, pairs in read]


def _may_leave(request: HttpRequest) -> bool:
    """Whether what this form says was left is the member's: a locked screen's own page leaves nothing behind."""
    return doors.keyring_of(request) is not None or shown.while_open(request)


def _ours(request: HttpRequest, address: str) -> str:
    return address if doors.is_ours(request, address) else ""


def _name(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
