"""A lost passphrase, a lost phone, new codes, help for a colleague."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client

from tests.signing import SECRET, sign_in_through_forms, with_authenticator
from waystation.foundation.agencies.signin import factors, limiter
from waystation.foundation.audit.models import Event
from waystation.foundation.keyring.actions import invitations

NEW = "another river, another stone"


def recover(browser: Client, code: str, name: str = "ben", new: str = NEW, again: str = "") -> Any:
    return browser.post("/sign-in/recover/", {"name": name, "code": code, "new": new, "again": again or new})


def verbs(cast: Any) -> list[str]:
    return list(Event.objects.filter(chain=cast.agency("riverbend").pk).order_by("seq").values_list("verb", flat=True))


def test_the_printed_code_sets_a_new_passphrase_but_not_without_the_second_factor(cast: Any) -> None:
    with_authenticator(cast.member("ben"))
    browser = Client()
    assert recover(browser, cast.code("ben"))["Location"] == "/sign-in/code/"
    assert browser.get("/account/")["Location"].startswith("/sign-in/")
    answer = browser.post("/sign-in/code/", {"code": factors.current_code(SECRET)})
    assert answer["Location"].startswith("/account/keep/")
    fresh = re.search(r"<code>([0-9A-Z-]{34})</code>", browser.get(answer["Location"]).content.decode())
    assert fresh is not None
    assert fresh[1] != cast.code("ben")
    assert "member.recovery_code_used" in verbs(cast)
    assert Client().post("/sign-in/", {"name": "ben", "passphrase": cast.passphrase}).status_code == 422
    assert Client().post("/sign-in/", {"name": "ben", "passphrase": NEW}).status_code == 302
    assert recover(Client(), cast.code("ben")).status_code == 422  # used up
    assert recover(Client(), fresh[1]).status_code == 302


@pytest.mark.parametrize(
    ("name", "code"), [("ben", "0000-0000-0000-0000-0000-0000-0000"), ("ben", "what"), ("nobody", "x"), ("ana", "BEN")]
)
def test_a_wrong_code_cannot_set_a_passphrase(cast: Any, name: str, code: str) -> None:
    code = cast.code("ben") if code == "BEN" else code
    answer = recover(Client(), code, name)
    assert answer.status_code == 422
    assert "do not go together" in answer.content.decode()


def test_codes_cannot_be_tried_without_end(cast: Any) -> None:
    answers = [recover(Client(), "what").status_code for _ in range(5)]
    assert answers == [422] * 4 + [429]
    assert recover(Client(), cast.code("ben")).status_code == 429


@pytest.mark.parametrize(("new", "again"), [("short", "short"), (NEW, "something else then")])
def test_a_weak_or_mistyped_passphrase_is_asked_again_and_the_code_stays_good(cast: Any, new: str, again: str) -> None:
    assert recover(Client(), cast.code("ben"), new=new, again=again).status_code == 422
    assert recover(Client(), cast.code("ben")).status_code == 302


def test_somebody_without_a_phone_finds_a_way_on(cast: Any) -> None:
    page = Client().get("/sign-in/help/").content.decode()
    assert "backup codes" in page
    assert "supervisor or administrator" in page
    assert "/sign-in/recover/" in page


def test_a_supervisor_can_remove_a_lost_phone_and_the_colleague_sets_up_a_new_one(cast: Any) -> None:
    ben = with_authenticator(cast.member("ben"))
    browser = cast.client("chloe")
    assert browser.post(f"/account/colleagues/{ben.pk}/", {"passphrase": "wrong words altogether"}).status_code == 422
    assert factors.has_authenticator(ben)
    assert browser.post(f"/account/colleagues/{ben.pk}/", {"passphrase": cast.passphrase}).status_code == 302
    assert "Ben sets up a new one" in browser.get("/account/colleagues/").content.decode()
    assert verbs(cast)[-1] == "member.second_factor_removed"
    answer = Client().post("/sign-in/", {"name": "ben", "passphrase": cast.passphrase})
    assert answer["Location"] == "/sign-in/set-up/"


@pytest.mark.parametrize(
    ("who", "whom"), [("ana", "ben"), ("ben", "ana"), ("chloe", "femi"), ("chloe", "chloe"), ("pia", "ben")]
)
def test_others_cannot_remove_a_second_factor(cast: Any, who: str, whom: str) -> None:
    member = with_authenticator(cast.member(whom))
    answer = cast.client(who).post(f"/account/colleagues/{member.pk}/", {"passphrase": cast.passphrase})
    assert answer.status_code == 404
    assert factors.has_authenticator(member)


def test_a_member_can_make_new_codes(cast: Any) -> None:
    browser = sign_in_through_forms(cast, "ben")
    assert browser.post("/account/codes/", {"passphrase": "wrong words altogether"}).status_code == 422
    assert browser.post("/account/codes/", {"passphrase": cast.passphrase})["Location"] == "/account/keep/"
    page = browser.get("/account/keep/").content.decode()
    assert len(re.findall(r"<code>\d{10}</code>", page)) == 10
    assert re.search(r"<code>[0-9A-Z-]{34}</code>", page)
    assert browser.get("/account/keep/").status_code == 200  # a reload loses nothing
    browser.post("/account/keep/")
    assert browser.get("/account/keep/").status_code == 302
    assert recover(Client(), cast.code("ben")).status_code == 422


def test_a_member_can_change_the_passphrase_and_other_sessions_end(cast: Any) -> None:
    browser, elsewhere = cast.client("ben"), cast.client("ben")
    sent = {"passphrase": cast.passphrase, "new": NEW, "again": NEW}
    assert browser.post("/account/passphrase/", {**sent, "passphrase": "wrong words altogether"}).status_code == 422
    assert browser.post("/account/passphrase/", sent)["Location"] == "/account/"
    assert "Your passphrase is changed." in browser.get("/account/").content.decode()
    assert elsewhere.get("/account/")["Location"].startswith("/sign-in/")
    assert Client().post("/sign-in/", {"name": "ben", "passphrase": NEW}).status_code == 302


def test_a_passkey_that_does_not_fit_adds_nothing(cast: Any) -> None:
    browser = cast.client("ben")
    assert browser.get("/account/passkey/").status_code == 200
    for credential in (
        "",
        "{}",
        "[]",
        '{"id": "x"}',
        '{"type": "public-key", "id": "eA", "rawId": "eA", "response": {}}',
    ):
        answer = browser.post("/account/passkey/", {"name": "key", "credential": credential})
        assert answer.status_code == 422, credential
    assert factors.passkeys(cast.member("ben")) == []
    assert browser.post("/account/passkey/1/remove/").status_code == 404


def test_a_passkey_answer_that_does_not_fit_signs_nobody_in(cast: Any) -> None:
    with_authenticator(cast.member("ben"))
    for credential in ("", "{}", "null", '{"id": 5}'):
        browser = Client()
        browser.post("/sign-in/", {"name": "ben", "passphrase": cast.passphrase})
        assert browser.post("/sign-in/code/", {"credential": credential}).status_code in (422, 429)
        assert browser.get("/account/")["Location"].startswith("/sign-in/")


def test_the_agency_code_page_tells_an_invited_colleague_from_nobody_by_nothing(cast: Any) -> None:
    kofi = cast.keyring("kofi")
    made = invitations.invite(kofi, sign_in_name="zed", display_name="Zed", role="case_manager")
    invitations.accept(made.secret, passphrase=NEW)
    form = {"code": cast.code("riverbend"), "new": NEW, "again": NEW}
    for name in ("zed", "nobody"):
        answers = [Client().post("/sign-in/agency-code/", {"name": name, **form}) for _ in range(2)]
        assert [answer.status_code for answer in answers] == [422, 422], name
        limiter.forget(("address", "127.0.0.1"))
    statuses = [Client().post("/sign-in/agency-code/", {"name": "zed", **form}).status_code for _ in range(3)]
    assert statuses == [422, 422, 429]  # counted as any wrong one
