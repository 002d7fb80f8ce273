"""The locked libraries are renewed as often as docs/reference/security-rules.md says: at least twice a year."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
RENEWED = ROOT / "requirements" / "renewed"
HALF_A_YEAR = dt.timedelta(days=183)


def renewed_on() -> dt.date:
    return dt.date.fromisoformat(RENEWED.read_text(encoding="utf-8").strip())


def test_the_day_of_the_lock_is_written_beside_it_and_is_past() -> None:
    assert renewed_on() <= dt.datetime.now(dt.UTC).date() + dt.timedelta(days=1)


def test_contributors_read_when_the_lock_is_renewed_and_where_its_day_stands() -> None:
    rules = (ROOT / "docs" / "reference" / "security-rules.md").read_text(encoding="utf-8")
    assert "at least twice a year" in rules
    assert "requirements/renewed" in rules
    assert "requirements/renewed" in (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")


@pytest.mark.long  # the gate of a release, and not of somebody who tries an old clone
def test_the_lock_is_not_older_than_the_rule_allows() -> None:
    age = dt.datetime.now(dt.UTC).date() - renewed_on()
    assert age <= HALF_A_YEAR, f"the libraries were locked {age.days} days ago: renew them (CONTRIBUTING.md)"
