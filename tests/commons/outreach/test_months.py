"""A month of outreach, counted a second time; small counts withheld with a neighbour."""

from __future__ import annotations

import datetime as dt

import pytest
from django.utils import timezone

from tests.commons.outreach.conftest import Scene
from waystation.commons.outreach import actions, errors, months
from waystation.commons.outreach.models import Night, Outcome
from waystation.foundation import clock

FIRST = dt.date(2026, 3, 1)


def night(scene: Scene, spot: str, on: dt.date, contacts: int, **other: object) -> None:
    place = scene.hotspot if spot == scene.hotspot.name else actions.save_hotspot(
        scene.actor("ana"), name=spot, area="Millrace", kind="street",
        hotspot=type(scene.hotspot).objects.filter(name=spot).first(),
    )  # fmt: skip
    result = actions.Result(place, on, dt.time(22), dt.time(1), contacts, **other)  # type: ignore[arg-type]  # keywords of Result
    actions.record_night(scene.actor("ana"), result)


@pytest.fixture
def march(scene: Scene) -> Scene:
    """Three places in March 2026, one of few contacts; a night in April; another agency's night in March."""
    clock.set_offset((dt.datetime(2026, 5, 2, 12, tzinfo=dt.UTC) - clock.now()).total_seconds())
    for day, spot, contacts, soap in ((3, "A", 30, 12), (10, "A", 14, 0), (11, "B", 4, 3), (31, "C", 12, 20)):
        night(scene, spot, dt.date(2026, 3, day), contacts, materials={"soap": soap}, needs=["bed"], languages=["spa"])
    night(scene, "A", dt.date(2026, 4, 1), 99)
    gwen = scene.actor("gwen")
    theirs = actions.save_hotspot(gwen, name="A", area="North", kind="street")
    actions.record_night(gwen, actions.Result(theirs, dt.date(2026, 3, 5), dt.time(20), dt.time(21), 500))
    return scene


def test_a_month_counts_what_happened_in_it_in_the_own_agency(march: Scene) -> None:
    found = months.summary(march.actor("chloe"), FIRST)
    rows = Night.objects.filter(agency=march.cast.agency("riverbend"), on__gte=FIRST, on__lt=dt.date(2026, 4, 1))
    counted = {
        "contacts": sum(Outcome.objects.get(night=row).contacts for row in rows),
        "soap": sum(Outcome.objects.get(night=row).materials.get("soap", 0) for row in rows),
        "minutes": sum(3 * 60 for _ in rows),
    }
    assert (found.contacts, dict(found.materials)) == (
        counted["contacts"], {"Soap or other small thing with the number on it": counted["soap"]}
    )  # fmt: skip
    assert found.hours == counted["minutes"] // 60
    assert (found.nights, found.needs, found.languages) == (4, ("A bed for the night",), ("Spanish",))


def test_a_place_of_few_contacts_is_withheld_with_a_neighbour(march: Scene) -> None:
    found = months.summary(march.actor("ana"), FIRST)
    assert [(name, often, shown) for name, often, shown in found.by_hotspot] == [
        ("A", 2, 44),
        ("B", 1, None),
        ("C", 1, None),
    ]
    assert found.has_withheld


def test_a_night_recorded_late_restates_its_month(march: Scene) -> None:
    before = months.summary(march.actor("ana"), FIRST).contacts
    night(march, "A", dt.date(2026, 3, 20), 11)
    assert months.summary(march.actor("ana"), FIRST).contacts == (before or 0) + 11


def test_wrong_roles_read_no_month(march: Scene) -> None:
    for who in ("ben", "kofi", "iris", "lucia", "hale"):
        with pytest.raises(errors.NotAllowed):
            months.summary(march.actor(who), FIRST)


def test_a_night_over_midnight_ends_on_the_next_day(scene: Scene) -> None:
    plan = actions.Plan(scene.hotspot, dt.date(2027, 3, 2), dt.time(22), dt.time(1, 30))
    row = actions.plan_night(scene.actor("ana"), plan)
    assert timezone.localtime(row.due_at).date() == dt.date(2027, 3, 3)
    assert row.minutes == 210
