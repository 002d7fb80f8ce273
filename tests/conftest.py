"""Shared set-up of the tests."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

settings.register_profile("check", max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("long", max_examples=2000, deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "check"))

pytest_plugins = ["tests.cast"]

HERE = Path(__file__).parent
ASKS = frozenset({"django_db", "db", "transactional_db"})
ASKS_ITSELF = frozenset({"canary/test_canary.py"})
"""Tests without such a mark or fixture that take the database of the run for a server of their own."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Whatever asks no database, or servers whose data folder is SQLite, runs once: not on PostgreSQL again."""
    for item in items:
        given = {mark.name for mark in item.iter_markers()} | set(getattr(item, "fixturenames", ()))
        if not given & ASKS and Path(item.path).relative_to(HERE).as_posix() not in ASKS_ITSELF:
            item.add_marker(pytest.mark.once)


@pytest.fixture(autouse=True, scope="session")
def _no_waiting_for_the_disk() -> Iterator[None]:
    """No test here cuts the power; the servers that tests kill are processes of their own and wait as ever."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(os, "fsync", lambda descriptor: None)
        yield


@pytest.fixture(autouse=True)
def _clock_of_this_test_only(monkeypatch: pytest.MonkeyPatch) -> None:
    """Time never goes back within an installation; a test that looked ahead must not age the next one."""
    from waystation.foundation import clock

    monkeypatch.setattr(clock, "_seen", {})
