"""What ends by itself: tips and leads after 12 months, unless a person gives a reason, and never past the review."""

from __future__ import annotations

import datetime as dt

import pytest

from tests.care.intake.leads.conftest import VAN, Tips, a_lead, propose, released
from tests.cast import Cast
from waystation.care.intake.leads import actions, policies, selectors
from waystation.care.intake.leads.models import Lead, LeadTip, Release
from waystation.care.intake.leads.reading import part23, principles, report_lines, review_years
from waystation.foundation import clock, gate
from waystation.foundation.audit.models import Event
from waystation.foundation.keyring.models import Capsule, CompartmentKey
from waystation.web.ticking import TASKS

DAY = 86_400


def test_a_lead_lives_no_longer_than_the_first_of_its_tips(cast: Cast, tips: Tips) -> None:
    first = tips.add(**VAN)
    clock.set_offset(100 * DAY)
    second = tips.add(**VAN)
    lead = actions.link(cast.actor("ana"), first=first, second=second, why=["vehicle"])
    assert lead.retention_on == tips.held[first][1].ends_on
    assert policies.end_of_tip(dt.date(2024, 2, 29)) == dt.date(2025, 2, 28)


def test_a_lead_that_was_not_released_is_destroyed_without_a_key(cast: Cast, tips: Tips) -> None:
    lead = a_lead(cast, tips)
    keys = CompartmentKey.objects.filter(subject=lead.pk).count()
    assert keys == 2
    clock.set_offset(365 * DAY)
    assert actions.expire() == {}
    clock.set_offset(367 * DAY)
    tips.erase_due()
    assert actions.expire() == {"leads": 1}
    assert not Lead.objects.exists()
    assert not LeadTip.objects.exists()
    assert not CompartmentKey.objects.filter(subject=lead.pk).exists()
    assert not Capsule.objects.filter(subject=lead.pk).exists()
    assert Event.objects.filter(subject=lead.pk, verb="lead.expired").count() == 1


def test_a_person_renews_with_a_reason_for_12_months_at_most(cast: Cast, tips: Tips) -> None:
    lead = a_lead(cast, tips)
    clock.set_offset(300 * DAY)
    with pytest.raises(ValueError, match="reason"):
        actions.renew(cast.actor("ana"), lead=lead, reason="  ")
    until = actions.renew(cast.actor("ana"), lead=lead, reason="The van was seen again")
    assert until == policies.months_after(clock.today(), 12)
    assert {tip.ends_on for _, tip in tips.held.values()} == {until}
    assert Event.objects.filter(subject=lead.pk, verb="lead.renewed").count() == 1
    page = selectors.lead_page(cast.actor("chloe"), lead.pk)
    assert [line["reason"] for line in page.account.renewals] == ["The van was seen again"]


def test_what_was_released_is_reviewed_every_year_and_never_kept_past_five(cast: Cast, tips: Tips) -> None:
    release = released(cast, tips)
    lead = Lead.objects.get()
    start = clock.today()
    assert lead.retention_on == policies.months_after(start, 12)
    for year in range(1, 6):
        clock.set_offset((year * 365 - 30) * DAY)
        lead.refresh_from_db()
        actions.renew(cast.actor("ana"), lead=lead, reason="Charges are pending")
    lead.refresh_from_db()
    assert lead.retention_on == policies.months_after(start, 12 * review_years())
    clock.set_offset((5 * 366 + 2) * DAY)
    assert actions.expire()["leads"] == 1
    assert not Release.objects.filter(pk=release.pk).exists()


def test_a_tip_that_came_to_nothing_goes_after_90_days(cast: Cast, tips: Tips) -> None:
    tip = tips.add(what="Somebody looked tired")
    last = actions.close_tip(cast.actor("ana"), tip=tip, ending="no_sign")
    assert last == clock.today() + dt.timedelta(days=90)
    assert tips.classes == {tip: "nothing_passed_on"}
    with pytest.raises(LookupError):
        actions.close_tip(cast.actor("ana"), tip=tip, ending="he looked like one")


def test_an_ended_lead_declines_what_waited_and_goes_after_90_days(cast: Cast, tips: Tips) -> None:
    from tests.care.intake.leads.conftest import turn_on

    turn_on(cast)
    lead = a_lead(cast, tips)
    release = propose(cast, lead)
    last = actions.close_lead(cast.actor("chloe"), lead=lead, ending="not_safe")
    assert last == clock.today() + dt.timedelta(days=90)
    release.refresh_from_db()
    assert release.status == "declined"
    assert set(tips.classes.values()) == {"nothing_passed_on"}


def test_a_tip_that_was_erased_leaves_its_lead(cast: Cast, tips: Tips) -> None:
    lead = a_lead(cast, tips)
    tips.held.popitem()
    page = selectors.lead_page(cast.actor("ana"), lead.pk)
    assert (len(page.tips), page.gone) == (1, 1)
    assert actions.expire() == {"links": 1}
    assert lead.tips.count() == 1


def test_pairs_kept_apart_are_not_shown_again_and_stay_sealed(cast: Cast, tips: Tips) -> None:
    first, second = tips.add(**VAN), tips.add(**VAN)
    assert len(selectors.suggestions(cast.actor("ana"))) == 1
    actions.keep_apart(cast.actor("ana"), first=first, second=second)
    assert selectors.suggestions(cast.actor("chloe")) == []
    assert not LeadTip.objects.exists()


def test_nothing_of_a_suggestion_is_written_but_one_line_of_the_journal(cast: Cast, tips: Tips) -> None:
    tips.add(**VAN)
    tips.add(**VAN)
    before = Capsule.objects.count()
    assert len(selectors.suggestions(cast.actor("ana"))) == 1
    assert tips.reads == 1
    assert Capsule.objects.count() == before


def test_tips_of_another_agency_or_team_are_never_linked(cast: Cast, tips: Tips) -> None:
    mine = tips.add(**VAN)
    theirs = tips.add(agency="juniper", team="team-juniper_intake", **VAN)
    assert selectors.suggestions(cast.actor("ana")) == []
    for other in (theirs, tips.add(team="team-case", **VAN)):
        with pytest.raises(gate.Refused):
            actions.link(cast.actor("ana"), first=mine, second=other, why=[])
    with pytest.raises(gate.Refused):
        actions.start_lead(cast.actor("ben"), tip=mine)


def test_the_rules_with_police_say_where_they_come_from(cast: Cast) -> None:
    assert "28 CFR Part 23" in part23().source
    assert part23().date
    assert {item.code for item in principles()} == {"facts", "relevance", "need", "log", "retention"}
    assert all(item.source and item.date for item in report_lines())
    assert review_years() <= 5


def test_tick_ends_what_is_over() -> None:
    assert "waystation.care.intake.leads.actions.expire" in {task.name for task in TASKS}
    assert "waystation.care.intake.tips.actions.expiring.expire" in {task.name for task in TASKS}
