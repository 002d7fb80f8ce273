"""A door for the telephone exchange on this computer: off unless a secret is set."""

from __future__ import annotations

import hmac
import ipaddress

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from waystation.care.intake.rings import BOARD, MOST_BYTES, parse
from waystation.foundation import clock

LEAST_SECRET = 24


@csrf_exempt
@login_not_required
@require_POST
def rings(request: HttpRequest) -> HttpResponse:
    """Take events in. Without the secret, from another computer, or when it is off: as if there were no such page."""
    secret = str(settings.WAYSTATION_RING_SECRET)
    given = request.headers.get("Authorization", "").encode()
    fits = hmac.compare_digest(given, f"Bearer {secret}".encode())
    if len(secret) < LEAST_SECRET or not fits or not _is_here(request):
        raise Http404
    body = request.read(MOST_BYTES + 1)
    if len(body) > MOST_BYTES:
        return HttpResponse(status=413)
    for event in parse(body):
        BOARD.take(event, clock.now())
    return HttpResponse(status=204)


def _is_here(request: HttpRequest) -> bool:
    """Whether it comes from this computer itself, and through no proxy."""
    if "X-Forwarded-For" in request.headers or "Forwarded" in request.headers:
        return False
    try:
        return ipaddress.ip_address(request.META.get("REMOTE_ADDR", "")).is_loopback
    except ValueError:
        return False
