"""Shared set-up of the tests."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

settings.register_profile("check", max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("long", max_examples=2000, deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "check"))

pytest_plugins = ["tests.cast"]

HERE = Path(__file__).parent
ONCE = (
    "architecture/test_dangerous_calls.py", "architecture/test_hygiene.py", "architecture/test_shape.py",
    "architecture/test_texts.py", "commands", "core", "deploy/test_files.py", "deploy/test_running.py", "docs",
    "failures", "fixtures", "fuzz", "web/backup/test_measuring.py", "web/backup/test_restore.py", "web/practice",
    "web/setup/test_kills.py", "web/test_local_authority.py", "web/test_local_network.py",
)  # fmt: skip
"""Tests that ask no database, or only servers whose data folder is SQLite: the run on PostgreSQL leaves them out."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """A test of these places that does ask the database of the run is left to both runs."""
    for item in items:
        given = {mark.name for mark in item.iter_markers()} | set(getattr(item, "fixturenames", ()))
        asks = given & {"django_db", "db", "transactional_db"}
        if not asks and any(Path(item.path).is_relative_to(HERE / place) for place in ONCE):
            item.add_marker(pytest.mark.once)


@pytest.fixture(autouse=True)
def _clock_of_this_test_only(monkeypatch: pytest.MonkeyPatch) -> None:
    """Time never goes back within an installation; a test that looked ahead must not age the next one."""
    from waystation.foundation import clock

    monkeypatch.setattr(clock, "_seen", {})
