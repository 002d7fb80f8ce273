"""The pages for a lost agency code: two custodians, an hour apart, and everyone who watches is told."""

from __future__ import annotations

import re
from typing import Any

import pytest

from tests.foundation.keyring.session.test_custody import HERE, name_them, text_of, wait
from waystation.foundation.keyring.actions.recovery import open_envelope
from waystation.foundation.keyring.errors import WrongCode
from waystation.foundation.keyring.models import CodeRequest
from waystation.foundation.keyring.session import stepup

THERE = f"{HERE}agency-code/"


def begun(cast: Any) -> CodeRequest:
    name_them(cast, "chloe", "nia", "ana")
    assert cast.client("ana").post(THERE)["Location"] == HERE
    return CodeRequest.objects.get()


def test_two_custodians_print_a_new_code(cast: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    row = begun(cast)
    assert "Go on with the new code" in text_of(cast.client("nia"))
    assert "Go on with the new code" not in text_of(cast.client("ana"))  # not with herself
    assert "Not yet" in text_of(cast.client("nia"), f"{THERE}{row.pk}/")
    assert cast.client("nia").post(f"{THERE}{row.pk}/").status_code == 200
    wait(monkeypatch, 1.5)
    browser = cast.client("nia")
    assert "Ana began this and should sit beside you" in text_of(browser, f"{THERE}{row.pk}/")
    assert browser.post(f"{THERE}{row.pk}/")["Location"] == "/account/keep/"
    page = browser.get("/account/keep/").content.decode()
    found = re.search(r"Agency code of .*?<code>([0-9A-Z-]{34})</code>", page, re.DOTALL)
    assert found is not None
    open_envelope(row.agency, found[1])
    with pytest.raises(WrongCode):
        open_envelope(row.agency, cast.code("riverbend"))
    browser.post("/account/keep/")
    assert found[1] not in browser.get("/account/").content.decode()
    assert browser.get(f"{THERE}{row.pk}/").status_code == 404  # once
    assert name_them(cast, "chloe", "nia", code=found[1])["Location"] == HERE


def test_supervisors_and_administrators_are_told(cast: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    row = begun(cast)
    for who in ("chloe", "kofi"):
        page = text_of(cast.client(who), "/today/")
        assert "A new agency code is being made" in page, who
        assert "Ana began a new agency code, since the paper is lost." in page, who
    assert "agency code" not in text_of(cast.client("ben"), "/today/")
    wait(monkeypatch, 1.5)
    cast.client("nia").post(f"{THERE}{row.pk}/")
    for who in ("chloe", "kofi"):
        page = text_of(cast.client(who), "/today/")
        assert "Nia and another custodian made a new agency code for the lost one." in page, who


@pytest.mark.parametrize(("who", "status"), [("chloe", 302), ("kofi", 302), ("ana", 302), ("ben", 404), ("dalia", 404)])
def test_those_who_watch_can_stop_it(cast: Any, monkeypatch: pytest.MonkeyPatch, who: str, status: int) -> None:
    row = begun(cast)
    assert cast.client(who).post(f"{THERE}{row.pk}/stop/").status_code == status
    wait(monkeypatch, 1.5)
    assert cast.client("nia").get(f"{THERE}{row.pk}/").status_code == (404 if status == 302 else 200)


def test_one_is_under_way_at_a_time_and_it_ends_after_a_day(cast: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    row = begun(cast)
    assert cast.client("nia").post(THERE)["Location"] == HERE
    assert CodeRequest.objects.count() == 1
    wait(monkeypatch, 24.5)
    assert "Too late" in text_of(cast.client("nia"), f"{THERE}{row.pk}/")
    assert cast.client("nia").post(f"{THERE}{row.pk}/").status_code == 200
    assert "Begin a new agency code" in text_of(cast.client("nia"))
    open_envelope(row.agency, cast.code("riverbend"))


def test_it_asks_for_the_passphrase_again(cast: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    row = begun(cast)
    wait(monkeypatch, 1.5)
    browser = cast.client("nia")
    monkeypatch.setattr(stepup, "LIMIT", -1)
    answer = browser.post(f"{THERE}{row.pk}/")
    assert answer.status_code == 403
    assert "Your passphrase" in answer.content.decode()
    assert CodeRequest.objects.get().done_at is None
