"""What the tests of a session share: a clock that moves, fields of a page, verbs of the journal."""

from __future__ import annotations

import re
from html import unescape
from typing import Any

import pytest
from django.test import Client

from waystation.foundation.audit.models import Event
from waystation.foundation.keyring.session import state


def later(monkeypatch: pytest.MonkeyPatch, seconds: float) -> None:
    """Move the clock of sessions on."""
    then = state.seconds() + seconds
    monkeypatch.setattr(state, "seconds", lambda: then)


def verbs(cast: Any, house: str = "riverbend") -> list[str]:
    return list(Event.objects.filter(chain=cast.agency(house).pk).order_by("seq").values_list("verb", flat=True))


def token(browser: Client) -> dict[str, str]:
    """The token of a page that this browser was shown while its screen was open."""
    return {"csrfmiddlewaretoken": browser.cookies["__Host-c"].value}


def hidden(page: str, name: str) -> str:
    """The value of a hidden field."""
    found = re.search(rf'name="{name}" value="([^"]*)"', page)
    assert found is not None, name
    return unescape(found[1])
