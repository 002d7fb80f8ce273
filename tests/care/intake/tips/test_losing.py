"""Words are never lost without saying so: a draft that is gone, a place where many write."""

from __future__ import annotations

from uuid import uuid4

import pytest

from tests.care.intake.tips.ground import line_of_riverbend
from tests.care.intake.tips.walking import Walker
from tests.cast import Cast
from waystation.care.intake.tips import bucket
from waystation.care.intake.tips.actions.drafting import sweep
from waystation.care.intake.tips.models import Draft, Tip
from waystation.care.intake.tips.selectors import open_tip
from waystation.foundation import clock


@pytest.fixture(autouse=True)
def _patient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("waystation.care.intake.tips.arriving.SOONEST", 0)


@pytest.mark.parametrize("send", [True, False])
def test_a_step_whose_draft_is_gone_sends_nothing_and_keeps_what_was_typed(cast: Cast, send: bool) -> None:
    line_of_riverbend(cast)
    walker = Walker()
    walker.go("/get-help/")
    walker.send(danger="now", minor="yes")
    walker.send(story="he has my passport")
    walker.send(call_back="yes", call_back_how="513")
    Draft.objects.all().delete()  # three hours later
    walker.send(last=send, name="Mara")
    assert not Tip.objects.exists()
    assert walker.url.partition("?")[0].endswith("/1/")
    assert "Nothing is sent yet" in walker.page.words
    assert "no longer kept" in walker.page.words
    walker.send(danger="now")
    walker.send(story="he has my passport")
    walker.send()
    assert walker.page.forms[-1]["fields"]["name"] == "Mara"
    walker.send(last=True)
    told = open_tip(cast.actor("ana"), Tip.objects.get().pk)
    assert (told.notice.danger, told.told.story, told.told.name) == ("now", "he has my passport", "Mara")


def test_a_step_without_draft_or_line_asks_for_the_line(cast: Cast) -> None:
    line_of_riverbend(cast)
    walker = Walker()
    walker.go("/get-help/")
    walker.send(danger="now")
    Draft.objects.all().delete()
    walker.page.forms[-1]["fields"]["t"] = ""
    walker.send(last=True, story="he has my passport")
    assert "Which help line?" in walker.page.words
    assert "Nothing is sent yet" in walker.page.words
    assert not Tip.objects.exists()


@pytest.fixture
def shut(monkeypatch: pytest.MonkeyPatch) -> bucket.Buckets:
    """A place where nothing goes through for now."""
    made = bucket.Buckets(burst=0, per_minute=0)
    monkeypatch.setattr("waystation.care.intake.tips.views.lanes.buckets", made)
    return made


def test_a_message_in_turn_is_taken_after_some_minutes_and_set_aside(cast: Cast, shut: bucket.Buckets) -> None:
    line_of_riverbend(cast)
    walker = Walker()
    walker.go("/get-help/")
    walker.send(last=True, danger="no")
    assert "You are number 1" in walker.page.words
    clock.set_offset(170)
    walker.go(walker.url)
    assert "You are number 1" in walker.page.words
    clock.set_offset(190)
    walker.go(walker.url)
    assert walker.number
    assert Tip.objects.get().set_aside


def test_each_look_of_a_page_in_turn_keeps_its_draft(
    cast: Cast, shut: bucket.Buckets, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("waystation.care.intake.tips.views.lanes.LONGEST_TURN", 10**9)
    line_of_riverbend(cast)
    walker = Walker()
    walker.go("/get-help/")
    walker.send(last=True, danger="no")
    for hour in range(1, 6):
        clock.set_offset(hour * 3600)
        sweep()
        walker.go(walker.url)
        assert "You are number 1" in walker.page.words


def test_one_place_begins_no_more_than_is_kept_and_the_words_stay_in_the_page(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = [1000.0]
    monkeypatch.setattr(
        "waystation.care.intake.tips.views.lanes.buckets", bucket.Buckets(burst=1000, now=lambda: now[0])
    )
    monkeypatch.setattr(bucket, "DRAFTS", 3)
    line_of_riverbend(cast)
    for _ in range(3):
        walker = Walker()
        walker.go("/tell/")
        walker.send(danger="no")
    late = Walker()
    late.go("/tell/")
    late.send(danger="now")
    assert Draft.objects.count() == 3
    assert "not sent yet" in late.page.words
    assert "checked" in late.answer.content.decode()
    walker.send(last=True, story="x")  # one that is sent gives its place back
    late.send(danger="now")
    assert late.url.partition("?")[0].endswith("/2/")


def test_a_queue_is_bounded_and_goes_by_tickets() -> None:
    now = [0.0]
    some = bucket.Buckets(burst=0, per_minute=0, now=lambda: now[0])
    askers = [uuid4() for _ in range(bucket.MOST_IN_TURN + 50)]
    for place, asker in enumerate(askers[: bucket.MOST_IN_TURN], 1):
        assert some.turn("10.0.0.1", asker) == place
    for asker in askers[bucket.MOST_IN_TURN :]:
        assert some.turn("10.0.0.1", asker) == bucket.MOST_IN_TURN + 1
    (place,) = some._places.values()
    assert len(place.waiting) == some._turns == bucket.MOST_IN_TURN
    assert some.turn("10.0.0.1", askers[70]) == 71
    now[0] += bucket.FORGOTTEN + 1
    assert some.turn("10.0.0.1", askers[70]) == 1
    assert some._turns == len(place.waiting)
