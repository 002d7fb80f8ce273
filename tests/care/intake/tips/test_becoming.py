"""Once taken, what was written is read as its contact is: no longer way past the end of a hand-over."""

from __future__ import annotations

import datetime as dt

import pytest

from tests.care.intake.tips.ground import line_of_riverbend, sent
from tests.cast import Cast
from waystation.care.intake import actions as intake
from waystation.care.intake.models import Contact
from waystation.care.intake.selectors import contact_page
from waystation.care.intake.tips import actions
from waystation.care.intake.tips.models import Tip
from waystation.care.intake.tips.selectors import marks_of, open_tip, subject_of
from waystation.core import codes
from waystation.foundation import clock, gate


def taken(cast: Cast, days_ago: int) -> Tip:
    """A message that Ana took and whose contact she ended so many days ago."""
    tip, _number = sent(line_of_riverbend(cast), "tip", story="my whole story", marks={"plate": "ABC 123"})
    ana = cast.actor("ana")
    contact = actions.take(ana, opened=open_tip(ana, tip.pk))
    intake.end_contact(cast.actor("ana"), contact=contact, disposition=next(iter(codes.get("disposition").codes)))
    Contact.objects.update(updated_on=clock.today() - dt.timedelta(days=days_ago))
    return Tip.objects.get(pk=tip.pk)


def test_who_took_it_reads_it_for_the_days_of_its_contact(cast: Cast) -> None:
    tip = taken(cast, 14)
    assert open_tip(cast.actor("ana"), tip.pk).told.story == "my whole story"


def test_after_these_days_the_message_opens_no_more_than_its_contact(cast: Cast) -> None:
    tip = taken(cast, 15)
    with pytest.raises(gate.Refused):
        contact_page(cast.actor("ana"), tip.pk)
    with pytest.raises(gate.Refused):
        open_tip(cast.actor("ana"), tip.pk)
    assert open_tip(cast.actor("chloe"), tip.pk).told.story == "my whole story"


def test_marks_still_link_and_letters_are_still_written(cast: Cast) -> None:
    tip = taken(cast, 15)
    assert marks_of(cast.actor("ana"), [tip])[tip.pk].plate == "ABC 123"
    with pytest.raises(gate.Refused):
        gate.read(cast.actor("ana"), subject_of(tip), {"told"}, "link")
    actions.write_letter(cast.actor("ana"), tip=tip, text="We are here")


def test_a_taken_message_whose_contact_is_gone_is_read_by_nobody(cast: Cast) -> None:
    tip, _number = sent(line_of_riverbend(cast), story="x")
    Tip.objects.update(taken_by=cast.member("ana"), status="reading")
    with pytest.raises(gate.Refused):
        open_tip(cast.actor("ana"), tip.pk)
