"""Today shows each role what needs it, and no more."""

from __future__ import annotations

import uuid

import pytest
from django.urls import reverse

from tests.cast import Cast
from waystation.care.cases import actions as cases
from waystation.care.cases.models import Case
from waystation.care.intake.actions import take_contact

ROLES = ("ana", "ben", "nia", "chloe", "iris", "kofi", "dalia", "femi", "jo", "gwen", "lucia", "hale")


@pytest.mark.parametrize("name", ROLES)
def test_everyone_has_a_today_page(cast: Cast, name: str) -> None:
    assert cast.client(name).get("/today/").status_code == 200


def test_ana_sees_the_contact_that_waits_and_iris_does_not(cast: Cast) -> None:
    contact = take_contact(cast.actor("ana"), values={"lane": "help", "channel": "phone", "danger": "now"})
    address = reverse("intake:contact_detail", args=[contact.pk])
    assert address in cast.client("ana").get("/today/").content.decode()
    assert address not in cast.client("iris").get("/today/").content.decode()


def _case(cast: Cast) -> Case:
    return cases.open_case(
        cast.actor("ben"), alias="KESTREL-41", assignee=cast.member("ben"), team=cast.team("case")
    )  # fmt: skip


def test_ben_sees_his_case_by_alias_and_nia_of_the_other_team_does_not(cast: Cast) -> None:
    _case(cast)
    assert "KESTREL-41" in cast.client("ben").get("/today/").content.decode()
    for other in ("nia", "kofi", "iris", "femi", "ana"):
        assert "KESTREL-41" not in cast.client(other).get("/today/").content.decode()


def test_a_pointer_leads_only_its_worker_to_the_record(cast: Cast) -> None:
    case = _case(cast)
    address = reverse("web:record", args=[case.pointer])
    assert cast.client("ben").get(address).headers["Location"] == reverse("cases:case_detail", args=[case.pk])
    nobody = cast.client("iris").get(reverse("web:record", args=[uuid.uuid4()]))
    for other in ("iris", "kofi", "nia", "dalia"):
        answer = cast.client(other).get(address)
        assert answer.status_code == 404
    assert nobody.status_code == 404


def test_chloe_reads_on_today_that_the_journal_is_unbroken(cast: Cast) -> None:
    assert "Unbroken" in cast.client("chloe").get("/today/").content.decode()
