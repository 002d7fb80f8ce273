"""Words are never lost without saying so: a draft that is gone, a place where many write."""

from __future__ import annotations

import pytest

from tests.care.intake.tips.ground import line_of_riverbend
from tests.care.intake.tips.walking import Walker
from tests.cast import Cast
from waystation.care.intake.tips.models import Draft, Tip
from waystation.care.intake.tips.selectors import open_tip


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
