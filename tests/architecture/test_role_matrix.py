"""Every route x method x role x relation against a table written by hand (role_matrix.csv).

The table says what each role should get by the roles of the security requirements; it is never made from the policies.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.test import override_settings

from tests.architecture.matrix import (
    NONE,
    ROLES,
    Browsers,
    Found,
    ask,
    complaints,
    relations,
    routes,
    table,
    undone,
)
from tests.architecture.matrix_world import World, make

METHODS = ("GET", "POST")
BY_NAME = {route.name: route for route in routes()}
SPACES = sorted({route.name.partition(":")[0] for route in routes()})


@pytest.fixture(scope="module")
def db(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """One transaction for the whole file, undone at its end; pytest-django's own is one for each test."""
    with django_db_blocker.unblock(), undone():
        yield


@pytest.fixture(scope="module")
def world(db: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    with override_settings(WAYSTATION_HOME=tmp_path_factory.mktemp("matrix")):
        yield make()


@pytest.fixture(scope="module")
def browsers(world: World) -> Browsers:
    return Browsers(world)


def test_every_route_has_a_row_for_get_and_post_and_every_row_a_route() -> None:
    wanted = {(route.name, method) for route in routes() for method in METHODS}
    written = {(row.route, row.method) for row in table()}
    assert sorted(wanted - written) == [], "routes without a row: add what each role should get"
    assert sorted(written - wanted) == [], "rows without a route"


def test_every_relation_of_an_object_has_exactly_one_row(world: World) -> None:
    for route in routes():
        known = sorted(world.things[route.family]) if route.family else [NONE]
        for method in METHODS:
            rows = [row for row in table() if (row.route, row.method) == (route.name, method)]
            spoken = sorted(relation for row in rows for relation in relations(world, route, row))
            assert spoken == known, f"{route.name} {method}"


@pytest.mark.parametrize("space", SPACES)
def test_every_role_gets_what_the_table_says(
    space: str, world: World, browsers: Browsers, capsys: pytest.CaptureFixture[str]
) -> None:
    found: dict[tuple[str, str, str, str], Found] = {}
    wrong: list[str] = []
    for row in (row for row in table() if row.route.partition(":")[0] == space and row.route in BY_NAME):
        for relation in relations(world, BY_NAME[row.route], row):
            for role, expected in zip(ROLES, row.cells, strict=True):
                cell = ask(world, browsers, BY_NAME[row.route], row.method, relation, role)
                found[row.route, row.method, relation, role] = cell
                wrong += complaints(row, relation, role, expected, cell)
    wrong += oracles(found)
    names = {route for route, _, _, _ in found}
    with capsys.disabled():
        print(f"\nrole matrix, {space}: routes {len(names)}, cells {len(found)}, unexpected {len(wrong)}")
    assert not wrong, "\n".join(wrong)


def oracles(found: dict[tuple[str, str, str, str], Found]) -> list[str]:
    """Where a 404 for an object that exists differs in anything from the 404 for an identifier of nothing."""
    wrong = []
    for (route, method, relation, role), cell in found.items():
        nothing = found.get((route, method, "unknown_id", role))
        if cell.answer == "404" and nothing is not None and nothing.answer == "404" and cell.body != nothing.body:
            wrong.append(f"{route} {method} {relation} {role}: its 404 differs from that of an unknown id")
    return wrong
