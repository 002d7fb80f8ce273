"""A line that takes texts, and what its gateway sends."""

from __future__ import annotations

import datetime as dt
from typing import Any, cast
from urllib.parse import urlencode
from uuid import uuid4

import pytest
from django.http import HttpResponse
from django.test import Client
from twilio.request_validator import RequestValidator

from tests.care.intake.lines.making import public_line
from tests.cast import Cast
from waystation.care.intake.lines.models import Hours, Line, Weekly
from waystation.care.intake.texting import actions
from waystation.foundation import clock

SECRET = "0123456789abcdef0123456789abcdef"
NUMBER, OTHER = "+15550142001", "+15550142002"
BASE = "https://help.example.org"
PATH = "/hooks/twilio/alder/"
FORM = "application/x-www-form-urlencoded"


@pytest.fixture
def line(cast: Cast, settings: Any) -> Line:
    """The line of Riverbend's intake desk, answered by Ana at all hours, its gateway live; what waits to be sent is
    taken nowhere."""
    settings.WAYSTATION_PUBLIC_URL = BASE
    row = public_line(
        agency=cast.agency("riverbend"), team=cast.team("intake"), name="Alder Help Line", slug="alder",
        takes_texts=True, takes_chats=True, languages=["eng", "spa"],
    )  # fmt: skip
    for weekday in range(7):
        Hours.objects.create(line=row, weekday=weekday, opens=0, closes=1440)
        Weekly.objects.create(
            line=row, member=cast.member("ana"), starts=0, ends=1440, weekday=weekday, standing="set",
            asked_by=cast.member("chloe"), since=clock.today() - dt.timedelta(days=9),
        )  # fmt: skip
    actions.set_gateway(
        cast.actor("chloe"), line_id=row.pk, kind="twilio", live=True, secret=SECRET, account="AC1",
        number="+15550142000", base="http://127.0.0.1:9",
    )  # fmt: skip
    return row


@pytest.fixture
def one_way(line: Line, cast: Cast) -> Line:
    """The same line where texts come in and none can go out."""
    actions.set_gateway(cast.actor("chloe"), line_id=line.pk, kind="twilio", live=True)
    return line


def fields(text: str = "Are you there?", number: str = NUMBER, **more: str) -> dict[str, str]:
    return {"MessageSid": f"SM{uuid4().hex}", "From": number, "To": "+15550142000", "Body": text, **more}


def post(said: dict[str, str], path: str = PATH, secret: str = SECRET, signed_at: str = "") -> HttpResponse:
    """What Twilio sends, signed by its own package."""
    signature = RequestValidator(secret).compute_signature(signed_at or BASE + path, said)
    headers = {"X-Twilio-Signature": signature}
    return cast(HttpResponse, Client().post(path, urlencode(said), content_type=FORM, headers=headers))
