"""The passphrase anew: asked for after five minutes, and the act goes on with nothing lost."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.http import HttpRequest, HttpResponse
from django.urls import get_resolver

from tests.foundation.keyring.session.scenes import hidden, later, token, verbs
from tests.foundation.signin.test_passkeys import Key as Software
from tests.foundation.signin.test_passkeys import add, local, options_in
from tests.signing import session_of, with_authenticator
from waystation.core.vault import stretch as vault_stretch
from waystation.foundation import clock
from waystation.foundation.agencies.signin import factors, limiter
from waystation.foundation.keyring.session import held, state, stepup

GUARDED = {
    "/cases/<uuid:case_id>/safe-contact/", "/cases/<uuid:case_id>/sharing/<uuid:referral_id>/send/",
    "/cases/<uuid:case_id>/sharing/<uuid:referral_id>/hand-off/", "/account/passkey/",
    "/account/passkey/<int:pk>/remove/", "/account/recovery/custodians/", "/account/recovery/begin/<uuid:pk>/",
    "/account/recovery/<uuid:pk>/", "/people/invite/", "/people/<uuid:pk>/renew/", "/people/<uuid:pk>/admit/",
    "/people/<uuid:pk>/leave/", "/people/teams/new/", "/people/teams/<uuid:pk>/add/", "/people/teams/<uuid:pk>/move/",
    "/people/teams/<uuid:pk>/remove/", "/people/teams/<uuid:pk>/share/",
}  # fmt: skip
CASE = "/cases/00000000-0000-4000-8000-000000000000"


class Key:
    """A passkey of Ben's, ready to be removed."""

    def __init__(self, cast: Any) -> None:
        with_authenticator(cast.member("ben"))
        add(cast, Software())
        self.cast, self.pk = cast, factors.passkeys(cast.member("ben"))[0].pk

    @property
    def is_there(self) -> bool:
        return bool(factors.passkeys(self.cast.member("ben")))


def ask(browser: Any, key: Key) -> Any:
    return browser.post(f"/account/passkey/{key.pk}/remove/", headers={"referer": "http://testserver/account/"})


def test_within_five_minutes_of_sign_in_nobody_is_asked(cast: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    key, browser = Key(cast), cast.client("ben")
    later(monkeypatch, stepup.LIMIT - 2)
    assert ask(browser, key).status_code == 302
    assert not key.is_there


def test_a_member_is_asked_after_five_minutes_and_the_act_goes_on(cast: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    key, browser = Key(cast), cast.client("ben")
    before = browser.cookies["__Host-s"].value, browser.cookies["__Host-k"].value
    later(monkeypatch, stepup.LIMIT + 1)
    asked = ask(browser, key)
    page = asked.content.decode()
    assert asked.status_code == 403
    assert key.is_there
    assert hidden(page, "back") == "/account/"
    answer = browser.post("/confirm/", {"passphrase": cast.passphrase, "held": hidden(page, "held")})
    assert answer["Location"] == "/account/"
    assert not key.is_there
    assert browser.get("/account/").status_code == 200  # with the new id and key
    assert browser.cookies["__Host-s"].value != before[0]
    assert browser.cookies["__Host-k"].value != before[1]
    assert verbs(cast)[-2:] == ["member.passphrase_confirmed", "member.second_factor_removed"]
    assert browser.get("/account/passkey/").status_code == 200  # good for five minutes more


def test_a_page_that_is_asked_for_leads_over_the_passphrase(cast: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    browser = cast.client("ben")
    later(monkeypatch, 301)
    answer = browser.get("/account/passkey/")
    assert answer["Location"] == "/confirm/?next=%2Faccount%2Fpasskey%2F"
    page = browser.get(answer["Location"])
    assert page.status_code == 200
    sent = {"passphrase": cast.passphrase, "next": hidden(page.content.decode(), "next")}
    assert browser.post("/confirm/", sent)["Location"] == "/account/passkey/"
    assert browser.get("/account/passkey/").status_code == 200


def test_a_wrong_passphrase_loses_nothing_and_five_have_a_clear_way(cast: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    key, browser = Key(cast), cast.client("ben")
    later(monkeypatch, 301)
    text = hidden(ask(browser, key).content.decode(), "held")
    for _ in range(4):
        again = browser.post("/confirm/", {"passphrase": "wrong words altogether", "held": text, "back": "/account/"})
        assert again.status_code == 422
        assert hidden(again.content.decode(), "held") == text
    fifth = browser.post("/confirm/", {"passphrase": "wrong words altogether", "held": text, "back": "/account/"})
    page = fifth.content.decode()
    assert fifth.status_code == 429
    assert "Try again in 1 minute." in page
    assert "ask a colleague" in page
    assert 'href="/account/"' in page
    assert hidden(page, "held") == text
    assert key.is_there
    assert browser.get("/account/").status_code == 200  # the rest of the work goes on
    now = limiter.now()
    monkeypatch.setattr(limiter, "now", lambda: now + 61)
    assert browser.post("/confirm/", {"passphrase": cast.passphrase, "held": text}).status_code == 302
    assert not key.is_there


def test_the_passphrase_of_another_does_not_count(cast: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    key, browser = Key(cast), cast.client("ben")
    text = held_for(cast, "ana", "/account/passkey/1/remove/")
    later(monkeypatch, 301)
    assert browser.post("/confirm/", {"passphrase": cast.passphrase, "held": text})["Location"] == "/today/"
    assert key.is_there  # and what another sent is not done


def held_for(cast: Any, name: str, path: str, use: bytes = held.STEP) -> str:
    request = HttpRequest()
    request.method, request.path, request.session = "POST", path, {}  # type: ignore[assignment]  # a row of nobody
    return held.hold(request, cast.member(name), use)


def test_a_form_kept_by_the_lock_does_not_go_off_by_itself(cast: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    key, browser = Key(cast), cast.client("ben")
    text = held_for(cast, "ben", f"/account/passkey/{key.pk}/remove/", held.LOCKED)
    later(monkeypatch, 301)
    assert browser.post("/confirm/", {"passphrase": cast.passphrase, "held": text})["Location"] == "/today/"
    assert key.is_there
    browser = cast.client("ben")
    shown = token(browser)
    browser.post("/lock/")
    locked = browser.post(f"/account/passkey/{key.pk}/remove/", shown)
    browser.post("/unlock/", {"passphrase": cast.passphrase})
    browser.post("/confirm/", {"passphrase": cast.passphrase, "held": hidden(locked.content.decode(), "held")})
    assert key.is_there


def test_an_act_waits_five_minutes_and_in_its_own_session_only(cast: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    key, browser, other = Key(cast), cast.client("ben"), cast.client("ben")
    for one in (browser, other):
        session = session_of(one)
        session[state.FRESH] = 0
        session.save()
    text = hidden(ask(browser, key).content.decode(), "held")
    sent = {"passphrase": cast.passphrase, "held": text, "back": "/account/"}
    assert other.post("/confirm/", sent)["Location"] == "/account/"
    assert "Do it again." in other.get("/account/").content.decode()
    now = clock.seconds()
    with monkeypatch.context() as late:
        late.setattr(clock, "seconds", lambda: now + stepup.LIMIT + 5)
        assert browser.post("/confirm/", sent)["Location"] == "/account/"
        assert "Do it again." in browser.get("/account/").content.decode()
    assert key.is_there


def test_the_page_that_asks_names_the_act_and_whom_it_is_about(cast: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    browser, ben = cast.client("kofi"), cast.member("ben")
    later(monkeypatch, 301)
    page = browser.post(f"/people/{ben.pk}/leave/", {"name": "ben"}).content.decode()
    assert "Close an account: Ben" in page
    assert f"/people/{ben.pk}/leave/" in page
    again = browser.post("/confirm/", {"passphrase": "wrong words altogether", "held": hidden(page, "held")})
    assert "Close an account: Ben" in again.content.decode()
    assert "Invite a colleague" in browser.get("/confirm/?next=/people/invite/").content.decode()


def test_what_was_typed_is_not_stored_and_not_shown(cast: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    browser = cast.client("ben")
    later(monkeypatch, 301)
    page = browser.post("/account/passkey/", {"name": "zanahoria", "credential": "{}"}).content.decode()
    assert "zanahoria" not in page
    assert "zanahoria" not in str(list(Session.objects.values_list("session_data", flat=True)))
    answer = browser.post("/confirm/", {"passphrase": cast.passphrase, "held": hidden(page, "held")})
    assert answer.status_code == 422  # the page's own answer: the browser's answer does not fit
    assert 'value="zanahoria"' in answer.content.decode()


def test_a_passkey_will_do_and_another_will_not(cast: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    with_authenticator(cast.member("ben"))
    software, other = Software(), Software()
    add(cast, software)
    pk, browser = factors.passkeys(cast.member("ben"))[0].pk, local(cast.client("ben"))
    later(monkeypatch, 301)
    page = browser.post(f"/account/passkey/{pk}/remove/").content.decode()
    text, options = hidden(page, "held"), options_in(page)["request_options"]
    wrong = browser.post("/confirm/", {"credential": json.dumps(other.get(options)), "held": text})
    assert wrong.status_code == 422
    assert hidden(wrong.content.decode(), "held") == text
    assert browser.post("/confirm/", {"credential": "nonsense", "held": text}).status_code == 422
    options = options_in(browser.get("/confirm/").content.decode())["request_options"]
    assert options["publicKey"]["userVerification"] == "required"
    touched = browser.post("/confirm/", {"credential": json.dumps(software.get(options)), "held": text})
    assert touched.status_code == 422  # whoever sits there can touch it: the key has to ask for its PIN
    assert factors.passkeys(cast.member("ben"))
    options = options_in(browser.get("/confirm/").content.decode())["request_options"]
    checked = json.dumps(software.get(options, checked=True))
    answer = browser.post("/confirm/", {"credential": checked, "held": text})
    assert answer["Location"] == "/account/"
    assert factors.passkeys(cast.member("ben")) == []
    assert browser.get("/account/").status_code == 200


def test_an_act_that_is_refused_after_all_leaves_the_screen_open(cast: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    browser = cast.client("ben")
    later(monkeypatch, 301)
    page = browser.post("/account/passkey/999/remove/").content.decode()
    assert browser.post("/confirm/", {"passphrase": cast.passphrase, "held": hidden(page, "held")}).status_code == 404
    assert browser.get("/account/").status_code == 200  # the new key of this browser came with the 404


def test_a_form_with_a_mistake_comes_back_and_goes_to_its_own_page(cast: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    browser, path = cast.client("kofi"), f"/people/{cast.member('ben').pk}/leave/"
    later(monkeypatch, 301)
    page = browser.post(path, {"name": "bne"}).content.decode()
    answer = browser.post("/confirm/", {"passphrase": cast.passphrase, "held": hidden(page, "held")})
    assert answer.status_code == 422
    assert 'value="bne"' in answer.content.decode()
    assert f'action="{path}"' in answer.content.decode()


def test_one_derivation_for_one_question(cast: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    key, browser = Key(cast), cast.client("ben")
    later(monkeypatch, 301)
    text = hidden(ask(browser, key).content.decode(), "held")
    calls: list[str] = []
    real = vars(vault_stretch)["hash_secret_raw"]

    def counted(*args: Any, **kwargs: Any) -> bytes:
        calls.append("derived")
        derived: bytes = real(*args, **kwargs)
        return derived

    monkeypatch.setattr(vault_stretch, "hash_secret_raw", counted)
    browser.post("/confirm/", {"passphrase": cast.passphrase, "held": text})
    assert calls == ["derived"]


def test_a_time_ahead_is_not_fresh(cast: Any) -> None:
    browser = cast.client("ben")
    session = session_of(browser)
    session[state.FRESH] = state.seconds() + 3600
    session.save()
    assert browser.get("/account/passkey/").status_code == 302


def test_a_locked_screen_asks_to_unlock_first_and_that_is_fresh(cast: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    browser = cast.client("ben")
    browser.post("/lock/")
    assert browser.get("/confirm/")["Location"].startswith("/unlock/")
    later(monkeypatch, 600)
    browser.post("/unlock/", {"passphrase": cast.passphrase, "next": "/account/"})
    assert browser.get("/account/passkey/").status_code == 200


@pytest.mark.parametrize("path", ["/safe-contact/", "/sharing/00000000-0000-4000-8000-000000000001/send/"])
def test_what_does_not_exist_is_asked_about_alike(cast: Any, monkeypatch: pytest.MonkeyPatch, path: str) -> None:
    browser = cast.client("ben")
    assert browser.post(f"{CASE}{path}").status_code == 404
    later(monkeypatch, 301)
    assert b'name="held"' in browser.post(f"{CASE}{path}").content


def test_each_act_of_the_list_asks(cast: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    browser = cast.client("kofi")
    later(monkeypatch, 301)
    for route in GUARDED:
        path = route.replace("<int:pk>", "1")
        for name in ("case_id", "referral_id", "pk"):
            path = path.replace(f"<uuid:{name}>", "00000000-0000-4000-8000-000000000000")
        answer = browser.post(path, {"a": "b"})
        assert (answer.status_code, b'name="held"' in answer.content) == (403, True), path
    assert get_resolver().resolve("/confirm/").view_name == "signin:confirm"


def test_a_view_may_ask_for_one_of_its_acts(cast: Any) -> None:
    request = HttpRequest()
    request.method, request.session = "POST", {state.FRESH: state.seconds()}  # type: ignore[assignment]

    def act(request: HttpRequest) -> HttpResponse:
        return HttpResponse("done")

    guarded = stepup.fresh_needed(act)
    assert guarded(request).content == b"done"
    assert stepup.ask(request) is None
