"""Counts across agencies: what leaves an agency, who may send and keep, and that no number stands alone."""

from __future__ import annotations

import datetime as dt
from typing import Any
from uuid import uuid4

import pytest

from tests.cast import Cast
from waystation.core.codes.statistics import StatisticsError, upgrade, validate
from waystation.core.linkage import AgencyTotals, Band, Sample, TotalsError, banded
from waystation.foundation import clock, gate
from waystation.foundation.audit.models import Event
from waystation.foundation.keyring.actions.statistics import Past, put_past_statistics
from waystation.numbers.insights.actions import run_batch
from waystation.numbers.multiplicity import actions, periods, selectors
from waystation.numbers.multiplicity.errors import NotNow
from waystation.numbers.multiplicity.models import Count, Totals
from waystation.web import wiring

PARTNERS = ("Riverbend Advocates", "Juniper House", "Elsewhere Shelter")



@pytest.fixture
def counted(cast: Cast) -> Cast:
    """Riverbend's clients of the year: 30 named nobody else, 14 one, 4 two, 12 were not asked; and one of last year."""
    wiring.connect()
    ben, yesterday = cast.actor("ben"), clock.today() - dt.timedelta(days=1)
    told: list[int | None] = [0] * 30 + [1] * 14 + [2] * 4 + [None] * 12
    records = [_client("2026-03-01", number) for number in told] + [_client("2025-03-01", 1)]
    with gate.deed(ben, "test.counted", None) as act:
        act.wrote(put_past_statistics(ben.keyring, [Past("client", uuid4(), one, yesterday) for one in records]))
    run_batch()
    return cast


def _client(opened: str, others: int | None) -> dict[str, Any]:
    told = {"other_agencies": others, "other_agencies_state": "stated"} if others is not None else {}
    return {"opened_on": opened, "kind": "labor", **told}


def begun(cast: Cast, who: str = "iris") -> Count:
    return actions.begin(cast.actor(who), ends_on=_end(), partners=PARTNERS)


def _end() -> dt.date:
    return periods.ends(clock.today())[0]


def whole(cast: Cast) -> Count:
    """A count with the totals of all three."""
    count = begun(cast)
    actions.send(cast.actor("iris"), count=count)
    for place, row in ((1, [40, 22, 13]), (2, [60, 30, 0])):
        actions.enter(
            cast.actor("iris"), count=count, place=place, totals=AgencyTotals(PARTNERS[place], banded(row), 0)
        )  # fmt: skip
    return count


def test_what_leaves_is_merged_and_of_this_year_only(counted: Cast) -> None:
    page = selectors.mine(counted.actor("iris"), begun(counted).pk)
    assert page.totals == AgencyTotals("Riverbend Advocates", (Band(0, 0, 30), Band(1, 2, 18)), 12)


def test_more_others_than_there_are_is_all_of_them() -> None:
    assert selectors.as_they_leave("A", [0] * 20 + [7] * 11, 3).bands[-1] == Band(2, 2, 11)
    assert selectors.as_they_leave("A", [0] * 4 + [-1] * 5, 3) == AgencyTotals("A", (), None)
    assert selectors.as_they_leave("A", [], 3) == AgencyTotals("A", (), 0)
    assert selectors.as_they_leave("A", [-1] * 30, 3) == AgencyTotals("A", (), 30)


def test_iris_sends_totals_once_and_the_journal_says_so(counted: Cast) -> None:
    count = begun(counted)
    actions.send(counted.actor("iris"), count=count)
    row = Totals.objects.get(count=count)
    assert (row.bands, row.unanswered) == ([[0, 0, 30], [1, 2, 18]], 12)
    assert row.sent_by == counted.agency("riverbend")
    assert Event.objects.filter(verb="unduplicated.sent").count() == 1
    with pytest.raises(NotNow):
        actions.send(counted.actor("iris"), count=count)
    with pytest.raises(NotNow):
        actions.enter(counted.actor("iris"), count=count, place=0, totals=row.as_totals)


def test_what_the_keeper_typed_for_us_does_not_count_as_sent_by_us(counted: Cast) -> None:
    count, typed = begun(counted, "gwen"), AgencyTotals(PARTNERS[0], (Band(0, 2, 99),), 0)
    actions.enter(counted.actor("gwen"), count=count, place=0, totals=typed)
    page = selectors.mine(counted.actor("iris"), count.pk)
    assert page.sent is None
    assert page.totals.bands == (Band(0, 0, 30), Band(1, 2, 18))
    actions.send(counted.actor("iris"), count=count)
    assert Totals.objects.get(count=count).as_totals == page.totals


@pytest.mark.parametrize("who", ["ben", "chloe", "kofi", "ana", "femi", "eli", "jo", "hale", "lucia"])
def test_nobody_else_keeps_or_sends(counted: Cast, who: str) -> None:
    count = begun(counted)
    for act in (
        lambda: selectors.kept(counted.actor(who)),
        lambda: begun(counted, who),
        lambda: selectors.mine(counted.actor(who), count.pk),
        lambda: selectors.count_page(counted.actor(who), count.pk),
        lambda: actions.set_sample(counted.actor(who), count=count, sample=Sample(60, 48)),
    ):
        with pytest.raises(gate.Refused):
            act()


def test_gwen_of_the_coalition_keeps_a_count_and_iris_sends_to_it(counted: Cast) -> None:
    count = begun(counted, "gwen")
    assert selectors.asked(counted.actor("iris")) == [count]
    assert selectors.asked(counted.actor("ben")) == []
    actions.send(counted.actor("iris"), count=count)
    assert selectors.count_page(counted.actor("gwen"), count.pk).totals[0] is not None
    with pytest.raises(gate.Refused) as refused:
        selectors.count_page(counted.actor("iris"), count.pk)
    assert refused.value.visible
    with pytest.raises(gate.Refused):
        actions.send(counted.actor("gwen"), count=count)


def test_a_count_stays_a_count_of_one_quarter(counted: Cast) -> None:
    begun(counted)
    with pytest.raises(NotNow):
        begun(counted)


def test_nothing_comes_of_it_until_everybody_has_sent(counted: Cast) -> None:
    count = begun(counted)
    assert selectors.count_page(counted.actor("iris"), count.pk).found is None


def test_with_a_sample_there_is_a_range_and_without_one_a_band(counted: Cast) -> None:
    count = whole(counted)
    band = selectors.count_page(counted.actor("iris"), count.pk).found
    assert band is not None
    assert band.number is None
    actions.set_sample(counted.actor("iris"), count=count, sample=Sample(60, 48))
    found = selectors.count_page(counted.actor("iris"), count.pk).found
    assert found is not None
    assert found.number is not None
    assert found.lo < found.number < found.hi < found.records[0]


def test_small_totals_are_not_taken(counted: Cast) -> None:
    with pytest.raises(TotalsError):
        actions.enter(
            counted.actor("iris"), count=begun(counted), place=1, totals=AgencyTotals("B", (Band(0, 2, 7),), 0)
        )  # fmt: skip


def test_totals_of_years_with_days_in_common_do_not_leave_both(counted: Cast) -> None:
    iris, newest = counted.actor("iris"), periods.ends(clock.today())
    actions.send(iris, count=begun(counted))
    for ends_on in newest[1:]:
        other = actions.begin(counted.actor("gwen"), ends_on=ends_on, partners=PARTNERS)
        for act in (lambda: selectors.mine(iris, other.pk), lambda: actions.send(iris, count=other)):  # noqa: B023
            with pytest.raises(NotNow, match="overlap"):
                act()
    same = actions.begin(counted.actor("gwen"), ends_on=newest[0], partners=PARTNERS)
    with pytest.raises(NotNow, match="sent"):
        actions.send(iris, count=same)
    before = actions.begin(counted.actor("gwen"), ends_on=periods.start(newest[0]) - periods.DAY, partners=PARTNERS)
    actions.send(iris, count=before)
    assert Totals.objects.filter(sent_by=iris.agency_id).count() == 2


def test_years_overlap_when_they_end_less_than_a_year_apart() -> None:
    day = dt.date(2024, 2, 29)
    for other, said in ((dt.date(2023, 3, 31), True), (dt.date(2023, 2, 28), False), (dt.date(2025, 2, 28), False)):
        assert (periods.overlap(day, other), periods.overlap(other, day)) == (said, said)


def test_periods_are_years_that_end_with_a_quarter() -> None:
    assert periods.ends(dt.date(2026, 11, 22)) == [
        dt.date(2026, 9, 30), dt.date(2026, 6, 30), dt.date(2026, 3, 31), dt.date(2025, 12, 31),
    ]  # fmt: skip
    assert periods.start(dt.date(2026, 9, 30)) == dt.date(2025, 10, 1)


def test_a_record_of_the_old_version_was_not_asked() -> None:
    old = validate("client", {"opened_on": "2026-03-01", "kind": "labor"}, 1)
    new = upgrade("client", old, 1)
    assert (new["other_agencies"], new["other_agencies_state"]) == (None, "not_asked")
    with pytest.raises(StatisticsError, match="exactly when"):
        validate("client", {"opened_on": "2026-03-01", "other_agencies": 2})
