"""A gateway's own time is taken only when it is one: what cannot be read again would close its conversation."""

from __future__ import annotations

import json

import pytest
from django.test import Client

from tests.care.intake.texting.conftest import SECRET
from tests.cast import Cast
from waystation.care.intake.lines.models import Line
from waystation.care.intake.texting import actions, selectors
from waystation.care.intake.texting.models import Thread
from waystation.care.intake.texting.signatures import generic_signature
from waystation.foundation import clock

PATH = "/hooks/generic/alder/"
NO_MOMENTS = [
    "2026-99-99T10:00:00Z", "2026-11-31T10:00:00Z", "2026-11-22T25:00:00Z", "2026-11-22T10:00:00+99:99",
    "0001-01-01T00:00:00+23:59", "9999-12-31T23:59:59-23:59", "0000-01-01T00:00:00Z",
]  # fmt: skip


def tell(number: int, sent_at: str) -> int:
    """The status that a signed text of the other kind of gateway gets."""
    body = json.dumps({"id": f"m{number}", "from": "+15550142001", "text": f"text {number}", "sent_at": sent_at})
    at = str(int(clock.now().timestamp()))
    headers = {"X-Waystation-Time": at, "X-Waystation-Signature": generic_signature(SECRET, at, body.encode())}
    return Client().post(PATH, body, content_type="application/json", headers=headers).status_code


@pytest.mark.django_db
def test_a_text_with_an_impossible_moment_is_refused_and_its_conversation_stays_readable(
    cast: Cast, line: Line
) -> None:
    actions.set_gateway(cast.actor("chloe"), line_id=line.pk, kind="generic", live=True, secret=SECRET)
    assert tell(0, "2026-11-22T10:00:00Z") == 200
    assert [tell(number, moment) for number, moment in enumerate(NO_MOMENTS, 1)] == [400] * len(NO_MOMENTS)
    assert tell(99, "2026-11-22T10:00:00.5+02:00") == 200
    page = selectors.thread_page(cast.actor("ana"), Thread.objects.get().pk)
    assert [said.text for said in page.said] == ["text 99", "text 0"]
