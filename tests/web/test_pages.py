"""The first administrator, the language of a page, and the watchdog's address."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.test import Client

from waystation.foundation.agencies.models import Agency, Member
from waystation.web import founding

GIVEN = {
    "agency": "Hollow Creek Help", "kind": "shelter", "state": "oh", "display_name": "Mara", "name": "mara",
    "new": "a lamp in the window", "again": "a lamp in the window",
}  # fmt: skip


@pytest.fixture
def empty(db: None, settings: Any, tmp_path: Path) -> Path:
    settings.WAYSTATION_HOME = tmp_path
    return tmp_path


def test_the_first_administrator_can_found_the_agency_once(empty: Path) -> None:
    link = founding.first_link()
    browser = Client()
    assert browser.get(link).status_code == 200
    assert browser.post(link, {**GIVEN, "again": "other words here"}).status_code == 422
    page = browser.post(link, GIVEN).content.decode()
    assert page.count("<code>") == 2
    assert Agency.objects.get().state == "OH"
    assert Member.objects.get().role == "administrator"
    assert browser.get(link).status_code == 404
    assert founding.first_link() == ""
    answer = browser.post("/sign-in/", {"name": "mara", "passphrase": GIVEN["new"]})
    assert answer["Location"] == "/sign-in/set-up/"


def test_an_old_or_a_wrong_link_says_what_to_do(empty: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    link = founding.first_link()
    wrong = Client().get("/begin/nonsense/")
    assert wrong.status_code == 404
    assert "prints a fresh one" in wrong.content.decode()
    fresh = founding.first_link()
    assert Client().get(link).status_code == 404
    assert Client().get(fresh).status_code == 200
    late = time.time() + founding.LIFETIME + 1
    monkeypatch.setattr(founding.time, "time", lambda: late)
    assert Client().get(fresh).status_code == 404
    assert not Agency.objects.exists()


def test_where_an_agency_is_no_link_founds_another(cast: Any) -> None:
    (Path(settings.WAYSTATION_HOME) / "begin").write_text("0 0\n")
    assert Client().get("/begin/nonsense/").status_code == 404
    assert founding.first_link() == ""


def language_of(answer: Any) -> str:
    return str(answer["Content-Language"])


def test_the_language_is_the_address_then_the_choice_then_the_members(cast: Any) -> None:
    browser = Client()
    assert language_of(browser.get("/", headers={"accept-language": "es"})) == "es"
    assert language_of(browser.get("/", headers={"accept-language": "fr"})) == "en"
    assert language_of(browser.get("/?lang=es")) == "es"
    assert language_of(browser.get("/?lang=xx")) == "en"
    lucia = cast.client("lucia")
    assert language_of(lucia.get("/account/")) == "es"
    lucia.post("/language/", {"language": "en", "next": "/account/"})
    assert language_of(lucia.get("/account/")) == "en"


def test_a_watchdog_learns_only_that_the_server_is_up(cast: Any) -> None:
    answer = Client().get("/health/")
    assert (answer.status_code, answer.content) == (200, b"ok\n")
    assert Client().post("/health/").status_code == 405
