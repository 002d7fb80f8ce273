"""Aliases of cases named elsewhere: for a page that speaks of cases and shows nothing else of them."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from waystation.care.cases.models import Case
from waystation.care.cases.policies import Purpose
from waystation.care.cases.selectors.access import subject_of
from waystation.care.cases.shapes import Header
from waystation.foundation import gate
from waystation.foundation.gate import Actor


def aliases_of(actor: Actor, cases: Iterable[Case]) -> dict[UUID, str]:
    """{case: alias} of those cases whose header this member may list: one journal line for all of them."""
    seen = [subject_of(case) for case in cases]
    allowed = [subject for subject in seen if gate.decide(actor, subject, {"header"}, Purpose.LIST).allowed]
    opened = gate.read(actor, allowed, {"header"}, Purpose.LIST)
    return {item.subject: Header.of(item.data).alias for item in opened}
