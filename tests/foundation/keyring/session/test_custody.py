"""A lost passphrase: custodians named, a recovery begun, stopped, approved; the agency code; what everyone is told."""

from __future__ import annotations

import re
from html import unescape
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client

from tests.foundation.keyring.session.scenes import verbs
from tests.signing import with_authenticator
from waystation.foundation import clock
from waystation.foundation.agencies.signin import factors
from waystation.foundation.keyring.models import RecoveryRequest
from waystation.foundation.keyring.selectors.recovery import custodians, told

HERE = "/account/recovery/"
NEW = "another river, another stone"


def text_of(browser: Client, address: str = HERE) -> str:
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", browser.get(address).content.decode())))


def name_them(cast: Any, *names: str, code: str = "", who: str = "kofi") -> Any:
    people = [str(cast.member(name).pk) for name in names]
    sent = {"custodians": people, "agency_code": code or cast.code("riverbend")}
    return cast.client(who).post(f"{HERE}custodians/", sent)


def wait(monkeypatch: pytest.MonkeyPatch, hours: float) -> None:
    monkeypatch.setattr(clock, "offset", lambda: hours * 3600)


def begun(cast: Any, by: str = "chloe", whom: str = "ben") -> RecoveryRequest:
    name_them(cast, "chloe", "nia", "ana")
    answer = cast.client(by).post(f"{HERE}begin/{cast.member(whom).pk}/")
    assert answer["Location"] == HERE
    return RecoveryRequest.objects.get()


def test_the_administrator_names_custodians_with_the_agency_code(cast: Any) -> None:
    assert "Nobody can bring back a lost passphrase yet" in text_of(cast.client("kofi"))
    assert name_them(cast, "chloe", "nia", "ana")["Location"] == HERE
    assert [one.sign_in_name for one in custodians(cast.agency("riverbend").pk)] == ["ana", "chloe", "nia"]
    assert verbs(cast)[-1] == "recovery.custodians_named"
    assert "Kofi named new custodians." in text_of(cast.client("chloe"))
    assert "named new custodians" not in text_of(cast.client("ben"))


@pytest.mark.parametrize(("names", "code", "status"), [(["chloe"], "", 422), (["chloe", "nia"], "what", 422)])
def test_one_alone_or_a_wrong_code_names_nobody(cast: Any, names: list[str], code: str, status: int) -> None:
    assert name_them(cast, *names, code=code).status_code == status
    assert custodians(cast.agency("riverbend").pk) == []


def test_the_agency_code_cannot_be_tried_without_end(cast: Any) -> None:
    answers = [name_them(cast, "chloe", "nia", code="what").status_code for _ in range(5)]
    assert answers == [422] * 4 + [429]
    assert name_them(cast, "chloe", "nia").status_code == 429


@pytest.mark.parametrize("who", ["chloe", "ben", "iris"])
def test_only_an_administrator_names_custodians(cast: Any, who: str) -> None:
    assert name_them(cast, "chloe", "nia", who=who).status_code == 404


def test_two_custodians_bring_a_passphrase_back_with_the_member_there(
    cast: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    with_authenticator(cast.member("ben"))
    row = begun(cast)
    assert "Go on with Ben" in text_of(cast.client("nia"))
    assert "Go on with Ben" not in text_of(cast.client("chloe"))  # not with herself
    assert "Not yet" in text_of(cast.client("nia"), f"{HERE}{row.pk}/")
    wait(monkeypatch, 1.5)
    browser = cast.client("nia")
    assert "hand over the keyboard" in text_of(browser, f"{HERE}{row.pk}/")
    assert browser.post(f"{HERE}{row.pk}/", {"new": NEW, "again": "no"}).status_code == 422
    assert browser.post(f"{HERE}{row.pk}/", {"new": NEW, "again": NEW})["Location"] == "/account/keep/"
    page = browser.get("/account/keep/").content.decode()
    assert "Recovery code of Ben" in page
    code = re.search(r"<code>([0-9A-Z-]{34})</code>", page)
    assert code is not None
    browser.post("/lock/")
    browser.post("/unlock/", {"passphrase": cast.passphrase, "next": "/account/keep/"})
    assert code[1] in browser.get("/account/keep/").content.decode()  # a lock does not lose it
    browser.post("/account/keep/")
    assert code[1] not in browser.get("/account/").content.decode()
    assert Client().post("/sign-in/", {"name": "ben", "passphrase": NEW})["Location"] == "/sign-in/code/"
    sent = {"name": "ben", "code": code[1], "new": NEW, "again": NEW}
    assert Client().post("/sign-in/recover/", sent).status_code == 302
    assert cast.client("nia").get(f"{HERE}{row.pk}/").status_code == 404  # once


def test_the_member_and_all_supervisors_are_told_on_today(cast: Any) -> None:
    begun(cast)
    words = "Chloe began to bring back the passphrase of Ben."
    for who in ("ben", "chloe", "kofi"):
        page = text_of(cast.client(who), "/today/")
        assert words in page, who
        assert "stop it if nobody asked for it" in page
    for who in ("ana", "iris", "pia"):
        assert words not in text_of(cast.client(who), "/today/")


def test_what_was_told_is_old_after_a_week(cast: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    begun(cast)
    assert told(cast.member("ben"))
    wait(monkeypatch, 8 * 24)
    assert told(cast.member("ben")) == []


@pytest.mark.parametrize("who", ["ben", "chloe", "kofi", "ana"])
def test_those_it_concerns_can_stop_it(cast: Any, monkeypatch: pytest.MonkeyPatch, who: str) -> None:
    row = begun(cast)
    assert cast.client(who).post(f"{HERE}{row.pk}/stop/")["Location"] == HERE
    assert verbs(cast)[-1] == "recovery.stopped"
    wait(monkeypatch, 1.5)
    assert cast.client("nia").post(f"{HERE}{row.pk}/", {"new": NEW, "again": NEW}).status_code == 404
    assert bytes(RecoveryRequest.objects.get().inner) == b""
    assert Client().post("/sign-in/", {"name": "ben", "passphrase": cast.passphrase}).status_code == 302


@pytest.mark.parametrize("who", ["iris", "uma", "pia"])
def test_others_cannot_stop_begin_or_approve(cast: Any, monkeypatch: pytest.MonkeyPatch, who: str) -> None:
    row = begun(cast)
    wait(monkeypatch, 1.5)
    browser = cast.client(who)
    assert browser.post(f"{HERE}{row.pk}/stop/").status_code == 404
    assert browser.post(f"{HERE}begin/{cast.member('ben').pk}/").status_code == 404
    assert browser.get(f"{HERE}{row.pk}/").status_code == 404
    assert browser.post(f"{HERE}{row.pk}/", {"new": NEW, "again": NEW}).status_code == 404
    assert RecoveryRequest.objects.get().done_at is None


def test_after_a_day_it_is_too_late(cast: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    row = begun(cast)
    wait(monkeypatch, 25)
    browser = cast.client("nia")
    assert "Too late" in text_of(browser, f"{HERE}{row.pk}/")
    assert browser.post(f"{HERE}{row.pk}/", {"new": NEW, "again": NEW}).status_code == 422
    assert "Go on with Ben" not in text_of(browser)


@pytest.mark.parametrize(("lost", "where"), [("", "/sign-in/code/"), ("on", "/sign-in/set-up/")])
def test_the_agency_code_is_the_last_way(cast: Any, lost: str, where: str) -> None:
    with_authenticator(cast.member("kofi"))
    sent = {"name": "kofi", "code": cast.code("riverbend"), "new": NEW, "again": NEW, "phone_lost": lost}
    assert "sealed envelope" in text_of(Client(), "/sign-in/help/")
    assert Client().post("/sign-in/agency-code/", sent)["Location"] == where
    assert factors.has_authenticator(cast.member("kofi")) is not bool(lost)
    assert Client().post("/sign-in/", {"name": "kofi", "passphrase": cast.passphrase}).status_code == 422
    assert "Kofi got new keys with the printed agency code." in text_of(cast.client("chloe"), "/today/")


@pytest.mark.parametrize(("name", "code"), [("kofi", "what"), ("nobody", "RIVERBEND"), ("pia", "RIVERBEND")])
def test_a_wrong_agency_code_gives_nothing(cast: Any, name: str, code: str) -> None:
    code = cast.code("riverbend") if code == "RIVERBEND" else code
    sent = {"name": name, "code": code, "new": NEW, "again": NEW}
    answers = [Client().post("/sign-in/agency-code/", sent).status_code for _ in range(5)]
    assert answers == [422] * 4 + [429]
    assert Client().post("/sign-in/", {"name": name, "passphrase": NEW}).status_code in (422, 429)


def test_codes_that_were_not_confirmed_wait_for_the_next_sign_in(cast: Any) -> None:
    browser = Client()
    browser.post("/sign-in/", {"name": "ben", "passphrase": cast.passphrase, "next": "/account/"})
    found = re.search(r"<code>([A-Z2-7 ]+)</code>", browser.get("/sign-in/set-up/").content.decode())
    assert found is not None
    secret = found[1].replace(" ", "")
    browser.post("/sign-in/set-up/", {"code": factors.current_code(secret)})
    printed = re.findall(r"<code>(\d{10})</code>", browser.get("/account/keep/").content.decode())
    browser.post("/switch/")
    cache.clear()
    again = Client()
    again.post("/sign-in/", {"name": "ben", "passphrase": cast.passphrase, "next": "/account/"})
    answer = again.post("/sign-in/code/", {"code": factors.current_code(secret)})
    assert answer["Location"] == "/account/keep/?next=%2Faccount%2F"
    assert re.findall(r"<code>(\d{10})</code>", again.get(answer["Location"]).content.decode()) == printed
    again.post("/account/keep/")
    assert again.get("/account/keep/").status_code == 302
