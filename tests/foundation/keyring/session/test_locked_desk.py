"""A stranger at a locked screen: nothing they send waits for its owner, and no secret comes back in a page."""

from __future__ import annotations

import json
from typing import Any
from uuid import UUID

import pytest
from django.test import Client

from tests.foundation.keyring.session.scenes import hidden, later, token
from tests.signing import session_of
from waystation.foundation.keyring.models import Draft
from waystation.foundation.keyring.session import kept, stepup

PASSKEY = "/account/passkey/"
NEW = "seven quiet herons walking"


def strict(browser: Client) -> Client:
    """The same browser, with the check of form tokens."""
    checked = Client(enforce_csrf_checks=True)
    checked.cookies = browser.cookies
    return checked


def planted(*fields: tuple[str, str]) -> dict[str, str]:
    return {"page": PASSKEY, "typed": json.dumps([[PASSKEY, 0, [list(field) for field in fields]]])}


def locked(cast: Any) -> tuple[Client, dict[str, str], dict[str, str]]:
    """A locked desk of Ben's; the token of a page that was open, and the one that the locked screen shows."""
    browser = strict(cast.client("ben"))
    was = {"csrfmiddlewaretoken": hidden(browser.get("/account/").content.decode(), "csrfmiddlewaretoken")}
    browser.post("/lock/", was | {"page": "/account/"})
    now = {"csrfmiddlewaretoken": hidden(browser.get("/unlock/").content.decode(), "csrfmiddlewaretoken")}
    return browser, was, now


def test_a_stranger_at_a_locked_screen_cannot_make_a_form_wait(cast: Any) -> None:
    browser, was, now = locked(cast)
    answer = browser.post(PASSKEY, now | {"name": "a stranger's"})
    page = answer.content.decode()
    assert answer.status_code == 403
    assert "This was not kept" in page
    assert 'name="held" value' not in page
    kept_page = browser.post(PASSKEY, was | {"name": "Ben's own"}).content.decode()
    assert "What you wrote is kept" in kept_page
    assert hidden(kept_page, "held")


def test_a_stranger_at_a_locked_screen_cannot_plant_words_or_push_out_kept_ones(cast: Any) -> None:
    browser, was, now = locked(cast)
    mine = kept.keep(cast.member("ben"), {"page": "/x/", "typed": [["/x/", 0, [["a", "real work"]]]]})
    for _ in range(kept.MOST):
        assert "kept=" not in browser.post("/lock/", now | planted(("name", "555-0100")))["Location"]
    assert [row.subject for row in Draft.objects.filter(form=kept.FORM)] == [mine]
    assert "kept=" in browser.post("/lock/", was | planted(("name", "Ben's own")))["Location"]
    assert browser.post("/switch/", now | planted(("name", "555-0100"))).status_code == 303
    assert Draft.objects.filter(form=kept.FORM).count() == 2


def test_a_token_of_the_locked_screen_does_not_count_at_the_next_lock(cast: Any) -> None:
    browser, was, now = locked(cast)
    assert browser.post("/unlock/", now | {"passphrase": cast.passphrase, "next": "/account/"}).status_code == 302
    browser.get("/account/")
    assert browser.post("/account/colleagues/", was).status_code == 404  # a page left open before still sends
    browser.post("/lock/", was)
    assert "This was not kept" in browser.post(PASSKEY, now | {"name": "x"}).content.decode()


def test_a_forged_form_is_refused_as_ever(cast: Any) -> None:
    browser, _was, _now = locked(cast)
    for token_ in ("", "x" * 32, "a" * 64, "ñ" * 64):
        answer = browser.post(PASSKEY, {"csrfmiddlewaretoken": token_, "name": "x"})
        assert answer.status_code == 403
        assert b'name="held"' not in answer.content


def test_after_the_end_of_the_day_only_an_open_page_leaves_something(
    cast: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    browser, _was, now = locked(cast)
    other = cast.client("ben")
    later(monkeypatch, 13 * 3600)
    browser.post(PASSKEY, now | {"name": "a stranger's"})
    assert not Draft.objects.exists()
    other.post(PASSKEY, token(other) | {"name": "Ben's own"})
    assert Draft.objects.count() == 1


@pytest.mark.parametrize(
    ("path", "form"),
    [
        ("/account/passphrase/", {"passphrase": "OLD", "new": NEW, "again": NEW}),
        ("/account/codes/", {"passphrase": "OLD"}),
        ("/confirm/", {"passphrase": "OLD", "next": "/today/"}),
        ("/account/recovery/custodians/", {"agency_code": "OLD", "custodians": "x"}),
    ],
)
def test_a_secret_that_came_too_late_is_not_kept(cast: Any, path: str, form: dict[str, str]) -> None:
    browser, was, _now = locked(cast)
    page = browser.post(path, was | {k: v.replace("OLD", cast.passphrase) for k, v in form.items()}).content.decode()
    assert "This was not kept" in page
    assert 'name="held" value' not in page
    assert cast.passphrase not in page


def test_secrets_typed_in_a_page_that_is_left_are_not_kept(cast: Any) -> None:
    browser = cast.client("ben")
    fields = (
        ("passphrase", cast.passphrase),
        ("new", NEW),
        ("agency_code", "A-B"),
        ("code", "123456"),
        ("name", "key"),
    )
    answer = browser.post("/lock/", token(browser) | planted(*fields))
    about = answer["Location"].partition("kept=")[2]
    found = kept.load(cast.keyring("ben"), UUID(about))
    assert found is not None
    assert found["typed"] == [[PASSKEY, 0, [["name", "key"]]]]


def test_an_act_that_asks_again_keeps_the_form_without_its_secret(cast: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    browser = cast.client("kofi")
    later(monkeypatch, stepup.LIMIT + 1)
    form = {"agency_code": cast.code("riverbend"), "custodians": [str(cast.member("ben").pk)]}
    asked = browser.post("/account/recovery/custodians/", form).content.decode()
    done = browser.post("/confirm/", {"passphrase": cast.passphrase, "held": hidden(asked, "held")})
    assert done.status_code == 422
    assert cast.code("riverbend") not in done.content.decode()


def test_what_waited_at_a_switch_is_not_fresh_either(cast: Any) -> None:
    browser = cast.client("ben")
    about = kept.keep(cast.member("ben"), {"page": PASSKEY, "pairs": [["name", "key"]]})
    shown = browser.post(f"/kept/{about}/", {"act": "go_on"}).content.decode()
    assert "<dd>key</dd>" in shown
    assert "Add a passkey" in shown
    assert b'name="held"' in browser.post(f"/kept/{about}/", {"act": "send"}).content
    assert session_of(browser)["fresh"] == 0
