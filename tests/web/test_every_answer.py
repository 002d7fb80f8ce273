"""What holds for each answer: it says what it is, invites no other site, lists no folder and keeps parameters apart."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.conf import settings
from django.test import Client

from tests.signing import session_of

TEXT = ("/", "/sign-in/", "/help/words/", "/directory/", "/health/", "/robots.txt", "/no-such-page/", "/styleguide/")


@pytest.mark.parametrize("page", TEXT)
def test_every_text_names_its_kind_and_its_letters(db: None, page: str) -> None:
    assert re.fullmatch(r"text/(html|plain); charset=utf-8", Client().get(page)["Content-Type"])


@pytest.mark.parametrize("page", TEXT)
def test_no_answer_invites_the_scripts_of_another_site(db: None, page: str) -> None:
    answer = Client().get(page, headers={"origin": "https://evil.example"})
    assert [name for name in answer.headers if name.lower().startswith("access-control")] == []


@pytest.mark.parametrize("page", ["/static/", "/static/ui/", "/static/../", "/.git/config", "/settings.toml"])
def test_no_folder_and_no_file_of_the_server_is_shown(db: None, page: str) -> None:
    assert Client().get(page).status_code == 404


def test_what_the_address_says_does_not_stand_in_for_the_form(cast: Any) -> None:
    browser = Client()
    answer = browser.post(f"/sign-in/?name=ben&passphrase={cast.passphrase}", {})
    assert "Location" not in answer
    doubled = browser.post("/sign-in/", {"name": ["nobody", "ben"], "passphrase": ["wrong", cast.passphrase]})
    assert doubled["Location"] == "/sign-in/set-up/", "the last of two values counts, for both fields alike"


def test_session_secrets_cannot_be_guessed(cast: Any) -> None:
    seen = set()
    for _turn in range(3):
        browser = cast.client("ben")
        key = browser.cookies[settings.WAYSTATION_KEY_COOKIE].value
        name = str(session_of(browser).session_key)
        assert re.fullmatch(r"[A-Za-z0-9_-]{43}", key), "256 bits"
        assert re.fullmatch(r"[a-z0-9]{32}", name), "32 of 36 letters: 165 bits"
        seen |= {key, name}
    assert len(seen) == 6
