"""Time never goes back: not when the computer's clock does, and not over a restart."""

from __future__ import annotations

import datetime as dt
import time
from typing import Any

import pytest

from tests.care.walk import a_release, open_a_case
from waystation.care.consent.models import Authorization
from waystation.foundation import clock, store
from waystation.foundation.audit import actions as audit
from waystation.foundation.audit.models import Event
from waystation.foundation.keyring.session import state

DAY = 86_400


@pytest.fixture
def turned(monkeypatch: pytest.MonkeyPatch) -> Any:
    """Turn the computer's clock by so many seconds."""
    real = time.time

    def turn(by: float) -> None:
        monkeypatch.setattr(clock.time, "time", lambda: real() + by)

    return turn


@pytest.mark.parametrize("back", [60, DAY, 365 * DAY])
def test_a_clock_set_back_moves_nothing_back(cast: Any, turned: Any, back: float) -> None:
    before = clock.now()
    turned(-back)
    assert clock.now() >= before
    assert clock.now() - before < dt.timedelta(minutes=1)
    assert abs(clock.behind() - back) < 60


def test_time_goes_on_while_the_clock_is_behind(cast: Any, turned: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    before, ticks = clock.seconds(), time.monotonic
    turned(-DAY)
    clock.seconds()
    monkeypatch.setattr(clock.time, "monotonic", lambda: ticks() + 3600)
    assert 3590 < clock.seconds() - before < 3660


def test_a_small_correction_is_taken(cast: Any, turned: Any) -> None:
    before = clock.seconds()
    turned(-1)
    assert clock.seconds() < before
    assert clock.behind() == 0


def test_a_restart_does_not_forget(cast: Any, turned: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "_marked", {})
    before = clock.seconds()
    clock.remember()
    monkeypatch.setattr(clock, "_seen", {})
    turned(-DAY)
    assert clock.seconds() >= before - 1


def test_entries_of_the_journal_never_lie_before_earlier_ones(cast: Any, turned: Any) -> None:
    def note() -> Event:
        with store.writing():
            return audit.append(audit.INSTANCE_CHAIN, at=clock.now(), verb="server.noted")

    first = note()
    turned(-DAY)
    assert note().at >= first.at


def test_a_release_that_ended_does_not_live_again_and_a_session_ends_on_time(cast: Any, turned: Any) -> None:
    case = open_a_case(cast)
    a_release(cast, case)
    row = Authorization.objects.get()
    turned((row.expires_on - clock.today()).days * DAY + DAY)
    assert clock.today() > row.expires_on
    signed_in = {state.OPENED: state.seconds() - 13 * 3600}
    assert state.is_over(signed_in)
    turned(0)
    assert clock.today() > row.expires_on
    assert state.is_over(signed_in)
