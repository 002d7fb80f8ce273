"""A line that takes chats, and a visitor without an account."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from django.conf import settings
from django.http import HttpResponse
from django.test import Client
from django.utils.http import urlencode

from tests.care.intake.lines.making import public_line
from tests.cast import Cast
from waystation.care.intake.chat import lobby
from waystation.care.intake.lines.models import Hours, Line, Weekly
from waystation.care.intake.tips.bucket import Buckets
from waystation.foundation import clock

FORM = "application/x-www-form-urlencoded"


@pytest.fixture
def line(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> Line:
    """The line of Riverbend's intake desk, answered by Ana at all hours."""
    monkeypatch.setattr(lobby, "buckets", Buckets())
    row = public_line(
        agency=cast.agency("riverbend"), team=cast.team("intake"), name="Alder Help Line", slug="alder",
        takes_chats=True, languages=["eng", "spa"],
    )  # fmt: skip
    for weekday in range(7):
        Hours.objects.create(line=row, weekday=weekday, opens=0, closes=1440)
        Weekly.objects.create(
            line=row, member=cast.member("ana"), starts=0, ends=1440, weekday=weekday, standing="set",
            asked_by=cast.member("chloe"), since=clock.today() - dt.timedelta(days=9),
        )  # fmt: skip
    return row


class Visitor:
    """A browser without script and without an account."""

    def __init__(self) -> None:
        self.browser = Client()

    def get(self, path: str = "/chat/") -> HttpResponse:
        return self.browser.get(path)

    def send(self, path: str = "/chat/", **said: str) -> HttpResponse:
        if path.partition("?")[0] == "/chat/":
            said.setdefault("t", self.stamp(path))
        return self.browser.post(path, urlencode(said), content_type=FORM)

    def stamp(self, path: str = "/chat/") -> str:
        """What the form of the first page brings back: the line that the page names."""
        found = re.search(r'name="t" value="([^"]*)"', self.get(path).content.decode())
        return found[1] if found else ""

    @property
    def holds_key(self) -> bool:
        found = self.browser.cookies.get(settings.WAYSTATION_CHAT_COOKIE)
        return bool(found and found.value)

    def begin(self, text: str = "Hello, is someone there?", **said: str) -> HttpResponse:
        answer = self.send(text=text, **said)
        assert answer.status_code == 303, answer.content.decode()
        return answer


@pytest.fixture
def visitor(line: Line) -> Visitor:
    return Visitor()
