"""What the screens share: where to go next, who is trying, and the decorator of screens that work while locked."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar, cast

from django.conf import settings
from django.contrib.auth import authenticate
from django.http import HttpRequest
from django.utils.http import url_has_allowed_host_and_scheme

from waystation.foundation.agencies.models import Member
from waystation.foundation.agencies.signin import limiter
from waystation.foundation.keyring.ring import Keyring
from waystation.foundation.keyring.session.backend import Opened, opened_by

View = TypeVar("View", bound=Callable[..., object])


def works_locked(view: View) -> View:
    """Mark a view that a signed-in member may use while nothing is unlocked."""
    view.works_locked = True  # type: ignore[attr-defined]  # read by the unlocking middleware
    return view


def counts_for_nothing(view: View) -> View:
    """Mark a view that a page asks by itself: it does not show that somebody is at the desk."""
    view.counts_for_nothing = True  # type: ignore[attr-defined]  # read by the unlocking middleware
    return view


def next_of(request: HttpRequest) -> str:
    """Where the member wanted to go: a page of this site, else the first page."""
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    return wanted if is_ours(request, wanted) else str(settings.LOGIN_REDIRECT_URL)


def is_ours(request: HttpRequest, address: str) -> bool:
    """Whether an address leads to a page of this site."""
    return address.startswith("/") and url_has_allowed_host_and_scheme(address, {request.get_host()})


def came_from(request: HttpRequest) -> str:
    """The address of the page a form was sent from; "" when the browser does not say, or names another site."""
    path = request.headers.get("Referer", "").removeprefix(f"{request.scheme}://{request.get_host()}")
    return path if is_ours(request, path) else ""


def tries_of(request: HttpRequest, name: str) -> tuple[tuple[str, str], ...]:
    """What a try at a passphrase is counted under."""
    address = request.META.get("REMOTE_ADDR", "")
    if settings.WAYSTATION_PROXY:  # what our own proxy saw, not what came with the request
        address = request.headers.get("X-Forwarded-For", address).rsplit(",", 1)[-1].strip()
    return ("name", name), ("address", str(address))


def check(request: HttpRequest, name: str, passphrase: str) -> Opened | limiter.Wait | None:
    """Try a passphrase under the limiter: what it opened, the wait that stands or begins, or None for wrong."""
    tries = tries_of(request, name)
    if wait := limiter.waiting(*tries):
        return wait
    member = authenticate(request, username=name, password=passphrase)
    if member is None:
        return limiter.count_wrong(*tries)
    limiter.forget(("name", name))
    return opened_by(member)


def member_of(request: HttpRequest) -> Member:
    """The signed-in member."""
    return cast(Member, request.user)


def keyring_of(request: HttpRequest) -> Keyring | None:
    """The keyring of the member behind this request; None while the screen is locked."""
    actor = getattr(request, "actor", None)
    return actor.keyring if actor is not None else None


def open_keyring_of(request: HttpRequest) -> Keyring:
    """The same on a page that a locked screen does not reach."""
    keyring = keyring_of(request)
    assert keyring is not None
    return keyring
