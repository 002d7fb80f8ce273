"""Today shows each role what needs it, and no more."""

from __future__ import annotations

import datetime as dt
import re
import uuid

import pytest
from django.urls import reverse

from tests.care.walk import a_release, open_a_case, sent
from tests.cast import Cast
from waystation.care.cases import actions as cases
from waystation.care.cases.models import Case
from waystation.care.consent.actions import withdraw
from waystation.care.consent.models import Authorization
from waystation.care.intake import actions as intake
from waystation.care.referrals import actions as referrals
from waystation.care.referrals.models import Referral
from waystation.commons.directory.models import Organization, Service
from waystation.foundation import clock
from waystation.foundation.agencies.models import Member

ROLES = ("ana", "ben", "nia", "chloe", "iris", "kofi", "dalia", "femi", "jo", "gwen", "lucia", "hale")
SECTIONS = {
    "ana": ["contacts", "guide"],
    "ben": ["handed", "answers", "ending", "cases"],
    "nia": ["handed", "answers", "ending", "cases"],
    "chloe": ["journal", "contacts", "second", "away", "cases", "lines"],
    "iris": ["counts"],
    "kofi": ["accounts", "backups", "lines", "instruments"],
    "dalia": ["answers", "received", "cases"],
    "femi": ["received", "guide"],
    "jo": ["answers", "received", "cases", "guide"],
    "gwen": ["stale", "outreach"],
    "lucia": ["stale", "outreach"],
    "hale": ["leads"],
}


def shown(cast: Cast, name: str) -> str:
    answer = cast.client(name).get("/today/")
    assert answer.status_code == 200
    return str(answer.content.decode())


def _case(cast: Cast, who: str = "ben", team: str = "case", alias: str = "KESTREL-41") -> Case:
    actor = cast.actor(who)
    return cases.open_case(actor, alias=alias, assignee=cast.member(who), team=cast.team(team))


@pytest.mark.parametrize("name", ROLES)
def test_each_role_has_its_own_sections_in_their_order(cast: Cast, name: str) -> None:
    assert re.findall(r'aria-labelledby="h-(\w+)"', shown(cast, name)) == SECTIONS[name]


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("ana", "Nobody is waiting"), ("ben", "Nothing waits to become a case"), ("nia", "No open case is yours"),
        ("chloe", "Everybody of your teams is here"), ("iris", "The first daily batch runs tonight"),
        ("dalia", "No open case is yours"), ("femi", "Nothing came in"), ("jo", "Nothing came in"),
        ("gwen", "All entries were checked within a year"),
        ("hale", "Nothing was released to you"),
    ],
)  # fmt: skip
def test_an_empty_desk_says_what_it_is_for(cast: Cast, name: str, words: str) -> None:
    assert words in shown(cast, name)


def test_ana_sees_the_contact_that_waits_and_iris_does_not(cast: Cast) -> None:
    told = {"lane": "help", "channel": "phone", "danger": "now", "call_back_on": clock.today().isoformat()}
    contact = intake.take_contact(cast.actor("ana"), values=told)
    address = reverse("intake:contact_detail", args=[contact.pk])
    page = shown(cast, "ana")
    assert address in page
    assert "Call back today" in page
    assert address in shown(cast, "chloe")
    assert address not in shown(cast, "iris")


def test_ben_sees_what_was_handed_over_and_nia_of_the_other_team_does_not(cast: Cast) -> None:
    contact = intake.take_contact(cast.actor("ana"), values={"lane": "help", "channel": "phone"})
    situation = intake.begin_situation(cast.actor("ana"), contact=contact, persons=2)
    intake.hand_over(cast.actor("ana"), contact=contact, team=cast.team("case"), worker=cast.member("ben"))
    address = reverse("intake:situation_detail", args=[situation.pk])
    page = shown(cast, "ben")
    assert address in page
    assert "2 people" in page
    assert "From Ana." in page
    assert address not in shown(cast, "nia")


def test_ben_sees_his_case_by_alias_and_what_is_due_and_others_do_not(cast: Cast) -> None:
    case = _case(cast)
    cases.add_step(cast.actor("ben"), case=case, what="Court", due_on=clock.today())
    page = shown(cast, "ben")
    assert "KESTREL-41" in page
    assert "Due today or before" in page
    assert "Court" not in page
    for other in ("nia", "kofi", "iris", "femi", "ana"):
        assert "KESTREL-41" not in shown(cast, other)


def test_ben_sees_a_declined_referral_and_a_release_that_ends(cast: Cast) -> None:
    case = open_a_case(cast)
    row = sent(cast, case, a_release(cast, case, expires_on=clock.today() + dt.timedelta(days=3)))
    referrals.open_received(cast.actor("femi"), referral=row)
    row.refresh_from_db()
    referrals.answer(cast.actor("femi"), referral=row, event="decline", reason="full", version=row.version)
    page = shown(cast, "ben")
    assert "Juniper House answered" in page
    assert "HERON-12: release for Juniper House" in page
    assert "Juniper House answered" not in shown(cast, "nia")


def test_femi_sees_what_waits_and_when_its_release_has_ended(cast: Cast) -> None:
    case = open_a_case(cast)
    release = a_release(cast, case)
    row = sent(cast, case, release)
    page = shown(cast, "femi")
    assert reverse("referrals:received_detail", args=[row.pk]) in page
    assert "1 thing needs you now" in page
    assert "Emergency shelter" in page
    yesterday = clock.today() - dt.timedelta(days=1)
    Authorization.objects.filter(pk=release.pk).update(starts_on=yesterday - dt.timedelta(days=1), expires_on=yesterday)
    page = shown(cast, "femi")
    assert "Release ended" in page
    assert "Emergency shelter" not in page
    assert "Nothing is pressing" in page


def test_what_was_withdrawn_long_ago_leaves_femis_today(cast: Cast) -> None:
    case = open_a_case(cast)
    release = a_release(cast, case)
    row = sent(cast, case, release)
    withdraw(cast.actor("ben"), authorization_id=release.pk)
    address = reverse("referrals:received_detail", args=[row.pk])
    assert address in shown(cast, "femi")
    Referral.objects.filter(pk=row.pk).update(updated_on=clock.today() - dt.timedelta(days=4))
    assert address not in shown(cast, "femi")


@pytest.mark.parametrize(("name", "team"), [("dalia", "crosskeys_legal"), ("jo", "quarry_health")])
def test_dalia_and_jo_see_their_own_cases(cast: Cast, name: str, team: str) -> None:
    _case(cast, name, team, "WREN-73")
    assert "WREN-73" in shown(cast, name)
    assert "WREN-73" not in shown(cast, "ben")


def test_chloe_reads_that_the_journal_is_unbroken_and_sees_the_cases_of_her_team(cast: Cast) -> None:
    _case(cast)
    cases.propose_closing(cast.actor("ben"), case=Case.objects.get(), ending="goals_reached")
    page = shown(cast, "chloe")
    assert "Unbroken" in page
    assert 'href="/journal/"' in page
    assert "Read it second" in page
    assert "KESTREL-41" in page


def test_kofi_sees_who_is_in_no_team_and_no_case(cast: Cast) -> None:
    page = shown(cast, "kofi")
    assert "Uma" in page
    assert "Active, but in no team" in page
    Member.objects.filter(pk=cast.member("uma").pk).update(is_active=False)
    assert "Everyone has a team" in shown(cast, "kofi")


@pytest.mark.parametrize("name", ["gwen", "lucia"])
def test_gwen_and_lucia_see_entries_that_grew_old(cast: Cast, name: str) -> None:
    owner = Organization.objects.create(id=uuid.uuid4(), name="Alder House", description="Beds.")
    old = clock.today() - dt.timedelta(days=400)
    service = Service.objects.create(id=uuid.uuid4(), organization=owner, name="Warm beds", assured_date=old)
    page = shown(cast, name)
    assert "Warm beds, Alder House" in page
    assert reverse("directory:service_detail", args=[service.pk]) in page


def test_a_pointer_leads_only_its_worker_to_the_record(cast: Cast) -> None:
    case = _case(cast)
    address = reverse("web:record", args=[case.pointer])
    assert cast.client("ben").get(address).headers["Location"] == reverse("cases:case_detail", args=[case.pk])
    nobody = cast.client("iris").get(reverse("web:record", args=[uuid.uuid4()]))
    for other in ("iris", "kofi", "nia", "dalia"):
        answer = cast.client(other).get(address)
        assert answer.status_code == 404
    assert nobody.status_code == 404
