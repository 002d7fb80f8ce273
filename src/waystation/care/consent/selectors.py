"""Reads of releases: their terms, which is live, and what has truly left."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID, uuid4

from django.utils import timezone
from django.utils.formats import date_format

from waystation.care.cases.fields import SHAREABLE
from waystation.care.cases.models import Case
from waystation.care.cases.policies import Standing
from waystation.care.cases.rules import standing
from waystation.care.cases.selectors import subject_of
from waystation.care.consent import policies
from waystation.care.consent.actions.record import can_receive
from waystation.care.consent.models import Authorization, Packet
from waystation.care.consent.openings import Seen, openings_of
from waystation.care.consent.rules import authorization_subject, serves_people
from waystation.care.consent.terms import Terms
from waystation.care.consent.words import purpose_words
from waystation.care.sealed import read_parts
from waystation.foundation import clock, gate
from waystation.foundation.agencies.models import Agency
from waystation.foundation.gate import SEE, Actor, Subject
from waystation.foundation.gate.deciding import require


@dataclass(frozen=True)
class Release:
    """A release with its terms opened."""

    row: Authorization
    terms: Terms
    is_live: bool

    @property
    def purpose(self) -> str:
        """What it is for, in words."""
        return purpose_words(self.terms.purpose, self.terms.purpose_words)

    @property
    def state(self) -> str:
        """live, ahead, expired, withdrawn"""
        row = self.row
        if self.is_live or row.status == Authorization.Status.WITHDRAWN:
            return str(row.status)
        return "ahead" if row.status == Authorization.Status.LIVE and clock.today() < row.starts_on else "expired"


@dataclass(frozen=True)
class Departure:
    """One packet that left: to whom, when, which fields, and when it was opened there and by which role."""

    packet: Packet
    release: Release
    fields: tuple[str, ...]
    openings: tuple[Seen, ...]

    @property
    def moment(self) -> str:
        """When it left, in words: to the minute, where that is known."""
        at = self.release.terms.sent_at.get(str(self.packet.pk), "")
        return _words_of(dt.datetime.fromisoformat(at) if at else self.packet.sent_on)

    @property
    def by_role(self) -> list[tuple[str, int, str, str]]:
        """(role, how often, first, last), the earliest first; each single opening stands in the journal."""
        times: dict[str, list[str]] = {}
        for at, role in self.openings:
            times.setdefault(role, []).append(_words_of(at))
        return [(role, len(found), found[0], found[-1]) for role, found in times.items()]

    @property
    def state(self) -> str:
        """open, closed"""
        return "open" if self.packet.body is not None and self.release.is_live else "closed"


def case_of_team(actor: Actor, case_id: UUID) -> Case:
    """The case, for its worker and for any staff member of its team. Raises gate.Refused, alike for none."""
    case = Case.objects.select_related("agency", "team", "assignee").filter(pk=case_id).first()
    if case is not None:
        place = standing(actor, case)
        in_team = place is not Standing.NONE and actor.keyring.holds(case.team_id)
        if policies.can_read(actor.role, place is Standing.ASSIGNED, in_team, serves_people(actor)):
            return case
    nothing = Subject("authorization", case_id, actor.agency_id)
    raise gate.Refused(gate.decide(actor, nothing, {"header"}, SEE), visible=False)


def may_work_on(actor: Actor, case: Case) -> bool:
    """Whether this member records releases and sends under them here."""
    return policies.can_record(actor.role, standing(actor, case) is Standing.ASSIGNED)


def releases(actor: Actor, case: Case) -> list[Release]:
    """Every release of a case, newest first: one journal line on the case, one on the list. Raises gate.Refused."""
    rows = list(Authorization.objects.filter(case=case).select_related("case", "recipient"))
    if not rows:
        return []
    with gate.deed(actor, "releases.read", subject_of(case), detail={"count": len(rows)}):
        pass
    opened = gate.read(actor, [authorization_subject(row) for row in rows], {"terms"}, "work")
    terms = {item.subject: Terms.of(item.data) for item in opened}
    return [Release(row, terms[row.pk], _is_live(row)) for row in rows]


def release(actor: Actor, authorization_id: UUID, case: Case) -> Release:
    """One release of this case. Raises gate.Refused, alike for none and not yours."""
    row = Authorization.objects.filter(pk=authorization_id, case=case).select_related("case", "recipient").first()
    subject = authorization_subject(row) if row else Subject("authorization", uuid4(), actor.agency_id)
    require(actor, subject, {"header"}, SEE)
    assert row is not None  # the rule refuses what does not exist
    data, _ = read_parts(actor, subject, {"terms"}, "work")["terms"]
    return Release(row, Terms.of(data), _is_live(row))


def live_authorizations(actor: Actor, case: Case, recipient: UUID) -> list[Authorization]:
    """The live releases of this case for one recipient, newest first; nothing sealed is opened."""
    rows = Authorization.objects.filter(case=case, agency=actor.agency_id, recipient=recipient)
    return [row for row in rows.select_related("case", "recipient") if _is_live(row)]


def live_releases(actor: Actor, case: Case, recipient: UUID) -> list[Release]:
    """The live releases of this case for one recipient with their terms, newest first. Raises gate.Refused."""
    rows = live_authorizations(actor, case, recipient)
    opened = gate.read(actor, [authorization_subject(row) for row in rows], {"terms"}, "work") if rows else []
    terms = {item.subject: Terms.of(item.data) for item in opened}
    return [Release(row, terms[row.pk], True) for row in rows]


def codes_of(found: Iterable[Release]) -> list[str]:
    """The fields that these releases name, in the order of the catalogue."""
    named = {code for item in found for code in item.terms.fields}
    return [item.code for item in SHAREABLE if item.code in named]


def what_left(actor: Actor, found: Iterable[Release]) -> list[Departure]:
    """Everything that left under these releases, newest first: the truth to tell the person."""
    by_row = {item.row.pk: item for item in found}
    packets = list(Packet.objects.filter(authorization__in=by_row).select_related("recipient"))
    openings = openings_of(actor, packets)
    left = [
        Departure(
            packet=packet,
            release=by_row[packet.authorization_id],
            fields=tuple(by_row[packet.authorization_id].terms.sent.get(str(packet.pk), ())),
            openings=openings.get(packet.pk, ()),
        )
        for packet in packets
    ]
    return sorted(left, key=_left_at, reverse=True)


def _left_at(left: Departure) -> str:
    return left.release.terms.sent_at.get(str(left.packet.pk), left.packet.sent_on.isoformat())


def _words_of(moment: dt.datetime | dt.date) -> str:
    if isinstance(moment, dt.datetime):
        return date_format(timezone.localtime(moment), "j F, H:i")
    return date_format(moment, "j F")


def recipients_for(actor: Actor) -> list[Agency]:
    """Agencies to which a packet can be sealed: trusted, with an intake desk."""
    others = Agency.objects.exclude(pk=actor.agency_id)
    return [agency for agency in others if can_receive(actor, agency)]


def _is_live(row: Authorization) -> bool:
    return policies.is_live(row.status, row.starts_on, row.expires_on, clock.today())
