"""The clock of a mandated report: when it starts, what ends it, who sees it. Nothing is reported by itself."""

from __future__ import annotations

import datetime as dt
import html

import pytest

from tests.cast import Cast
from waystation.care import sealed
from waystation.care.intake import actions, clocks, selectors
from waystation.care.intake.models import Contact, Situation
from waystation.care.intake.policies import Purpose
from waystation.care.intake.selectors.access import subject_of
from waystation.care.intake.shapes import Fact, Facts, Person, SituationHeader
from waystation.foundation import clock, gate
from waystation.foundation.audit.models import Event
from waystation.foundation.keyring.models import Capsule

AT = "2026-11-22T14:05+00:00"
FACT = {"act_transports": "heard"}


def facts(age: int | str, told: str = "not_asked", heard: bool = False) -> Facts:
    said = [Fact("1", "x", "heard", AT).to_dict()] if heard else []
    return Facts(persons=[Person(id="1", label="A", age=age).to_dict()], facts=said, minor_told=told)


@pytest.mark.parametrize(
    ("age", "told", "heard", "runs"),
    [
        (17, "not_asked", False, True), ("minor", "not_asked", False, True), (18, "yes", True, False),
        ("adult", "yes", True, False), ("unknown", "not_asked", False, True), ("declined", "no", False, True),
        ("not_asked", "not_asked", False, False), ("not_asked", "not_asked", True, True),
        ("not_asked", "yes", False, True), ("not_asked", "unknown", False, False), ("not_asked", "unknown", True, True),
        ("not_asked", "no", True, False), (0, "no", False, True),
    ],
)  # fmt: skip
def test_a_clock_runs_for_everybody_who_is_or_may_be_under_18(
    age: int | str, told: str, heard: bool, runs: bool
) -> None:
    assert bool(clocks.running(clocks.wound(facts(age, told, heard), AT))) is runs


def test_a_reason_why_none_is_required_falls_when_an_age_under_18_is_stated() -> None:
    open_age = clocks.wound(facts("unknown"), AT)
    waived = clocks.ended(open_age, "1", end=clocks.NOT_REQUIRED, by="Ana", at=AT, why="x")
    assert clocks.running(waived) == []
    assert clocks.running(clocks.wound(waived, AT)) == []
    later = "2026-11-23T08:00+00:00"
    [again] = clocks.running(clocks.wound(Facts.of({**waived.to_dict(), "persons": facts(15).persons}), later))
    assert (again.since, again.stated) == (later, True)
    made = clocks.ended(open_age, "1", end=clocks.MADE, by="Ana", at=AT)
    assert clocks.running(clocks.wound(Facts.of({**made.to_dict(), "persons": facts(15).persons}), later)) == []


def test_a_clock_stands_still_when_the_person_is_older_and_goes_on_from_its_beginning() -> None:
    young = clocks.wound(facts(17), AT)
    old = Facts.of({**young.to_dict(), "persons": facts(19).persons})
    assert clocks.running(old) == []
    assert clocks.running(Facts.of({**old.to_dict(), "persons": facts(16).persons}))[0].since == AT


def test_what_was_written_before_there_were_clocks_has_one_from_what_was_heard_first() -> None:
    kept = facts("unknown", heard=True)
    assert clocks.running(kept)[0].since == AT
    assert clocks.running(clocks.wound(kept, "2027-01-01T00:00+00:00", kept))[0].since == AT


@pytest.mark.parametrize(("hours", "late", "overdue"), [(0, 5, True), (24, 0, False), (24, 25 * 60, True)])
def test_a_clock_is_due_by_the_hours_of_the_rule(hours: int, late: int, overdue: bool) -> None:
    since = dt.datetime.fromisoformat(AT)
    due = clocks.due({"label": "A", "since": AT, "stated": True}, hours, since + dt.timedelta(minutes=late))
    assert (due.is_overdue, due.at_once) == (overdue, hours == 0)
    assert due.due_at == since + dt.timedelta(hours=hours)


def _begun(cast: Cast, minor: str = "not_asked") -> tuple[Situation, str]:
    ana = cast.actor("ana")
    contact = actions.take_contact(ana, values={"lane": "help", "channel": "phone", "minor": minor})
    situation = actions.begin_situation(ana, contact=contact)
    return situation, selectors.situation_page(ana, situation.pk).facts.person_list()[0].id


def shown(cast: Cast, who: str, address: str) -> str:
    return html.unescape(cast.client(who).get(address).content.decode())


def test_ana_sees_the_clock_on_the_page_and_on_today_and_a_report_ends_it(cast: Cast) -> None:
    situation, person = _begun(cast)
    actions.change_person(cast.actor("ana"), situation=situation, person_id=person, age=17)
    page = shown(cast, "ana", f"/situations/{situation.pk}/")
    for words in ("Person A is under 18", "Due at once: running for", "Have counsel review this rule", "855-642-4453"):
        assert words in page
    today = shown(cast, "ana", "/today/")
    assert "Reports to child protection" in today
    assert "Person A is under 18" in today
    assert f"/situations/{situation.pk}/" in today
    for other in ("iris", "kofi", "femi", "nia"):
        assert f"/situations/{situation.pk}/" not in shown(cast, other, "/today/")
    made = {"to_whom": "Children services", "how": "phone", "made_on": "2026-03-01", "at": "14:40", "told": "before"}
    cast.client("ana").post(f"/situations/{situation.pk}/persons/{person}/report/", made)
    assert "Person A is under 18" not in shown(cast, "ana", "/today/")
    assert "running for" not in shown(cast, "ana", f"/situations/{situation.pk}/")


def test_a_reason_why_none_is_required_ends_it_and_lies_sealed(cast: Cast) -> None:
    situation, person = _begun(cast)
    actions.change_person(cast.actor("ana"), situation=situation, person_id=person, age="unknown")
    assert "Person A may be under 18" in shown(cast, "ana", "/today/")
    address = f"/situations/{situation.pk}/persons/{person}/report/"
    assert cast.client("ana").post(address, {"do": "not_required", "why": " "}).status_code == 422
    assert cast.client("ana").post(address, {"do": "not_required", "why": "Zanahoria: counsel said"}).status_code == 302
    page = shown(cast, "ana", f"/situations/{situation.pk}/")
    assert "Zanahoria: counsel said" in page
    assert "Person A may be under 18" not in page
    assert "Person A may be under 18" not in shown(cast, "ana", "/today/")
    assert not any(b"Zanahoria" in bytes(body) for body in Capsule.objects.values_list("body", flat=True))
    assert Event.objects.filter(subject=situation.pk, verb="situation.report_not_required").count() == 1
    with pytest.raises(ValueError, match="reason"):
        actions.waive_report(cast.actor("ana"), situation=situation, person_id=person, why=" ")
    with pytest.raises(KeyError):
        actions.waive_report(cast.actor("ana"), situation=situation, person_id="nobody", why="x")


def test_it_goes_over_to_ben_and_chloe_sees_it_too(cast: Cast) -> None:
    situation, person = _begun(cast)
    actions.change_person(cast.actor("ana"), situation=situation, person_id=person, age=15)
    assert "Person A is under 18" in shown(cast, "chloe", "/today/")
    actions.hand_over(cast.actor("ana"), contact=situation.contacts.get(), team=cast.team("case"))
    for who, sees in (("ben", True), ("ana", False)):
        assert ("Person A is under 18" in shown(cast, who, "/today/")) is sees
    assert "Report made, or not required" in shown(cast, "ben", f"/situations/{situation.pk}/")
    situation.refresh_from_db()
    actions.waive_report(cast.actor("ben"), situation=situation, person_id=person, why="Reported by the school")
    assert "Person A is under 18" not in shown(cast, "ben", "/today/")


def test_it_is_overdue_after_the_hours_of_the_rule_and_says_by_how_long(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    situation, person = _begun(cast)
    actions.change_person(cast.actor("ana"), situation=situation, person_id=person, age=15)
    now = clock.now()
    monkeypatch.setattr(clock, "now", lambda: now + dt.timedelta(hours=3))
    assert "Due at once: running for 3 hours" in shown(cast, "ana", "/today/")


@pytest.mark.parametrize(
    ("minor", "words"), [("yes", "The contact said that somebody is under 18"), ("unknown", "did not know whether")]
)
def test_what_the_contact_answered_is_carried_over_and_shown(cast: Cast, minor: str, words: str) -> None:
    situation, _person = _begun(cast, minor)
    page = shown(cast, "ana", f"/situations/{situation.pk}/")
    assert words in page
    assert "Possibly under 18." in page
    assert ("Person A may be under 18" in page) is (minor == "yes")
    facts_ = selectors.situation_page(cast.actor("ana"), situation.pk).facts
    assert facts_.minor_told == minor


def test_an_answer_changed_later_is_carried_over_too(cast: Cast) -> None:
    situation, person = _begun(cast)
    contact = Contact.objects.get()
    values = {"lane": "help", "channel": "phone", "minor": "yes"}
    actions.change_contact(cast.actor("ana"), contact=contact, values=values)
    [due] = selectors.due_of(cast.actor("ana"), selectors.situation_page(cast.actor("ana"), situation.pk))
    assert (due.person, due.stated) == (person, False)
    actions.change_person(cast.actor("ana"), situation=situation, person_id=person, age="adult")
    page = selectors.situation_page(cast.actor("ana"), situation.pk)
    assert selectors.due_of(cast.actor("ana"), page) == []
    assert page.header == SituationHeader.of({**page.header.to_dict(), "clocks": []})


def test_today_leaves_out_nobody_who_is_stated_to_be_under_18(cast: Cast) -> None:
    for number in range(14):
        ana = cast.actor("ana")
        contact = actions.take_contact(ana, values={"lane": "help", "channel": "phone"})
        situation = actions.begin_situation(ana, contact=contact)
        page = selectors.situation_page(ana, situation.pk)
        actions.change_person(
            ana, situation=situation, person_id=page.facts.person_list()[0].id, age=15 if number == 13 else "unknown",
            age_from="self", language="", states={}, words="", wishes="", version=page.version,
        )  # fmt: skip
    told = html.unescape(cast.client("ana").get("/today/?lang=en").content.decode())
    assert told.count("may be under 18") == 11
    assert told.index("Person A is under 18") < told.index("Person A may be under 18")


def as_before_clocks(cast: Cast, situation: Situation) -> None:
    """The situation as 0.3.0 wrote it: no word of a clock in its header or its facts."""
    ana, subject = cast.actor("ana"), subject_of(situation)

    def without(data: sealed.Data) -> sealed.Data:
        return {name: value for name, value in data.items() if name != "clocks"}

    with gate.deed(ana, "situation.changed", subject, fields={"header", "facts"}, purpose=Purpose.WRITE) as act:
        for part in ("header", "facts"):
            sealed.amend(act, ana, subject, part, without)


def test_a_situation_of_an_older_version_is_on_today_before_anybody_saves_it(cast: Cast) -> None:
    ana = cast.actor("ana")
    contact = actions.take_contact(ana, values={"lane": "help", "channel": "phone"})
    situation = actions.begin_situation(ana, contact=contact, persons=2)
    person = selectors.situation_page(ana, situation.pk).facts.person_list()[1].id
    actions.change_person(ana, situation=situation, person_id=person, age=15)
    as_before_clocks(cast, situation)
    [(row, due)] = selectors.with_clocks(ana)
    assert (row.situation, due.label, due.stated) == (situation, "B", True)
    assert "Person B is under 18" in cast.client("ana").get("/today/").content.decode()
    actions.hand_over(ana, contact=Contact.objects.get(), team=cast.team("case"), worker=cast.member("ben"))
    assert [due.label for _row, due in selectors.with_clocks(cast.actor("ben"))] == ["B"]
    assert selectors.with_clocks(cast.actor("nia")) == []
    Situation.objects.update(updated_on=clock.today() - dt.timedelta(days=91))
    opened = Event.objects.filter(verb="situation.read").count()
    assert selectors.with_clocks(cast.actor("ben")) == []
    assert Event.objects.filter(verb="situation.read").count() == opened + 1, "its header alone"
