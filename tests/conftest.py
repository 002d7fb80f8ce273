"""Shared set-up of the tests."""

from __future__ import annotations

import gc
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings

from tests import prepared

settings.register_profile("check", max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("long", max_examples=2000, deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "check"))

pytest_plugins = ["tests.cast"]

HERE = Path(__file__).parent
ASKS = frozenset({"django_db", "db", "transactional_db"})
ASKS_ITSELF = frozenset({"canary/test_canary.py"})
"""Tests without such a mark or fixture that take the database of the run for a server of their own."""

LONGEST = (
    "architecture/test_role_matrix.py", "canary/test_canary.py", "e2e/test_staff_pages.py", "web/test_updating.py",
    "web/backup/test_measuring.py", "failures/test_giving_out.py", "architecture/test_public_face.py",
    "web/practice/test_practice.py", "web/test_commands.py", "commons/directory/test_real_packages.py",
    "web/setup/test_kills.py", "web/backup/test_postgres.py", "architecture/test_policy_matrix.py",
    "e2e/test_walk_ways.py", "e2e/test_walk.py", "e2e/test_first_day_ways.py", "e2e/test_practice.py",
)  # fmt: skip
"""Files that take long, longest first: begun first, so that no core is left alone with one at the end."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Whatever asks no database, or servers whose data folder is SQLite, runs once: not on PostgreSQL again."""
    turn = {place: number for number, place in enumerate(LONGEST)}
    for item in items:
        given = {mark.name for mark in item.iter_markers()} | set(getattr(item, "fixturenames", ()))
        if not given & ASKS and _place(item) not in ASKS_ITSELF:
            item.add_marker(pytest.mark.once)
    items.sort(key=lambda item: turn.get(_place(item), len(turn)))


def _place(item: pytest.Item) -> str:
    return Path(item.path).relative_to(HERE).as_posix()


def pytest_collection_finish() -> None:
    """What was loaded stays: the collector of garbage need not look at it again after each page, as in the server."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 100)


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix: None) -> Iterator[None]:
    """The database of this process begins as a copy of tables made once; Django finds nothing left to migrate."""
    from django.db import connection

    own: dict[str, Any] = connection.settings_dict
    if connection.vendor == "sqlite":
        kept = prepared.lay_in_memory(connection.creation._get_test_db_name())
        yield
        kept.close()
    else:
        own["TEST"]["TEMPLATE"] = prepared.model(os.environ["DATABASE_URL"]) or None
        yield


@pytest.fixture(autouse=True, scope="session")
def _no_waiting_for_the_disk() -> Iterator[None]:
    """No test here cuts the power; the servers that tests kill are processes of their own and wait as ever."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(os, "fsync", lambda descriptor: None)
        yield


@pytest.fixture(autouse=True)
def _clock_of_this_test_only(monkeypatch: pytest.MonkeyPatch) -> None:
    """Time never goes back within an installation; a test that looked ahead must not age the next one."""
    from django.utils import translation

    from waystation.foundation import clock

    translation.deactivate()  # a page in Spanish must not turn the next test's page Spanish
    monkeypatch.setattr(clock, "_seen", {})
