"""Shared set-up of the tests."""

from __future__ import annotations

import os

import pytest
from hypothesis import HealthCheck, settings

settings.register_profile("check", max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("long", max_examples=2000, deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "check"))

pytest_plugins = ["tests.cast"]


@pytest.fixture(autouse=True)
def _clock_of_this_test_only(monkeypatch: pytest.MonkeyPatch) -> None:
    """Time never goes back within an installation; a test that looked ahead must not age the next one."""
    from waystation.foundation import clock

    monkeypatch.setattr(clock, "_seen", {})
