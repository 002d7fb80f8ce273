"""Every route x the public listener, against a table written by hand (public_face.csv).

What is not in the table must be the 404 page to the last byte: for nobody, for a case manager and for an administrator
who bring the cookies of their session.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from django.conf import settings
from django.http import HttpResponse
from django.test import Client, override_settings
from django.urls import reverse

from tests.architecture.matrix import Browsers, Route, answer_of, masked, routes, undone
from tests.architecture.matrix_forms import form_for
from tests.architecture.matrix_world import World, make
from waystation.foundation.audit.models import Event
from waystation.web import faces

pytestmark = [pytest.mark.wide, pytest.mark.once]  # which listener asks has nothing to do with the database
TABLE = Path(__file__).with_name("public_face.csv")
PORT = 8443
ASKERS = ("anonymous", "case_manager", "administrator", "locked")
METHODS = ("GET", "POST", "HEAD", "OPTIONS", "PUT", "DELETE")


def table() -> dict[str, dict[str, str]]:
    lines = [line for line in TABLE.read_text().splitlines() if line.strip() and not line.startswith("#")]
    return {row["route"]: row for row in csv.DictReader(lines)}


@pytest.fixture(scope="module")
def db(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    with django_db_blocker.unblock(), undone():
        yield


@pytest.fixture(scope="module")
def world(db: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    with override_settings(WAYSTATION_HOME=tmp_path_factory.mktemp("faces"), WAYSTATION_PUBLIC_PORT=PORT):
        yield make()


@pytest.fixture(scope="module")
def browsers(world: World) -> Browsers:
    return Browsers(world)


class AtTheOtherPort(Client):
    """A browser whose requests come in at the public listener."""

    def request(self, **request: Any) -> Any:
        return super().request(**request | {"SERVER_PORT": str(PORT)})


@pytest.fixture(scope="module")
def public() -> Client:
    return AtTheOtherPort(raise_request_exception=False)


def address_of(world: World, route: Route) -> str:
    """The address of an object that is there, where the role matrix knows one."""
    known = world.things.get(route.family)
    if not known:
        return reverse(route.name, kwargs={name: UUID(int=7) for name in route.params})
    ids = world.target(route.family, next(iter(known)), "case_manager")
    return reverse(route.name, kwargs={name: ids[name] for name in route.params})


def ask(world: World, browsers: Browsers, public: Client, route: Route, method: str, role: str) -> HttpResponse:
    address = address_of(world, route)
    site = browsers.of(role, public)
    if method == "POST" and route.name in faces.PUBLIC:
        return site.post(address, form_for(route.name)(world, "case_manager", {}))
    return site.generic(method, address)


def test_the_table_and_the_reviewed_list_are_the_same_and_name_routes() -> None:
    assert sorted(table()) == sorted(faces.PUBLIC)
    assert set(table()) <= {route.name for route in routes()}


def test_no_public_view_asks_for_a_sign_in(world: World) -> None:
    for entry in faces.public_patterns():
        stack = [entry]
        while stack:
            found = stack.pop()
            stack += getattr(found, "url_patterns", [])
            if hasattr(found, "callback") and found.callback is not None:
                assert getattr(found.callback, "login_required", True) is False, found


def test_every_route_answers_on_the_public_listener_as_the_table_says(
    world: World, browsers: Browsers, public: Client, capsys: pytest.CaptureFixture[str]
) -> None:
    expected, wrong, cells = table(), [], 0
    unknown = {method: nothing(public, method) for method in METHODS}
    for route in routes():
        row = expected.get(route.name)
        for method in METHODS[: 2 if row else None]:
            for role in ASKERS:
                cells += 1
                with undone() as writes:
                    answer = ask(world, browsers, public, route, method, role)
                    kept = [write for write in writes if write.split()[-1] != "web_cache"]
                want = row[method] if row else "404"
                where = f"{route.name} {method} {role}"
                if answer_of(answer) != want:
                    wrong.append(f"{where}: expected {want}, is {answer_of(answer)}")
                if not row and kept:
                    wrong.append(f"{where}: wrote {kept}")
                if not row and method != "HEAD" and masked(answer, address_of(world, route)) != unknown[method]:
                    wrong.append(f"{where}: its 404 differs from that of an address of nothing")
                if set(answer.cookies) & {settings.SESSION_COOKIE_NAME, settings.WAYSTATION_KEY_COOKIE}:
                    wrong.append(f"{where}: sets a cookie of a session")
    with capsys.disabled():
        print(f"\npublic listener: routes {len(routes())}, of them open {len(expected)}, cells {cells}")
    assert not wrong, "\n".join(wrong)


def nothing(public: Client, method: str) -> str:
    """The answer to an address that never was."""
    public.cookies.clear()
    address = "/nothing/at/all/"
    return masked(public.generic(method, address), address)


def test_a_session_is_neither_seen_nor_touched_there(world: World, browsers: Browsers, public: Client) -> None:
    seen = Event.objects.count()
    for name in sorted(faces.PUBLIC):
        route = next(route for route in routes() if route.name == name)
        with undone() as writes:
            known = ask(world, browsers, public, route, "GET", "case_manager")
            assert not [write for write in writes if write.split()[-1] == "django_session"], name
        with undone():
            unknown = ask(world, browsers, public, route, "GET", "anonymous")
        assert masked(known, "-") == masked(unknown, "-"), name
    assert Event.objects.count() == seen


@pytest.mark.parametrize("address", ["/today", "/sign-in", "/cases", "/cases/search/../", "/today/?a=1"])
def test_no_redirect_tells_that_a_staff_page_is_there(world: World, public: Client, address: str) -> None:
    answer = public.get(address)
    assert (answer.status_code, answer.get("Location")) == (404, None)


def test_headers_that_name_another_port_change_nothing(world: World, public: Client) -> None:
    claims = {
        "host": "localhost:80", "x-forwarded-port": "80", "x-forwarded-host": "localhost:80", "server-port": "80",
        "forwarded": "host=localhost:80;proto=https", "x-forwarded-proto": "https",
    }  # fmt: skip
    assert public.get("/sign-in/", headers=claims).status_code == 404
    assert Client().get("/sign-in/", headers={"host": f"localhost:{PORT}"}).status_code == 200
