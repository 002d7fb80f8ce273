"""The course of a case: its stage, its worker, and its end, which two people read."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.care.walk import open_a_case
from tests.cast import Cast
from waystation.care.cases import actions
from waystation.care.cases.models import Case
from waystation.care.cases.selectors import case_page, shareable_values, worklist
from waystation.care.cases.shapes import SafeContact
from waystation.core import codes
from waystation.foundation.gate import Actor, Refused, Subject, journal_of
from waystation.foundation.keyring.actions.teams import add_to_team
from waystation.foundation.keyring.models import Capsule


@pytest.fixture
def case(cast: Cast) -> Case:
    return open_a_case(cast)


def at(case: Case, page: str) -> str:
    return f"/cases/{case.pk}/{page}/"


def verbs(cast: Cast, case: Case) -> list[str]:
    found = journal_of(cast.actor("chloe"), Subject("case", case.pk, case.agency_id, case))
    return [entry.verb for entry in found.entries]


def test_ben_can_move_the_stage_and_give_the_case_to_a_colleague(cast: Cast, case: Case) -> None:
    ben = cast.client("ben")
    assert ben.get(at(case, "course")).status_code == 200
    assert ben.post(at(case, "stage"), {"stage": "emergency"}).status_code == 302
    case.refresh_from_db()
    assert case.stage == "emergency"
    assert ben.post(at(case, "worker"), {"assignee": str(cast.member("ben").pk)}).url == "/cases/"
    lines = [entry.code for entry in case_page(cast.actor("ben"), case.pk).referrals.timeline_list()]
    assert lines[-2:] == ["stage_changed", "assigned"]


@pytest.mark.parametrize(
    ("page", "sent"),
    [("stage", {"stage": "closed"}), ("stage", {}), ("worker", {"assignee": ""}), ("closing", {"do": "propose"}),
     ("closing", {"do": "propose", "ending": "not_believed"})],
)  # fmt: skip
def test_a_wrong_answer_is_explained(cast: Cast, case: Case, page: str, sent: dict[str, str]) -> None:
    assert cast.client("ben").post(at(case, page), sent).status_code == 422


def test_a_case_cannot_be_given_to_somebody_outside_its_team(cast: Cast, case: Case) -> None:
    answer = cast.client("chloe").post(at(case, "worker"), {"assignee": str(cast.member("nia").pk)})
    assert answer.status_code == 422
    case.refresh_from_db()
    assert case.assignee_id == cast.member("ben").pk


def test_a_case_is_closed_by_two_people_and_leaves_the_lists(cast: Cast, case: Case) -> None:
    ben, chloe = cast.client("ben"), cast.client("chloe")
    sent = {"do": "propose", "ending": "goals_reached"}
    assert ben.post(at(case, "closing"), sent).status_code == 302
    case.refresh_from_db()
    assert case.status == "open"
    assert "Waits for a second reader" in ben.get(at(case, "course")).content.decode()
    assert "I read it: close the case" not in ben.get(at(case, "course")).content.decode()
    assert ben.post(at(case, "closing"), {"do": "close"}).status_code == 403
    assert "Proposed by Ben" in chloe.get(at(case, "course")).content.decode()
    assert chloe.post(at(case, "closing"), {"do": "close"}).status_code == 302
    case.refresh_from_db()
    assert case.status == "closed"
    assert worklist(cast.actor("ben")) == []
    assert {"case.closing_proposed", "case.closed"} <= set(verbs(cast, case))
    page = ben.get(f"/cases/{case.pk}/").content.decode()
    assert "Case closed: What the person wanted is reached" in page
    assert "Add a step" not in page


def test_nobody_can_close_what_was_not_proposed(cast: Cast, case: Case) -> None:
    assert cast.client("chloe").post(at(case, "closing"), {"do": "close"}).status_code == 403
    assert cast.client("chloe").post(at(case, "closing"), {"do": "return"}).status_code == 403
    with pytest.raises(actions.NotProposed):
        actions.propose_closing(cast.actor("chloe"), case=case, ending="goals_reached")
    case.refresh_from_db()
    assert case.status == "open"
    assert "case.closed" not in verbs(cast, case)


def test_chloe_can_send_a_closing_back_and_ben_can_open_a_closed_case_again(cast: Cast, case: Case) -> None:
    ben, chloe = cast.actor("ben"), cast.actor("chloe")
    actions.propose_closing(ben, case=case, ending="chose_to_end")
    actions.return_closing(chloe, case=case)
    assert case_page(ben, case.pk).header.closing == {}
    actions.propose_closing(ben, case=case, ending="chose_to_end")
    actions.close_case(chloe, case=case)
    with pytest.raises(Refused):
        actions.propose_closing(ben, case=case, ending="chose_to_end")
    assert cast.client("ben").post(at(case, "closing"), {"do": "reopen"}).status_code == 302
    case.refresh_from_db()
    assert case.status == "open"
    with pytest.raises(Refused):
        actions.reopen(ben, case=case)


@pytest.mark.parametrize("who", ["nia", "uma", "ana", "iris", "kofi", "femi", "dalia", "hale"])
def test_for_others_there_is_no_such_case(cast: Cast, case: Case, who: str) -> None:
    client = cast.client(who)
    assert client.get(at(case, "course")).status_code == 404
    for page in ("stage", "worker", "closing"):
        assert client.post(at(case, page), {"stage": "intake", "ending": "moved_away"}).status_code == 404
    with pytest.raises(Refused):
        actions.propose_closing(cast.actor(who), case=case, ending="moved_away")


def closed(cast: Cast, case: Case) -> Case:
    actions.propose_closing(cast.actor("ben"), case=case, ending="goals_reached")
    actions.close_case(cast.actor("chloe"), case=case)
    return case


WRITING: dict[str, Callable[[Actor, Case], object]] = {
    "stage": lambda actor, case: actions.change_stage(actor, case=case, stage="emergency"),
    "worker": lambda actor, case: actions.assign(actor, case=case, assignee=actor.member),
    "note": lambda actor, case: actions.add_note(actor, case=case, text="later"),
    "need": lambda actor, case: actions.add_need(actor, case=case, code="emergency_shelter"),
    "step": lambda actor, case: actions.add_step(actor, case=case, what="call"),
    "name": lambda actor, case: actions.set_identity(actor, case=case, changes={"name_to_use": "X"}, version=1),
    "contact": lambda actor, case: actions.set_safe_contact(actor, case=case, profile=SafeContact(), version=1),
    "proposal": lambda actor, case: actions.propose_closing(actor, case=case, ending="moved_away"),
    "return": lambda actor, case: actions.return_closing(actor, case=case),
    "sharing": lambda actor, case: shareable_values(actor, case, ["identity.name_to_use"]),
}


@pytest.mark.parametrize("what", WRITING)
def test_nobody_can_write_to_a_closed_case_or_share_from_it(cast: Cast, case: Case, what: str) -> None:
    closed(cast, case)
    with pytest.raises(Refused) as refused:
        WRITING[what](cast.actor("ben"), case)
    assert (refused.value.decision.rule, refused.value.visible) == ("cases.closed", True)


def test_a_closed_case_is_read_and_opened_again(cast: Cast, case: Case) -> None:
    closed(cast, case)
    assert actions.reveal_identity(cast.actor("ben"), case=case) is not None
    assert "case.closed" in verbs(cast, case)
    actions.reopen(cast.actor("ben"), case=case)
    actions.change_stage(cast.actor("ben"), case=case, stage="emergency")


def legal_case(cast: Cast) -> Case:
    """Dalia's case at Crosskeys, whose legal team has no supervisor: Eli is in it too."""
    return actions.open_case(
        cast.actor("dalia"), alias="Wren 7", assignee=cast.member("dalia"), team=cast.team("crosskeys_legal")
    )


def test_in_a_team_without_supervisor_a_colleague_closes_what_dalia_proposed(cast: Cast) -> None:
    case = legal_case(cast)
    dalia, eli = cast.client("dalia"), cast.client("eli")
    assert eli.get(at(case, "course")).status_code == 404
    assert eli.post(at(case, "closing"), {"do": "return"}).status_code == 404
    assert dalia.post(at(case, "closing"), {"do": "propose", "ending": "goals_reached"}).status_code == 302
    assert dalia.post(at(case, "closing"), {"do": "close"}).status_code == 403
    assert "WREN-07" in eli.get("/today/").content.decode()
    page = eli.get(at(case, "course")).content.decode()
    assert "I read it: close the case" in page
    assert "Give the case to this worker" not in page
    assert eli.get(f"/cases/{case.pk}/").status_code == 404
    assert eli.post(at(case, "closing"), {"do": "close"}).status_code == 302
    case.refresh_from_db()
    assert case.status == "closed"
    assert eli.get(at(case, "course")).status_code == 404
    assert dalia.post(at(case, "closing"), {"do": "reopen"}).status_code == 302


def test_a_colleague_can_close_neither_their_own_proposal_nor_the_case_they_work_on(cast: Cast) -> None:
    case = legal_case(cast)
    actions.propose_closing(cast.actor("dalia"), case=case, ending="goals_reached")
    actions.assign(cast.actor("dalia"), case=case, assignee=cast.member("eli"))
    for who in ("dalia", "eli"):
        with pytest.raises(actions.NotProposed):
            actions.close_case(cast.actor(who), case=case)
    actions.return_closing(cast.actor("eli"), case=case)
    assert case_page(cast.actor("eli"), case.pk).header.closing == {}


def test_where_there_is_a_supervisor_a_colleague_cannot_read_second(cast: Cast, case: Case) -> None:
    ring = cast.keyring("kofi")
    add_to_team(ring, cast.team("case"), cast.member("uma"))
    actions.propose_closing(cast.actor("ben"), case=case, ending="goals_reached")
    assert cast.client("uma").get(at(case, "course")).status_code == 404
    with pytest.raises(Refused):
        actions.close_case(cast.actor("uma"), case=case)


def test_why_it_ends_stands_in_no_row_in_clear(cast: Cast, case: Case) -> None:
    actions.propose_closing(cast.actor("ben"), case=case, ending="no_indication_yet")
    assert not any(b"no_indication_yet" in bytes(body) for body in Capsule.objects.values_list("body", flat=True))


def test_no_reason_says_that_somebody_was_not_believed() -> None:
    words = " ".join(code.en for code in codes.get("closing_reason")).lower()
    assert not {"false", "not a victim", "credib", "unfounded", "lied"} & set(words.split())
