"""From a case back to what was heard, and an age that is told once and used from there."""

from __future__ import annotations

from tests.care.walk import open_a_case
from tests.cast import Cast
from waystation.care.cases.models import Case
from waystation.care.cases.selectors import case_page
from waystation.care.cases.shapes import Identity
from waystation.care.intake import actions, selectors
from waystation.care.intake.models import Situation


def opened_from_a_call(cast: Cast) -> tuple[Situation, Case]:
    """Ana's situation with a person of 17, handed to Ben, who opens a case from it."""
    ana, ben = cast.actor("ana"), cast.actor("ben")
    contact = actions.take_contact(ana, values={"lane": "help", "channel": "phone"})
    situation = actions.begin_situation(ana, contact=contact)
    person = selectors.situation_page(ana, situation.pk).facts.person_list()[0]
    actions.change_person(ana, situation=situation, person_id=person.id, age=17)
    actions.hand_over(ana, contact=contact, team=cast.team("case"), worker=cast.member("ben"))
    page = selectors.situation_page(ben, situation.pk)
    case = actions.open_case_for(
        ben, page=page, person=page.facts.person_list()[0], account=None, alias="KESTREL-41",
        assignee=cast.member("ben"), team=cast.team("case"),
    )  # fmt: skip
    return situation, case


def test_ben_and_chloe_can_go_back_from_the_case_to_what_was_heard(cast: Cast) -> None:
    situation, case = opened_from_a_call(cast)
    contact = situation.contacts.get()
    for name in ("ben", "chloe"):
        page = cast.client(name).get(f"/cases/{case.pk}/").content.decode()
        for address in (f"/situations/{situation.pk}/", f"/contacts/{contact.pk}/"):
            assert f'href="{address}"' in page
            assert cast.client(name).get(address).status_code == 200


def test_no_link_leads_to_what_its_reader_cannot_open(cast: Cast) -> None:
    situation, case = opened_from_a_call(cast)
    Situation.objects.filter(pk=situation.pk).update(team=cast.team("other"), assignee=cast.member("nia"))
    page = cast.client("ben").get(f"/cases/{case.pk}/").content.decode()
    assert f"/situations/{situation.pk}/" not in page


def test_a_case_without_a_contact_links_nowhere(cast: Cast) -> None:
    case = open_a_case(cast)
    assert "Where it began" not in cast.client("ben").get(f"/cases/{case.pk}/").content.decode()


def test_the_plan_starts_with_the_age_group_that_was_stated(cast: Cast) -> None:
    _, case = opened_from_a_call(cast)
    form = cast.client("ben").get(f"/cases/{case.pk}/plan/").context["form"]
    assert form["age_group"].value() == "minor"


def test_the_release_starts_with_the_age_that_was_stated(cast: Cast) -> None:
    _, case = opened_from_a_call(cast)
    form = cast.client("ben").get(f"/cases/{case.pk}/consent/new/").context["form"]
    assert (form["age"].value(), form["years"].value()) == ("minor", 17)


def test_an_age_told_later_moves_the_age_group(cast: Cast) -> None:
    case = open_a_case(cast)
    assert case_page(cast.actor("ben"), case.pk).header.age_group == ""
    ben = cast.client("ben")
    ben.post(f"/cases/{case.pk}/reveal/", {"next": "name"})
    version = ben.get(f"/cases/{case.pk}/name/").context["form"]["version"].value()
    ben.post(f"/cases/{case.pk}/name/", {"version": version, "age_state": "adult"})
    assert case_page(cast.actor("ben"), case.pk).header.age_group == "adult"


def test_an_age_beside_a_word_that_does_not_fit_is_refused_in_the_case_too(cast: Cast) -> None:
    case = open_a_case(cast)
    ben = cast.client("ben")
    ben.post(f"/cases/{case.pk}/reveal/", {"next": "name"})
    version = ben.get(f"/cases/{case.pk}/name/").context["form"]["version"].value()
    answer = ben.post(f"/cases/{case.pk}/name/", {"version": version, "age": "17", "age_state": "adult"})
    assert answer.status_code == 422
    assert "does not fit the age above" in answer.content.decode()


def test_an_age_group_is_of_the_number_or_of_the_word() -> None:
    assert [Identity(age=age).age_group for age in (17, 18, None)] == ["minor", "adult", ""]
    assert [Identity(age_state=word).age_group for word in ("minor", "adult", "declined", "unknown")] == [
        "minor", "adult", "", "",
    ]  # fmt: skip
