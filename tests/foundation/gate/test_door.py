"""Reading and writing through the gate."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.cast import Cast
from tests.foundation.scenes import FACTS, act, open_case, put, with_rules
from waystation.foundation.audit import actions as audit
from waystation.foundation.audit.models import Event
from waystation.foundation.audit.selectors import verify
from waystation.foundation.gate import Refused, Ruling, Subject, decide, deed, journal_of, read
from waystation.foundation.gate.registry import register, unregister
from waystation.foundation.keyring.models import Capsule


@pytest.fixture(autouse=True)
def _rules() -> Iterator[None]:
    with with_rules():
        yield


def test_ben_can_read_what_he_wrote_and_chloe_sees_the_journal(cast: Cast) -> None:
    about = open_case(cast)
    opened = read(cast.actor("ben"), [about], {"header", "identity.alias"}, "work")
    assert {item.compartment: item.data for item in opened} == {"header": FACTS, "identity": {"alias": "HERON-12"}}
    found = journal_of(cast.actor("chloe"), about)
    assert found.verification.ok, found.verification.problems
    assert [(entry.verb, entry.actor_name) for entry in found.entries] == [
        ("case.opened", "Ben"), ("case.read", "Ben"), ("journal.read", "Chloe"),
    ]  # fmt: skip
    assert found.entries[1].detail == {
        "fields": ["header", "identity.alias"], "path": "test", "purpose": "work", "rule": "team",
    }  # fmt: skip


def test_a_list_is_one_event_that_shows_in_each_subjects_journal(cast: Cast) -> None:
    first, second, other = open_case(cast), open_case(cast), open_case(cast)
    opened = read(cast.actor("ben"), [first, second], {"header"}, "worklist")
    assert [item.subject for item in opened] == [first.id, second.id]
    assert Event.objects.filter(verb="list.read").count() == 1
    lines = [entry.verb for entry in journal_of(cast.actor("chloe"), second).entries]
    assert lines == ["case.opened", "list.read", "journal.read"]
    assert [entry.verb for entry in journal_of(cast.actor("chloe"), other).entries] == ["case.opened", "journal.read"]


def test_ana_cannot_read_a_case_and_pia_cannot_know_of_it(cast: Cast) -> None:
    about = open_case(cast)
    with pytest.raises(Refused) as told:
        read(cast.actor("ana"), [about], {"identity"}, "work")
    assert told.value.visible
    assert told.value.decision.reason == "Not your case."
    with pytest.raises(Refused) as hidden:
        read(cast.actor("pia"), [about], {"identity"}, "work")
    assert not hidden.value.visible
    assert Event.objects.filter(verb="case.read").count() == 0
    assert verify(about.agency).ok


def test_ben_cannot_read_when_the_journal_cannot_be_written(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    about = open_case(cast)

    def broken(*args: object, **kwargs: object) -> None:
        raise OSError("disk full")

    monkeypatch.setattr(audit, "append", broken)
    with pytest.raises(OSError, match="disk full"):
        read(cast.actor("ben"), about, {"header"}, "work")


def test_ben_cannot_read_inside_a_deed(cast: Cast) -> None:
    about = open_case(cast)
    with act(cast, "ben", about) as (actor, _), pytest.raises(RuntimeError, match="read before the deed"):
        read(actor, about, {"header"}, "work")


def test_a_refused_deed_writes_nothing(cast: Cast) -> None:
    about = open_case(cast)
    before = Event.objects.count()
    with pytest.raises(Refused), deed(cast.actor("ana"), "case.closed", about, purpose="work"):
        raise AssertionError("never reached")
    assert Event.objects.count() == before


def test_a_failed_deed_leaves_no_trace(cast: Cast) -> None:
    about = open_case(cast)
    before = Event.objects.count(), bytes(Capsule.objects.get(subject=about.id, compartment="header").body)

    def fail_after_writing() -> None:
        with act(cast, "ben", about) as (actor, done):
            done.wrote(put(actor.keyring, about, "header", {"alias": "other"}, 1))
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail_after_writing()
    assert before == (Event.objects.count(), bytes(Capsule.objects.get(subject=about.id, compartment="header").body))


def test_silence_refuses_and_one_denial_outweighs_every_allowance(cast: Cast) -> None:
    about = open_case(cast)
    ben = cast.actor("ben")
    assert decide(ben, about, {"header"}, "work").allowed
    assert not decide(ben, Subject("unheard_of", about.id, about.agency), {"header"}, "work").allowed

    def never(*args: object) -> Ruling:
        return Ruling(False, "never", "Not today.")

    register("case", never)
    try:
        decision = decide(ben, about, {"header"}, "work")
    finally:
        unregister("case", never)
    assert (decision.allowed, decision.rule, decision.reason) == (False, "never", "Not today.")


def test_one_refused_subject_refuses_the_list(cast: Cast) -> None:
    mine = open_case(cast)
    theirs = Subject("case", mine.id, cast.agency("juniper").pk)
    assert not decide(cast.actor("ben"), [mine, theirs], {"header"}, "work").allowed
    with pytest.raises(ValueError, match="one kind"):
        decide(cast.actor("ben"), [mine, Subject("contact", mine.id, mine.agency)], {"header"}, "work")


def test_a_closed_account_is_refused_everything(cast: Cast) -> None:
    about = open_case(cast)
    ben = cast.actor("ben")
    ben.member.is_active = False
    assert not decide(ben, about, {"header"}, "work").allowed


def test_kofi_the_administrator_cannot_open_a_journal_detail(cast: Cast) -> None:
    about = open_case(cast)
    with pytest.raises(Refused):
        journal_of(cast.actor("kofi"), about)
