"""A device that somebody else holds too: what a browser held before opens nothing, and leaving leaves nothing."""

from __future__ import annotations

import pytest
from django.conf import settings
from django.db import DatabaseError
from django.test import Client

from tests.care.intake.tips.ground import line_of_riverbend
from tests.care.intake.tips.walking import Walker
from tests.cast import Cast
from waystation.care.intake.tips.actions import drafting
from waystation.care.intake.tips.models import Draft, Tip
from waystation.foundation import clock

COOKIE = settings.WAYSTATION_DRAFT_COOKIE
SAME = {"Sec-Fetch-Site": "same-origin"}


@pytest.fixture(autouse=True)
def _patient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("waystation.care.intake.tips.arriving.SOONEST", 0)


def with_cookie(value: str) -> Walker:
    other = Walker()
    other.client.cookies[COOKIE] = value
    return other


def a_message(walker: Walker) -> str:
    """Send one; the address of the page with the order number."""
    walker.go("/get-help/")
    walker.send(danger="now")
    walker.send(last=True, story="he keeps my passport")
    assert walker.number
    return walker.url


def test_a_cookie_noted_before_opens_nothing_that_is_written_later(cast: Cast) -> None:
    line_of_riverbend(cast)
    walker = Walker()
    walker.go("/get-help/")
    walker.send(danger="no")
    known = walker.client.cookies[COOKIE].value
    done = a_message(walker)
    other = with_cookie(known)
    other.go(done)
    assert "order number still works" in other.page.words
    other.go(done.replace("done/", "2/"))
    assert "passport" not in other.answer.content.decode()


def test_leaving_takes_the_cookies_and_what_they_open(cast: Cast) -> None:
    line_of_riverbend(cast)
    walker = Walker()
    done = a_message(walker)
    walker.go("/tell/")
    walker.send(danger="no")
    held = walker.client.cookies[COOKIE].value
    walker.client.cookies[settings.WAYSTATION_CHAT_COOKIE] = "x"
    answer = walker.client.post("/exit/", headers=SAME)
    for name in (COOKIE, settings.WAYSTATION_CHAT_COOKIE):
        gone = answer.cookies[name]
        assert (gone.value, gone["max-age"], gone["secure"], gone["samesite"]) == ("", 0, True, "Strict")
    assert not Draft.objects.exists()
    assert Tip.objects.count() == 1
    other = with_cookie(held)
    other.go(done)
    assert "order number still works" in other.page.words


def test_another_site_makes_nobody_forget(cast: Cast) -> None:
    line_of_riverbend(cast)
    walker = Walker()
    a_message(walker)
    assert not walker.client.post("/exit/", headers={"Sec-Fetch-Site": "cross-site"}).cookies
    assert not walker.client.get("/exit/").cookies
    assert Draft.objects.exists()


def test_a_database_that_fails_keeps_nobody_from_leaving(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_given: object) -> None:
        raise DatabaseError

    monkeypatch.setattr("waystation.foundation.store.writing", fail)
    client = Client()
    client.cookies[COOKIE] = drafting.new_cookie()
    answer = client.post("/exit/", headers=SAME)
    assert answer.status_code == 303
    assert answer.cookies[COOKIE].value == ""


def test_a_page_shows_its_order_number_for_half_an_hour(cast: Cast) -> None:
    line_of_riverbend(cast)
    walker = Walker()
    done = a_message(walker)
    clock.set_offset(1790)
    walker.go(done)
    assert walker.number
    draft = done.split("/")[-3]
    clock.set_offset(1810)
    for address in (done, f"/order/{draft}/"):
        walker.go(address)
        assert 'class="number"' not in walker.answer.content.decode()
        assert "Your order</h1>" not in walker.answer.content.decode()
    assert Tip.objects.count() == 1


def test_a_cookie_holds_four_drafts_and_no_more(cast: Cast) -> None:
    line_of_riverbend(cast)
    walker = with_cookie("x" * 300 + ".@@..")
    for _ in range(6):
        walker.go("/tell/")
        walker.send(danger="no")
    keys = drafting.keys_in(walker.client.cookies[COOKIE].value)
    assert len(keys) == 4
    assert len(walker.client.cookies[COOKIE].value) < 200
    assert {str(drafting.id_of(key)) for key in keys} >= {walker.url.split("/")[-3]}
