"""The language of a page, and the watchdog's address."""

from __future__ import annotations

from typing import Any

from django.test import Client


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
