"""Inside the practice process: nothing is taken in while the disk is short of room for the real work."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from waystation.ui import errors
from waystation.web.practice import place


class LeavingRoom:
    """Middleware of practice only."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *_view: object) -> HttpResponse | None:
        """Refuse what would be stored while less is free than the option `least_free_mb`."""
        home, least = Path(settings.WAYSTATION_HOME), settings.WAYSTATION_LEAST_FREE
        if request.method in {"GET", "HEAD"} or place.has_room(home, least):
            return None
        return errors.page(request, 503, reason=_("The server’s disk is too full for practice. Nothing was stored."))
