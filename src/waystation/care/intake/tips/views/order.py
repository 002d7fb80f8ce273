"""Coming back with the order number: the outcome class, the letters, an answer. Never the story."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.utils.translation import get_language
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from waystation.care.intake.tips import arriving, receipts
from waystation.care.intake.tips.actions import drafting, write_as_sender
from waystation.care.intake.tips.bucket import buckets
from waystation.care.intake.tips.forms import OrderNumber, Reply
from waystation.care.intake.tips.selectors.sender import Found, find, open_order
from waystation.care.intake.tips.views import frame
from waystation.core import codes
from waystation.foundation.keyring.errors import NoKey

METHODS = ["GET", "HEAD", "POST"]


@csrf_exempt
@login_not_required
@require_http_methods(METHODS)
def order(request: HttpRequest) -> HttpResponse:
    """Ask for the number. A typing error is told without a look-up; whatever finds nothing is answered alike."""
    if request.method != "POST":
        return frame.page(request, "tips/order.html", {"form": OrderNumber()})
    if refused := frame.refused(request):
        return refused
    form = OrderNumber(request.POST)
    try:
        number = receipts.read(form.cleaned_data["number"] if form.is_valid() else "")
    except receipts.MistypedNumber:
        return frame.to(request, "tips:order", note="typo")
    if find(number) is None:
        return frame.to(request, "tips:order", note="none")
    if not buckets.may_begin(arriving.address_of(request)):
        return frame.page(request, "tips/order.html", {"form": form, "note": "wait"})
    cookie, key = frame.new_key(request)
    answer = frame.to(request, "tips:order_open", drafting.begin(key, {"order": f"{number:x}"}))
    answer.set_cookie(settings.WAYSTATION_DRAFT_COOKIE, cookie, httponly=True, secure=True, samesite="Strict")
    return answer


@csrf_exempt
@login_not_required
@require_http_methods(METHODS)
def opened(request: HttpRequest, draft: UUID) -> HttpResponse:
    """What came of the message, and its letters."""
    if request.method == "POST" and (refused := frame.refused(request)):
        return refused
    key = frame.key_of(request, draft)
    data = drafting.load(draft, key) if key else None
    number = (data or {}).get("order") or (data or {}).get("number")
    if request.method == "POST" and "close" in request.POST:
        return _closed(request)
    found = find(int(number, 16)) if number else None
    if key is None or data is None or found is None:
        return frame.to(request, "tips:order", note="none" if number else "over")
    if request.method == "POST":
        return _answered(request, draft, key, data, found)
    return _show(request, draft, data, found)


def _show(request: HttpRequest, draft: UUID, data: dict[str, Any], found: Found) -> HttpResponse:
    context: dict[str, Any] = {
        "draft": draft,
        "form": Reply(initial={"text": data.get("unsent", "")}),
        "tip": found.tip,
    }
    try:
        letters = open_order(found).letters
    except NoKey:  # the team turns the key of the letters: a moment, until one of them opens it
        return frame.page(request, "tips/order_open.html", {**context, "is_turned": True})
    outcome = codes.get("tip_outcome")[letters.outcome].label(get_language() or "en")
    return frame.page(
        request, "tips/order_open.html", {**context, "outcome": outcome, "letters": letters.letter_list()}
    )


def _answered(request: HttpRequest, draft: UUID, key: bytes, data: dict[str, Any], found: Found) -> HttpResponse:
    form = Reply(request.POST)
    text = form.cleaned_data["text"] if form.is_valid() else ""
    if not text:
        return frame.to(request, "tips:order_open", draft, note="empty")
    if buckets.turn(arriving.address_of(request), draft):
        drafting.keep(draft, key, {**data, "unsent": text})
        return frame.to(request, "tips:order_open", draft, note="wait")
    try:
        write_as_sender(found, text=text)
    except (NoKey, ValueError):
        drafting.keep(draft, key, {**data, "unsent": text})
        return frame.to(request, "tips:order_open", draft, note="wait")
    drafting.keep(draft, key, {**data, "unsent": ""})
    return frame.to(request, "tips:order_open", draft, note="sent")


def _closed(request: HttpRequest) -> HttpResponse:
    """Forget the number in this browser, with all else that it holds."""
    drafting.drop_held(request.COOKIES.get(settings.WAYSTATION_DRAFT_COOKIE, ""))
    answer = frame.to(request, "tips:order", note="closed")
    answer.delete_cookie(settings.WAYSTATION_DRAFT_COOKIE, samesite="Strict")
    return answer
