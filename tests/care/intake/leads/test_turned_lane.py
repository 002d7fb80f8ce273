"""What came by the help lane stays there, though somebody turns its row into a tip: consent decides, not a column."""

from __future__ import annotations

import pytest

from tests.care.intake.leads.conftest import propose, turn_on
from tests.care.intake.tips.ground import line_of_riverbend, sent
from tests.cast import Cast
from waystation.care.intake.leads import actions, selectors
from waystation.care.intake.leads.actions import CannotRelease
from waystation.care.intake.leads.models import Release
from waystation.care.intake.tips.models import Tip
from waystation.care.intake.tips.selectors import marks_of, open_tip, tips_of

pytestmark = pytest.mark.django_db


def turned(cast: Cast) -> Tip:
    """A message of the help lane, its row changed past all actions."""
    tip, _number = sent(line_of_riverbend(cast), "help", story="He holds my passport", name="Mara")
    Tip.objects.filter(pk=tip.pk).update(lane="tip")
    return Tip.objects.get(pk=tip.pk)


def test_a_help_message_whose_row_says_tip_goes_to_no_liaison(cast: Cast) -> None:
    tip, ana = turned(cast), cast.actor("ana")
    turn_on(cast)
    lead = actions.start_lead(ana, tip=tip.pk, title="Passport")
    assert selectors.lead_page(ana, lead.pk).tips == []
    with pytest.raises(CannotRelease, match="nothing_to_send"):
        propose(cast, lead)
    assert not Release.objects.exists()


def test_nor_when_it_was_taken_and_comes_in_by_its_marks_alone(cast: Cast) -> None:
    line = line_of_riverbend(cast)
    tip, _number = sent(line, "help", story="He holds my passport", name="Mara", plate="HZK 4471")
    whole, _number = sent(line, "tip", story="A van", plate="HZK 4471")
    Tip.objects.filter(pk=tip.pk).update(lane="tip")
    rows = list(Tip.objects.filter(pk__in=[tip.pk, whole.pk]))
    assert set(marks_of(cast.actor("ana"), rows)) == {whole.pk}
    assert selectors.suggestions(cast.actor("ana")) == []


def test_the_desk_reads_the_lane_that_the_sender_wrote_in(cast: Cast) -> None:
    tip, ana = turned(cast), cast.actor("ana")
    assert open_tip(ana, tip.pk).tip.lane == "help"
    assert [row.tip.lane for row in tips_of(ana)] == ["help"]
