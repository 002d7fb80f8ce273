"""A report to child protection: written down with to whom, when and whether the person knows; a line of its own."""

from __future__ import annotations

import pytest

from tests.cast import Cast
from waystation.care.intake import actions, selectors
from waystation.care.intake.models import Situation
from waystation.foundation.audit.models import Event
from waystation.foundation.keyring.models import Capsule

MADE = {"to_whom": "Children services", "how": "phone", "made_on": "2026-03-01", "at": "14:40", "told": "before"}


@pytest.fixture
def minor(cast: Cast) -> tuple[Situation, str, str]:
    ana = cast.actor("ana")
    contact = actions.take_contact(ana, values={"lane": "help", "channel": "phone"})
    situation = actions.begin_situation(ana, contact=contact)
    person = selectors.situation_page(ana, situation.pk).facts.person_list()[0].id
    actions.change_person(ana, situation=situation, person_id=person, age=17, words="Zanahoria")
    return situation, person, f"/situations/{situation.pk}/persons/{person}/report/"


def test_ana_reads_the_rule_and_writes_a_report_down(cast: Cast, minor: tuple[Situation, str, str]) -> None:
    situation, person, address = minor
    ana = cast.client("ana")
    assert address in ana.get(f"/situations/{situation.pk}/").content.decode()
    form = ana.get(address).content.decode()
    assert "Have counsel review this rule" in form
    assert "aged 17" in form
    assert "Zanahoria" not in form
    assert ana.post(address, MADE).status_code == 302
    [report] = selectors.situation_page(cast.actor("ana"), situation.pk).facts.report_list()
    assert (report.person, report.at, report.told, report.by) == (person, "2026-03-01T14:40", "before", "Ana")
    assert "The person was told before." in ana.get(f"/situations/{situation.pk}/").content.decode()
    assert Event.objects.filter(subject=situation.pk, verb="situation.report_made").count() == 1


def test_ben_can_write_one_down_once_it_was_handed_to_him_and_ana_no_longer(
    cast: Cast, minor: tuple[Situation, str, str]
) -> None:
    situation, _, address = minor
    assert cast.client("ben").get(address).status_code == 404
    actions.hand_over(cast.actor("ana"), contact=situation.contacts.get(), team=cast.team("case"))
    assert cast.client("ben").post(address, MADE).status_code == 302
    assert cast.client("ana").post(address, MADE).status_code == 403
    for name in ("ana", "chloe"):
        page = cast.client(name).get(f"/situations/{situation.pk}/").content.decode()
        assert address not in page
        assert "Open a case for" not in page


@pytest.mark.parametrize("missing", ["to_whom", "how", "made_on", "at", "told"])
def test_a_report_that_says_too_little_is_explained(
    cast: Cast, minor: tuple[Situation, str, str], missing: str
) -> None:
    answer = cast.client("ana").post(minor[2], {**MADE, missing: ""})
    assert answer.status_code == 422
    assert selectors.situation_page(cast.actor("ana"), minor[0].pk).facts.report_list() == []


def test_a_report_lies_sealed_and_stays_when_more_is_heard(cast: Cast, minor: tuple[Situation, str, str]) -> None:
    situation, person, address = minor
    cast.client("ana").post(address, {**MADE, "reference": "Zanahoria-9"})
    assert not any(b"Zanahoria" in bytes(body) for body in Capsule.objects.values_list("body", flat=True))
    actions.change_person(cast.actor("ana"), situation=situation, person_id=person, age=16)
    assert len(selectors.situation_page(cast.actor("ana"), situation.pk).facts.report_list()) == 1


@pytest.mark.parametrize("who", ["chloe", "iris", "kofi", "femi", "nia"])
def test_others_cannot_write_one(cast: Cast, minor: tuple[Situation, str, str], who: str) -> None:
    assert cast.client(who).post(minor[2], MADE).status_code == (403 if who == "chloe" else 404)
