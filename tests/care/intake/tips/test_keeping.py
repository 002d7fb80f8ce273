"""What two members do at once, what closing leaves, and what the day ends though no tick came."""

from __future__ import annotations

import datetime as dt

from tests.care.intake.tips.ground import line_of_riverbend, sent
from tests.cast import Cast
from waystation.care.intake.tips import actions
from waystation.care.intake.tips.models import Tip
from waystation.foundation import clock


def test_a_letter_on_an_old_row_does_not_undo_that_it_is_kept_longer(cast: Cast) -> None:
    tip, _number = sent(line_of_riverbend(cast))
    stale = Tip.objects.get(pk=tip.pk)
    until = clock.today() + dt.timedelta(days=300)
    actions.keep_longer(cast.actor("chloe"), tip=Tip.objects.get(), until=until, reason="court")
    actions.write_letter(cast.actor("ana"), tip=stale, text="hello")
    row = Tip.objects.get()
    assert (row.retention_on, row.version) == (until, 3)
    assert (stale.status, stale.version) == (row.status, row.version)


def test_keeping_longer_on_an_old_row_does_not_undo_that_it_was_taken(cast: Cast) -> None:
    from waystation.care.intake.tips.selectors import open_tip

    tip, _number = sent(line_of_riverbend(cast))
    stale = Tip.objects.get(pk=tip.pk)
    actions.take(cast.actor("ana"), opened=open_tip(cast.actor("ana"), tip.pk))
    until = clock.today() + dt.timedelta(days=300)
    actions.keep_longer(cast.actor("chloe"), tip=stale, until=until, reason="court")
    row = Tip.objects.get()
    assert (row.status, row.taken_by, row.retention_on) == ("reading", cast.member("ana"), until)
