"""Reading and writing through the gate."""

from __future__ import annotations

import uuid

import pytest

from tests.cast import Cast
from waystation.foundation.audit.models import Event
from waystation.foundation.audit.selectors import verify
from waystation.foundation.gate import Actor, Refused, Ruling, Subject, deed, journal_of, read
from waystation.foundation.gate.registry import register, unregister
from waystation.foundation.keyring.actions.capsules import write
from waystation.foundation.keyring.actions.compartments import create_compartments


def case_rule(actor, subject, fields, purpose, path, now):
    if subject.agency != actor.agency_id:
        return None
    if fields <= {"journal"}:
        return Ruling(actor.role == "supervisor", "journal", "Only supervisors read the journal.")
    if fields <= {"header"} and purpose == "see":
        return Ruling(bool(actor.team_ids), "team")
    return Ruling(actor.role in {"case_manager", "supervisor"} and bool(actor.team_ids), "team", "Not your case.")


@pytest.fixture
def rules():
    register("case", case_rule)
    yield
    unregister("case", case_rule)


def open_a_case(cast: Cast, actor: Actor) -> Subject:
    subject = Subject("case", uuid.uuid4(), actor.agency_id)
    team = cast.team("case")
    with deed(actor, "case.opened", subject, {"alias": "HERON-12"}) as act:
        holders = {"header": [team], "identity": [team]}
        create_compartments(actor.keyring, subject=subject.id, kind="case", holders=holders)
        for name in ("header", "identity"):
            act.wrote(
                write(
                    actor.keyring, subject=subject.id, kind="case", compartment=name, data={"alias": "HERON-12", "x": 1},
                    expected_version=None,
                )
            )  # fmt: skip
    return subject


def test_ben_can_read_what_he_wrote_and_chloe_sees_the_journal(cast: Cast, rules: None) -> None:
    subject = open_a_case(cast, cast.actor("ben"))
    opened = read(cast.actor("ben"), [subject], {"header", "identity.alias"}, "work")
    assert [(item.compartment, item.data) for item in sorted(opened, key=lambda item: item.compartment)] == [
        ("header", {"alias": "HERON-12", "x": 1}),
        ("identity", {"alias": "HERON-12"}),
    ]
    found = journal_of(cast.actor("chloe"), subject)
    assert found.verification.ok, found.verification.problems
    assert [(entry.verb, entry.actor_name) for entry in found.entries] == [
        ("case.opened", "Ben"), ("case.read", "Ben"), ("journal.read", "Chloe"),
    ]  # fmt: skip
    assert found.entries[1].detail == {
        "fields": ["header", "identity.alias"], "path": "test", "purpose": "work", "rule": "team",
    }  # fmt: skip


def test_ana_cannot_read_a_case_and_pia_cannot_see_it(cast: Cast, rules: None) -> None:
    subject = open_a_case(cast, cast.actor("ben"))
    with pytest.raises(Refused) as told:
        read(cast.actor("ana"), [subject], {"identity"}, "work")
    assert told.value.visible
    assert told.value.decision.reason == "Not your case."
    with pytest.raises(Refused) as hidden:
        read(cast.actor("pia"), [subject], {"identity"}, "work")
    assert not hidden.value.visible
    assert Event.objects.filter(verb="case.read").count() == 0
    assert verify(subject.agency).ok
