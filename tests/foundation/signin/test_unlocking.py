"""Two cookies, idle lock, absolute end, sign-out: what opens and what does not."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.test import Client

from tests.foundation.keyring.session.scenes import token
from tests.signing import session_of, sign_in_through_forms
from waystation.foundation import clock
from waystation.foundation.audit.models import Event
from waystation.foundation.keyring.models import MemberSecret
from waystation.foundation.keyring.session import state, sweep

ACCOUNT = "/account/"


def later(monkeypatch: pytest.MonkeyPatch, seconds: float) -> None:
    then = state.seconds() + seconds
    monkeypatch.setattr(state, "seconds", lambda: then)


def verbs(cast: Any) -> list[str]:
    return list(Event.objects.filter(chain=cast.agency("riverbend").pk).order_by("seq").values_list("verb", flat=True))


def hidden(page: str, name: str) -> str:
    found = re.search(rf'name="{name}" value="([^"]*)"', page)
    assert found is not None
    return found[1]


def test_a_signed_in_member_can_open_pages(cast: Any) -> None:
    assert cast.client("ben").get(ACCOUNT).status_code == 200


def test_a_thief_of_the_session_cookie_cannot_open_anything(cast: Any) -> None:
    browser = cast.client("ben")
    thief = Client()
    thief.cookies["__Host-s"] = browser.cookies["__Host-s"].value
    assert thief.get(ACCOUNT)["Location"] == "/unlock/?next=%2Faccount%2F"
    thief.cookies["__Host-k"] = "A" * 43
    assert thief.get(ACCOUNT).status_code == 302
    assert browser.get(ACCOUNT).status_code == 200  # the member is not disturbed


def test_a_thief_of_the_browser_key_cannot_open_anything(cast: Any) -> None:
    browser = cast.client("ben")
    thief = Client()
    thief.cookies["__Host-k"] = browser.cookies["__Host-k"].value
    assert thief.get(ACCOUNT)["Location"].startswith("/sign-in/")


def test_the_key_of_one_member_cannot_open_the_session_of_another(cast: Any) -> None:
    ben, ana = cast.client("ben"), cast.client("ana")
    ben.cookies["__Host-k"] = ana.cookies["__Host-k"].value
    assert ben.get(ACCOUNT).status_code == 302


def test_the_session_row_holds_no_key_in_clear(cast: Any) -> None:
    browser = cast.client("ben")
    bundle = cast.keyring("ben").bundle
    data = str(dict(session_of(browser).items()))
    for secret in (bundle.exchange, bundle.signing, bundle.own_key):
        assert secret.hex() not in data
    assert browser.cookies["__Host-k"].value not in data


def test_the_screen_locks_after_fifteen_idle_minutes(cast: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    browser = cast.client("ben")
    later(monkeypatch, 14 * 60)
    assert browser.get(ACCOUNT).status_code == 200
    later(monkeypatch, 14 * 60)
    assert browser.get(ACCOUNT).status_code == 200  # each request moves the lock
    later(monkeypatch, 15 * 60)
    answer = browser.get("/account/passkey/")
    assert answer["Location"] == "/unlock/?next=%2Faccount%2Fpasskey%2F"
    assert state.BUNDLE not in session_of(browser)
    assert verbs(cast)[-1] == "member.screen_locked"


def test_the_question_how_long_is_left_does_not_move_the_lock(cast: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    browser = cast.client("ben")
    assert browser.get(ACCOUNT).status_code == 200
    for left in (10, 5):
        later(monkeypatch, 5 * 60)
        assert abs(browser.get("/idle/").json()["left"] - left * 60) <= 30  # activity is noted that coarsely
    later(monkeypatch, 5 * 60)
    assert browser.get("/idle/").json() == {"left": 0}
    assert browser.get(ACCOUNT)["Location"] == "/unlock/?next=%2Faccount%2F"
    assert browser.get("/idle/").json() == {"left": 0}
    assert Client().get("/idle/")["Location"].startswith("/sign-in/")


def test_a_hotline_advocate_has_an_hour(cast: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    browser = cast.client("ana")
    later(monkeypatch, 59 * 60)
    assert browser.get(ACCOUNT).status_code == 200
    later(monkeypatch, 60 * 60)
    assert browser.get(ACCOUNT).status_code == 302


def test_everyone_signs_in_anew_after_twelve_hours(cast: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    browser = cast.client("ana")
    for _ in range(15):
        later(monkeypatch, 50 * 60)
        answer = browser.get(ACCOUNT)
    assert answer["Location"].startswith("/sign-in/")
    assert not Session.objects.exists()


def test_the_passphrase_alone_opens_a_locked_screen_and_leads_back(cast: Any) -> None:
    browser = cast.client("ben")
    before = browser.cookies["__Host-s"].value, browser.cookies["__Host-k"].value
    answer = browser.post("/lock/", headers={"referer": "http://testserver/account/passkey/"})
    assert answer["Location"] == "/unlock/?next=%2Faccount%2Fpasskey%2F"
    page = browser.get(answer["Location"])
    assert page.status_code == 200
    assert "Ben" in page.content.decode()
    wrong = browser.post("/unlock/", {"passphrase": "wrong words altogether", "next": ACCOUNT})
    assert wrong.status_code == 422
    assert browser.post("/unlock/", {"passphrase": cast.passphrase, "next": ACCOUNT})["Location"] == ACCOUNT
    assert browser.get(ACCOUNT).status_code == 200
    assert browser.cookies["__Host-s"].value != before[0]
    assert browser.cookies["__Host-k"].value != before[1]
    assert {"member.screen_locked", "member.screen_opened"} <= set(verbs(cast))


def test_a_colleague_cannot_open_a_locked_screen_with_their_own_passphrase(cast: Any) -> None:
    browser = cast.client("ben")
    browser.post("/lock/")
    for _ in range(5):
        answer = browser.post("/unlock/", {"passphrase": "the passphrase of chloe"})
    assert answer.status_code == 429
    assert browser.get(ACCOUNT).status_code == 302


def test_what_was_typed_before_the_lock_is_kept_and_can_be_sent_again(
    cast: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    browser = cast.client("ben")
    later(monkeypatch, 16 * 60)
    typed = {"name": "she said river & stone", "credential": "{}"}
    asked = {"referer": "http://testserver/account/"}
    answer = browser.post("/account/passkey/", typed | token(browser), headers=asked)
    page = answer.content.decode()
    assert answer.status_code == 403
    assert "river" not in page
    assert "river" not in str(list(Session.objects.values_list("session_data", flat=True)))
    sent = {"passphrase": cast.passphrase, "held": hidden(page, "held"), "next": hidden(page, "next")}
    resumed = browser.post("/unlock/", sent).content.decode()
    assert "<dd>she said river &amp; stone</dd>" in resumed  # in words, and in no field
    assert "/account/passkey/" in resumed
    assert "Add a passkey" in resumed
    assert 'name="name"' not in resumed
    assert browser.get(ACCOUNT).status_code == 200
    sent = browser.post("/unlock/", {"act": "send", "held": hidden(resumed, "held")})
    assert b'name="held"' in sent.content  # the passphrase was for the screen, not for this act
    assert "Add a passkey" in sent.content.decode()
    done = browser.post("/confirm/", {"passphrase": cast.passphrase, "held": hidden(sent.content.decode(), "held")})
    assert 'value="she said river &amp; stone"' in done.content.decode()


def test_what_one_member_typed_cannot_be_opened_by_another(cast: Any) -> None:
    ben, ana = cast.client("ben"), cast.client("ana")
    ben.post("/lock/")
    ana.post("/lock/")
    page = ben.post("/account/passkey/", {"name": "words of ben"} | token(ben)).content.decode()
    assert hidden(page, "held")
    answer = ana.post("/unlock/", {"passphrase": cast.passphrase, "held": hidden(page, "held"), "next": ACCOUNT})
    assert answer["Location"] == ACCOUNT


def test_sign_out_is_a_post_with_a_token_that_leaves_nothing(cast: Any) -> None:
    browser = sign_in_through_forms(cast, "ben")
    assert browser.get("/sign-out/").status_code == 405
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = browser.cookies
    assert strict.post("/sign-out/").status_code == 403
    assert browser.get(ACCOUNT).status_code == 200
    answer = browser.post("/sign-out/")
    assert answer.status_code == 303
    assert "cookies" in answer["Clear-Site-Data"]
    assert not Session.objects.exists()
    assert browser.get(ACCOUNT)["Location"].startswith("/sign-in/")
    assert verbs(cast)[-1] == "member.signed_out"


def test_lock_and_sign_out_work_while_locked(cast: Any) -> None:
    browser = cast.client("ben")
    browser.post("/lock/")
    assert browser.post("/lock/").status_code == 302
    assert browser.post("/sign-out/").status_code == 303


def test_cookies_are_for_this_host_and_this_session_only(cast: Any) -> None:
    browser = sign_in_through_forms(cast, "ben")
    for name in ("__Host-s", "__Host-k", "__Host-c"):
        cookie = browser.cookies[name]
        assert (cookie["secure"], cookie["httponly"], cookie["samesite"]) == (True, True, "Strict"), name
        assert (cookie["path"], cookie["domain"], cookie["max-age"], cookie["expires"]) == ("/", "", "", ""), name


def test_a_closed_account_ends_at_once(cast: Any) -> None:
    browser = cast.client("ben")
    member = cast.member("ben")
    member.is_active = False
    member.save()
    assert browser.get(ACCOUNT)["Location"].startswith("/sign-in/")


def test_sweeping_drops_bundles_nobody_came_back_to(cast: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    browser, advocate = cast.client("ben"), cast.client("ana")
    Client().post("/sign-in/", {"name": "chloe", "passphrase": cast.passphrase})
    assert sweep.sweep() == 0
    later(monkeypatch, 16 * 60)
    assert sweep.sweep() == 2  # ben's bundle, chloe's waiting sign-in
    assert state.BUNDLE not in session_of(browser)
    assert state.BUNDLE in session_of(advocate)
    later(monkeypatch, 13 * 3600)
    sweep.sweep()
    assert not Session.objects.exists()


def test_the_next_day_of_the_demo_signs_nobody_out(cast: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    browser = cast.client("ben")
    monkeypatch.setattr(clock, "offset", lambda: 2 * 86_400.0)
    assert sweep.sweep() == 0
    assert state.BUNDLE in session_of(browser)


def test_a_rewritten_journal_is_noticed_at_sign_in(cast: Any) -> None:
    sign_in_through_forms(cast, "ben").post("/sign-out/")
    chain = cast.agency("riverbend").pk
    seq = Event.objects.filter(chain=chain).count() - 2
    remembered = MemberSecret.objects.get(member=cast.member("ben"))
    assert remembered.bundle
    Event.objects.filter(chain=chain, seq__gte=2).update(hash=b"\0" * 32)
    browser = cast.client("ben")
    browser.post("/lock/")
    browser.post("/unlock/", {"passphrase": cast.passphrase, "next": ACCOUNT})
    assert seq > 0
    assert "The journal is not the one you saw" in browser.get(ACCOUNT).content.decode()
    assert "journal.head_differs" in verbs(cast)
