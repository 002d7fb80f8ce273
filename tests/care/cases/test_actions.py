"""Opening and working on a case, with real keys and the real gate."""

from __future__ import annotations

from uuid import uuid4

import pytest

from tests.cast import Cast
from waystation.care.cases import actions, selectors
from waystation.care.cases.models import Case
from waystation.care.cases.shapes import Identity, SafeContact
from waystation.foundation.gate import Refused
from waystation.foundation.keyring.errors import Stale
from waystation.foundation.keyring.models import Capsule, Draft, StatisticsCapsule


@pytest.fixture
def case(cast: Cast) -> Case:
    return actions.open_case(
        cast.actor("ben"), alias="heron 12", assignee=cast.member("ben"), team=cast.team("case"),
        kind_of_trafficking="labor", identity=Identity(age=29, age_state="stated"),
        safe_contact=SafeContact(how="agreed_way_only", line="Text only, after 19:00"),
    )  # fmt: skip


def test_ben_can_open_a_case_with_an_alias_and_no_name(cast: Cast, case: Case) -> None:
    page = selectors.case_page(cast.actor("ben"), case.pk)
    assert page.alias == "HERON-12"
    assert not page.header.named
    assert page.safe_contact is not None
    assert page.safe_contact.line == "Text only, after 19:00"
    assert [entry.code for entry in page.referrals.timeline_list()] == ["opened"]


def test_ben_cannot_open_two_cases_under_one_alias(cast: Cast, case: Case) -> None:
    with pytest.raises(actions.AliasTaken):
        actions.open_case(cast.actor("ben"), alias="HERON-12", assignee=cast.member("ben"), team=cast.team("case"))


@pytest.mark.parametrize("who", ["ana", "chloe", "iris", "kofi", "femi", "hale", "uma"])
def test_who_does_no_casework_in_the_team_cannot_open_a_case(cast: Cast, who: str) -> None:
    with pytest.raises(Refused):
        actions.open_case(cast.actor(who), alias="HERON-13", assignee=cast.member("ben"), team=cast.team("case"))
    assert not Case.objects.exists()


@pytest.mark.parametrize("who", ["ana", "nia", "iris", "kofi", "uma", "dalia", "femi", "jo", "gwen", "lucia", "hale"])
def test_others_cannot_learn_that_the_case_exists(cast: Cast, case: Case, who: str) -> None:
    actor = cast.actor(who)
    for case_id in (case.pk, uuid4()):
        with pytest.raises(Refused) as refusal:
            selectors.case_page(actor, case_id)
        assert not refusal.value.visible
    assert selectors.worklist(actor) == []


def test_chloe_can_read_the_teams_case_but_not_the_safe_contact(cast: Cast, case: Case) -> None:
    page = selectors.case_page(cast.actor("chloe"), case.pk)
    assert page.alias == "HERON-12"
    assert page.safe_contact is None
    with pytest.raises(Refused) as refusal:
        selectors.shareable_values(cast.actor("chloe"), case, ["safe_contact.number"])
    assert refusal.value.visible


def test_chloe_cannot_write_in_the_case(cast: Cast, case: Case) -> None:
    with pytest.raises(Refused):
        actions.add_note(cast.actor("chloe"), case=case, text="words")


def test_a_name_can_be_added_later_and_is_one_journal_line_to_see(cast: Cast, case: Case) -> None:
    ben = cast.actor("ben")
    actions.set_identity(ben, case=case, changes={"name_to_use": "Mateo"}, version=1)
    before = len(selectors.case_journal(cast.actor("chloe"), case.pk).days[0][1])
    assert actions.reveal_identity(ben, case=case).name_to_use == "Mateo"
    entries = selectors.case_journal(cast.actor("chloe"), case.pk).days[0][1]
    reveals = [entry for entry in entries if entry.detail and entry.detail.get("purpose") == "reveal"]
    assert len(reveals) == 1
    assert len(entries) == before + 2  # the reveal, and the journal's own first reading
    assert Draft.objects.filter(member=ben.member, form="revealed").exists()
    assert actions.identity_shown(ben, case_id=case.pk) is not None
    actions.hide_identity(ben)
    assert not Draft.objects.exists()


def test_age_and_origin_stay_when_only_the_name_changes(cast: Cast, case: Case) -> None:
    ben = cast.actor("ben")
    actions.set_identity(ben, case=case, changes={"name_to_use": "Mateo"}, version=1)
    assert actions.reveal_identity(ben, case=case).age == 29


def test_a_second_writer_cannot_overwrite_the_first(cast: Cast, case: Case) -> None:
    ben = cast.actor("ben")
    actions.set_safe_contact(ben, case=case, profile=SafeContact(how="no"), version=1)
    with pytest.raises(Stale):
        actions.set_safe_contact(ben, case=case, profile=SafeContact(how="yes"), version=1)
    page = selectors.case_page(ben, case.pk)
    assert page.safe_contact is not None
    assert page.safe_contact.how == "no"


def test_needs_steps_and_notes_are_kept_and_dated(cast: Cast, case: Case) -> None:
    ben = cast.actor("ben")
    need = actions.add_need(ben, case=case, code="emergency_shelter", urgency="tonight", language="spa")
    actions.set_need_state(ben, case=case, need_id=need.id, state="met")
    step = actions.add_step(ben, case=case, what="Bring the letter", due_on=case.opened_on)
    assert Case.objects.get(pk=case.pk).next_due_on == case.opened_on
    actions.finish_step(ben, case=case, step_id=step.id)
    assert Case.objects.get(pk=case.pk).next_due_on is None
    actions.add_note(ben, case=case, text="Agreed to meet on Tuesday")
    page = selectors.case_page(ben, case.pk, {"referrals", "narrative"})
    assert page.referrals.need_list()[0].state == "met"
    assert [line.code for line in page.referrals.timeline_list()] == [
        "opened",
        "need_added",
        "need_changed",
        "step_done",
    ]
    assert selectors.notes_of(page)[0].by == "Ben"


def test_adding_a_note_reads_nothing(cast: Cast, case: Case) -> None:
    actions.add_note(cast.actor("ben"), case=case, text="words")
    journal = selectors.case_journal(cast.actor("chloe"), case.pk)
    verbs = [entry.verb for _, entries in journal.days for entry in entries]
    assert "case.note_added" in verbs
    assert "case.read" not in verbs
    assert journal.is_unbroken


def test_a_saved_case_leaves_one_current_record_of_codes(cast: Cast, case: Case) -> None:
    actions.add_need(cast.actor("ben"), case=case, code="emergency_shelter")
    rows = StatisticsCapsule.objects.filter(pointer=case.pointer)
    assert rows.filter(superseded_on=None).count() == 1
    assert rows.count() == 2


def test_chloe_can_assign_and_ben_loses_what_he_no_longer_works_on(cast: Cast, case: Case) -> None:
    actions.assign(cast.actor("ben"), case=case, assignee=cast.member("chloe"))
    with pytest.raises(Refused):
        selectors.case_page(cast.actor("ben"), case.pk)


def test_only_a_supervisor_can_read_the_journal(cast: Cast, case: Case) -> None:
    with pytest.raises(Refused) as refusal:
        selectors.case_journal(cast.actor("ben"), case.pk)
    assert refusal.value.visible


def test_fields_to_share_come_in_words(cast: Cast, case: Case) -> None:
    values = selectors.shareable_values(
        cast.actor("ben"), case, ["identity.age", "safe_contact.how", "identity.name_to_use", "referrals.need"]
    )
    assert values == {
        "identity.age": "29", "safe_contact.how": "Only in the agreed way", "identity.name_to_use": "",
        "referrals.need": "",
    }  # fmt: skip


def test_search_finds_own_cases_only(cast: Cast, case: Case) -> None:
    assert [row.alias for row in selectors.search(cast.actor("ben"), "herron 12")] == ["HERON-12"]
    assert selectors.search(cast.actor("nia"), "heron") == []


def test_nothing_told_lies_in_clear(cast: Cast, case: Case) -> None:
    ben = cast.actor("ben")
    actions.set_identity(ben, case=case, changes={"name_to_use": "Zanahoria"}, version=1)
    stored = b"".join(bytes(body) for body in Capsule.objects.values_list("body", flat=True))
    assert b"Zanahoria" not in stored
    assert b"HERON" not in stored
