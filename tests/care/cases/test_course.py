"""The course of a case: its stage, its worker, and its end, which two people read."""

from __future__ import annotations

import pytest

from tests.care.walk import open_a_case
from tests.cast import Cast
from waystation.care.cases import actions
from waystation.care.cases.models import Case
from waystation.care.cases.selectors import case_page, worklist
from waystation.core import codes
from waystation.foundation.gate import Refused, Subject, journal_of
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
    with pytest.raises(actions.NotProposed):
        actions.propose_closing(ben, case=case, ending="chose_to_end")
    assert cast.client("ben").post(at(case, "closing"), {"do": "reopen"}).status_code == 302
    case.refresh_from_db()
    assert case.status == "open"
    with pytest.raises(actions.NotProposed):
        actions.reopen(ben, case=case)


@pytest.mark.parametrize("who", ["nia", "uma", "ana", "iris", "kofi", "femi", "dalia", "hale"])
def test_for_others_there_is_no_such_case(cast: Cast, case: Case, who: str) -> None:
    client = cast.client(who)
    assert client.get(at(case, "course")).status_code == 404
    for page in ("stage", "worker", "closing"):
        assert client.post(at(case, page), {"stage": "intake", "ending": "moved_away"}).status_code == 404
    with pytest.raises(Refused):
        actions.propose_closing(cast.actor(who), case=case, ending="moved_away")


def test_why_it_ends_stands_in_no_row_in_clear(cast: Cast, case: Case) -> None:
    actions.propose_closing(cast.actor("ben"), case=case, ending="no_indication_yet")
    assert not any(b"no_indication_yet" in bytes(body) for body in Capsule.objects.values_list("body", flat=True))


def test_no_reason_says_that_somebody_was_not_believed() -> None:
    words = " ".join(code.en for code in codes.get("closing_reason")).lower()
    assert not {"false", "not a victim", "credib", "unfounded", "lied"} & set(words.split())
