"""The page that replaces the agency's code."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from tests.web.setup.house import keep_envelope, printed
from waystation.foundation.agencies.models import Member
from waystation.foundation.keyring.actions.recovery import add_custodians, use_agency_code
from waystation.foundation.keyring.errors import WrongCode
from waystation.web.today import agency
from waystation.web.today.sections import Desk

PAGE = "/set-up/envelope/new/"
WORDS = "other words by the river"


def test_an_administrator_can_print_a_new_code_in_place_of_the_old_one(administrator: Client) -> None:
    old = keep_envelope(administrator)[0]
    assert PAGE in administrator.get("/set-up/envelope/").content.decode()
    assert PAGE in administrator.get("/account/recovery/").content.decode()
    assert administrator.get(PAGE).status_code == 200
    assert administrator.post(PAGE, {"code": old.lower()})["Location"] == "/set-up/envelope/"
    (new,) = printed(administrator)
    assert new != old
    assert administrator.get(PAGE)["Location"] == "/set-up/envelope/"  # first this one goes on paper
    assert keep_envelope(administrator) == [new]
    assert printed(administrator) == []
    with pytest.raises(WrongCode):
        use_agency_code(Member.objects.get(), code=old, passphrase=WORDS)
    assert use_agency_code(Member.objects.get(), code=new, passphrase=WORDS)


def test_a_wrong_code_is_said_and_cannot_be_tried_without_end(settled: Client) -> None:
    answers = [settled.post(PAGE, {"code": "0000-0000-0000-0000-0000-0000-0000"}) for _ in range(6)]
    assert answers[0].status_code == 422
    assert "not the agency code on the paper" in answers[0].content.decode()
    assert answers[-1].status_code == 429


def test_today_asks_an_administrator_for_a_new_code_after_a_use(cast: Any) -> None:
    desk, people = Desk(cast.actor("kofi")), [cast.member("ben"), cast.member("ana")]
    assert PAGE not in [item.url for item in agency.accounts(desk).items]
    add_custodians(cast.keyring("kofi"), custodians=people, agency_code=cast.code("riverbend"))
    assert PAGE in [item.url for item in agency.accounts(desk).items]
