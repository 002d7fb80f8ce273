"""From a call to a case, page by page, as Ana and Ben do it."""

from __future__ import annotations

from uuid import uuid4

import pytest
from django.forms import ChoiceField
from django.test import Client

from tests.cast import Cast
from waystation.care.cases.models import Case
from waystation.care.intake import selectors
from waystation.care.intake.models import Contact, Situation
from waystation.foundation.keyring.models import Capsule, Draft, StatisticsCapsule

CALL = {
    "lane": "help", "channel": "phone", "language": "spa", "danger": "no", "call_back": "agreed_way_only",
    "who": "bystander", "code_word": "library book", "next": "situation",
}  # fmt: skip


def take(ana: Client, **changes: str) -> Contact:
    answer = ana.post(f"/contacts/new/{uuid4()}/", {**CALL, **changes})
    assert answer.status_code == 302, answer.content.decode()
    return Contact.objects.get()


def hear(ana: Client, situation: Situation, cast: Cast, **answers: object) -> str:
    page = selectors.situation_page(cast.actor("ana"), situation.pk)
    person = page.facts.person_list()[0]
    answer = ana.post(
        f"/situations/{situation.pk}/persons/{person.id}/", {"version": page.version, "next": "save", **answers}
    )
    assert answer.status_code == 302, answer.content.decode()
    return person.id


def test_a_call_becomes_a_case_without_typing_anything_twice(cast: Cast) -> None:
    ana, ben = cast.client("ana"), cast.client("ben")
    contact = take(ana)
    situation = contact.situations.get()
    assert ana.post(f"/situations/{situation.pk}/", {"kind": "sex", "county": "Alder County"}).status_code == 302
    person = hear(ana, situation, cast, age="17", language="spa", fact_harbor="heard", fact_commercial_sex="heard")
    page = ana.get(f"/situations/{situation.pk}/").content.decode()
    assert page.index("Say this before you ask an age") < page.index('name="age"')
    assert "What was stated meets this definition" in page
    answer = ana.post(f"/contacts/{contact.pk}/hand-over/", {"to": f"{cast.team('case').pk}:{cast.member('ben').pk}"})
    assert answer.status_code == 302
    assert "from Ana" in ben.get("/contacts/").content.decode()
    read = ben.get(f"/situations/{situation.pk}/").content.decode()
    assert f"/situations/{situation.pk}/persons/{person}/case/" in read
    assert "fact_harbor" not in read
    form = ben.get(f"/situations/{situation.pk}/persons/{person}/case/")
    assert form.status_code == 200
    assert "library book" in form.content.decode()
    sent = {
        "alias": "kestrel 41", "kind_of_trafficking": "sex", "stage": "emergency",
        "assignee": str(cast.member("ben").pk), "how": "agreed_way_only",
    }  # fmt: skip
    assert form.context["form"].initial["kind_of_trafficking"] == "sex"
    assert form.context["form"].initial["how"] == "agreed_way_only"
    assert ben.post(f"/situations/{situation.pk}/persons/{person}/case/", sent).status_code == 302
    case = Case.objects.get()
    overview = ben.get(f"/cases/{case.pk}/").content.decode()
    assert "KESTREL-41" in overview
    assert "library book" in overview
    assert "Spanish" in overview
    assert ben.get(f"/situations/{situation.pk}/persons/{person}/case/").url == f"/cases/{case.pk}/"


def test_only_five_answers_open_a_case_and_none_is_a_name(cast: Cast) -> None:
    form = cast.client("ben").get("/cases/new/").context["form"]
    required = [name for name, field in form.fields.items() if field.required]
    assert required == ["alias", "kind_of_trafficking", "stage", "assignee", "how"]


def test_only_lane_and_channel_are_required_until_it_ends(cast: Cast) -> None:
    ana = cast.client("ana")
    form = ana.get(f"/contacts/new/{uuid4()}/").context["form"]
    assert [name for name, field in form.fields.items() if field.required] == ["channel", "lane"]
    standing = [field.field for part, fields, is_open in form.parts() if is_open for field in fields]
    choices = [field for field in standing if isinstance(field, ChoiceField)]
    assert len(choices) + len(["open the form", "save"]) <= 12
    answer = ana.post(f"/contacts/new/{uuid4()}/", {"lane": "help", "channel": "phone", "next": "end"})
    assert answer.status_code == 422
    assert not Contact.objects.exists()


def test_a_form_sent_twice_makes_one_contact(cast: Cast) -> None:
    ana, draft = cast.client("ana"), uuid4()
    for _ in range(2):
        assert ana.post(f"/contacts/new/{draft}/", {**CALL, "next": "open"}).status_code == 302
    assert Contact.objects.count() == 1


def test_a_draft_is_kept_sealed_and_opened_again(cast: Cast) -> None:
    ana, draft = cast.client("ana"), uuid4()
    typed = {"lane": "help", "code_word": "Zanahoria", "note": "half a word"}
    assert ana.post(f"/contacts/new/{draft}/draft/", typed).status_code == 204
    assert b"Zanahoria" not in bytes(Draft.objects.get().body)
    page = ana.get(f"/contacts/new/{draft}/").content.decode()
    assert "Zanahoria" in page
    assert "half a word" in page
    assert str(draft) in ana.get("/contacts/").content.decode()
    assert ana.post(f"/contacts/new/{draft}/", {**CALL, "next": "open"}).status_code == 302
    assert not Draft.objects.exists()


def test_another_member_cannot_open_a_draft(cast: Cast) -> None:
    ana, draft = cast.client("ana"), uuid4()
    ana.post(f"/contacts/new/{draft}/draft/", {"note": "Zanahoria"})
    assert cast.client("ben").get(f"/contacts/new/{draft}/").status_code == 403


def test_without_script_a_contact_can_be_kept_for_later(cast: Cast) -> None:
    ana, draft = cast.client("ana"), uuid4()
    assert ana.post(f"/contacts/new/{draft}/", {"note": "later", "next": "later"}).url == "/contacts/"
    assert not Contact.objects.exists()
    assert "later" in ana.get(f"/contacts/new/{draft}/").content.decode()


def test_out_of_scope_takes_one_tap_after_opening_and_is_counted(cast: Cast) -> None:
    ana = cast.client("ana")
    assert "988" in ana.get("/contacts/out-of-scope/").content.decode()
    assert ana.post("/contacts/out-of-scope/", {"number": "crisis"}).status_code == 302
    contact = Contact.objects.get()
    assert contact.status == "closed"
    assert contact.created_hour.weekday() == 0
    assert StatisticsCapsule.objects.filter(pointer=contact.pointer, kind="contact").count() == 1


@pytest.mark.parametrize("who", ["ben", "nia", "iris", "kofi", "dalia", "femi", "jo", "gwen", "lucia", "hale", "chloe"])
def test_others_cannot_take_a_contact(cast: Cast, who: str) -> None:
    assert cast.client(who).get("/contacts/new/").status_code == 403


@pytest.mark.parametrize("who", ["ben", "nia", "iris", "kofi", "dalia", "femi", "jo", "gwen", "lucia", "hale"])
def test_an_open_contact_is_nobody_elses(cast: Cast, who: str) -> None:
    contact = take(cast.client("ana"))
    other = cast.client(who)
    for path in (f"/contacts/{contact.pk}/", f"/situations/{contact.situations.get().pk}/"):
        assert other.get(path).status_code == 404


def test_chloe_can_read_a_contact_of_her_team_and_not_change_it(cast: Cast) -> None:
    contact = take(cast.client("ana"))
    chloe = cast.client("chloe")
    assert chloe.get(f"/contacts/{contact.pk}/").status_code == 200
    assert chloe.post(f"/contacts/{contact.pk}/end/", {"disposition": "no_action"}).status_code == 403


def test_ana_reads_what_she_handed_over_and_cannot_change_it(cast: Cast) -> None:
    ana = cast.client("ana")
    contact = take(ana)
    ana.post(f"/contacts/{contact.pk}/hand-over/", {"to": str(cast.team("case").pk)})
    assert ana.get(f"/contacts/{contact.pk}/").status_code == 200
    assert ana.post(f"/contacts/{contact.pk}/end/", {"disposition": "no_action"}).status_code == 403
    assert cast.client("nia").get(f"/contacts/{contact.pk}/").status_code == 404


def test_a_contact_cannot_be_handed_to_another_agency(cast: Cast) -> None:
    ana = cast.client("ana")
    contact = take(ana)
    answer = ana.post(f"/contacts/{contact.pk}/hand-over/", {"to": str(cast.team("crosskeys_legal").pk)})
    assert answer.status_code == 422
    assert Contact.objects.get().status == "open"


def test_a_stale_form_shows_both_and_loses_nothing(cast: Cast) -> None:
    ana = cast.client("ana")
    situation = take(ana).situations.get()
    page = selectors.situation_page(cast.actor("ana"), situation.pk)
    person = hear(ana, situation, cast, age="17")
    path = f"/situations/{situation.pk}/persons/{person}/"
    answer = ana.post(path, {"version": page.version, "age": "19", "wishes": "Sleep", "fact_recruit": "heard"})
    assert answer.status_code == 409
    shown = answer.content.decode()
    assert "Sleep" in shown
    assert "<span>17</span>" in shown
    assert "<span>19</span>" in shown
    again = answer.context["form"].data
    assert ana.post(path, {k: v for k, v in again.items() if v is not None}).status_code == 302
    now = selectors.situation_page(cast.actor("ana"), situation.pk).facts.person_list()[0]
    assert now.age == 19


def test_nothing_told_lies_in_clear(cast: Cast) -> None:
    ana = cast.client("ana")
    contact = take(ana, code_word="Zanahoria", note="Zanahoria")
    hear(ana, contact.situations.get(), cast, words="Zanahoria", wishes="Zanahoria")
    stored = b"".join(bytes(body) for body in Capsule.objects.values_list("body", flat=True))
    assert b"Zanahoria" not in stored


@pytest.mark.parametrize("age", ["-1", "121", "seventeen", "9" * 30])
def test_an_impossible_age_is_explained_and_kept(cast: Cast, age: str) -> None:
    ana = cast.client("ana")
    situation = take(ana).situations.get()
    person = selectors.situation_page(cast.actor("ana"), situation.pk).facts.person_list()[0]
    answer = ana.post(f"/situations/{situation.pk}/persons/{person.id}/", {"age": age, "wishes": "Sleep"})
    assert answer.status_code == 422
    assert "Sleep" in answer.content.decode()


def test_what_was_typed_and_not_saved_holds_the_hand_over_up(cast: Cast) -> None:
    ana = cast.client("ana")
    contact = take(ana)
    situation = contact.situations.get()
    person = hear(ana, situation, cast, age="17")
    ana.post(f"/situations/{situation.pk}/persons/{person}/", {"age": "18", "next": "later"})
    where = f"/contacts/{contact.pk}/hand-over/"
    assert f"/persons/{person}/" in ana.get(where).content.decode()
    assert ana.post(where, {"to": str(cast.team("case").pk)}).status_code == 422
    hear(ana, situation, cast, age="18")
    assert ana.post(where, {"to": str(cast.team("case").pk)}).status_code == 302
