"""Hours, the rota and what is not covered, beside a recount that knows nothing of the program's way of counting."""

from __future__ import annotations

import datetime as dt
import random
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from tests.care.intake.lines.making import EVERY_DAY, ZONE, a_line, a_live_line, fresh
from tests.cast import Cast
from waystation.care.intake.lines import actions, selectors, showing
from waystation.care.intake.lines.models import Holiday, Hours, Line, Shift, Weekly
from waystation.care.intake.lines.models.line import DAY
from waystation.foundation import clock
from waystation.foundation.agencies.models import Cover
from waystation.web import health_report

pytestmark = pytest.mark.django_db
STEP = dt.timedelta(minutes=15)
STARTS = [dt.date(2026, 3, 4), dt.date(2026, 6, 3), dt.date(2026, 10, 28)]
"""Before the clocks go forward, in summer, and before they go back."""


def recount(line: Line, start: dt.datetime, end: dt.datetime) -> set[dt.datetime]:
    """Quarters of an hour that are stated and that nobody covers: asked of the wall clock, quarter by quarter."""
    place, missing, at = ZoneInfo(line.time_zone), set(), start
    held = list(Weekly.objects.filter(line=line, standing__in=["agreed", "set"]))
    once = list(Shift.objects.filter(line=line, standing__in=["agreed", "set"]))
    hours, holidays = list(Hours.objects.filter(line=line)), list(Holiday.objects.filter(line=line))
    absences = list(Cover.objects.all())
    while at < end:
        wall = at.astimezone(place)
        stated = covered = False
        for back in (0, 1):
            day = wall.date() - dt.timedelta(days=back)
            minute = wall.hour * 60 + wall.minute + back * DAY
            special = [row for row in holidays if row.on == day]
            if special:
                stated |= any(row.opens is not None and row.opens <= minute < (row.closes or 0) for row in special)
            else:
                stated |= any(row.weekday == day.weekday() and row.opens <= minute < row.closes for row in hours)
            away = {row.member_id for row in absences if row.since <= day <= row.until}
            covered |= any(
                row.weekday == day.weekday() and row.since <= day and (row.until is None or day <= row.until)
                and row.starts <= minute < row.ends and row.member_id not in away
                for row in held
            )  # fmt: skip
            covered |= any(
                row.on == day and row.starts <= minute < row.ends for row in once if row.member_id not in away
            )
        if stated and not covered:
            missing.add(at)
        at += STEP
    return missing


def _counted(line: Line, start: dt.datetime, end: dt.datetime) -> set[dt.datetime]:
    found = selectors.uncovered(line, start, end)
    quarters = int((end - start) / STEP)
    return {at for n in range(quarters) if any((at := start + n * STEP) in span for span in found)}


def _random_rota(cast: Cast, line: Line, rng: random.Random, first: dt.date) -> None:
    """Hours and shifts in full hours of the day that no change of clocks splits (both changes are at two)."""
    people = [cast.member("ana"), cast.member("chloe")]
    for day in range(7):
        opens = rng.choice([0, 3, 8, 20])
        Hours.objects.create(line=line, weekday=day, opens=opens * 60, closes=(opens + rng.choice([3, 8, 24])) * 60)
    for _n in range(12):
        starts = rng.choice([0, 3, 7, 15, 22])
        values = {"member": rng.choice(people), "starts": starts * 60, "ends": (starts + rng.choice([4, 8, 24])) * 60}
        values |= {"standing": rng.choice(["agreed", "set", "asked", "refused"]), "asked_by": people[0], "line": line}
        since = first + dt.timedelta(days=rng.randrange(-9, 5))
        if rng.random() < 0.7:
            until = rng.choice([None, since + dt.timedelta(days=9)])
            Weekly.objects.create(weekday=rng.randrange(7), since=since, until=until, **values)
        else:
            Shift.objects.create(on=since, **values)
    Holiday.objects.create(line=line, on=first + dt.timedelta(days=3), name="Closed")
    Holiday.objects.create(line=line, on=first + dt.timedelta(days=5), name="Late", opens=9 * 60, closes=30 * 60)
    away: dict[str, Any] = {"team": line.team, "member": people[0], "cover": people[1]}
    Cover.objects.create(since=first + dt.timedelta(days=2), until=first + dt.timedelta(days=4), **away)


@pytest.mark.parametrize("first", STARTS)
@pytest.mark.parametrize("seed", range(8))
def test_uncovered_hours_agree_with_a_recount_by_the_wall_clock(cast: Cast, first: dt.date, seed: int) -> None:
    line = a_line(cast)
    _random_rota(cast, line, random.Random(seed), first)
    start = dt.datetime.combine(first, dt.time(), ZoneInfo(ZONE)).astimezone(dt.UTC)
    end = start + dt.timedelta(days=14)
    assert _counted(line, start, end) == recount(line, start, end)


def test_a_supervisor_reads_which_hours_nobody_covers(cast: Cast) -> None:
    line, chloe = a_line(cast), cast.actor("chloe")
    actions.answer_always(chloe, line, version=1)
    ana: dict[str, Any] = {"member": cast.member("ana"), "since": dt.date(2026, 1, 1)}
    actions.ask_weekly(cast.actor("ana"), line, days=range(6), starts=0, ends=DAY, **ana)
    actions.ask_weekly(cast.actor("ana"), line, days=[6], starts=0, ends=120, **ana)
    actions.ask_weekly(cast.actor("ana"), line, days=[6], starts=360, ends=DAY, **ana)
    monday = dt.datetime(2026, 11, 23, 5, tzinfo=dt.UTC)
    words = [showing.span_words(line, span) for span in selectors.uncovered(line, monday)]
    assert words == ["Sunday 02:00-06:00", "Sunday 02:00-06:00"]


def test_a_line_says_honestly_when_it_answers(cast: Cast) -> None:
    line, chloe = a_line(cast), cast.actor("chloe")
    noon = dt.datetime(2026, 11, 23, 17, tzinfo=dt.UTC)
    actions.add_hours(chloe, line, version=1, days=EVERY_DAY, opens=480, closes=1320)
    assert not selectors.open_now(line, noon)
    assert selectors.statement(line, noon).words == "Closed now."
    actions.ask_weekly(
        cast.actor("ana"), line, member=cast.member("ana"), days=EVERY_DAY, starts=480, ends=1320, since=noon.date()
    )
    assert selectors.open_now(line, noon)
    assert selectors.statement(line, noon).words == "Open now until 22:00."
    assert [one.number for one in selectors.statement(line, noon).fallback] == ["1-888-373-7888", "233733"]
    night = noon + dt.timedelta(hours=12)
    assert selectors.statement(line, night).words == "Closed now. Opens 08:00."
    assert selectors.next_opening(line, night) == dt.datetime(2026, 11, 24, 13, tzinfo=dt.UTC)
    assert selectors.on_call(line, noon) == [cast.member("ana")]
    assert selectors.on_call(line, night) == []


def test_a_line_with_somebody_at_every_hour_says_day_and_night(cast: Cast) -> None:
    line = a_live_line(cast)
    assert selectors.statement(line, clock.now()).words == "Open now, day and night."
    assert list(selectors.live_lines()) == [line]
    assert selectors.by_slug("alder-help-line") == line


def test_shift_lengths_are_shown_as_they_are_when_clocks_change(cast: Cast) -> None:
    line, ana = a_line(cast), cast.member("ana")
    at = dt.datetime(2026, 10, 31, 12, tzinfo=dt.UTC)
    Shift.objects.create(line=line, member=ana, asked_by=ana, standing="agreed", on=at.date(), starts=1320, ends=1800)
    (turn,) = selectors.turns(line, at, at + dt.timedelta(days=2))
    assert showing.length_words(turn.span.length) == "9 hours"
    assert showing.odd_length(turn) == "Clocks change: 9 hours, not 8 hours."


def test_a_member_who_left_or_is_away_is_not_on_call(cast: Cast) -> None:
    line, at = a_live_line(cast), clock.now()
    ana = cast.member("ana")
    assert selectors.on_call(line, at) == [ana]
    today = at.astimezone(ZoneInfo(ZONE)).date()
    Cover.objects.create(team=line.team, member=ana, cover=cast.member("chloe"), since=today, until=today)
    assert selectors.on_call(line, at) == []
    Cover.objects.all().delete()
    ana.is_active = False
    ana.save()
    assert selectors.on_call(line, at) == []
    assert selectors.uncovered(line, at)


def test_a_text_number_leads_to_its_line_however_it_is_spaced(cast: Cast) -> None:
    line = a_live_line(cast)
    actions.add_number(cast.actor("chloe"), line, version=line.version, kind="text", number="(614) 555-0142")
    assert selectors.by_number("+16145550142") == line
    assert selectors.by_number("6145550143") is None
    assert selectors.by_number("") is None
    assert fresh(line).live


def test_the_health_report_says_how_many_hours_nobody_covers(cast: Cast) -> None:
    line = a_live_line(cast)
    assert health_report.uncovered() == []
    Weekly.objects.filter(line=line, weekday=6).delete()
    (said,) = health_report.uncovered()
    assert said == "Alder Help Line: nobody is on call in 48 stated hours of the next 14 days."
