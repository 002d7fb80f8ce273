"""What was refused is a line of the journal when one may know of the subject, and none when one may not."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from tests.care.walk import open_a_case
from waystation.foundation.audit.models import Event
from waystation.foundation.gate import journal_of
from waystation.foundation.keyring.decisions import Subject


def refusals() -> list[str]:
    return list(Event.objects.filter(verb__endswith=".refused").values_list("verb", flat=True))


def test_a_refusal_at_a_visible_case_is_written_down_without_content(cast: Any) -> None:
    case = open_a_case(cast)
    assert cast.client("ben").get(f"/cases/{case.pk}/journal/").status_code == 403
    assert refusals() == ["case.refused"]
    found = journal_of(cast.actor("chloe"), Subject("case", case.pk, case.agency_id, case))
    line = next(entry for entry in found.entries if entry.verb == "case.refused")
    assert line.actor_name == "Ben"
    assert line.detail is not None
    assert (line.detail["fields"], line.detail["purpose"]) == (["journal"], "journal")
    assert set(line.detail) == {"fields", "purpose", "path", "rule"}


def test_what_nobody_may_know_of_leaves_no_line(cast: Any) -> None:
    case = open_a_case(cast)
    before = Event.objects.count()
    assert cast.client("nia").get(f"/cases/{case.pk}/journal/").status_code == 404
    assert cast.client("ben").get(f"/cases/{uuid4()}/journal/").status_code == 404
    assert Event.objects.count() == before
