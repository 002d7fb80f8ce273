"""Webhooks: refuse what is not signed, keep what is, answer the same to a retry."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any
from xml.sax.saxutils import escape

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from waystation.care.intake.lines.anchors import holds
from waystation.care.intake.texting.actions import Incoming, accept
from waystation.care.intake.texting.actions.arriving import Conflict
from waystation.care.intake.texting.models import Gateway
from waystation.care.intake.texting.replies import Answer
from waystation.care.intake.texting.signatures import (
    JSON,
    Unreadable,
    generic_fits,
    read_form,
    read_json,
    twilio_fits,
)
from waystation.care.intake.texting.ways import Ways
from waystation.foundation import clock
from waystation.foundation.keyring.errors import Untrusted

MOST = 65_536
"""Bytes of a webhook: a text of 1,600 letters and all that providers say about it is a tenth of that."""
_ID = re.compile(r"[A-Za-z0-9._:-]{1,128}")
_NUMBER = re.compile(r"[+A-Za-z0-9:._@-]{1,128}")
_TWILIO_ID = re.compile(r"(SM|MM)[0-9a-f]{32}")
_TWILIO_NUMBER = re.compile(r"(whatsapp:)?\+[0-9]{5,15}")
_TWILIO_READ = ("MessageSid", "SmsSid", "From", "Body", "NumMedia", "OptOutType")
_SENT_AT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,6})?(Z|[+-]\d\d:\d\d)")
_OBEYED = {"STOP": "stop", "START": "start", "HELP": "help"}


@csrf_exempt
@login_not_required
@require_POST
def twilio(request: HttpRequest, slug: str) -> HttpResponse:
    """A text as Twilio tells it; the answer is TwiML."""
    body = _body(request)
    if body is None:
        return _refuse(413)
    gateway, ways = _gateway(slug, Gateway.Kind.TWILIO)
    kind, sent = request.headers.get("Content-Type", ""), request.headers.get("X-Twilio-Signature", "")
    named = request.headers.get("X-Twilio-Webhooks-Signature-Settings", "")
    if not twilio_fits(ways.secret, public_address(request), sent, kind, body, named) or gateway is None:
        return _refuse(403)
    try:
        fields = read_json(body) if kind.partition(";")[0].strip().lower() == JSON else _once(read_form(body))
        said = Incoming(
            id=str(fields.get("MessageSid") or fields.get("SmsSid") or ""), number=str(fields.get("From", "")),
            text=str(fields.get("Body", "")), media=_whole(fields.get("NumMedia")),
            obeyed=_OBEYED.get(str(fields.get("OptOutType", "")).upper(), ""),
        )  # fmt: skip
        # Twilio signs names and values without a mark between them: only values of one form tell where they end.
        if not _TWILIO_ID.fullmatch(said.id) or not _TWILIO_NUMBER.fullmatch(said.number):
            raise Unreadable("not an id or a number of Twilio's")
        given = _accept(gateway, said)
    except (Unreadable, Untrusted, Conflict) as problem:
        return _refuse(_status(problem))
    inner = f"<Message>{escape(given.text)}</Message>" if given.code else ""
    text = f'<?xml version="1.0" encoding="UTF-8"?><Response>{inner}</Response>'
    return HttpResponse(text, content_type="text/xml; charset=utf-8")


@csrf_exempt
@login_not_required
@require_POST
def generic(request: HttpRequest, slug: str) -> HttpResponse:
    """A text from any other gateway: signed JSON in, JSON out; see docs/how-to/text-messages.md."""
    body = _body(request)
    if body is None:
        return _refuse(413)
    gateway, ways = _gateway(slug, Gateway.Kind.GENERIC)
    at, sent = request.headers.get("X-Waystation-Time", ""), request.headers.get("X-Waystation-Signature", "")
    if not generic_fits(ways.secret, at, sent, body, int(clock.now().timestamp())) or gateway is None:
        return _refuse(403)
    try:
        fields = read_json(body)
        said = Incoming(
            id=_text(fields, "id"), number=_text(fields, "from"), text=_text(fields, "text"),
            media=_whole(fields.get("media")), sent_at=_text(fields, "sent_at"),
        )  # fmt: skip
        given = _accept(gateway, said)
    except (Unreadable, Untrusted, Conflict) as problem:
        return _refuse(_status(problem))
    return JsonResponse({"kept": True, "answer": given.text or None})


def public_address(request: HttpRequest) -> str:
    """The address the gateway knows us by: the public one that was set, else the one it came to."""
    base = settings.WAYSTATION_PUBLIC_URL or f"{request.scheme}://{request.get_host()}"
    return str(base) + request.get_full_path()


def _accept(gateway: Gateway, said: Incoming) -> Answer:
    try:
        said.text.encode()
    except UnicodeEncodeError:
        raise Unreadable("half a letter") from None
    if not _ID.fullmatch(said.id) or not _NUMBER.fullmatch(said.number) or "\x00" in said.text:
        raise Unreadable("a message without its id or number")
    if said.sent_at and not _is_moment(said.sent_at):
        raise Unreadable("not a moment")
    return accept(gateway, said)


def _is_moment(said: str) -> bool:
    """Whether it can be read and shown again: a 99th of May would make its whole conversation unreadable."""
    latest = clock.now() + dt.timedelta(days=366)
    try:
        return bool(_SENT_AT.fullmatch(said)) and 0 < dt.datetime.fromisoformat(said).timestamp() < latest.timestamp()
    except (ValueError, OverflowError):
        return False


def _status(problem: Exception) -> int:
    return 409 if isinstance(problem, Conflict) else 400 if isinstance(problem, Unreadable) else 503


def _gateway(slug: str, kind: str) -> tuple[Gateway | None, Ways]:
    """The live gateway of a live line. Without one there is no secret, and nothing fits it."""
    found = Gateway.objects.filter(line__slug=slug, line__live=True, line__takes_texts=True, live=True, kind=kind)
    row = found.select_related("line").first()
    row = row if row and holds(row.line) else None
    return row, Ways.of_gateway(row) if row else Ways()


def _body(request: HttpRequest) -> bytes | None:
    """The whole body, None when it is longer than `MOST`."""
    if _whole(request.headers.get("Content-Length")) > MOST:
        return None
    body = request.read(MOST + 1)
    return body if len(body) <= MOST else None


def _once(fields: dict[str, list[str]]) -> dict[str, Any]:
    """The fields that are read, each said once. Raises Unreadable."""
    if any(len(fields.get(name, [])) > 1 for name in _TWILIO_READ):
        raise Unreadable("a field is said twice")
    return {name: fields[name][0] for name in _TWILIO_READ if name in fields}


def _text(fields: dict[str, Any], name: str) -> str:
    value = fields.get(name, "")
    if not isinstance(value, str):
        raise Unreadable("not a text")
    return value


def _whole(value: object) -> int:
    text = str(value or "0")
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 12 else 0


def _refuse(status: int) -> HttpResponse:
    """Nothing but the number: whoever is refused learns nothing of why."""
    return HttpResponse(status=status, content_type="text/plain; charset=utf-8")
