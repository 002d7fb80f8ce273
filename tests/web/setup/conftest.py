"""An empty data folder, and browsers that have come a part of the way."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client

from tests.web.setup import house


@pytest.fixture
def empty(db: None, settings: Any, tmp_path: Path) -> Path:
    settings.WAYSTATION_HOME = tmp_path
    cache.clear()
    return tmp_path


@pytest.fixture
def administrator(empty: Path) -> Client:
    """Signed in; the envelope is not kept yet."""
    return house.administrator()


@pytest.fixture
def settled(empty: Path) -> Client:
    """Signed in; the envelope is kept."""
    return house.settled()
