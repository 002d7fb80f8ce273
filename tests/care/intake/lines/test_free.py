"""Gaps are filled from their own link, and only who may and is free is offered: not away, not on call elsewhere."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

import pytest
from django.urls import reverse

from tests.care.intake.lines.making import ZONE, a_line, a_live_line, fresh
from tests.cast import Cast
from waystation.care.intake.lines import actions, showing, walltime
from waystation.care.intake.lines.errors import LineError
from waystation.care.intake.lines.models import Line, Shift, Swap
from waystation.care.intake.lines.models.line import DAY
from waystation.care.intake.lines.selectors import my_turns, uncovered
from waystation.care.intake.lines.selectors.freeing import free_people
from waystation.foundation import clock
from waystation.foundation.agencies.models import Cover

pytestmark = pytest.mark.django_db
TEN: dict[str, Any] = {"starts": 600, "ends": 660}


def _day(ahead: int = 3) -> dt.date:
    return walltime.local(ZONE, clock.now()).date() + dt.timedelta(days=ahead)


def _names(cast: Cast, line: Line, but: tuple[str, ...] = ()) -> set[str]:
    span = walltime.stretch(ZONE, _day(), TEN["starts"], TEN["ends"])
    return {one.sign_in_name for one in free_people(line, span, _day(), but)}


def _away(cast: Cast, who: str) -> None:
    people = {"member": cast.member(who), "cover": cast.member("ben")}
    Cover.objects.create(team=cast.team("intake"), since=_day(), until=_day(), **people)


def _link(page: str) -> str:
    found = re.search(r'href="([^"]*/rota/new/\?on=[^"]*|[^"]*\?on=[^"]*starts=[^"]*)"', page)
    assert found
    return found[1].replace("&amp;", "&")


def test_who_is_away_or_on_call_on_any_line_is_not_free(cast: Cast) -> None:
    line, other = a_line(cast), a_line(cast, name="Second line")
    everyone = _names(cast, line)
    assert {"ana", "chloe"} <= everyone
    assert not {"ben", "kofi", "femi"} & everyone
    actions.ask_single(cast.actor("ana"), other, member=cast.member("ana"), on=_day(), **TEN)
    assert _names(cast, line) == everyone - {"ana"}
    _away(cast, "chloe")
    assert _names(cast, line) == everyone - {"ana", "chloe"}
    with pytest.raises(LineError, match="has or was asked"):
        actions.ask_single(cast.actor("ana"), line, member=cast.member("ana"), on=_day(), **TEN)
    with pytest.raises(LineError, match="away on that day"):
        actions.ask_single(cast.actor("kofi"), line, member=cast.member("chloe"), on=_day(), **TEN)


def test_a_gap_is_filled_from_its_own_link_with_one_answer(cast: Cast) -> None:
    line, kofi = a_line(cast), cast.client("kofi")
    actions.add_hours(cast.actor("chloe"), line, version=line.version, days=[_day().weekday()], opens=1320, closes=1800)
    _away(cast, "chloe")
    address = _link(kofi.get(reverse("lines:rota", args=[line.pk])).content.decode())
    page = kofi.get(address).content.decode()
    gap = showing.hole(line, uncovered(line, clock.now())[0])
    assert gap.words in page
    assert "Ana" in page
    assert "Chloe" not in page.partition("<main")[2]
    shown = re.findall(r'<input type="(?!hidden)[a-z]+" name="(\w+)"', page.partition("<main")[2])
    assert set(shown) == {"member"}
    hidden = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', page.partition("<main")[2]))
    assert kofi.post(address, hidden | {"member": cast.member("ana").pk}).status_code == 302
    made = Shift.objects.get()
    assert (made.on, made.starts, made.ends, made.member) == (gap.on, 1320, 1800, cast.member("ana"))


def test_a_gap_nobody_can_fill_says_so_and_a_wrong_address_asks_for_all(cast: Cast) -> None:
    line, ana = a_line(cast), cast.client("ana")
    _away(cast, "ana")
    address = reverse("lines:shift_new", args=[line.pk])
    taken = ana.get(f"{address}?on={_day()}&starts=600&ends=660").content.decode()
    assert "Nobody is free in these hours" in taken
    for wrong in ("on=x&starts=600&ends=660", f"on={_day()}&starts=660&ends=600", f"on={_day(-9)}&starts=0&ends=60"):
        assert "How often" in ana.get(f"{address}?{wrong}").content.decode(), wrong


def test_a_swap_offers_only_who_is_free_and_takes_nobody_else(cast: Cast) -> None:
    line = a_live_line(cast)
    turn = next(one.turn for one in my_turns(cast.actor("ana"), clock.now()) if one.turn.on == _day())
    ana, address = cast.client("ana"), reverse("lines:swap", args=[line.pk, turn.key])
    offered = ana.get(address).content.decode()
    assert str(cast.member("chloe").pk) in offered
    _away(cast, "chloe")
    assert str(cast.member("chloe").pk) not in ana.get(address).content.decode()
    assert ana.post(address, {"member": cast.member("chloe").pk, "back": ""}).status_code == 422
    with pytest.raises(LineError, match="away on that day"):
        actions.ask_swap(cast.actor("ana"), line, turn=turn.key, of=cast.member("chloe"))
    assert not Swap.objects.exists()


def test_a_supervisor_is_offered_only_who_is_free_for_a_shift_that_nobody_holds(cast: Cast) -> None:
    line = a_live_line(cast)
    second = a_line(cast, name="Second line")
    _away(cast, "ana")
    for one in free_people(line, walltime.stretch(ZONE, _day(), 0, DAY), _day()):
        if one != cast.member("chloe"):
            _away(cast, one.sign_in_name)
    actions.ask_single(cast.actor("chloe"), second, member=cast.member("chloe"), on=_day(), starts=0, ends=DAY)
    page = cast.client("chloe").get(reverse("lines:rota", args=[fresh(line).pk])).content.decode()
    assert "Nobody of the team is free then." in page
    Shift.objects.all().delete()
    page = cast.client("chloe").get(reverse("lines:rota", args=[fresh(line).pk])).content.decode()
    form = page.partition("Put somebody on it")[2].partition("</form>")[0]
    assert re.findall('option value="([^"]*)"', form) == [str(cast.member("chloe").pk)]
