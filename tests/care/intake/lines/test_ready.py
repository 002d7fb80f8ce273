"""What a line needs before the public sees it, and what the wizard calls done."""

from __future__ import annotations

from typing import Any

import pytest
from django.urls import reverse

from tests.care.intake.lines.making import a_line, a_live_line, fresh
from tests.cast import Cast
from waystation.care.intake.lines import actions
from waystation.care.intake.lines.actions.going_live import lacking
from waystation.care.intake.lines.errors import LineError, NotReady
from waystation.care.intake.lines.models import Line
from waystation.care.intake.lines.models.line import DAY
from waystation.care.intake.lines.steps import STEPS, first_open, stops
from waystation.foundation import clock

pytestmark = pytest.mark.django_db
NO_PHONE, NO_TEXT = "It takes calls, but has no telephone number", "It takes texts, but has no number for texts"


def _states(line: Line) -> dict[str, str]:
    return {stop.step.code: stop.state for stop in stops(fresh(line))}


def _page(cast: Cast, line: Line) -> str:
    return " ".join(cast.client("chloe").get(reverse("lines:line_detail", args=[line.pk])).content.decode().split())


@pytest.mark.parametrize(
    ("lanes", "kinds", "reasons"),
    [
        ({}, [], [NO_PHONE]),
        ({}, ["phone"], []),
        ({}, ["tty"], []),
        ({}, ["text"], [NO_PHONE]),
        ({"takes_texts": True}, ["phone"], [NO_TEXT]),
        ({"takes_texts": True}, [], [NO_PHONE, NO_TEXT]),
        ({"takes_texts": True}, ["phone", "text"], []),
        ({"takes_calls": False}, [], []),
        ({"takes_calls": False, "takes_texts": True}, ["phone"], [NO_TEXT]),
    ],
)
def test_a_line_cannot_go_live_without_the_numbers_of_what_it_takes(
    cast: Cast, lanes: dict[str, bool], kinds: list[str], reasons: list[str]
) -> None:
    line, chloe = a_line(cast), cast.actor("chloe")
    if lanes:
        actions.change_line(chloe, line, step="lanes", version=line.version, **lanes)
    for kind in kinds:
        actions.add_number(chloe, line, version=line.version, kind=kind, number="555-0140")
    actions.answer_always(chloe, line, version=line.version)
    actions.ask_weekly(
        cast.actor("ana"), line, member=cast.member("ana"), days=range(7), starts=0, ends=DAY, since=clock.today()
    )
    assert [one.partition(":")[0] for one in lacking(chloe, line)] == reasons
    if reasons:
        with pytest.raises(NotReady):
            actions.go_live(chloe, line, version=line.version)
    else:
        actions.go_live(chloe, line, version=line.version)
    assert fresh(line).live is not bool(reasons)


def test_a_live_line_keeps_the_numbers_it_needs(cast: Cast) -> None:
    line, chloe = a_live_line(cast), cast.actor("chloe")
    only = line.numbers.get()
    with pytest.raises(LineError, match="needs this number"):
        actions.remove_row(chloe, line, version=line.version, what="numbers", row=only.pk)
    with pytest.raises(LineError, match="no number for texts"):
        actions.change_line(chloe, line, step="lanes", version=line.version, takes_texts=True)
    actions.add_number(chloe, line, version=line.version, kind="tty", number="555-0141")
    actions.remove_row(chloe, line, version=line.version, what="numbers", row=only.pk)
    assert [one.kind for one in line.numbers.all()] == ["tty"]


def test_a_page_of_the_wizard_is_done_only_when_it_holds_what_it_needs(cast: Cast) -> None:
    line, chloe = a_line(cast), cast.actor("chloe")
    assert _states(line) == dict.fromkeys([step.code for step in STEPS], "open") | {"name": "done"}
    for step in STEPS:
        actions.finish_step(chloe, line, step=step.code, version=line.version)
    passed = _states(line)
    assert {code for code, state in passed.items() if state == "lacking"} == {"numbers", "hours", "languages"}
    assert {code for code, state in passed.items() if state == "empty"} == {"holidays", "interpreters"}
    going = first_open(stops(fresh(line)))
    assert going is not None
    assert going.step.code == "numbers"
    assert _page(cast, line).count("Still to do") == 3
    actions.add_number(chloe, line, version=line.version, kind="phone", number="555-0140")
    actions.answer_always(chloe, line, version=line.version)
    words: dict[str, Any] = {"languages": ["eng"], "script": {"en": "You reached us."}}
    actions.change_line(chloe, line, step="languages", version=line.version, **words)
    assert "lacking" not in _states(line).values()
    actions.remove_row(chloe, line, version=line.version, what="numbers", row=line.numbers.get().pk)
    assert _states(line)["numbers"] == "lacking"


def test_going_on_from_a_page_without_what_it_needs_says_so_and_loses_nothing(cast: Cast) -> None:
    client, line = cast.client("chloe"), a_line(cast)
    address = reverse("lines:step", args=[line.pk, "numbers"])
    assert NO_PHONE in client.get(address).content.decode()
    answer = client.post(address, {"act": "next", "version": line.version})
    assert answer["Location"] == reverse("lines:step", args=[line.pk, "hours"])
    assert _states(line)["numbers"] == "lacking"


def test_hours_that_nobody_covers_stand_before_the_button(cast: Cast) -> None:
    line, chloe = a_line(cast, time_zone="UTC"), cast.actor("chloe")
    actions.add_number(chloe, line, version=line.version, kind="phone", number="555-0140")
    actions.answer_always(chloe, line, version=line.version)
    for days, ends in (((0, 1, 2, 3, 4, 5), DAY), ((6,), 120)):
        actions.ask_weekly(
            cast.actor("ana"), line, member=cast.member("ana"), days=days, starts=0, ends=ends, since=clock.today()
        )
    page = _page(cast, line)
    before, button, _after = page.partition("Let it go live</button>")
    assert button
    assert "Of 168 hours the line states for the next seven days, 22 hours have nobody on call." in before
    assert "Sunday" in before.partition("Nobody answers in these hours")[2]
    rest: dict[str, Any] = {"days": (6,), "starts": 120, "ends": DAY, "since": clock.today()}
    actions.ask_weekly(cast.actor("ana"), line, member=cast.member("ana"), **rest)
    assert "Nobody answers in these hours" not in _page(cast, line)
