"""The pages of a case as each person of the cast meets them."""

from __future__ import annotations

from uuid import uuid4

import pytest

from tests.cast import Cast
from waystation.care.cases import actions, selectors
from waystation.care.cases.models import Case
from waystation.care.cases.shapes import Identity, SafeContact
from waystation.foundation import clock
from waystation.foundation.keyring.errors import NoKey
from waystation.foundation.keyring.models import Draft

TABS = ("", "plan/", "notes/", "safe-contact/")


@pytest.fixture
def case(cast: Cast) -> Case:
    return actions.open_case(
        cast.actor("ben"), alias="HERON-12", assignee=cast.member("ben"), team=cast.team("case"),
        identity=Identity(name_to_use="Mateo"), safe_contact=SafeContact(how="agreed_way_only", line="Text only"),
    )  # fmt: skip


def test_the_safety_line_stands_before_the_heading_on_every_page(cast: Cast, case: Case) -> None:
    ben = cast.client("ben")
    for tab in TABS:
        page = ben.get(f"/cases/{case.pk}/{tab}").content.decode()
        assert page.index("Text only") < page.index("<h1"), tab


def test_the_name_shows_after_a_deliberate_act_and_hides_when_another_case_opens(cast: Cast, case: Case) -> None:
    ben, path = cast.client("ben"), f"/cases/{case.pk}/"
    other = actions.open_case(cast.actor("ben"), alias="LARK-03", assignee=cast.member("ben"), team=cast.team("case"))
    assert "Mateo" not in ben.get(path).content.decode()
    assert ben.get(f"{path}reveal/").status_code == 405
    assert ben.post(f"{path}reveal/").status_code == 302
    assert "Mateo" in ben.get(path).content.decode()
    assert "Mateo" in ben.get(f"{path}notes/").content.decode()
    ben.get(f"/cases/{other.pk}/")
    assert not Draft.objects.exists()
    assert "Mateo" not in ben.get(path).content.decode()


def test_the_name_hides_after_ten_quiet_minutes(cast: Cast, case: Case) -> None:
    ben, path = cast.client("ben"), f"/cases/{case.pk}/"
    ben.post(f"{path}reveal/")
    clock.set_offset(11 * 60)
    try:
        assert "Mateo" not in ben.get(path).content.decode()
    finally:
        clock.set_offset(0)


def test_a_name_shown_in_one_session_is_not_shown_in_another(cast: Cast, case: Case) -> None:
    path = f"/cases/{case.pk}/"
    cast.client("ben").post(f"{path}reveal/")
    assert "Mateo" not in cast.client("ben").get(path).content.decode()


def test_ben_can_hide_the_name_again(cast: Cast, case: Case) -> None:
    ben, path = cast.client("ben"), f"/cases/{case.pk}/"
    ben.post(f"{path}reveal/")
    assert ben.post(f"{path}hide/").status_code == 302
    assert "Mateo" not in ben.get(path).content.decode()


def test_a_name_is_changed_while_it_is_shown(cast: Cast, case: Case) -> None:
    ben, path = cast.client("ben"), f"/cases/{case.pk}/"
    assert ben.get(f"{path}name/").status_code == 302
    ben.post(f"{path}reveal/", {"next": "name"})
    form = ben.get(f"{path}name/").context["form"]
    assert form.initial["name_to_use"] == "Mateo"
    sent = {"name_to_use": "Teo", "languages": ["spa"], "age": "29", "version": form.initial["version"]}
    assert ben.post(f"{path}name/", sent).status_code == 302
    assert "Teo" in ben.get(path).content.decode()


def test_a_stale_safe_contact_shows_both_and_loses_nothing(cast: Cast, case: Case) -> None:
    ben, path = cast.client("ben"), f"/cases/{case.pk}/safe-contact/"
    assert ben.post(path, {"line": "Phone is fine", "how": "yes", "version": 1}).status_code == 302
    answer = ben.post(path, {"line": "Never phone", "how": "no", "version": 1})
    assert answer.status_code == 409
    page = answer.content.decode()
    assert "Phone is fine" in page
    assert page.count("Never phone") >= 2
    again = {name: value for name, value in answer.context["form"].data.items() if value is not None}
    assert ben.post(path, again).status_code == 302
    assert "Never phone" in ben.get(f"/cases/{case.pk}/").content.decode()


def test_a_stale_name_shows_both_and_loses_nothing(cast: Cast, case: Case) -> None:
    ben, path = cast.client("ben"), f"/cases/{case.pk}/name/"
    ben.post(f"/cases/{case.pk}/reveal/")
    assert ben.post(path, {"name_to_use": "Teo", "version": 1}).status_code == 302
    answer = ben.post(path, {"name_to_use": "Matty", "version": 1})
    assert answer.status_code == 409
    assert "Teo" in answer.content.decode()
    assert "Matty" in answer.content.decode()
    again = {name: value for name, value in answer.context["form"].data.items() if value is not None}
    assert ben.post(path, again).status_code == 302
    assert "Matty" in ben.get(f"/cases/{case.pk}/").content.decode()


def test_a_need_leads_to_the_directory_with_its_terms(cast: Cast, case: Case) -> None:
    ben, path = cast.client("ben"), f"/cases/{case.pk}/plan/"
    sent = {"code": "emergency_shelter", "urgency": "tonight", "language": "spa", "age_group": "minor"}
    assert ben.post(path, sent).status_code == 302
    page = ben.get(path).content.decode()
    assert f'name="for_case" value="{case.pk}"' in page
    assert 'name="q" value="Emergency shelter"' in page
    assert 'name="age" value="17"' in page
    need = selectors.case_page(cast.actor("ben"), case.pk).referrals.need_list()[0]
    assert ben.post(f"/cases/{case.pk}/needs/{need.id}/", {"state": "met"}).status_code == 302
    assert ben.post(f"/cases/{case.pk}/needs/{need.id}/", {"state": "nonsense"}).status_code == 404
    assert ben.post(f"/cases/{case.pk}/needs/{uuid4()}/", {"state": "met"}).status_code == 404


def test_a_step_and_a_note_can_be_added_and_done(cast: Cast, case: Case) -> None:
    ben, path = cast.client("ben"), f"/cases/{case.pk}/"
    assert ben.post(f"{path}steps/", {"what": ""}).status_code == 422
    assert ben.post(f"{path}steps/", {"what": "Bring the letter", "due_on": "2026-12-04"}).status_code == 302
    assert "Bring the letter" in ben.get(path).content.decode()
    step = selectors.case_page(cast.actor("ben"), case.pk).referrals.step_list()[0]
    assert ben.post(f"{path}steps/{step.id}/").status_code == 302
    assert "Done: Bring the letter" in ben.get(path).content.decode()
    assert ben.post(f"{path}notes/", {"text": " "}).status_code == 422
    assert ben.post(f"{path}notes/", {"text": "Agreed to meet"}).status_code == 302
    assert "Agreed to meet" in ben.get(f"{path}notes/").content.decode()


def test_an_alias_in_use_is_refused_and_the_rest_of_the_form_stays(cast: Cast, case: Case) -> None:
    sent = {
        "alias": "heron-12", "kind_of_trafficking": "labor", "stage": "emergency",
        "assignee": str(cast.member("ben").pk), "how": "no",
    }  # fmt: skip
    answer = cast.client("ben").post("/cases/new/", sent)
    assert answer.status_code == 422
    assert "Another open case goes by this alias" in answer.content.decode()
    assert answer.context["form"]["how"].value() == "no"
    sent["alias"] = "Maria Lopez"
    assert cast.client("ben").post("/cases/new/", sent).status_code == 422


def test_search_words_come_by_post_and_stay_out_of_the_address(cast: Cast, case: Case) -> None:
    ben = cast.client("ben")
    assert ben.get("/cases/search/").status_code == 405
    page = ben.post("/cases/search/", {"q": "herron"}).content.decode()
    assert "HERON-12" in page


@pytest.mark.parametrize("who", ["ana", "nia", "iris", "kofi", "dalia", "femi", "jo", "gwen", "lucia", "hale"])
def test_a_case_answers_others_as_if_there_were_none(cast: Cast, case: Case, who: str) -> None:
    other = cast.client(who)
    for tab in (*TABS, "journal/", "name/"):
        real, unreal = other.get(f"/cases/{case.pk}/{tab}"), other.get(f"/cases/{uuid4()}/{tab}")
        assert real.status_code == unreal.status_code == 404, tab
    for act in ("reveal/", "steps/", f"needs/{uuid4()}/"):
        assert other.post(f"/cases/{case.pk}/{act}", {"what": "x", "state": "met"}).status_code == 404


@pytest.mark.parametrize("who", ["ana", "iris", "kofi", "femi", "gwen", "lucia", "hale"])
def test_roles_without_cases_have_no_list(cast: Cast, who: str) -> None:
    assert cast.client(who).get("/cases/").status_code == 403


def test_chloe_reads_the_journal_unbroken_and_ben_does_not(cast: Cast, case: Case) -> None:
    cast.client("ben").post(f"/cases/{case.pk}/reveal/")
    page = cast.client("chloe").get(f"/cases/{case.pk}/journal/").content.decode()
    assert "Verified unbroken" in page
    assert "Showed the name" in page
    assert "Began this case" in page
    assert cast.client("ben").get(f"/cases/{case.pk}/journal/").status_code == 403
    refused = cast.client("chloe").get(f"/cases/{case.pk}/journal/?show=refused").content.decode()
    assert "Asked for what the rules do not allow, and was refused" in refused
    assert "Began this case" not in refused
    readings = cast.client("chloe").get(f"/cases/{case.pk}/journal/?show=readings").content.decode()
    assert "was refused" not in readings
    assert "Began this case" not in readings


def test_chloe_sees_no_safe_contact_and_no_form_to_change_it(cast: Cast, case: Case) -> None:
    chloe = cast.client("chloe")
    page = chloe.get(f"/cases/{case.pk}/").content.decode()
    assert "Text only" not in page
    assert "sealed to the people who work on the case" in page
    assert chloe.get(f"/cases/{case.pk}/safe-contact/").status_code == 403


def test_a_note_without_a_key_for_it_is_refused_in_words_and_kept_on_the_page(
    cast: Cast, case: Case, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As an attorney meets it in an agency without a legal team."""

    def no_key(*args: object, **given: object) -> None:
        raise NoKey("legal")

    monkeypatch.setattr(actions, "add_note", no_key)
    answer = cast.client("ben").post(f"/cases/{case.pk}/notes/?lang=en", {"text": "Walked to the market together"})
    told = answer.content.decode()
    assert answer.status_code == 422
    assert "You hold no key of this part of the case" in told
    assert "Walked to the market together" in told
