"""Lock everyone: one button ends every open screen of the agency, and a request under way does not undo it."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from tests.foundation.keyring.session.scenes import verbs
from tests.signing import session_of
from waystation.foundation.agencies.signin import factors
from waystation.foundation.keyring.errors import NotAllowed
from waystation.foundation.keyring.session import everyone, state


@pytest.mark.parametrize("who", ["chloe", "kofi"])
def test_a_supervisor_or_administrator_locks_every_screen_of_the_agency(cast: Any, who: str) -> None:
    ana, ben, femi = (cast.client(name) for name in ("ana", "ben", "femi"))
    half = Client()
    half.post("/sign-in/", {"name": "nia", "passphrase": cast.passphrase})
    browser = cast.client(who)
    assert "Lock everyone now" in browser.get("/account/recovery/").content.decode()
    assert browser.post("/lock/everyone/")["Location"] == "/unlock/"
    for one in (ana, ben, browser):
        assert one.get("/account/")["Location"].startswith("/unlock/")
        assert state.BUNDLE not in session_of(one)
    assert half.post("/sign-in/set-up/", {"code": "000000"})["Location"] == "/sign-in/?why=time"
    assert femi.get("/account/").status_code == 200
    assert "session.everyone_locked" in verbs(cast)
    assert ben.post("/unlock/", {"passphrase": cast.passphrase, "next": "/account/"})["Location"] == "/account/"


@pytest.mark.parametrize("who", ["ana", "ben", "iris"])
def test_others_cannot_lock_everyone(cast: Any, who: str) -> None:
    browser, other = cast.client(who), cast.client("chloe")
    assert browser.post("/lock/everyone/").status_code == 404
    assert "Lock everyone now" not in browser.get("/account/recovery/").content.decode()
    with pytest.raises(NotAllowed):
        everyone.lock(cast.member(who))
    assert other.get("/account/").status_code == 200


def test_a_request_under_way_does_not_open_a_screen_again(cast: Any) -> None:
    browser = cast.client("ben")
    under_way = session_of(browser)
    assert under_way[state.BUNDLE]
    everyone.lock(cast.member("kofi"))
    under_way[state.SEEN] = 1.0
    under_way.save()
    assert state.BUNDLE not in session_of(browser)


def test_an_unlocking_under_way_counts(cast: Any) -> None:
    browser = cast.client("ben")
    session = session_of(browser)
    session[state.BUNDLE] = f"another {session[state.BUNDLE]}"
    everyone.lock(cast.member("kofi"))
    session.save()
    assert state.BUNDLE in session_of(browser)
    assert not factors.has_authenticator(cast.member("ben"))
