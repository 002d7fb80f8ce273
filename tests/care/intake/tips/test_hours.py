"""Public pages say whether the line answers now, when it does next, and whom to call until then."""

from __future__ import annotations

from typing import Any

import pytest

from tests.care.intake.tips.ground import line_of_riverbend
from tests.care.intake.tips.walking import Walker
from tests.cast import Cast
from waystation.care.intake.lines.anchors import add
from waystation.care.intake.lines.models import LineNumber
from waystation.care.intake.tips.forms import LANES


@pytest.fixture(autouse=True)
def _patient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("waystation.care.intake.tips.arriving.SOONEST", 0)


def test_a_closed_line_says_so_before_the_first_question_and_beside_the_order_number(cast: Cast) -> None:
    line = line_of_riverbend(cast, fallback=["national"])
    walker = Walker()
    for lane in ("/get-help/", "/tell/"):
        walker.go(lane)
        for at in ("first question", "order number"):
            assert "Closed now." in walker.page.words, (lane, at)
            assert "1-888-373-7888" in walker.answer.content.decode(), (lane, at)
            if at == "first question":
                walker.send(last=True, danger="no")
    assert walker.number
    assert line.live


def test_an_open_line_says_until_when(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    line_of_riverbend(cast)
    from waystation.care.intake.lines import public

    real = public.statement

    def is_open(line: Any, at: Any) -> Any:
        from dataclasses import replace

        return replace(real(line, at), is_open=True, words="Open now until 22:00.")

    monkeypatch.setattr(public, "statement", is_open)
    walker = Walker()
    walker.go("/get-help/")
    assert "Open now until 22:00." in walker.page.words
    assert "Do you need someone now?" not in walker.page.words


def test_the_first_page_prints_each_live_line_with_number_hours_and_languages(cast: Cast) -> None:
    line = line_of_riverbend(cast, languages=["eng", "spa"])
    add(LineNumber(line=line, kind="phone", number="555-0142"))
    walker = Walker()
    for address in ("/", "/get-help/"):
        walker.go(address)
        for words in ("Alder Help Line", "555-0142", "Closed now.", "Spanish"):
            assert words in walker.page.words, (address, words)
    line.live = False
    line.save()
    walker.go("/")
    assert "555-0142" not in walker.page.words


def test_the_help_lane_asks_what_the_desk_reads() -> None:
    labels = {str(lane[-1]().fields["who"].label) for lane in LANES.values()}
    assert labels == {"Who are you in this?"}
