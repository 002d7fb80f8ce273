"""The page that hands out the authority's certificate, so that another computer can be told to trust this server."""

from __future__ import annotations

from pathlib import Path

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from waystation.web.tls import authority


@login_not_required
@require_safe
def trust(request: HttpRequest) -> HttpResponse:
    """The fingerprint to compare and the file to take; says so when this server has no authority of its own."""
    root = authority.load(Path(settings.WAYSTATION_TLS_HOME))
    digits, words = authority.fingerprint(root) if root else ("", "")
    return render(request, "web/trust.html", {"pairs": digits.split(":"), "words": words, "root": root})


@login_not_required
@require_safe
def certificate(request: HttpRequest) -> HttpResponse:
    """The public certificate as a file that Windows, macOS, iOS, Android and Firefox take."""
    try:
        data = authority.certificate_path(Path(settings.WAYSTATION_TLS_HOME)).read_bytes()
    except FileNotFoundError:
        raise Http404 from None
    answer = HttpResponse(data, content_type="application/x-x509-ca-cert")
    answer["Content-Disposition"] = 'attachment; filename="waystation-ca.crt"'
    return answer
