"""What looked like a machine's waits apart; stated danger never does."""

from __future__ import annotations

import pytest
from django.test import Client

from tests.care.intake.tips.ground import draft_of, line_of_riverbend
from tests.cast import Cast
from waystation.care.intake.tips.actions import send
from waystation.care.intake.tips.models import Tip
from waystation.care.intake.waiting import aside, waiting


def quiet(cast: Cast, *dangers: str) -> None:
    line = line_of_riverbend(cast)
    for danger in dangers:
        draft, key, data = draft_of(line, "help", danger=danger, story="help me")
        send(draft, key, {**data, "quiet": True})


@pytest.mark.parametrize("danger", ["now", "within_24h"])
def test_stated_danger_stands_in_the_queue_with_a_mark(cast: Cast, danger: str) -> None:
    quiet(cast, danger)
    (found,) = waiting(cast.actor("ana"))
    assert found.danger == danger
    assert "looked like a machine" in found.reason
    assert not Tip.objects.get().set_aside
    assert aside(cast.actor("ana")) == []


def test_a_clear_row_set_aside_before_is_shown_too_when_danger_is_stated(cast: Cast) -> None:
    quiet(cast, "now")
    Tip.objects.update(set_aside=True)
    (found,) = waiting(cast.actor("ana"))
    assert "looked like a machine" in found.reason


def test_the_others_are_counted_with_a_link_for_the_team_alone(cast: Cast) -> None:
    quiet(cast, "no", "not_asked", "")
    assert waiting(cast.actor("ana")) == []
    (found,) = aside(cast.actor("ana"))
    assert found.title.startswith("3 messages")
    assert found.url == "/messages/#h-aside"
    assert [aside(cast.actor(name)) for name in ("ben", "iris", "femi", "kofi")] == [[], [], [], []]


@pytest.mark.parametrize("page", ["/today/", "/contacts/"])
def test_pages_of_the_desk_show_the_number(cast: Cast, page: str) -> None:
    quiet(cast, "no")
    client: Client = cast.client("ana")
    shown = client.get(page).content.decode()
    assert "1 message looked like a machine" in shown
    assert 'href="/messages/#h-aside"' in shown
