"""What the demo adds to every page: the strip that says so, and to the sign-in pages its cards."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import gettext as _

from waystation.demo.cards import cards, unused_code
from waystation.demo.lessons.strip import choices, strip
from waystation.demo.people import PASSPHRASE
from waystation.foundation.keyring.session import pending

SIGN_IN, CODE, SET_UP = "/sign-in/", "/sign-in/code/", "/sign-in/set-up/"


def demo(request: HttpRequest) -> dict[str, Any]:
    """Context processor."""
    is_practice = settings.WAYSTATION_PRACTICE
    words = _("Practice: nobody here is real.") if is_practice else _("Invented county. Nobody here is a real person.")
    context: dict[str, Any] = {"strip": words, "is_demo": True, "is_practice": is_practice} | strip(request)
    context["demo_passphrase"] = PASSPHRASE  # a locked screen asks for it, and nobody could know
    if request.path == SIGN_IN:
        context |= {"cards": cards(), "lessons": choices(request)}
    if request.path == CODE and (waiting := pending.find(request)) is not None:
        context |= {"demo_code": unused_code(waiting.member), "demo_name": waiting.member.display_name}
    return context
