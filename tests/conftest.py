"""Shared set-up of the tests."""

from __future__ import annotations

import os

from hypothesis import HealthCheck, settings

settings.register_profile("check", max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("long", max_examples=2000, deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "check"))

pytest_plugins = ["tests.cast"]
