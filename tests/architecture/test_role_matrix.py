"""Every route x method x role x relation against a table written by hand (role_matrix.csv).

The table says what each role should get by the roles of the security requirements; it is never made from the policies.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client, override_settings

from tests.architecture.matrix import (
    ANY,
    JOURNAL,
    NONE,
    REFUSALS,
    ROLES,
    Browsers,
    Found,
    Row,
    ask,
    complaints,
    planted_in,
    relations,
    routes,
    spills,
    table,
    undone,
)
from tests.architecture.matrix_world import CODE_WORD, HEARD, NAME, NOTE, World, make
from waystation.foundation.keyring.session import stepup

pytestmark = pytest.mark.wide

METHODS = ("GET", "POST")
BY_NAME = {route.name: route for route in routes()}
ASKERS = ("case_manager", "administrator", "anonymous")
LONG_ONLY = {"expired", "own_team", "other_team", "team_open", "handed_team", "handed_nobody"}
SHOWS = {"cases": {CODE_WORD, NOTE}, "consent": {NAME}, "referrals": {NAME}, "intake": {HEARD}}
SPACES = sorted({route.name.partition(":")[0] for route in routes()})


@pytest.fixture(scope="module")
def db(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """One transaction for the whole file, undone at its end; pytest-django's own is one for each test."""
    with django_db_blocker.unblock(), undone():
        yield


@pytest.fixture(scope="module")
def world(db: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    home = tmp_path_factory.mktemp("matrix")
    with override_settings(WAYSTATION_HOME=home), pytest.MonkeyPatch.context() as patch:
        patch.setattr(stepup, "LIMIT", 86_400)  # everyone signs in once, and the cells take longer than five minutes
        yield make()


@pytest.fixture(scope="module")
def browsers(world: World) -> Browsers:
    return Browsers(world)


def test_every_route_has_a_row_for_get_and_post_and_every_row_a_route() -> None:
    wanted = {(route.name, method) for route in routes() for method in METHODS}
    written = {(row.route, row.method) for row in table()}
    assert sorted(wanted - written) == [], "routes without a row: add what each role should get"
    assert sorted(written - wanted) == [], "rows without a route"


def test_every_relation_of_an_object_has_exactly_one_row(world: World, capsys: pytest.CaptureFixture[str]) -> None:
    cells = 0
    for route in routes():
        known = sorted(world.things[route.family]) if route.family else [NONE]
        for method in METHODS:
            rows = [row for row in table() if (row.route, row.method) == (route.name, method)]
            spoken = sorted(relation for row in rows for relation in relations(world, route, row))
            assert spoken == known, f"{route.name} {method}"
            cells += len(spoken) * len(ROLES)
    with capsys.disabled():
        print(f"\nrole matrix: routes {len(routes())}, rows {len(table())}, cells {cells} in full")


@pytest.mark.parametrize("form", ["short", pytest.param("full", marks=pytest.mark.long)])
@pytest.mark.parametrize("space", SPACES)
def test_every_role_gets_what_the_table_says(
    space: str, form: str, world: World, browsers: Browsers, capsys: pytest.CaptureFixture[str]
) -> None:
    found: dict[tuple[str, str, str, str], Found] = {}
    wrong: list[str] = []
    for row in (row for row in table() if row.route.partition(":")[0] == space and row.route in BY_NAME):
        for relation in asked(world, row, form):
            for role, expected in zip(ROLES, row.cells, strict=True):
                if form == "short" and expected == "405" and role not in ASKERS:
                    continue
                cell = ask(world, browsers, BY_NAME[row.route], row.method, relation, role)
                found[row.route, row.method, relation, role] = cell
                wrong += complaints(row, relation, role, expected, cell) + spills(row, relation, role, cell)
    wrong += oracles(found)
    names = {route for route, _, _, _ in found}
    with capsys.disabled():
        print(f"\nrole matrix, {space}, {form}: routes {len(names)}, cells {len(found)}, unexpected {len(wrong)}")
    assert not wrong, "\n".join(wrong)
    shown = {word for cell in found.values() for word in planted_in(cell.body)}
    assert shown >= SHOWS.get(space, set()), "a planted word is shown nowhere: the check would prove nothing"


def asked(world: World, row: Row, form: str) -> list[str]:
    """The relations to ask about. Short: all of them for pages, the telling ones for forms, one where all are alike."""
    known = relations(world, BY_NAME[row.route], row)
    if form == "full" or row.relation == NONE:
        return known
    if row.relation == ANY:
        return known[:1]
    skipped = LONG_ONLY - {"expired"} if row.route.startswith("referrals:") else LONG_ONLY
    return [relation for relation in known if row.method == "GET" or relation not in skipped]


def oracles(found: dict[tuple[str, str, str, str], Found]) -> list[str]:
    """Where a 404 for an object that exists differs in anything from the 404 for an identifier of nothing."""
    wrong = []
    for (route, method, relation, role), cell in found.items():
        nothing = found.get((route, method, "unknown_id", role))
        if cell.answer == "404" and nothing is not None and nothing.answer == "404" and cell.body != nothing.body:
            wrong.append(f"{route} {method} {relation} {role}: its 404 differs from that of an unknown id")
    return wrong


OTHER_METHODS = ("HEAD", "OPTIONS", "PUT", "PATCH", "DELETE", "TRACE")


def test_no_other_method_changes_or_shows_anything(world: World, browsers: Browsers) -> None:
    """HEAD may answer like GET; everything else is refused. Nothing is written."""
    wrong = []
    for route in routes():
        relation = next(iter(world.things[route.family])) if route.family else NONE
        for method in OTHER_METHODS:
            for role in ASKERS:
                cell = ask(world, browsers, route, method, relation, role)
                left = [write for write in cell.writes if write.split()[-1] not in JOURNAL]
                plain = method == "HEAD" and cell.answer in {"200", "302", "303"}
                if left or not (plain or cell.answer in REFUSALS):
                    wrong.append(f"{method} {route.name} {role}: {cell.answer} {left}")
    assert not wrong, "\n".join(wrong)


WITHOUT_TOKEN = {"ui:exit", "directory:search"}
"""Public forms that set no cookie: leaving is guarded by where the form came from, a search changes nothing."""


def test_every_form_but_two_needs_its_token(world: World, browsers: Browsers) -> None:
    wrong = []
    strict = Client(enforce_csrf_checks=True, raise_request_exception=False)
    for row in (row for row in table() if row.method == "POST" and set(row.cells) & {"200", "204", "302", "303"}):
        route = BY_NAME[row.route]
        role = next(r for r, cell in zip(ROLES, row.cells, strict=True) if cell in {"200", "204", "302", "303"})
        relation = relations(world, route, row)[0]
        cell = ask(world, browsers, route, "POST", relation, role, browser=strict)
        if (cell.answer == "403") == (route.name in WITHOUT_TOKEN) or (cell.answer == "403" and cell.writes):
            wrong.append(f"{route.name} {relation} {role}: {cell.answer} {cell.writes}")
    assert not wrong, "\n".join(wrong)
