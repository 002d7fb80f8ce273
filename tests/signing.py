"""Signed-in test clients: the fast way writes the session as sign-in does, the slow way walks through the forms."""

from __future__ import annotations

from typing import Any

from django.contrib.sessions.backends.base import SessionBase
from django.http import HttpRequest, HttpResponse
from django.test import Client

from waystation.foundation.agencies.models import Member
from waystation.foundation.agencies.signin import factors
from waystation.foundation.keyring.session import rows, state

SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
"""The TOTP secret that `with_authenticator` gives everyone."""


def client(cast: Any, name: str) -> Client:
    """A client signed in as `name`, both steps done: session row and browser key through the session's own API."""
    browser = Client()
    request, answer = HttpRequest(), HttpResponse()
    request.session = rows.SessionStore()
    request.META["REMOTE_ADDR"] = "127.0.0.1"
    state.begin(request, answer, cast.member(name), cast.keyring(name).bundle)
    request.session.save()
    browser.cookies["__Host-k"] = answer.cookies["__Host-k"].value
    browser.cookies["__Host-s"] = str(request.session.session_key)
    browser.cookies["__Host-c"] = request.META["CSRF_COOKIE"]
    return browser


def with_authenticator(member: Member) -> Member:
    """Give a member the authenticator app with SECRET, the backup codes seen."""
    factors.activate(member, SECRET)
    factors.backup_codes_once(member)
    return member


def sign_in_through_forms(cast: Any, name: str, next_: str = "/account/") -> Client:
    """Passphrase, then code, as a person does it; sets the authenticator up first."""
    member = cast.member(name)
    if not factors.has_authenticator(member):
        with_authenticator(member)
    browser = Client()
    browser.post("/sign-in/", {"name": name, "passphrase": cast.passphrase, "next": next_})
    answer = browser.post("/sign-in/code/", {"code": factors.current_code(SECRET)})
    assert answer.status_code == 302, answer.content
    return browser


def session_of(browser: Client) -> SessionBase:
    """The session row behind a client."""
    return rows.SessionStore(browser.cookies["__Host-s"].value)
