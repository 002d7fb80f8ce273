"""Sign-in in two steps: passphrase, then a second factor, always."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.test import Client

from tests.signing import SECRET, session_of, sign_in_through_forms, with_authenticator
from waystation.core.vault import stretch as vault_stretch
from waystation.foundation.agencies.signin import factors, limiter
from waystation.foundation.audit.models import Event
from waystation.foundation.keyring.session import pending, state

ACCOUNT = "/account/"


def first_step(browser: Client, cast: Any, name: str = "ana", **more: str) -> Any:
    return browser.post("/sign-in/", {"name": name, "passphrase": cast.passphrase, "next": ACCOUNT, **more})


def verbs(cast: Any, house: str = "riverbend") -> list[str]:
    return list(Event.objects.filter(chain=cast.agency(house).pk).order_by("seq").values_list("verb", flat=True))


def test_a_member_can_sign_in_with_passphrase_and_code(cast: Any) -> None:
    browser = sign_in_through_forms(cast, "ana")
    page = browser.get(ACCOUNT)
    assert page.status_code == 200
    assert "Ana" in page.content.decode()
    assert verbs(cast)[-1] == "member.signed_in"


def test_a_member_cannot_get_in_with_the_passphrase_alone(cast: Any) -> None:
    with_authenticator(cast.member("ana"))
    browser = Client()
    assert first_step(browser, cast)["Location"] == "/sign-in/code/"
    assert browser.get(ACCOUNT)["Location"].startswith("/sign-in/")
    assert "_auth_user_id" not in session_of(browser)


@pytest.mark.parametrize("name", ["ANA", " Ana ", "\uff21\uff4e\uff41"])
def test_a_member_can_type_the_sign_in_name_as_the_keyboard_gives_it(cast: Any, name: str) -> None:
    with_authenticator(cast.member("ana"))
    assert first_step(Client(), cast, name)["Location"] == "/sign-in/code/"


def test_two_members_from_before_whose_names_look_alike_sign_in_as_written(cast: Any) -> None:
    for who in ("ana", "ben"):
        with_authenticator(cast.member(who))
    type(cast.member("ben")).objects.filter(pk=cast.member("ben").pk).update(sign_in_name="ANA")
    for name, status in (("ana", 302), ("ANA", 302), ("Ana", 422)):
        assert first_step(Client(), cast, name).status_code == status


def test_other_spellings_of_a_name_buy_no_further_tries(cast: Any) -> None:
    for name in ("ana", "ANA", "Ana", "\uff41na", "aNa"):
        answer = Client().post("/sign-in/", {"name": name, "passphrase": "wrong words altogether"})
    assert answer.status_code == 429
    assert first_step(Client(), cast).status_code == 429


@pytest.mark.parametrize("name", ["ana", "ANA", "nobody", "uma"])
def test_each_try_derives_exactly_once(cast: Any, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    calls: list[str] = []
    real = vault_stretch.hash_secret_raw

    def counted(*args: Any, **kwargs: Any) -> bytes:
        calls.append("derived")
        return real(*args, **kwargs)

    monkeypatch.setattr(vault_stretch, "hash_secret_raw", counted)
    passphrase = cast.passphrase if name in {"ana", "ANA"} else "wrong words altogether"
    Client().post("/sign-in/", {"name": name, "passphrase": passphrase})
    assert calls == ["derived"]


def test_wrong_passphrase_and_unknown_name_answer_alike(cast: Any) -> None:
    def answer(name: str) -> tuple[int, str]:
        page = Client().post("/sign-in/", {"name": name, "passphrase": "wrong words altogether"})
        return page.status_code, re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", page.content.decode())

    known, unknown = answer("ana"), answer("nobody")
    assert known[0] == unknown[0] == 422
    assert known[1].replace("ana", "nobody") == unknown[1].replace("ana", "nobody")


def test_a_closed_account_cannot_sign_in(cast: Any) -> None:
    member = cast.member("ana")
    member.is_active = False
    member.save()
    assert first_step(Client(), cast).status_code == 422


def test_after_five_wrong_passphrases_a_clear_wait_begins(cast: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    with_authenticator(cast.member("ana"))
    browser = Client()
    for _ in range(4):
        assert browser.post("/sign-in/", {"name": "ana", "passphrase": "wrong words altogether"}).status_code == 422
    fifth = browser.post("/sign-in/", {"name": "ana", "passphrase": "wrong words altogether"})
    assert fifth.status_code == 429
    assert "Try again in 1 minute." in fifth.content.decode()
    assert "ask a colleague" in fifth.content.decode()
    assert first_step(browser, cast).status_code == 429  # even the right one is not looked at
    now = limiter.now()
    monkeypatch.setattr(limiter, "now", lambda: now + 61)
    assert first_step(browser, cast).status_code == 302


def test_an_address_cannot_try_many_names(cast: Any) -> None:
    browser = Client(REMOTE_ADDR="203.0.113.7")
    answers = [browser.post("/sign-in/", {"name": f"n{i}", "passphrase": "x" * 12}).status_code for i in range(20)]
    assert answers[-1] == 429
    assert first_step(Client(REMOTE_ADDR="203.0.113.8"), cast).status_code == 302


def test_behind_a_proxy_each_visitor_has_an_own_count(cast: Any, settings: Any) -> None:
    settings.WAYSTATION_PROXY = True
    for i in range(20):  # what a visitor writes before the proxy's own entry does not count
        headers = {"x-forwarded-for": f"192.0.2.{i}, 203.0.113.7"}
        answer = Client().post("/sign-in/", {"name": f"n{i}", "passphrase": "x" * 12}, headers=headers)
    assert answer.status_code == 429
    other = {"x-forwarded-for": "203.0.113.8"}
    sent = {"name": "ana", "passphrase": cast.passphrase}
    assert Client().post("/sign-in/", sent, headers=other).status_code == 302


def test_the_waiting_bundle_expires_after_five_minutes(cast: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    with_authenticator(cast.member("ana"))
    browser = Client()
    first_step(browser, cast)
    later = state.seconds() + pending.LIFETIME
    monkeypatch.setattr(state, "seconds", lambda: later)
    answer = browser.post("/sign-in/code/", {"code": factors.current_code(SECRET)})
    assert answer["Location"] == "/sign-in/?why=time"
    assert "five minutes" in browser.get(answer["Location"]).content.decode()
    assert not Session.objects.exists()


def test_three_wrong_codes_delete_the_waiting_bundle(cast: Any) -> None:
    with_authenticator(cast.member("ana"))
    browser = Client()
    first_step(browser, cast)
    assert browser.post("/sign-in/code/", {"code": "000000"}).status_code == 422
    assert browser.post("/sign-in/code/", {"code": "000000"}).status_code == 422
    assert browser.post("/sign-in/code/", {"code": "000000"})["Location"] == "/sign-in/?why=codes"
    assert not Session.objects.exists()
    assert verbs(cast)[-3:] == ["member.second_factor_wrong"] * 3


def test_five_wrong_codes_begin_a_wait(cast: Any) -> None:
    with_authenticator(cast.member("ana"))
    browser = Client()
    for step in range(5):
        if step in (0, 3):
            first_step(browser, cast)
        answer = browser.post("/sign-in/code/", {"code": "000000"})
    assert answer.status_code == 429
    assert browser.post("/sign-in/code/", {"code": factors.current_code(SECRET)}).status_code == 429


def test_a_code_cannot_be_used_twice(cast: Any) -> None:
    member = with_authenticator(cast.member("ana"))
    code = factors.current_code(SECRET)
    assert factors.verify(member, code) == "totp"
    assert factors.verify(member, code) is None
    browser = Client()
    first_step(browser, cast)
    assert browser.post("/sign-in/code/", {"code": code}).status_code == 422


def test_the_used_code_stays_used_as_long_as_it_would_be_good() -> None:
    assert factors._REMEMBERED >= 3 * factors.PERIOD


def test_a_new_member_must_set_up_an_authenticator_and_gets_codes_to_print(cast: Any) -> None:
    browser = Client()
    assert first_step(browser, cast)["Location"] == "/sign-in/set-up/"
    page = browser.get("/sign-in/set-up/").content.decode()
    assert "<svg" in page
    assert "data:" not in page
    found = re.search(r"<code>([A-Z2-7 ]+)</code>", page)
    assert found is not None
    assert browser.post("/sign-in/set-up/", {"code": "000000"}).status_code == 422
    answer = browser.post("/sign-in/set-up/", {"code": factors.current_code(found[1].replace(" ", ""))})
    assert answer["Location"] == "/account/keep/?next=%2Faccount%2F"
    printed = re.findall(r"<code>(\d{10})</code>", browser.get(answer["Location"]).content.decode())
    assert len(printed) == 10
    assert browser.post("/account/keep/", {"next": ACCOUNT})["Location"] == ACCOUNT
    assert browser.get("/account/keep/").status_code == 302  # shown once


def test_a_member_with_an_authenticator_cannot_reach_the_set_up_page(cast: Any) -> None:
    with_authenticator(cast.member("ana"))
    browser = Client()
    first_step(browser, cast)
    assert browser.get("/sign-in/set-up/")["Location"] == "/sign-in/code/"
    assert browser.post("/sign-in/set-up/", {"code": "000000"})["Location"] == "/sign-in/code/"


def test_a_backup_code_works_once(cast: Any) -> None:
    member = cast.member("ana")
    factors.activate(member, SECRET)
    code = factors.backup_codes_once(member)[0]
    browser = Client()
    first_step(browser, cast)
    assert browser.post("/sign-in/code/", {"code": code})["Location"] == ACCOUNT
    assert verbs(cast)[-1] == "member.backup_code_used"
    again = Client()
    first_step(again, cast)
    assert again.post("/sign-in/code/", {"code": code}).status_code == 422


def test_id_and_browser_key_rotate_between_the_steps(cast: Any) -> None:
    with_authenticator(cast.member("ana"))
    browser = Client()
    first_step(browser, cast)
    before = browser.cookies["__Host-s"].value, browser.cookies["__Host-k"].value
    browser.post("/sign-in/code/", {"code": factors.current_code(SECRET)})
    after = browser.cookies["__Host-s"].value, browser.cookies["__Host-k"].value
    assert before[0] != after[0]
    assert before[1] != after[1]


def test_secrets_of_the_second_factor_are_sealed_in_the_database(cast: Any) -> None:
    member = with_authenticator(cast.member("ana"))
    rows = list(factors.Authenticator.objects.filter(user=member).values_list("data", flat=True))
    assert rows
    assert SECRET not in str(rows)


def test_sign_in_cannot_lead_to_another_site(cast: Any) -> None:
    with_authenticator(cast.member("ana"))
    browser = Client()
    first_step(browser, cast, next="https://evil.example/")
    answer = browser.post("/sign-in/code/", {"code": factors.current_code(SECRET)})
    assert answer["Location"] == "/today/"


@pytest.mark.parametrize(
    "path", ["/accounts/signup/", "/accounts/login/", "/accounts/email/", "/accounts/password/reset/", "/signup/"]
)
def test_pages_of_allauth_are_not_there(cast: Any, path: str) -> None:
    assert Client().get(path).status_code == 404
