"""Django's transport rules (https only, Strict-Transport-Security), but for onion addresses, which bring their own."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.middleware.security import SecurityMiddleware


class Transport(SecurityMiddleware):
    """An onion service is reached over http and is encrypted by Tor: no redirect to https and no HSTS there."""

    def process_request(self, request: HttpRequest) -> HttpResponsePermanentRedirect | None:
        if _is_onion(request):
            return None
        return super().process_request(request)

    def process_response(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        response = super().process_response(request, response)
        if _is_onion(request):
            response.headers.pop("Strict-Transport-Security", None)
        return response


def _is_onion(request: HttpRequest) -> bool:
    onion = settings.WAYSTATION_ONION
    return bool(onion) and request.META.get("HTTP_HOST", "").partition(":")[0] == onion
