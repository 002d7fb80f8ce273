"""The journal of one case, in words, with its days as headings and the state of the chain."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from uuid import UUID

from django.utils import timezone

from waystation.care.cases.models import Case
from waystation.care.cases.selectors.access import case_row, subject_of
from waystation.foundation.gate import Actor, Entry, journal_of

KINDS = ("all", "readings", "changes", "refused")


@dataclass(frozen=True)
class CaseJournal:
    """`days`: newest first, each with its entries, newest first. `problems` is empty while the chain is unbroken."""

    case: Case
    days: list[tuple[dt.date, list[Entry]]]
    shown: int
    total: int
    is_unbroken: bool
    length: int
    head: str
    problems: list[str]


def case_journal(actor: Actor, case_id: UUID, show: str = "all") -> CaseJournal:
    """Every act and every reading of a sealed part of one case. Supervisors of the team. Raises gate.Refused."""
    case = case_row(actor, case_id)
    found = journal_of(actor, subject_of(case))
    entries = [entry for entry in reversed(found.entries) if _is_shown(entry, show)]
    proof = found.verification
    return CaseJournal(
        case=case,
        days=_by_day(entries),
        shown=len(entries),
        total=len(found.entries),
        is_unbroken=proof.ok,
        length=proof.length,
        head=_short(proof.head),
        problems=[str(problem) for problem in proof.problems],
    )


def is_reading(entry: Entry) -> bool:
    return entry.verb.endswith(".read")


def _is_shown(entry: Entry, show: str) -> bool:
    if show == "readings":
        return is_reading(entry)
    if show == "changes":
        return not is_reading(entry) and not entry.verb.endswith(".refused")
    if show == "refused":
        return entry.verb.endswith(".refused")
    return True


def _by_day(entries: Sequence[Entry]) -> list[tuple[dt.date, list[Entry]]]:
    return [(day, list(group)) for day, group in groupby(entries, key=lambda entry: timezone.localdate(entry.at))]


def _short(head: object) -> str:
    text = head.hex() if isinstance(head, bytes) else str(head or "")
    return f"{text[:4]} {text[4:8]}".strip()
