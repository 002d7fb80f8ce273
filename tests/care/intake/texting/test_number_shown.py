"""No page gives out a number for texts while its gateway takes nothing: nobody would read them."""

from __future__ import annotations

import pytest
from django.test import Client

from tests.care.intake.lines.making import a_live_line, fresh
from tests.cast import Cast
from waystation.care.intake.lines.actions import add_number
from waystation.care.intake.texting.actions import set_gateway

PUBLIC = ("/", "/get-help/", "/tell/")
TEXTS = "555-0141"


def shown(page: str) -> bool:
    answer = Client().get(page)
    assert answer.status_code == 200
    return TEXTS in answer.content.decode()


@pytest.mark.parametrize(
    ("gateway", "takes_texts", "is_shown"),
    [(None, True, True), (None, False, True), (False, True, False), (True, True, True), (True, False, False)],
)
def test_a_text_number_is_public_unless_its_gateway_would_take_nothing(
    cast: Cast, gateway: bool | None, takes_texts: bool, is_shown: bool
) -> None:
    line, chloe = a_live_line(cast), cast.actor("chloe")
    add_number(chloe, line, version=line.version, kind="text", number=TEXTS)
    line = fresh(line)
    line.takes_help = line.takes_tips = line.takes_chats = True
    line.takes_texts = takes_texts
    line.save()
    if gateway is not None:
        set_gateway(chloe, line_id=line.pk, kind="twilio", live=gateway, secret="0123456789abcdef0123456789abcdef")
    assert {page: shown(page) for page in PUBLIC} == dict.fromkeys(PUBLIC, is_shown)
