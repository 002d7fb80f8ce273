"""What the pages of one case show, opened under one decision and one journal line each."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from waystation.care import sealed
from waystation.care.cases import policies
from waystation.care.cases.fields import BY_CODE
from waystation.care.cases.models import Case
from waystation.care.cases.policies import Purpose, Standing
from waystation.care.cases.rules import standing
from waystation.care.cases.selectors.access import case_row, row_to_close, subject_of
from waystation.care.cases.shapes import Header, Note, Referrals, SafeContact
from waystation.care.codelists import words
from waystation.foundation.gate import Actor, Refused

ON_EVERY_PAGE = frozenset({"header", "safe_contact"})


@dataclass(frozen=True)
class CasePage:
    """One page of a case. `safe_contact` is None when this member's role does not hold it; `parts` is the rest."""

    case: Case
    header: Header
    safe_contact: SafeContact | None
    versions: dict[str, int]
    standing: Standing
    held: frozenset[str]
    parts: dict[str, dict[str, Any]] = field(default_factory=dict)

    @property
    def alias(self) -> str:
        return self.header.alias

    @property
    def referrals(self) -> Referrals:
        return Referrals.of(self.parts.get("referrals"))


def case_page(actor: Actor, case_id: UUID, parts: Iterable[str] = ("referrals",)) -> CasePage:
    """Header, safe contact and the named compartments. Raises gate.Refused, alike for none and not yours."""
    case = case_row(actor, case_id)
    place = standing(actor, case)
    held = policies.readable_parts(actor.member.role, place)
    wanted = {"header", *parts} | (ON_EVERY_PAGE & held)
    found = sealed.read_parts(actor, subject_of(case), wanted, Purpose.WORK)
    contact = found.get("safe_contact")
    return CasePage(
        case=case,
        header=Header.of(found["header"][0]),
        safe_contact=SafeContact.of(contact[0]) if contact else None,
        versions={part: version for part, (_, version) in found.items()},
        standing=place,
        held=held,
        parts={part: data for part, (data, _) in found.items()},
    )


def course_page(actor: Actor, case_id: UUID) -> CasePage:
    """What the page of a case's course shows: the header.

    A colleague who reads its end second sees it too, while somebody else's proposal waits. Raises as `case_page`.
    """
    try:
        return case_page(actor, case_id, ())
    except Refused as refused:
        if refused.visible:
            raise
    case = row_to_close(actor, case_id)
    data, version = sealed.read_parts(actor, subject_of(case), {"header"}, Purpose.CLOSE)["header"]
    header = Header.of(data)
    if header.closing.get("by", actor.id.hex) == actor.id.hex:
        case_row(actor, case_id)  # which refuses: there is no such case among theirs
    return CasePage(case, header, None, {"header": version}, standing(actor, case), frozenset())


def course_row(actor: Actor, case_id: UUID) -> Case:
    """The clear row for whoever may see `course_page`. Raises gate.Refused."""
    try:
        return case_row(actor, case_id)
    except Refused:
        return course_page(actor, case_id).case


def notes_of(page: CasePage, part: str = "narrative") -> list[Note]:
    """Notes, newest first."""
    return [Note.of(item) for item in reversed(page.parts.get(part, {}).get("notes", []))]


def shareable_values(actor: Actor, case: Case, codes: Iterable[str]) -> dict[str, str]:
    """{code: words as they would leave} of fields of `fields.SHAREABLE`; what was never told is "".

    One decision and one journal line. Raises gate.Refused, KeyError for a code that is not in the catalogue.
    """
    wanted = {BY_CODE[code].code for code in codes}
    asked = {code for code in wanted if code != "referrals.need"}
    found = sealed.read_parts(actor, subject_of(case), asked, Purpose.SHARE) if asked else {}
    values = {code: _words(code, found) for code in sorted(asked)}
    return values | dict.fromkeys(wanted - asked, "")


LISTS = {
    "identity.gender": "gender", "identity.languages": "language", "safe_contact.how": "safe_contact",
    "safe_contact.voicemail": "yes_no", "header.kind_of_trafficking": "kind_of_trafficking",
}  # fmt: skip


def _words(code: str, found: dict[str, tuple[dict[str, Any], int]]) -> str:
    part, _, name = code.partition(".")
    value = found[part][0].get(name)
    if value in (None, "", [], "not_asked"):
        return ""
    items = value if isinstance(value, list) else [value]
    return ", ".join(words(LISTS[code], str(item)) if code in LISTS else str(item) for item in items)
