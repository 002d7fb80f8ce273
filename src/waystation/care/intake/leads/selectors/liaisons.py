"""Who leads may be released to: liaisons of this agency and of trusted partners, and how each stands."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.utils.translation import gettext as _

from waystation.care.intake.leads import policies
from waystation.care.intake.leads.models import LiaisonStanding
from waystation.core.vault.envelope import digest
from waystation.foundation.agencies.models import Member
from waystation.foundation.audit.canon import Written
from waystation.foundation.audit.selectors import latest_digests
from waystation.foundation.gate import Actor
from waystation.foundation.keyring import trust
from waystation.foundation.keyring.errors import Tampered


@dataclass(frozen=True)
class LiaisonRow:
    """A liaison and whether this agency releases to them; `why_off` in words, "" when on."""

    member: Member
    standing: LiaisonStanding | None
    why_off: str
    waits_for_me: bool = False

    @property
    def is_on(self) -> bool:
        return not self.why_off


def liaisons(actor: Actor) -> list[LiaisonRow]:
    """Liaisons of this agency and of the partners the own root vouches for, by agency and name."""
    agencies = {actor.agency_id} | trust.partners(actor.keyring)
    rows = Member.objects.filter(role=policies.LIAISON, is_active=True, is_waiting=False, agency__in=agencies)
    held = {row.liaison_id: row for row in LiaisonStanding.objects.filter(agency=actor.agency_id)}
    found = []
    for member in rows.select_related("agency").order_by("agency__name", "display_name", "id"):
        row = held.get(member.pk)
        asked = row is not None and row.state == LiaisonStanding.State.ASKED
        mine = asked and row is not None and policies.can_decide_standing(actor.role, row.asked_by_id, actor.id)
        found.append(LiaisonRow(member, row, why_off(row), mine))
    return found


def liaison_row(actor: Actor, liaison_id: UUID) -> LiaisonRow | None:
    """One of them, or None."""
    return next((row for row in liaisons(actor) if row.member.pk == liaison_id), None)


def why_off(row: LiaisonStanding | None) -> str:
    """Why nothing is released to this liaison, in words; "" when two people turned it on.

    Raises Tampered when the row is not the one the journal remembers.
    """
    if row is None:
        return _("Nobody has said yet whether this liaison's agency enforces immigration law. Until then it is off.")
    line = remembered(row)
    if latest_digests([row.pk], [row.agency_id]).get(row.pk) != (line.version, line.digest):
        raise Tampered("what was decided about a liaison is not what the journal remembers")
    if row.state == LiaisonStanding.State.ON:
        return ""
    if row.state == LiaisonStanding.State.ASKED:
        return _("A second person has not confirmed yet. Until then it is off.")
    if row.enforcement == "yes":
        return _("This liaison's agency enforces immigration law. Leads do not go there unless two people turn it on.")
    return _("It was turned off.")


def remembered(row: LiaisonStanding) -> Written:
    """How the journal knows what was decided about a liaison."""
    parts = (
        row.agency_id.hex, row.liaison_id.hex, row.enforcement, row.state,
        row.asked_by_id.hex if row.asked_by_id else "", row.decided_by_id.hex if row.decided_by_id else "",
    )  # fmt: skip
    return Written(row.pk, row.version, digest("/".join(parts).encode()))


def standings_for_second_person(actor: Actor) -> list[LiaisonStanding]:
    """Liaisons that somebody asked for and this member may decide about, for Today."""
    rows = LiaisonStanding.objects.filter(agency=actor.agency_id, state=LiaisonStanding.State.ASKED)
    found = rows.select_related("liaison", "asked_by").order_by("updated_on", "id")
    return [row for row in found if policies.can_decide_standing(actor.role, row.asked_by_id, actor.id)]
