"""Who may run a line and its rota; nobody is on call without their own yes or a supervisor's act."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from tests.care.intake.lines.making import EVERY_DAY, ZONE, a_line, a_live_line, fresh
from tests.cast import Cast
from waystation.care.intake.lines import actions, policies, selectors
from waystation.care.intake.lines.errors import LineError, NotReady
from waystation.care.intake.lines.models import Holiday, Hours, Shift, Swap, Weekly
from waystation.care.intake.lines.models.line import DAY
from waystation.foundation import clock
from waystation.foundation.agencies.models import Cover
from waystation.foundation.agencies.roles import roles
from waystation.foundation.audit.models import Event
from waystation.foundation.keyring.errors import NotAllowed, Stale
from waystation.foundation.keyring.models import Certificate

pytestmark = pytest.mark.django_db
RUN = {"supervisor", "administrator", "coordinator"}
ANSWER = {"hotline_advocate", "intake_worker", "supervisor"}


def test_each_role_may_what_the_table_says() -> None:
    assert {role for role in roles() if policies.can_run(role)} == RUN
    assert {role for role in roles() if policies.can_answer(role)} == ANSWER
    assert {role for role in roles() if policies.can_set_shifts(role)} == {"supervisor"}
    assert {role for role in roles() if policies.can_see(role)} == RUN | ANSWER


@pytest.mark.parametrize("who", ["ana", "ben", "iris"])
def test_others_cannot_make_or_change_a_line(cast: Cast, who: str) -> None:
    with pytest.raises(NotAllowed):
        a_line(cast, who=who)
    line = a_line(cast)
    with pytest.raises(NotAllowed):
        actions.answer_always(cast.actor(who), line, version=1)
    with pytest.raises(NotAllowed):
        actions.go_live(cast.actor(who), line, version=1)
    assert fresh(line).version == 1


@pytest.mark.parametrize("who", ["rosa", "gwen", "tam"])
def test_another_agency_cannot_change_or_find_a_line(cast: Cast, who: str) -> None:
    line, stranger = a_live_line(cast), cast.actor(who)
    for act in (actions.answer_always, actions.take_off, actions.go_live):
        with pytest.raises(NotAllowed):
            act(stranger, line, version=line.version)
    with pytest.raises(NotAllowed):
        actions.ask_single(
            stranger, line, member=cast.member("ana"), on=clock.today() + dt.timedelta(days=1), starts=0, ends=60
        )
    assert not selectors.lines_of(stranger).exists()
    assert selectors.duty_of(stranger, Weekly.objects.first().pk) is None  # type: ignore[union-attr]  # there is one


def test_a_line_cannot_have_another_agency_s_team(cast: Cast) -> None:
    with pytest.raises(LineError):
        a_line(cast, team=cast.team("juniper_intake"))
    with pytest.raises(LineError):
        a_line(cast, team=cast.team("case"))
    with pytest.raises(LineError):
        a_line(cast, time_zone="Mars/Olympus")


def test_the_administrator_makes_a_line_and_opens_nothing_sealed_by_it(cast: Cast) -> None:
    line = a_line(cast, who="kofi")
    assert not cast.keyring("kofi").holds(line.team.pk)


def test_an_empty_line_cannot_go_live_and_says_what_to_do(cast: Cast) -> None:
    line, chloe = a_line(cast), cast.actor("chloe")
    with pytest.raises(NotReady) as refusal:
        actions.go_live(chloe, line, version=1)
    assert len(refusal.value.reasons) == 3
    actions.answer_always(chloe, line, version=1)
    with pytest.raises(NotReady, match="Nobody is on call"):
        actions.go_live(chloe, line, version=2)
    assert not selectors.live_lines()


def test_a_line_whose_team_has_no_signed_key_cannot_go_live(cast: Cast) -> None:
    line = a_live_line(cast)
    actions.take_off(cast.actor("chloe"), line, version=line.version)
    Certificate.objects.filter(kind="team", subject=line.team.pk).delete()
    with pytest.raises(NotReady, match="no signed key"):
        actions.go_live(cast.actor("chloe"), line, version=fresh(line).version)


def test_the_older_of_two_windows_is_refused(cast: Cast) -> None:
    line, chloe = a_line(cast), cast.actor("chloe")
    actions.add_number(chloe, line, version=1, kind="phone", number="555-0142")
    with pytest.raises(Stale):
        actions.change_line(chloe, line, step="fallback", version=1, fallback=["national"])


@pytest.mark.parametrize(
    ("opens", "closes", "days"),
    [(480, 480, [0]), (600, 480, [0]), (0, 1500, [0]), (1440, 1500, [0]), (-5, 60, [0]), (1380, 1500, [0, 1, 2])],
)
def test_hours_that_end_before_they_start_or_overlap_are_refused(
    cast: Cast, opens: int, closes: int, days: list[int]
) -> None:
    line, chloe = a_line(cast), cast.actor("chloe")
    actions.add_hours(chloe, line, version=1, days=[6], opens=1200, closes=1500)
    actions.add_hours(chloe, line, version=2, days=[2], opens=0, closes=60)
    with pytest.raises(LineError):
        actions.add_hours(chloe, line, version=3, days=days, opens=opens, closes=closes)
    with pytest.raises(LineError):
        actions.add_hours(chloe, line, version=3, days=[0], opens=30, closes=90)
    assert Hours.objects.count() == 2


def test_a_holiday_takes_one_kind_of_hours(cast: Cast) -> None:
    line, chloe, day = a_line(cast), cast.actor("chloe"), dt.date(2026, 12, 25)
    actions.add_holiday(chloe, line, version=1, on=day, name="Christmas", opens=540, closes=720)
    actions.add_holiday(chloe, line, version=2, on=day, name="Christmas", opens=840, closes=1020)
    for times in ({}, {"opens": 600, "closes": 660}, {"opens": 600}):
        with pytest.raises(LineError):
            actions.add_holiday(chloe, line, version=3, on=day, name="Again", **times)
    assert Holiday.objects.count() == 2


def test_the_last_hours_of_a_live_line_stay(cast: Cast) -> None:
    line, chloe = a_live_line(cast), cast.actor("chloe")
    first, *rest = Hours.objects.all()
    for row in rest:
        actions.remove_row(chloe, line, version=fresh(line).version, what="hours", row=row.pk)
    with pytest.raises(LineError):
        actions.remove_row(chloe, line, version=fresh(line).version, what="hours", row=first.pk)


def _asked(cast: Cast, who: str = "kofi", **more: Any) -> Weekly:
    line = a_line(cast, who="kofi")
    given: dict[str, Any] = {
        "member": cast.member("ana"),
        "days": [0],
        "starts": 0,
        "ends": 480,
        "since": clock.today(),
    } | more
    return actions.ask_weekly(cast.actor(who), line, **given)[0]


def test_an_administrator_asks_and_the_advocate_agrees(cast: Cast) -> None:
    row = _asked(cast)
    assert row.standing == "asked"
    now = clock.now()
    assert selectors.turns(row.line, now, now + dt.timedelta(days=8)) == []
    for who in ("kofi", "chloe"):
        with pytest.raises(NotAllowed):
            actions.answer_shift(cast.actor(who), row, agrees=True)
    actions.answer_shift(cast.actor("ana"), row, agrees=True)
    found = selectors.turns(row.line, now, now + dt.timedelta(days=8))
    assert {turn.holder for turn in found} == {cast.member("ana")}
    with pytest.raises(LineError):
        actions.answer_shift(cast.actor("ana"), row, agrees=False)


def test_only_a_supervisor_puts_somebody_on_a_shift_at_once(cast: Cast) -> None:
    with pytest.raises(NotAllowed):
        _asked(cast, at_once=True)
    line = selectors.lines_of(cast.actor("chloe")).get()
    row = actions.ask_single(
        cast.actor("chloe"), line, member=cast.member("ana"), on=clock.today() + dt.timedelta(days=1), starts=0,
        ends=60, at_once=True,
    )  # fmt: skip
    assert row.standing == "set"


def test_nobody_outside_the_team_is_asked_and_nobody_twice(cast: Cast) -> None:
    row = _asked(cast)
    kofi = cast.actor("kofi")
    when: dict[str, Any] = {"days": [0], "starts": 420, "ends": 600, "since": clock.today()}
    for member in ("ana", "ben", "femi", "iris"):
        with pytest.raises(LineError):
            actions.ask_weekly(kofi, row.line, member=cast.member(member), **when)
    with pytest.raises(NotAllowed):
        actions.ask_weekly(cast.actor("ana"), row.line, member=cast.member("chloe"), **when)


def test_a_weekly_shift_ends_and_the_past_stays(cast: Cast) -> None:
    line = a_live_line(cast)
    row = Weekly.objects.filter(line=line).first()
    assert row is not None
    with pytest.raises(NotAllowed):
        actions.end_duty(cast.actor("ana"), row)
    actions.end_duty(cast.actor("kofi"), row)
    row.refresh_from_db()
    assert row.until is not None
    assert row.standing == "agreed"
    assert selectors.uncovered(line, clock.now())


def _two_shifts(cast: Cast) -> tuple[Any, str, str]:
    """A line, the key of a shift of Ana's and that of one of Chloe's."""
    line, day = a_line(cast), clock.today() + dt.timedelta(days=2)
    keys = []
    for who, starts in (("ana", 480), ("chloe", 960)):
        row = actions.ask_single(
            cast.actor(who), line, member=cast.member(who), on=day, starts=starts, ends=starts + 480
        )
        keys.append(f"{row.pk}.{day:%Y%m%d}")
    return line, *keys


def _holders(line: Any, *keys: str) -> list[str]:
    return [
        turn.holder.sign_in_name if (turn := selectors.find_turn(line, key)) and turn.holder else "" for key in keys
    ]


def test_a_swap_counts_when_the_other_one_agrees(cast: Cast) -> None:
    line, hers, other = _two_shifts(cast)
    swap = actions.ask_swap(cast.actor("ana"), line, turn=hers, of=cast.member("chloe"), back=other)
    assert _holders(line, hers, other) == ["ana", "chloe"]
    with pytest.raises(NotAllowed):
        actions.answer_swap(cast.actor("ana"), swap, agrees=True)
    actions.answer_swap(cast.actor("chloe"), swap, agrees=True)
    assert _holders(line, hers, other) == ["chloe", "ana"]
    with pytest.raises(LineError):
        actions.answer_swap(cast.actor("chloe"), swap, agrees=False)
    assert {"line.swap_asked", "line.swap_answered"} <= set(Event.objects.values_list("verb", flat=True))


def test_a_refused_or_withdrawn_swap_changes_nothing(cast: Cast) -> None:
    line, hers, other = _two_shifts(cast)
    first = actions.ask_swap(cast.actor("ana"), line, turn=hers, of=cast.member("chloe"))
    with pytest.raises(LineError):
        actions.ask_swap(cast.actor("ana"), line, turn=hers, of=cast.member("chloe"))
    with pytest.raises(NotAllowed):
        actions.withdraw_swap(cast.actor("chloe"), first)
    actions.withdraw_swap(cast.actor("ana"), first)
    second = actions.ask_swap(cast.actor("ana"), line, turn=hers, of=cast.member("chloe"))
    actions.answer_swap(cast.actor("chloe"), second, agrees=False)
    assert _holders(line, hers, other) == ["ana", "chloe"]


def test_a_swap_is_refused_for_somebody_else_s_shift_a_stranger_or_a_shift_that_changed_hands(cast: Cast) -> None:
    line, hers, other = _two_shifts(cast)
    with pytest.raises(NotAllowed):
        actions.ask_swap(cast.actor("ana"), line, turn=other, of=cast.member("chloe"))
    for of, back in (("ben", ""), ("ana", ""), ("femi", ""), ("chloe", hers)):
        with pytest.raises(LineError):
            actions.ask_swap(cast.actor("ana"), line, turn=hers, of=cast.member(of), back=back)
    with pytest.raises(LineError):
        actions.ask_swap(cast.actor("ana"), line, turn="nonsense", of=cast.member("chloe"))
    swap = actions.ask_swap(cast.actor("ana"), line, turn=hers, of=cast.member("chloe"))
    actions.set_turn(cast.actor("chloe"), line, turn=hers, member=cast.member("chloe"))
    with pytest.raises(LineError):
        actions.answer_swap(cast.actor("chloe"), swap, agrees=True)
    assert Swap.objects.get(pk=swap.pk).standing == "asked"


def test_nobody_is_on_call_twice_at_once(cast: Cast) -> None:
    line, hers, _other = _two_shifts(cast)
    turn = selectors.find_turn(line, hers)
    assert turn is not None
    actions.ask_single(cast.actor("chloe"), line, member=cast.member("chloe"), on=turn.on, starts=540, ends=600, rank=2)
    with pytest.raises(LineError, match="on call at that time"):
        actions.ask_swap(cast.actor("ana"), line, turn=hers, of=cast.member("chloe"))


def test_a_colleague_takes_the_shift_of_one_who_is_away(cast: Cast) -> None:
    line, hers, _other = _two_shifts(cast)
    turn = selectors.find_turn(line, hers)
    assert turn is not None
    ana, chloe = cast.member("ana"), cast.member("chloe")
    with pytest.raises(LineError, match="has it already"):
        actions.take_turn(cast.actor("chloe"), line, turn=hers)
    Cover.objects.create(team=line.team, member=ana, cover=chloe, since=turn.on, until=turn.on)
    assert [one.turn.key for one in selectors.free_turns(cast.actor("chloe"), clock.now())] == [hers]
    with pytest.raises(NotAllowed):
        actions.take_turn(cast.actor("ben"), line, turn=hers)
    actions.take_turn(cast.actor("chloe"), line, turn=hers)
    assert _holders(line, hers) == ["chloe"]


def test_alerts_say_how_many_wait_and_climb_with_the_wait(cast: Cast) -> None:
    line, at = a_live_line(cast), clock.now()
    actions.ask_weekly(
        cast.actor("chloe"), line, member=cast.member("chloe"), days=EVERY_DAY, starts=0, ends=DAY, since=clock.today(),
        rank=2,
    )  # fmt: skip
    ana, chloe, ben = (cast.member(name) for name in ("ana", "chloe", "ben"))

    def told(member: Any, *seconds: int) -> list[tuple[int, int, str]]:
        since = [(line.name, at - dt.timedelta(seconds=one)) for one in seconds]
        return [(one.count, one.seconds, one.to) for one in selectors.alerts_for(member, at, since)]

    assert told(ana) == []
    assert told(ana, 10) == [(1, 10, "on_call")]
    assert told(chloe, 30, 59) == []
    assert told(chloe, 61, 10) == [(1, 61, "next")]
    assert told(ben, 900) == []
    Weekly.objects.all().delete()
    assert told(chloe, 5) == [(1, 5, "supervisor")]
    assert told(ana, 500) == []


def test_supervisors_hear_after_three_minutes(cast: Cast) -> None:
    line = a_live_line(cast)
    at = clock.now()
    chloe = cast.member("chloe")
    assert selectors.alerts_for(chloe, at, [(line.name, at - dt.timedelta(seconds=179))]) == []
    assert selectors.alerts_for(chloe, at, [(line.name, at - dt.timedelta(seconds=181))])[0].to == "supervisor"


def test_escalation_steps_stay_in_their_order(cast: Cast) -> None:
    line, chloe = a_line(cast), cast.actor("chloe")
    with pytest.raises(LineError):
        actions.set_escalation(chloe, line, version=1, after={"on_call": 0, "next": 200, "supervisor": 100})
    actions.set_escalation(chloe, line, version=1, after={"on_call": 5, "next": 30, "supervisor": 90})
    assert [row.after for row in line.escalation.all()] == [5, 30, 90]


def test_a_single_shift_of_the_past_is_refused(cast: Cast) -> None:
    line, ana = a_line(cast), cast.actor("ana")
    with pytest.raises(LineError):
        actions.ask_single(ana, line, member=ana.member, on=clock.today() - dt.timedelta(days=3), starts=0, ends=60)
    assert not Shift.objects.exists()
    assert line.time_zone == ZONE
