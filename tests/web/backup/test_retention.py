"""Which backups stay: 7 days, 4 weeks, nothing older than 35 days, and never another installation's."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from waystation.core.vault import backup as vault
from waystation.core.vault.recovery import new_recovery_code
from waystation.web.backup import making, places

NOW = dt.datetime(2026, 11, 22, 3, tzinfo=dt.UTC)
DAY = dt.timedelta(days=1)


def test_seven_days_and_four_weeks_stay() -> None:
    times = [NOW - DAY * back for back in range(60)]
    gone = places.to_delete(times, NOW)
    kept = sorted(set(times) - set(gone), reverse=True)
    assert kept[:7] == times[:7]
    assert len(kept) == 7 + 4
    assert NOW - kept[-1] < dt.timedelta(days=35)


@given(st.lists(st.integers(-3_000_000, 9_000_000), max_size=60))
def test_whatever_there_is_the_newest_stays_and_nothing_outlives_35_days(ages: list[int]) -> None:
    times = [NOW - dt.timedelta(seconds=age) for age in ages]
    kept = set(times) - set(places.to_delete(times, NOW))
    assert all(NOW - at < places.LONGEST for at in kept)
    young = [at for at in times if NOW - at < places.LONGEST]
    assert not young or max(young) in kept
    assert len([at for at in kept if at <= NOW]) <= places.DAILY + places.WEEKLY


def test_other_files_and_other_installations_are_left_alone(tmp_path: Path) -> None:
    def put(installation: UUID, at: dt.datetime) -> None:
        key = vault.BackupKey.generate(new_recovery_code(), installation, bytes(32))
        header, _ = vault.Header.generate(key, 0)
        (tmp_path / places.file_name(at)).write_bytes(header.to_bytes())

    mine = vault.BackupKey.generate(new_recovery_code(), UUID(int=1), bytes(32))
    put(UUID(int=1), NOW - DAY * 50)
    put(UUID(int=2), NOW - DAY * 51)
    (tmp_path / places.file_name(NOW - DAY * 52)).write_text("somebody's notes")
    (tmp_path / "holiday.jpg").write_text("")
    assert making.prune(tmp_path, mine, NOW) == [places.file_name(NOW - DAY * 50)]
    assert len(list(tmp_path.iterdir())) == 3
