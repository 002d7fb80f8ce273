"""Leaving a desk: the page and what was typed come back to whoever left them, and show to nobody else."""

from __future__ import annotations

import json
import re
from typing import Any
from uuid import uuid4

import pytest
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.test import Client

from tests.foundation.keyring.session.scenes import hidden, later, token, verbs
from tests.signing import session_of, sign_in_through_forms
from waystation.core.vault import keys
from waystation.foundation import clock
from waystation.foundation.keyring.models import Certificate, Draft
from waystation.foundation.keyring.session import kept, state

WORDS = "zanahoria en el jardín"
TYPED = json.dumps([["/account/codes/", 0, [["note", WORDS], ["pick", "a"], ["pick", "b"]]]])
PAGE = "/account/passkey/"


def leave(browser: Client, how: str = "/lock/", typed: str = TYPED, **more: str) -> Any:
    return browser.post(how, {**token(browser), "page": PAGE, "typed": typed, **more})


def stored() -> str:
    """Everything the database holds that a desk could have left."""
    rows = [bytes(body) for body in Draft.objects.values_list("body", flat=True)]
    return f"{rows} {list(Session.objects.values_list('session_data', flat=True))}"


def unlock(cast: Any, browser: Client, address: str) -> Any:
    page = browser.get(address).content.decode()
    assert WORDS not in page
    sent = {"passphrase": cast.passphrase, "next": hidden(page, "next"), "kept": hidden(page, "kept")}
    return browser.post("/unlock/", sent)


def test_page_and_words_come_back_in_one_step_after_the_passphrase(cast: Any) -> None:
    browser = cast.client("ben")
    answer = leave(browser)
    assert state.BUNDLE not in session_of(browser)
    assert WORDS not in stored()
    back = unlock(cast, browser, answer["Location"])["Location"]
    found = re.fullmatch(rf"{PAGE}#kept=([0-9a-f-]{{36}})", back)
    assert found is not None
    assert "not saved yet" in browser.get(PAGE).content.decode()
    told = browser.get(f"/kept/{found[1]}/").json()
    assert told == {"typed": json.loads(TYPED)}
    assert browser.post(f"/kept/{found[1]}/").status_code == 302  # the page has it now
    assert browser.get(f"/kept/{found[1]}/").status_code == 404
    assert not Draft.objects.exists()


def test_the_lock_that_came_by_itself_keeps_the_words_too(cast: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    browser = cast.client("ben")
    later(monkeypatch, 16 * 60)
    answer = leave(browser)  # the script's farewell, after the server had locked
    assert WORDS not in stored()
    assert "#kept=" in unlock(cast, browser, answer["Location"])["Location"]
    assert verbs(cast).count("member.screen_locked") == 1


def test_a_lock_with_nothing_typed_leads_back_and_keeps_nothing(cast: Any) -> None:
    browser = cast.client("ben")
    answer = leave(browser, typed="[]")
    assert answer["Location"] == "/unlock/?next=%2Faccount%2Fpasskey%2F"
    assert not Draft.objects.exists()


@pytest.mark.parametrize("typed", ["", "{", "5", "[5]", '[["x"]]', '[["x", "y", []]]', "null"])
def test_nonsense_from_a_browser_keeps_nothing(cast: Any, typed: str) -> None:
    assert leave(cast.client("ben"), typed=typed)["Location"] == "/unlock/?next=%2Faccount%2Fpasskey%2F"


def test_another_site_cannot_be_come_back_to(cast: Any) -> None:
    browser = cast.client("ben")
    answer = browser.post("/lock/", {"page": "https://evil.example/", "typed": TYPED})
    assert answer["Location"] == "/unlock/?next=%2Ftoday%2F"


def test_each_desk_gets_its_own_words_back(cast: Any) -> None:
    here, there = cast.client("ben"), cast.client("ben")
    first = leave(here, typed=json.dumps([["/a/", 0, [["note", "one"]]]]))
    leave(there, typed=json.dumps([["/a/", 0, [["note", "two"]]]]))
    name = unlock(cast, here, first["Location"])["Location"].partition("#kept=")[2]
    assert here.get(f"/kept/{name}/").json() == {"typed": [["/a/", 0, [["note", "one"]]]]}


def test_a_tab_of_a_screen_opened_elsewhere_comes_back_without_a_passphrase(cast: Any) -> None:
    browser = cast.client("ben")
    first, second = leave(browser)["Location"], leave(browser)["Location"]
    unlock(cast, browser, first)
    assert "#kept=" in browser.get(second)["Location"]


def test_an_answered_page_comes_back_as_it_stood(cast: Any) -> None:
    browser = cast.client("ben")
    sent = {"passphrase": "wrong words altogether"}
    headers = {"sec-fetch-mode": "navigate"}
    address = browser.post("/account/codes/", sent, headers=headers)["Location"]
    assert "This is not your passphrase." in browser.get(address).content.decode()
    locked = browser.post("/lock/", {"page": address, "before": "/account/", "typed": TYPED})
    back = unlock(cast, browser, locked["Location"])["Location"]
    assert back.startswith(f"{address}#kept=")
    assert "This is not your passphrase." in browser.get(address).content.decode()
    Draft.objects.all().delete()


def test_an_answered_page_that_is_gone_leads_to_the_one_before(cast: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    browser = cast.client("ben")
    sent = {"page": "/account/codes/?answer=gone", "before": "/account/", "typed": TYPED}
    locked = browser.post("/lock/", sent)
    assert unlock(cast, browser, locked["Location"])["Location"].startswith("/account/#kept=")


def test_switching_takes_two_clicks_and_the_sign_in_page_knows_nobody(cast: Any) -> None:
    browser = sign_in_through_forms(cast, "ben")
    browser.get("/account/")
    answer = leave(browser, "/switch/")
    assert (answer.status_code, answer["Location"]) == (303, "/sign-in/")
    assert "cookies" in answer["Clear-Site-Data"]
    assert answer.cookies["__Host-k"].value == ""
    assert not Session.objects.exists()
    assert WORDS not in stored()
    page = browser.get("/sign-in/").content.decode()
    for word in ("Ben", "ben", PAGE, "/kept/"):
        assert word not in page, word
    name = re.search(r"<input[^>]*name=\"name\"[^>]*>", page)
    assert name is not None
    assert "value=" not in name[0]
    assert 'autocomplete="off"' in name[0]
    assert verbs(cast)[-1] == "member.signed_out"


def test_two_people_at_one_browser_see_only_their_own(cast: Any) -> None:
    browser = sign_in_through_forms(cast, "ben")
    browser.get("/today/")
    leave(browser, "/switch/")
    second = come_in(cast, browser, "chloe")
    assert second["Location"] == "/account/"
    page = browser.get("/account/").content.decode()
    assert "Go on where you were" not in page
    assert "Ben" not in page.replace("Help a colleague", "")
    ben_s = str(Draft.objects.get(form=kept.FORM).subject)
    assert browser.get(f"/kept/{ben_s}/").status_code == 404
    assert browser.post(f"/kept/{ben_s}/", {"act": "go_on"}).status_code == 404
    leave(browser, "/switch/", page="/today/")
    come_in(cast, browser, "ben")
    page = browser.get("/account/").content.decode()
    assert "Go on where you were" in page
    assert PAGE not in page.partition("Go on where")[0].rpartition("<form")[2]  # not even whose page it was
    back = browser.post(f"/kept/{ben_s}/", {"act": "go_on"})["Location"]
    assert back == f"{PAGE}#kept={ben_s}"
    assert browser.get(f"/kept/{ben_s}/").json()["typed"] == json.loads(TYPED)


def come_in(cast: Any, browser: Client, name: str) -> Any:
    from tests.signing import SECRET, with_authenticator
    from waystation.foundation.agencies.signin import factors

    member = cast.member(name)
    if not factors.has_authenticator(member):
        with_authenticator(member)
    cache.clear()  # a code of the same half minute counts again
    browser.cookies.clear()
    browser.post("/sign-in/", {"name": name, "passphrase": cast.passphrase, "next": "/account/"})
    return browser.post("/sign-in/code/", {"code": factors.current_code(SECRET)})


def test_what_was_sent_too_late_survives_the_switch(cast: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    browser = cast.client("ben")
    shown = token(browser)
    browser.post("/lock/")
    page = browser.post("/account/passkey/", {**shown, "name": WORDS, "credential": "{}"}).content.decode()
    browser.post("/switch/", {"held": hidden(page, "held"), "next": hidden(page, "next")})
    assert WORDS not in stored()
    come_in(cast, browser, "ben")
    name = str(Draft.objects.get(form=kept.FORM).subject)
    resumed = browser.post(f"/kept/{name}/", {"act": "go_on"}).content.decode()
    assert "Send it now" in resumed
    asked = browser.post(f"/kept/{name}/", {"act": "send"}).content.decode()
    sent = browser.post("/confirm/", {"passphrase": cast.passphrase, "held": hidden(asked, "held")})
    assert sent.status_code == 422  # what the page says to it
    assert WORDS in sent.content.decode()
    assert not Draft.objects.filter(form=kept.FORM).exists()


def test_what_came_after_the_end_of_the_day_waits_for_the_next_sign_in(
    cast: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    browser, desk = cast.client("ben"), cast.client("ben")
    with monkeypatch.context() as tomorrow:
        later(tomorrow, 13 * 3600)
        late = browser.post("/account/passkey/", {**token(browser), "name": WORDS, "credential": "{}"})
        assert late["Location"].startswith("/sign-in/")
        assert leave(desk)["Location"].startswith("/sign-in/")
    assert WORDS not in stored()
    come_in(cast, browser, "ben")
    found = [kept.load(cast.keyring("ben"), name) for name in kept.waiting(cast.member("ben"))]
    pages = {one["page"]: one for one in found if one}
    assert dict(pages["/account/passkey/"]).get("pairs") or pages["/account/passkey/"]["typed"]
    assert len(found) == 2
    assert "Go on where you were" in browser.get("/account/").content.decode()


def test_what_was_left_can_be_thrown_away(cast: Any) -> None:
    browser = cast.client("ben")
    leave(browser, "/switch/")
    come_in(cast, browser, "ben")
    name = str(Draft.objects.get(form=kept.FORM).subject)
    assert browser.post(f"/kept/{name}/", {"act": "drop"}).status_code == 302
    assert "Go on where you were" not in browser.get("/account/").content.decode()
    assert not Draft.objects.exists()


def test_only_ten_pages_are_kept_and_not_longer_than_a_week(cast: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    member = cast.member("ben")
    for number in range(12):
        kept.keep(member, {"page": f"/{number}/", "typed": []})
    names = kept.waiting(member)
    assert len(names) == kept.MOST
    found = kept.load(cast.keyring("ben"), names[0])
    assert found is not None
    assert found["page"] == "/11/"
    monkeypatch.setattr(clock, "offset", lambda: 8 * 86_400.0)
    assert kept.waiting(member) == []
    assert kept.sweep() == kept.MOST


def test_a_planted_public_key_does_not_open_what_was_kept(cast: Any) -> None:
    """Whoever only writes to the database puts their own key in Ben's place: they lack the server's key."""
    chloe = cast.keyring("chloe")
    rows = Certificate.objects.filter(kind="member", subject=cast.member("ben").pk)
    rows.update(exchange=chloe.bundle.exchange_public)
    about = kept.keep(cast.member("ben"), {"page": PAGE, "typed": []})
    assert about is not None
    body = bytes(Draft.objects.get(subject=about).body)
    with pytest.raises(Exception, match=r"version|key"):
        keys.open_sealed(chloe.bundle.exchange, body, b"left_open/1")
    assert kept.load(chloe, about) is None


def test_nothing_is_kept_for_nobody(cast: Any) -> None:
    assert kept.load(cast.keyring("ben"), uuid4()) is None
    assert Client().post("/switch/")["Location"].startswith("/sign-in/")
