"""Who may read and write which part of a case. Pure: a role, a standing and a purpose go in, a verdict comes out.

The table is the roles table of the security requirements (compartments I, C, N, L, H, R, T of one case). What it does
not name is refused; a case of another team or agency is answered as if it did not exist.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum


class Standing(StrEnum):
    """How a member stands to a case."""

    ASSIGNED = "assigned"
    TEAM = "team"
    NONE = "none"


class Purpose(StrEnum):
    """Why a part is opened. The name and what goes with it opens for a deliberate purpose only."""

    SEE = "see"
    WORK = "work"
    LIST = "list"
    ALIAS = "alias"
    REVEAL = "reveal"
    WRITE = "write"
    SHARE = "share"
    OPEN = "open"
    ASSIGN = "assign"
    CLOSE = "close"
    REOPEN = "reopen"
    JOURNAL = "journal"


@dataclass(frozen=True)
class Verdict:
    """`visible` says whether the member may know that the case exists."""

    allowed: bool
    visible: bool
    rule: str
    reason: str = ""


COUNTED = frozenset({"statistics"})
"""Written by whoever works on a case, read by analysts alone, and not here."""
CASE_WORK = frozenset({"header", "identity", "safe_contact", "narrative", "referrals", "others"}) | COUNTED
READABLE: dict[tuple[str, Standing], frozenset[str]] = {
    ("case_manager", Standing.ASSIGNED): CASE_WORK - COUNTED,
    ("attorney", Standing.ASSIGNED): frozenset({"header", "identity", "legal", "referrals"}),
    ("clinician", Standing.ASSIGNED): frozenset({"header", "identity", "health", "referrals"}),
    ("supervisor", Standing.ASSIGNED): frozenset({"header", "identity", "narrative", "referrals", "others"}),
    ("supervisor", Standing.TEAM): frozenset({"header", "identity", "narrative", "referrals", "others"}),
}
WRITABLE: dict[tuple[str, Standing], frozenset[str]] = {
    key: parts | COUNTED for key, parts in READABLE.items() if key[0] != "supervisor"
}
ABOUT: dict[str, frozenset[str]] = {
    Purpose.SEE: frozenset({"header"}),
    Purpose.ALIAS: frozenset({"header"}),
    Purpose.OPEN: frozenset({"header"}),
    Purpose.ASSIGN: frozenset({"header", "referrals"}),
    Purpose.CLOSE: frozenset({"header", "referrals"}),
    Purpose.REOPEN: frozenset({"header", "referrals"}),
    Purpose.JOURNAL: frozenset({"journal"}),
    Purpose.SHARE: frozenset({"header", "identity", "safe_contact", "referrals"}),
}
"""Purposes that open some parts only, whoever asks. Notes, health, legal and other people never leave in a packet."""
OPENERS = frozenset({"case_manager", "attorney", "clinician"})
LISTERS = OPENERS | {"supervisor"}
SEALED_TO_WORKERS = frozenset({"safe_contact", "legal", "health"})
WORK_ENDS = frozenset({Purpose.WRITE, Purpose.SHARE, Purpose.ASSIGN, Purpose.CLOSE})
"""What a closed case is not opened for, until it is open again."""
DELIBERATE = frozenset({Purpose.REVEAL, Purpose.WRITE, Purpose.SHARE})
EVERY_PART = CASE_WORK | {"legal", "health"}


def compartment(field: str) -> str:
    """`identity.name_to_use` -> `identity`."""
    return field.partition(".")[0]


def readable_parts(role: str, standing: Standing) -> frozenset[str]:
    """Compartments this role may read at this standing, whatever the purpose."""
    return READABLE.get((role, standing), frozenset())


def notes_part(role: str) -> str:
    """Where a role's notes lie: an attorney's in the legal compartment, a clinician's in health, all other in notes."""
    return {"attorney": "legal", "clinician": "health"}.get(role, "narrative")


def can_open_case(role: str) -> bool:
    return role in OPENERS


def can_list_cases(role: str) -> bool:
    return role in LISTERS


def can_read_journal(role: str, standing: Standing) -> bool:
    """Supervisors of the team read who did what; they see no sealed part by it."""
    return role == "supervisor" and standing is not Standing.NONE


def can_assign(role: str, standing: Standing) -> bool:
    return role == "supervisor" and standing is not Standing.NONE


def can_propose_closing(role: str, standing: Standing) -> bool:
    """The worker of the case says, with a reason, that it can end."""
    return can_open_case(role) and standing is Standing.ASSIGNED


def can_read_second(role: str, standing: Standing, is_proposer: bool, is_unsupervised: bool = False) -> bool:
    """A supervisor of the team reads it a second time, or a colleague where the team has none.

    Nobody closes what they proposed themself, and a colleague not the case they work on.
    """
    colleague = is_unsupervised and can_open_case(role) and standing is Standing.TEAM
    return (can_assign(role, standing) or colleague) and not is_proposer


def may(
    role: str, standing: Standing, fields: Iterable[str], purpose: str, *, closed: bool = False,
    unsupervised: bool = False,
) -> Verdict:  # fmt: skip
    """May a member of this role and standing do this with these fields? The one entry of the gate's rule.

    `closed`: the case is; `unsupervised`: no supervisor is in its team.
    """
    visible, fields = bool(readable_parts(role, standing)), set(fields)
    if purpose not in set(Purpose) or not {compartment(field) for field in fields} <= ABOUT.get(purpose, EVERY_PART):
        return Verdict(False, visible, "cases.not_for_this_purpose", "This part is not opened for this purpose.")
    if closed and purpose in WORK_ENDS:
        return Verdict(False, visible, "cases.closed", "This case is closed. Open it again to work on it.")
    runs = can_assign(role, standing) or can_propose_closing(role, standing)
    acts = {
        Purpose.SEE: visible,
        Purpose.OPEN: can_open_case(role) and standing is not Standing.NONE,
        Purpose.ASSIGN: runs,
        Purpose.CLOSE: runs or can_read_second(role, standing, False, unsupervised),
        Purpose.REOPEN: runs and closed,
        Purpose.JOURNAL: can_read_journal(role, standing),
    }
    if purpose in acts:
        reason = "" if acts[Purpose(purpose)] else "Your role does not do this."
        return Verdict(acts[Purpose(purpose)], visible, f"cases.{purpose}", reason)
    return may_read(role, standing, fields, purpose)


def may_read(role: str, standing: Standing, fields: Iterable[str], purpose: str) -> Verdict:
    """May a member of this role and standing read all these fields for this purpose?"""
    parts = {compartment(field) for field in fields}
    if standing is not Standing.NONE and role in OPENERS and purpose == Purpose.ALIAS and parts == {"header"}:
        return Verdict(True, False, "cases.alias_is_free")
    table = WRITABLE if purpose in (Purpose.WRITE, Purpose.SHARE) else READABLE
    allowed = table.get((role, standing), frozenset())
    visible = bool(readable_parts(role, standing))
    if not visible:
        return Verdict(False, False, "cases.not_yours", "No such case among yours.")
    if "identity" in parts and purpose not in DELIBERATE:
        return Verdict(False, True, "cases.name_on_purpose", "The name opens only by a deliberate act.")
    if parts <= allowed:
        return Verdict(True, True, f"cases.{role}.{standing}")
    if role == "supervisor" and parts & SEALED_TO_WORKERS:
        reason = "This part is sealed to the people who work on the case. A supervisor opens it only by break-glass."
        return Verdict(False, True, "cases.break_glass", reason)
    return Verdict(False, True, "cases.part_not_held", "Your role does not hold the key of this part.")
