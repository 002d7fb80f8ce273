"""What two members do at once, what closing leaves, and what the day ends though no tick came."""

from __future__ import annotations

import datetime as dt

import pytest

from tests.care.intake.tips.ground import line_of_riverbend, sent
from tests.cast import Cast
from waystation.care.intake.tips import actions
from waystation.care.intake.tips.models import Tip
from waystation.care.intake.tips.selectors import marks_of, open_tip, tip_row, tips_of
from waystation.care.intake.tips.selectors.sender import find
from waystation.foundation import clock, gate


def test_a_letter_on_an_old_row_does_not_undo_that_it_is_kept_longer(cast: Cast) -> None:
    tip, _number = sent(line_of_riverbend(cast))
    stale = Tip.objects.get(pk=tip.pk)
    until = clock.today() + dt.timedelta(days=300)
    actions.keep_longer(cast.actor("chloe"), tip=Tip.objects.get(), until=until, reason="court")
    actions.write_letter(cast.actor("ana"), tip=stale, text="hello")
    row = Tip.objects.get()
    assert (row.retention_on, row.version) == (until, 4)
    assert (stale.status, stale.version) == (row.status, row.version)


def test_keeping_longer_on_an_old_row_does_not_undo_that_it_was_taken(cast: Cast) -> None:
    tip, _number = sent(line_of_riverbend(cast))
    stale = Tip.objects.get(pk=tip.pk)
    actions.take(cast.actor("ana"), opened=open_tip(cast.actor("ana"), tip.pk))
    until = clock.today() + dt.timedelta(days=300)
    actions.keep_longer(cast.actor("chloe"), tip=stale, until=until, reason="court")
    row = Tip.objects.get()
    assert (row.status, row.taken_by, row.retention_on) == ("reading", cast.member("ana"), until)


def test_a_message_whose_day_is_past_is_read_by_nobody_though_no_tick_came(cast: Cast) -> None:
    tip, number = sent(line_of_riverbend(cast), story="old")
    Tip.objects.update(retention_on=clock.today())
    assert open_tip(cast.actor("ana"), tip.pk).told.story == "old"
    assert find(number) is not None
    Tip.objects.update(retention_on=clock.today() - dt.timedelta(days=1))
    row = Tip.objects.get()
    for act in (
        lambda ana: open_tip(ana, tip.pk),
        lambda ana: tip_row(ana, tip.pk),
        lambda ana: marks_of(ana, [row]),
        lambda ana: actions.write_letter(ana, tip=row, text="x"),
    ):
        with pytest.raises(gate.Refused):
            act(cast.actor("ana"))
    assert tips_of(cast.actor("ana")) == []
    assert find(number) is None


def test_closing_a_message_leaves_only_the_week_it_came_in(cast: Cast) -> None:
    tip, _number = sent(line_of_riverbend(cast))
    actions.set_outcome(cast.actor("ana"), tip=tip, outcome="being_read")
    assert Tip.objects.get().created_hour == tip.created_hour
    actions.set_outcome(cast.actor("ana"), tip=Tip.objects.get(), outcome="closed")
    hour = Tip.objects.get().created_hour
    assert (hour.weekday(), hour.hour, hour.minute) == (0, 12, 0)


def test_a_message_that_was_taken_is_not_put_back(cast: Cast) -> None:
    tip, _number = sent(line_of_riverbend(cast))
    actions.take(cast.actor("ana"), opened=open_tip(cast.actor("ana"), tip.pk))
    with pytest.raises(ValueError, match="once"):
        actions.set_outcome(cast.actor("chloe"), tip=Tip.objects.get(), outcome="received")
    with pytest.raises(ValueError, match="once"):
        actions.write_letter(cast.actor("chloe"), tip=Tip.objects.get(), text="x", outcome="received")
    assert Tip.objects.get().status == "reading"
