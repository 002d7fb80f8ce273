"""The pages of consent, as people use them."""

from __future__ import annotations

import datetime as dt
from typing import Any
from uuid import uuid4

import pytest

from tests.care.walk import CANARY, a_referral, a_release, open_a_case, sent
from tests.cast import Cast
from waystation.care.cases.models import Case
from waystation.care.consent.models import Authorization, Packet
from waystation.foundation import clock


@pytest.fixture
def case(cast: Cast) -> Case:
    return open_a_case(cast)


def answers(cast: Cast, **changes: Any) -> dict[str, Any]:
    today = clock.today()
    return {
        "recipient": str(cast.agency("juniper").pk), "purpose": "shelter", "starts_on": today.isoformat(),
        "expires_on": (today + dt.timedelta(days=30)).isoformat(), "age": "adult", "court_guardian": "no",
        "signed_by": ["survivor"], "custody": "unknown", "guardian_concern": "unknown", "emancipated": "unknown",
        "may_be_served_alone": "unknown", "form": "paper", "language": "spa", "interpreter": "phone",
        "explained_by": str(cast.member("ben").pk), "consequences_explained": "on",
        "fields_to_share": ["identity.name_to_use", "safe_contact.how"],
    } | changes  # fmt: skip


def test_ben_can_record_a_release_and_sees_first_what_would_leave(cast: Cast, case: Case) -> None:
    ben, url = cast.client("ben"), f"/cases/{case.pk}/consent/new/"
    form = ben.get(url)
    assert form.context["form"].initial["expires_on"] == clock.today() + dt.timedelta(days=30)
    look = ben.post(url, {**answers(cast), "preview": "1"})
    assert look.status_code == 200
    assert "Joel" in look.content.decode()
    assert not Authorization.objects.exists()
    assert ben.post(url, answers(cast)).status_code == 302
    row = Authorization.objects.get()
    page = ben.get(f"/cases/{case.pk}/consent/{row.pk}/").content.decode()
    assert "Joel" not in page
    assert "Sealed on this screen" in page
    assert "have counsel review" in page.lower()
    shown = ben.post(f"/cases/{case.pk}/consent/{row.pk}/").content.decode()
    assert "Joel" in shown
    assert CANARY not in shown


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"form": "spoken"}, "has to be in writing"),
        ({"expires_on": "2099-01-01"}, "at most 90 days"),
        ({"fields_to_share": []}, "at least one field"),
        ({"consequences_explained": ""}, "Explain it first"),
        ({"age": "unknown"}, "Ask counsel"),
        ({"age": "minor", "signed_by": ["survivor"]}, "Ask counsel"),
        ({"signed_by": []}, "signature"),
        ({"may_be_served_alone": "yes"}, "Name the law"),
    ],
)
def test_ben_gets_a_way_on_when_a_release_cannot_be_recorded(
    cast: Cast, case: Case, changes: dict[str, Any], words: str
) -> None:
    answer = cast.client("ben").post(f"/cases/{case.pk}/consent/new/", answers(cast, **changes))
    assert answer.status_code == 422
    text = answer.content.decode()
    assert words in text
    assert "Hand off without identity" in text
    assert not Authorization.objects.exists()


def test_the_age_of_the_case_fills_the_form_and_a_contradiction_stops(cast: Cast) -> None:
    case = open_a_case(cast, age=17)
    ben = cast.client("ben")
    start = ben.get(f"/cases/{case.pk}/consent/new/").context["form"].initial
    assert (start["age"], start["years"]) == ("minor", 17)
    answer = ben.post(f"/cases/{case.pk}/consent/new/", answers(cast))
    assert answer.status_code == 422
    assert "The age in the case says otherwise" in answer.content.decode()
    younger = answers(cast, age="minor", years="16", purpose="counseling")
    answer = ben.post(f"/cases/{case.pk}/consent/new/", younger)
    assert answer.status_code == 422
    assert "The age in the case says otherwise" in answer.content.decode()
    assert not Authorization.objects.exists()


def test_a_guardian_signs_for_someone_of_17_up_to_the_birthday(cast: Cast) -> None:
    case, ben = open_a_case(cast, age=17), cast.client("ben")
    told = answers(
        cast, age="minor", custody="parent", guardian_concern="no", signed_by=["survivor", "guardian"], years="17"
    )
    answer = ben.post(f"/cases/{case.pk}/consent/new/", told)
    assert answer.status_code == 422
    assert "turns_18_on" in answer.context["form"].errors
    assert "Ask for that day and write it here" in answer.content.decode()
    told["turns_18_on"] = (clock.today() + dt.timedelta(days=60)).isoformat()
    assert ben.post(f"/cases/{case.pk}/consent/new/", told).status_code == 302


def test_an_alleged_abuser_cannot_sign_for_a_minor(cast: Cast, case: Case) -> None:
    told = answers(
        cast, age="minor", custody="parent", guardian_concern="yes", signed_by=["survivor", "guardian"], years="15"
    )
    answer = cast.client("ben").post(f"/cases/{case.pk}/consent/new/", told)
    assert answer.status_code == 422
    assert "can never sign" in answer.content.decode()
    told["guardian_concern"] = "no"
    assert cast.client("ben").post(f"/cases/{case.pk}/consent/new/", told).status_code == 302


def test_chloe_can_withdraw_and_reads_the_true_list(cast: Cast, case: Case) -> None:
    release = a_release(cast, case)
    sent(cast, case, release)
    femi = cast.client("femi")
    row = Packet.objects.get().referral
    assert "Joel" in femi.get(f"/referrals/received/{row.pk}/").content.decode()
    chloe = cast.client("chloe")
    before = chloe.get(f"/cases/{case.pk}/consent/").content.decode()
    assert "by the role Intake worker" in before
    answer = chloe.post(f"/cases/{case.pk}/consent/{release.pk}/withdraw/", follow=True)
    assert "Nothing more leaves under this release" in answer.content.decode()
    after = femi.get(f"/referrals/received/{row.pk}/")
    assert after.status_code == 200
    text = after.content.decode()
    assert "Stop using what you received" in text
    assert "Joel" not in text
    again = chloe.post(f"/cases/{case.pk}/consent/{release.pk}/withdraw/", follow=True)
    assert "had been withdrawn before" in again.content.decode()


def test_chloe_cannot_record_a_release(cast: Cast, case: Case) -> None:
    assert cast.client("chloe").get(f"/cases/{case.pk}/consent/new/").status_code == 403


@pytest.mark.parametrize("who", ["ana", "nia", "uma", "iris", "kofi", "femi", "eli", "jo", "gwen", "lucia", "hale"])
def test_for_others_there_is_no_such_page(cast: Cast, case: Case, who: str) -> None:
    release = a_release(cast, case)
    client = cast.client(who)
    for case_id in (case.pk, uuid4()):
        base = f"/cases/{case_id}/consent/"
        assert client.get(base).status_code == 404
        assert client.get(f"{base}new/").status_code == 404
        assert client.get(f"{base}{release.pk}/").status_code == 404
        assert client.post(f"{base}{release.pk}/withdraw/").status_code == 404
    release.refresh_from_db()
    assert release.status == "live"


def test_a_release_of_another_case_is_not_found_here(cast: Cast, case: Case) -> None:
    other = a_release(cast, open_a_case(cast, alias="WREN-02"))
    ben = cast.client("ben")
    assert ben.get(f"/cases/{case.pk}/consent/{other.pk}/").status_code == 404
    assert ben.post(f"/cases/{case.pk}/consent/{other.pk}/withdraw/").status_code == 404


def test_a_release_made_for_a_referral_leads_back_to_it(cast: Cast, case: Case) -> None:
    draft = a_referral(cast, case)
    told = answers(cast, referral=str(draft.pk))
    answer = cast.client("ben").post(f"/cases/{case.pk}/consent/new/", told)
    assert answer["Location"] == f"/cases/{case.pk}/sharing/{draft.pk}/"
