"""The visitor's pages: no account, no cookie before the first message, and no script needed."""

from __future__ import annotations

from uuid import uuid4

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect, StreamingHttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from waystation.care.intake.chat import doors, lobby, streams
from waystation.care.intake.chat.actions import begin, leave, write_in
from waystation.care.intake.chat.actions.visiting import Ended, read_back
from waystation.care.intake.chat.forms import BeginForm, SayForm
from waystation.care.intake.chat.selectors import said_in
from waystation.care.intake.chat.unanswered import wait_of
from waystation.care.intake.tips import arriving
from waystation.foundation.keyring.errors import NoKey, Untrusted

_SPOKEN = {"en": "eng", "es": "spa"}


@csrf_exempt
@login_not_required
@require_http_methods(["GET", "POST"])
def chat(request: HttpRequest) -> HttpResponse:
    """Begin a chat, or the chat that this browser holds the key of."""
    if request.method == "POST":
        return _begin(request)
    visit = _visit(request)
    return _talk(request, visit, SayForm()) if visit else _start(request, BeginForm(initial={"ticket": uuid4()}))


@csrf_exempt
@login_not_required
@require_http_methods(["GET", "POST"])
def write(request: HttpRequest) -> HttpResponse:
    """Write a message. This page does not go on by itself, so that nothing typed is lost."""
    visit = _visit(request)
    if request.method != "POST":
        return _talk(request, visit, SayForm(), still=True) if visit else _to_chat(request)
    if refused := _refused(request):
        return refused
    form = SayForm(request.POST)
    if visit is None:
        return _gone(request)
    if not form.is_valid():
        return _talk(request, visit, form, still=True)
    try:
        write_in(visit, text=form.cleaned_data["text"])
    except (Ended, NoKey):
        return _gone(request)
    return _to_chat(request)


@csrf_exempt
@login_not_required
@require_POST
def end(request: HttpRequest) -> HttpResponse:
    """End it: what was written is destroyed, and the cookie goes."""
    if refused := _refused(request):
        return refused
    if visit := _visit(request):
        leave(visit)
    return _gone(request, 200)


@login_not_required
@require_GET
def news(request: HttpRequest) -> HttpResponseBase:
    """Wait for something new: as events for a script, else as a page that is answered late."""
    visit = _visit(request)
    seen = streams.seen_in(request)
    if request.headers.get("Accept", "").startswith("text/event-stream"):
        if visit is None:
            return HttpResponse(status=204)
        return StreamingHttpResponse(streams.events(visit.row.pk, seen), content_type="text/event-stream")
    if visit is None:
        return _to_chat(request)
    with streams.place() as held:
        if held:
            streams.wait_for(visit.row.pk, seen)
    return _to_chat(request, slow=not held)


def _begin(request: HttpRequest) -> HttpResponse:
    if refused := _refused(request):
        return refused
    form, place = BeginForm(request.POST), lobby.named_by(request)
    if place.line is None:
        return _start(request, form, is_elsewhere=lobby.place_of(request).is_open)
    if not place.is_open or not form.is_valid():
        return _start(request, form)
    ticket = form.cleaned_data["ticket"] or uuid4()
    number = lobby.buckets.turn(arriving.address_of(request), ticket)
    if number:
        return _start(request, form, number=number)
    said = {"text": form.cleaned_data["text"], "danger": form.cleaned_data["danger"] or "not_asked"}
    try:
        _, cookie = begin(place.line, language=_SPOKEN.get(get_language() or "en", "eng"), **said)
    except Untrusted:
        return _start(request, form, is_broken=True)
    answer = _to_chat(request)
    answer.set_cookie(settings.WAYSTATION_CHAT_COOKIE, cookie, samesite="Strict", httponly=True, secure=True)
    return answer


def _visit(request: HttpRequest) -> doors.Visit | None:
    return doors.visit(request.COOKIES.get(settings.WAYSTATION_CHAT_COOKIE, ""))


def _start(
    request: HttpRequest, form: BeginForm, number: int = 0, is_broken: bool = False, is_elsewhere: bool = False
) -> HttpResponse:
    """The first page; `is_elsewhere`: the line that the words were written for cannot be told, or is live no more."""
    place = lobby.place_of(request)
    context = {"lobby": place, "form": form, "number": number, "is_broken": is_broken, "is_elsewhere": is_elsewhere}
    context["stamp"] = lobby.stamp_of(place)
    status = 429 if number else 503 if is_broken else 409 if is_elsewhere else 422 if form.errors else 200
    answer = render(request, "chat/start.html", context, status=status)
    if settings.WAYSTATION_CHAT_COOKIE in request.COOKIES:
        answer.delete_cookie(settings.WAYSTATION_CHAT_COOKIE, samesite="Strict")
    return answer


def _talk(request: HttpRequest, visit: doors.Visit, form: SayForm, still: bool = False) -> HttpResponse:
    try:
        said = said_in(read_back(visit))
    except NoKey:
        return _gone(request)
    context = {
        "chat": visit.row, "said": said, "form": form, "still": still, "waits": wait_of(visit.row, said),
        "wait": 12 if "slow" in request.GET else 1,
    }  # fmt: skip
    return render(request, "chat/talk.html", context, status=422 if form.errors else 200)


def _gone(request: HttpRequest, status: int = 409) -> HttpResponse:
    answer = render(request, "chat/gone.html", status=status)
    answer.delete_cookie(settings.WAYSTATION_CHAT_COOKIE, samesite="Strict")
    return answer


def _refused(request: HttpRequest) -> HttpResponse | None:
    trouble = arriving.trouble_with(request)
    if trouble is None:
        return None
    return render(request, "chat/not_taken.html", {"reason": trouble.reason}, status=trouble.status)


def _to_chat(request: HttpRequest, slow: bool = False) -> HttpResponseRedirect:
    """Back to the chat by GET, in the language that was asked for."""
    chosen = request.GET.get("lang", "")
    asked = [f"lang={chosen}"] * (chosen in dict(settings.LANGUAGES)) + ["slow=1"] * slow
    answer = HttpResponseRedirect(reverse("chat:chat") + (f"?{'&'.join(asked)}" if asked else ""))
    answer.status_code = 303
    return answer
