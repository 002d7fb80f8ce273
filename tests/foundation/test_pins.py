"""Roots pinned outside the database: by founding, or by the first sign-in after an update that found the agency."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest

from tests.cast import Cast
from waystation.foundation.keyring import pins
from waystation.foundation.keyring.errors import Untrusted


@pytest.fixture
def empty(settings: Any, tmp_path: Path) -> Path:
    settings.WAYSTATION_HOME = tmp_path
    return tmp_path


def test_a_sign_in_pins_nothing_by_itself(empty: Path) -> None:
    agency = uuid4()
    pins.pin_expected(agency, bytes(range(32)))
    with pytest.raises(Untrusted, match="not pinned"):
        pins.pinned(agency)


def test_the_first_sign_in_after_an_update_pins_and_the_next_must_agree(empty: Path) -> None:
    agency = uuid4()
    pins.expect([agency])
    pins.pin_expected(agency, bytes(range(32)))
    assert pins.pinned(agency) == bytes(range(32))
    pins.pin_expected(agency, bytes(range(32)))
    with pytest.raises(Untrusted, match="not the one kept"):
        pins.pin_expected(agency, bytes(32))


def test_an_agency_written_into_the_tables_later_is_never_pinned(empty: Path) -> None:
    known, planted = uuid4(), uuid4()
    pins.expect([known])
    pins.pin_expected(known, bytes(range(32)))
    pins.expect([known, planted])
    pins.pin_expected(planted, bytes(32))
    with pytest.raises(Untrusted, match="not pinned"):
        pins.pinned(planted)


def test_founding_pins_the_root(cast: Cast) -> None:
    for name in ("riverbend", "juniper"):
        assert len(pins.pinned(cast.agency(name).pk)) == 32
