"""Both public lanes, page by page: each answer to a form is a redirect, so that no browser keeps what was typed."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.utils.translation import get_language
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from waystation.care.intake.lines.models import Line
from waystation.care.intake.lines.public import Told, told
from waystation.care.intake.lines.selectors import live_lines
from waystation.care.intake.tips import arriving, receipts
from waystation.care.intake.tips.actions import drafting, send
from waystation.care.intake.tips.bucket import buckets
from waystation.care.intake.tips.forms import LANES, Step
from waystation.care.intake.tips.views import frame
from waystation.core.vault.errors import VaultError
from waystation.foundation import clock
from waystation.foundation.keyring.errors import KeyringError

LONGEST_TURN = 180
"""Seconds in turn after which a message is taken all the same, and set aside."""
SPOKEN = {"en": "eng", "es": "spa"}


def lines_for(lane: str) -> list[Line]:
    """The live lines that take this lane, by name."""
    wanted = {"takes_help": True} if lane == "help" else {"takes_tips": True}
    return live_lines(**wanted)


@csrf_exempt
@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def start(request: HttpRequest, lane: str) -> HttpResponse:
    """What becomes of the words, then the first question; with several lines, which one."""
    if request.method == "POST":
        return frame.refused(request) or _first_answer(request, lane)
    lines = lines_for(lane)
    chosen = [line for line in lines if len(lines) == 1 or line.slug == request.GET.get("line")]
    if not chosen:
        return frame.page(request, "tips/lines.html", {"lane": lane, "lines": lines})
    return _show(request, lane, 1, LANES[lane][0](), {"line": chosen[0]})


@csrf_exempt
@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def step(request: HttpRequest, lane: str, draft: UUID, number: int) -> HttpResponse:
    """One later step of a draft that this browser holds the key of."""
    if not 1 <= number <= len(LANES[lane]):
        return frame.to(request, frame.name_of(lane))
    if request.method == "POST" and (refused := frame.refused(request)):
        return refused
    key, data = _held(request, lane, draft)
    if data is not None and ("number" in data or data.get("ready")):
        return frame.to(request, frame.name_of(lane, "done"), draft)
    if request.method == "POST":
        if key is None or data is None:
            return _first_answer(request, lane, number)
        if "choose" in request.POST:
            return _chosen(request, lane, number, draft, key, data)
        is_cut = _take(request, lane, number, data)
        return _after(request, lane, number, draft, key, data, is_cut)
    if data is None:
        return frame.to(request, frame.name_of(lane), note="over")
    line = Line.objects.select_related("agency").filter(pk=data["line"]).first() if data["line"] else None
    if line is None:
        offered = [(one, arriving.stamp(one.pk, lane)) for one in lines_for(lane)]
        return frame.page(request, "tips/lines_again.html", {"lane": lane, "offered": offered})
    form = LANES[lane][number - 1](initial=data["answers"])
    return _show(request, lane, number, form, {"draft": draft, "line": line})


@login_not_required
@require_safe
def done(request: HttpRequest, lane: str, draft: UUID) -> HttpResponse:
    """The order number; or the place in the queue, on a page that goes on by itself."""
    key, data = _held(request, lane, draft)
    if key is None or data is None:
        return frame.to(request, frame.name_of(lane), note="over")
    if "number" not in data:
        if not data.get("ready"):
            return frame.to(request, frame.name_of(lane, "step"), draft, 1)
        waits = buckets.turn(arriving.address_of(request), draft)
        if waits and clock.now().timestamp() - data["ready"] > LONGEST_TURN:  # long enough: taken, and set aside
            return _send(request, lane, draft, key, {**data, "quiet": True})
        if waits:
            drafting.extend(draft)
            return frame.page(request, "tips/queue.html", {"lane": lane, "place": waits, "refresh": min(5 + waits, 30)})
        return _send(request, lane, draft, key, data)
    number = int(data["number"], 16)
    shown: dict[str, Any] = {"digits": receipts.in_digits(number), "hours": _hours(data)}
    shown["words"] = receipts.in_words(number, get_language() or "en")
    return frame.page(request, "tips/done.html", {"lane": data["lane"], "draft": draft, **shown})


def _hours(data: dict[str, Any]) -> Told | None:
    """When the line of a message answers, if it still does."""
    line = Line.objects.filter(pk=data["line"]).first() if data.get("line") else None
    return told(line, clock.now()) if line else None


def _held(request: HttpRequest, lane: str, draft: UUID) -> tuple[bytes | None, dict[str, Any] | None]:
    """(key, content) of a draft of this lane, as far as this browser holds them."""
    key = frame.key_of(request, draft)
    data = drafting.load(draft, key) if key else None
    return key, data if data is not None and data.get("lane") == lane else None


def _show(request: HttpRequest, lane: str, number: int, form: Step, more: dict[str, Any]) -> HttpResponse:
    steps = [(one.title, place == number) for place, one in enumerate(LANES[lane], 1)]
    context = {"lane": lane, "number": number, "steps": steps, "form": form, "trap": arriving.TRAP, **more}
    if number == 1:
        context["hours"] = told(more["line"], clock.now())
    context.setdefault("stamp", arriving.stamp(more["line"].pk, lane))
    if "draft" in more and number > 1:
        context["back"] = frame.address(request, frame.name_of(lane, "step"), more["draft"], number - 1)
    return frame.page(request, "tips/step.html", context)


def _first_answer(request: HttpRequest, lane: str, number: int = 1) -> HttpResponse:
    """The first thing this browser sends: a draft, and the key of it to hold. Nothing was set before."""
    if not buckets.may_begin(arriving.address_of(request)):
        return _not_now(request, lane, number)
    cookie, key = frame.new_key(request)
    line = arriving.line_in(request.POST.get("t", ""), lane)
    data: dict[str, Any] = {"line": line.hex if line else "", "lane": lane, "answers": {}}
    data["quiet"] = number == 1 and arriving.is_hasty(request, lane)
    is_cut = _take(request, lane, number, data)
    draft = drafting.begin(key, data)
    if number > 1:  # what was answered before is gone: this is not the whole message, and it is not sent as one
        answer = frame.to(request, frame.name_of(lane, "step"), draft, 1, note="part")
    else:
        answer = _after(request, lane, number, draft, key, data, is_cut)
    answer.set_cookie(settings.WAYSTATION_DRAFT_COOKIE, cookie, httponly=True, secure=True, samesite="Strict")
    return answer


def _not_now(request: HttpRequest, lane: str, number: int) -> HttpResponse:
    """More is begun from this place than is kept: the words stay in the page, to be sent again in a minute."""
    said, _is_cut = LANES[lane][number - 1].read(request.POST)
    form = LANES[lane][number - 1](initial=said)
    named = arriving.line_in(request.POST.get("t", ""), lane)
    line = Line.objects.select_related("agency").filter(pk=named).first() if named else None
    line = line or next(iter(lines_for(lane)), None)
    if line is None:
        return frame.to(request, frame.name_of(lane))
    return _show(request, lane, number, form, {"line": line, "note": "wait", "stamp": request.POST.get("t", "")})


def _take(request: HttpRequest, lane: str, number: int, data: dict[str, Any]) -> bool:
    """Put what was answered into the draft; whether something was longer than what is kept."""
    said, is_cut = LANES[lane][number - 1].read(request.POST)
    data["answers"] |= said
    data["language"] = SPOKEN.get((get_language() or "en")[:2], "eng")
    data["quiet"] = bool(data.get("quiet")) or bool(request.POST.get(arriving.TRAP))
    return is_cut


def _chosen(
    request: HttpRequest, lane: str, number: int, draft: UUID, key: bytes, data: dict[str, Any]
) -> HttpResponse:
    """The line of words that were written for one that we cannot tell any more; they are looked at again, then sent."""
    line = arriving.line_in(request.POST["choose"], lane)
    drafting.keep(draft, key, {**data, "line": line.hex if line else ""})
    return frame.to(request, frame.name_of(lane, "step"), draft, number, note="again" if line else "line")


def _after(
    request: HttpRequest, lane: str, number: int, draft: UUID, key: bytes, data: dict[str, Any], is_cut: bool
) -> HttpResponse:
    """Where an answer leads: the same page when something was cut, the next one, the queue, or the order number."""
    if is_cut or not data["line"]:
        drafting.keep(draft, key, data)
        return frame.to(request, frame.name_of(lane, "step"), draft, number, note="long" if is_cut else "line")
    if number < len(LANES[lane]) and "send" not in request.POST:
        drafting.keep(draft, key, data)
        return frame.to(request, frame.name_of(lane, "step"), draft, number + 1)
    if not any(data["answers"].values()) and not data.get("asked"):
        drafting.keep(draft, key, {**data, "asked": True})
        return frame.to(request, frame.name_of(lane, "step"), draft, number, note="nothing")
    if buckets.turn(arriving.address_of(request), draft):
        drafting.keep(draft, key, {**data, "ready": clock.now().timestamp()})
        return frame.to(request, frame.name_of(lane, "done"), draft)
    return _send(request, lane, draft, key, data)


def _send(request: HttpRequest, lane: str, draft: UUID, key: bytes, data: dict[str, Any]) -> HttpResponse:
    """Make it a message. Where that cannot be done now, the draft is kept, and the page says whom to call."""
    try:
        send(draft, key, data)
    except Line.DoesNotExist:  # it was removed; who wrote chooses another
        drafting.keep(draft, key, {**data, "line": "", "ready": 0})
        return frame.to(request, frame.name_of(lane, "step"), draft, len(LANES[lane]), note="line")
    except (KeyringError, VaultError, LookupError):
        drafting.keep(draft, key, {**data, "ready": data.get("ready") or clock.now().timestamp()})
        again = frame.address(request, frame.name_of(lane, "done"), draft)
        return frame.page(request, "tips/unable.html", {"lane": lane, "again": again}, status=503)
    buckets.sent(arriving.address_of(request))
    return frame.to(request, frame.name_of(lane, "done"), draft)
