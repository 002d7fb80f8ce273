"""A chat that nobody answers: its visitor is told so, with what else they can do, and it counts as not answered."""

from __future__ import annotations

import datetime as dt

import pytest

from tests.care.intake.chat.conftest import Visitor
from tests.cast import Cast
from waystation.care.intake.chat import actions
from waystation.care.intake.chat.actions import expiring
from waystation.care.intake.chat.models import Chat
from waystation.care.intake.lines import actions as lines
from waystation.care.intake.lines.models import Hours, Line
from waystation.foundation import clock
from waystation.foundation.gate import read_statistics


def text_of(visitor: Visitor) -> str:
    return " ".join(visitor.get().content.decode().split())


def later(monkeypatch: pytest.MonkeyPatch, minutes: int) -> None:
    now = clock.now() + dt.timedelta(minutes=minutes)
    monkeypatch.setattr(clock, "now", lambda: now)


def counted(cast: Cast) -> list[dict[str, object]]:
    return read_statistics(cast.actor("iris"), "contact", clock.today(), "count")


def test_the_words_change_when_nobody_answers(
    visitor: Visitor, line: Line, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    lines.add_number(cast.actor("chloe"), line, version=line.version, kind="phone", number="555-0140")
    Line.objects.filter(pk=line.pk).update(takes_help=True)
    visitor.begin()
    page = text_of(visitor)
    assert "A person was told that you wrote" in page
    assert 'data-again="60"' in page
    later(monkeypatch, 6)
    page = text_of(visitor)
    assert "A person was told" not in page
    assert "Nobody has answered for 6 minutes" in page
    for way in ("555-0140", 'href="/get-help/"', "call 911"):
        assert way in page
    assert "National line, at any hour" not in page


def test_when_the_line_has_closed_meanwhile_it_names_the_national_line(
    visitor: Visitor, line: Line, monkeypatch: pytest.MonkeyPatch
) -> None:
    visitor.begin()
    Hours.objects.filter(line=line).delete()
    later(monkeypatch, 5)
    page = text_of(visitor)
    assert "National line, at any hour: 1-888-373-7888" in page


def test_it_says_so_no_more_once_somebody_took_it(
    visitor: Visitor, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    visitor.begin()
    actions.take(cast.actor("ana"), chat_id=Chat.objects.get().pk)
    later(monkeypatch, 30)
    page = text_of(visitor)
    assert "A person is here with you." in page
    assert "Nobody has answered" not in page


@pytest.mark.parametrize("end", ["left", "destroyed"])
def test_one_that_ends_unanswered_is_counted_as_not_answered(
    visitor: Visitor, cast: Cast, monkeypatch: pytest.MonkeyPatch, end: str
) -> None:
    visitor.begin()
    if end == "left":
        visitor.send("/chat/end/", end="yes")
    else:
        later(monkeypatch, 26 * 60)
        expiring.sweep()
    assert [one["disposition"] for one in counted(cast)] == ["abandoned"]


def test_one_that_is_taken_is_counted_as_answered_with_its_wait(
    visitor: Visitor, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    visitor.begin()
    later(monkeypatch, 3)
    actions.take(cast.actor("ana"), chat_id=Chat.objects.get().pk)
    [record] = counted(cast)
    assert record.get("disposition") != "abandoned"
    assert 180 <= int(str(record["answer_seconds"])) < 240
